//! Grants: the second person's word, and taking one away.

use crate::client::Client;
use crate::error::ApiError;
use congdoan_domain::grant::{ConfirmGrant, EndGrant};
use congdoan_domain::{CommandId, GrantId};

impl Client {
    /// The second person agrees to a proposed grant.
    ///
    /// # Errors
    /// The rules refuse: this person proposed it or would receive it, or it is not proposed any more.
    pub fn confirm_grant(&self, grant: GrantId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(ConfirmGrant { grant }, mends)
    }

    /// Ends a grant, or turns a proposed one down.
    ///
    /// # Errors
    /// The rules refuse: no officer of that desk or above it, or it has ended already.
    pub fn end_grant(&self, grant: GrantId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(EndGrant { grant }, mends)
    }
}
