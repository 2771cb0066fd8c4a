/// The one error face over the border: a stable code, words, and whether trying again helps.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum ApiError {
    #[error("{code}: {message}")]
    Failed {
        code: String,
        message: String,
        message_en: String,
        retry: String,
    },
}

impl From<congdoan_client::ApiError> for ApiError {
    fn from(error: congdoan_client::ApiError) -> Self {
        Self::Failed {
            code: error.code,
            message: error.message,
            message_en: error.message_en,
            retry: error.retry.as_str().to_owned(),
        }
    }
}

impl ApiError {
    pub(crate) fn bad_id(text: &str) -> Self {
        Self::Failed {
            code: "bad_argument".into(),
            message: format!("“{text}” không phải mã. Chưa làm gì cả."),
            message_en: format!("“{text}” is not an id. Nothing was done."),
            retry: "never".into(),
        }
    }
}
