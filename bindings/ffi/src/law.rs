use crate::{ApiError, Session};

#[derive(uniffi::Record)]
pub struct LawHit {
    /// `45/2019/qh14#98`
    pub article: String,
    pub title: String,
    pub document: String,
    pub snippet: String,
}

#[derive(uniffi::Record)]
pub struct LawText {
    pub title: String,
    pub document: String,
    pub text: String,
}

#[uniffi::export]
impl Session {
    /// Searches the library of this device as of today in Việt Nam.
    ///
    /// # Errors
    /// The library is not here, or damaged.
    pub fn search_law(&self, query: &str, limit: u32) -> Result<Vec<LawHit>, ApiError> {
        let library = self.client.law()?;
        let found = library
            .search(query, limit as usize, self.client.server_now().date())
            .map_err(congdoan_client::ApiError::from)?;
        Ok(found
            .hits
            .into_iter()
            .map(|hit| LawHit {
                article: hit.article.to_string(),
                title: hit.title,
                document: hit.document_name,
                snippet: hit.snippet.text,
            })
            .collect())
    }

    /// # Errors
    /// There is no such article.
    pub fn read_law(&self, article: &str) -> Result<LawText, ApiError> {
        let reference = article.parse().map_err(|_| ApiError::bad_id(article))?;
        let library = self.client.law()?;
        let view = library
            .article(&reference)
            .map_err(congdoan_client::ApiError::from)?;
        let view = view.ok_or_else(congdoan_client::ApiError::not_found)?;
        Ok(LawText {
            title: view.title,
            document: view.document_name,
            text: view.text,
        })
    }
}
