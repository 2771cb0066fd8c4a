/// Why the store could not do it. Nothing of the transaction is kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another writer is at work: ask again in a moment.
    #[error("the store is busy with another writer")]
    Busy,
    /// The disk is full: reading still works.
    #[error("the disk is full")]
    Full,
    /// What is stored cannot be read.
    #[error("the store is damaged: {0}")]
    Damaged(String),
    /// A newer program has upgraded this store.
    #[error("the store has version {found}, this program knows up to {known}")]
    Newer { found: u32, known: u32 },
    #[error("the store cannot be used: {0}")]
    Io(String),
    #[error("there is no server at {0}")]
    Absent(String),
}

impl StoreError {
    /// For the operator: what happened, what is kept, what to do.
    pub fn in_words(&self) -> String {
        match self {
            Self::Busy => "Máy chủ đang bận ghi việc khác nên chưa làm được. Chưa có gì thay đổi. Hãy thử lại sau ít phút.".into(),
            Self::Full => "Hết chỗ trên đĩa. Chưa có gì thay đổi, dữ liệu cũ còn nguyên. Hãy dọn chỗ rồi thử lại.".into(),
            Self::Damaged(why) => format!("Cơ sở dữ liệu của máy chủ có chỗ không đọc được ({why}). Chưa có gì thay đổi. Hãy chạy `congdoan-server doctor`, hoặc lấy lại bản sao."),
            Self::Newer { found, known } => format!("Cơ sở dữ liệu này ở phiên bản {found}, chương trình này chỉ biết tới {known}. Chưa có gì thay đổi. Hãy dùng chương trình mới hơn."),
            Self::Io(why) => format!("Không mở hoặc không ghi được cơ sở dữ liệu của máy chủ ({why}). Chưa có gì thay đổi. Hãy xem lại quyền đọc ghi thư mục --data."),
            Self::Absent(folder) => format!("Ở {folder} chưa có máy chủ nào. Hãy xem lại --data, hoặc lập máy chủ bằng `congdoan-server init`."),
        }
    }
}
