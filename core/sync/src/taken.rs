//! What an answer brought, as far as it says when to ask again.

use crate::answer::Checked;
use congdoan_domain::{CommandId, Scope};
use congdoan_wire::SyncRequest;
use std::collections::BTreeSet;

/// An answer that was applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Commands that went with the request.
    pub sent: Vec<CommandId>,
    /// There is more to read or to send right now.
    pub more: bool,
    /// Scopes that came to their end, or went: nothing is left to doubt in those that are not in `differing`.
    pub ended: Vec<Scope>,
    /// Scopes whose rows are not what the server's checksum says; the store reads them again from zero.
    pub differing: Vec<Scope>,
    /// The server lives another life: what was doubted before was another's.
    pub fresh: bool,
    /// Seconds that the server asks to stay away.
    pub retry_after: Option<u32>,
}

impl Taken {
    /// `delivered`: commands that the server had answered for before this request; `differing`: what the store found.
    pub fn of(
        request: &SyncRequest,
        checked: &Checked,
        delivered: &BTreeSet<CommandId>,
        differing: &[Scope],
    ) -> Self {
        let sent: Vec<CommandId> = request.commands.iter().map(|command| command.id).collect();
        let unsent = request
            .waiting
            .iter()
            .any(|id| !delivered.contains(id) && !sent.contains(id));
        let whole = checked.sums.iter().map(|sum| sum.scope);
        Self {
            more: !checked.settled || checked.fresh || unsent,
            sent,
            ended: whole.chain(checked.gone.iter().copied()).collect(),
            differing: differing.to_vec(),
            fresh: checked.fresh,
            retry_after: checked.retry_after,
        }
    }
}
