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
}
