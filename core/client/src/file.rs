//! Files of a home, in the client's errors.

use crate::error::ApiError;
use congdoan_store::{StoreError, private};
use std::path::Path;

/// Writes a file that only the user may read, whole or not at all.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    private::write(path, bytes).map_err(|error| StoreError::from(error).into())
}
