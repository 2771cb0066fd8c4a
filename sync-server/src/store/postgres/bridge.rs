//! From blocking calls to an asynchronous client (ADR 0010).

use crate::store::error::StoreError;
use std::time::Duration;
use tokio::runtime::{Builder, Handle, Runtime};

/// Longer than the server itself makes anyone wait for a lock: past it, nobody is there any more.
const PATIENCE: Duration = Duration::from_secs(120);

/// A small runtime that only moves bytes between this process and the database. It is the store's own, so that a store
/// works from any thread that may block, whatever runtime serves the requests, and none of theirs is ever held up.
pub(super) struct Bridge(Option<Runtime>);

impl Bridge {
    pub(super) fn new() -> Result<Self, StoreError> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("postgres")
            .enable_all()
            .build()
            .map_err(|error| StoreError::Io(error.to_string()))?;
        Ok(Self(Some(runtime)))
    }

    pub(super) fn handle(&self) -> &Handle {
        self.0.as_ref().expect("runs until dropped").handle()
    }

    /// Waits for an answer of the database on this thread, which must be one that may block.
    pub(super) fn wait<T>(&self, answer: impl Future<Output = T>) -> Result<T, StoreError> {
        self.handle()
            .block_on(async { tokio::time::timeout(PATIENCE, answer).await })
            .map_err(|_| StoreError::Unreachable("no answer".into()))
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        // The last owner may be a task of another runtime, where waiting for this one is not allowed.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
