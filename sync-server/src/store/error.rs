/// Why the store could not do it. Nothing of the transaction is kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another writer is at work: ask again in a moment.
    #[error("the store is busy with another writer")]
    Busy,
    /// Another writer was first, or the two waited for each other: the same transaction, begun anew, may succeed.
    #[error("another writer was first")]
    Conflict,
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
    /// No connection to the database, or it was lost. What was being committed may be kept or not.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// The database's address, or what is there, cannot be used; in Vietnamese.
    #[error("the database's address cannot be used: {0}")]
    Address(String),
    /// A server was founded in this cell of the database before.
    #[error("cell {0} of the database has a server")]
    Taken(i32),
}

impl StoreError {
    /// For the operator: what happened, what is kept, what to do.
    pub fn in_words(&self) -> String {
        match self {
            Self::Busy | Self::Conflict => "Máy chủ đang bận ghi việc khác nên chưa làm được. Chưa có gì thay đổi. Hãy thử lại sau ít phút.".into(),
            Self::Full => "Hết chỗ trên đĩa. Chưa có gì thay đổi, dữ liệu cũ còn nguyên. Hãy dọn chỗ rồi thử lại.".into(),
            Self::Damaged(why) => format!("Cơ sở dữ liệu của máy chủ có chỗ không đọc được ({why}). Chưa có gì thay đổi. Hãy chạy `congdoan-server doctor`, hoặc lấy lại bản sao."),
            Self::Newer { found, known } => format!("Cơ sở dữ liệu này ở phiên bản {found}, chương trình này chỉ biết tới {known}. Chưa có gì thay đổi. Hãy dùng chương trình mới hơn."),
            Self::Io(why) => format!("Không mở hoặc không ghi được cơ sở dữ liệu của máy chủ ({why}). Chưa có gì thay đổi. Hãy xem lại quyền đọc ghi thư mục --data."),
            Self::Unreachable(why) => format!("Không nối được, hoặc vừa mất nối, tới cơ sở dữ liệu PostgreSQL ({why}). Dữ liệu đã ghi còn nguyên; việc đang làm dở có thể đã ghi hoặc chưa, các máy gửi lại thì không bị ghi hai lần. Hãy xem PostgreSQL có đang chạy không, mạng và --database-url, rồi thử lại."),
            Self::Address(why) => format!("Không dùng được địa chỉ cơ sở dữ liệu: {why}. Chưa có gì thay đổi. Hãy xem lại --database-url (hoặc biến CONGDOAN_DATABASE_URL) và --database-ca."),
            Self::Taken(cell) => format!("Ô {cell} của cơ sở dữ liệu này đã có một máy chủ. Chưa có gì thay đổi. Hãy dùng cơ sở dữ liệu khác, hoặc chọn ô khác bằng --cell."),
            Self::Absent(folder) => format!("Ở {folder} chưa có máy chủ nào. Hãy xem lại --data, hoặc lập máy chủ bằng `congdoan-server init`."),
        }
    }
}
