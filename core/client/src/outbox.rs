//! What a person does with commands that are only here: take them back, drop them.

use crate::client::Client;
use crate::error::{ApiError, Retry};
use congdoan_domain::{Command, CommandId};
use congdoan_store::{CommandState, OutboxEntry};
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

impl Client {
    /// Takes a command back that was never sent.
    ///
    /// # Errors
    /// `in_flight`; `others_hang` when other waiting commands need it ([`Self::hanging`]): nothing is taken back then.
    pub fn withdraw(&self, id: CommandId) -> Result<Option<Command>, ApiError> {
        match self.hanging(id)?.len() {
            0 => self.take_back(id),
            count => Err(others_hang(count)),
        }
    }

    /// Takes a command back together with all that hang on it.
    ///
    /// # Errors
    /// `in_flight`: what was taken back by then stays so, and it was never needed.
    pub fn withdraw_together(&self, id: CommandId) -> Result<Option<Command>, ApiError> {
        // From the end: a failure half-way leaves nothing that lacks what it needs.
        for entry in self.hanging(id)?.iter().rev() {
            self.take_back(entry.id)?;
        }
        self.take_back(id)
    }

    /// Waiting commands that the server would refuse if this one were taken back, in their order.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn hanging(&self, id: CommandId) -> Result<Vec<OutboxEntry>, ApiError> {
        Ok(self.store.hanging(id)?)
    }

    /// Whether [`Self::discard`] drops it.
    pub fn may_discard(&self, entry: &OutboxEntry) -> bool {
        match entry.state {
            CommandState::Refused => true,
            CommandState::Waiting => self.ended.load(Ordering::Relaxed),
            CommandState::Accepted => false,
        }
    }

    fn take_back(&self, id: CommandId) -> Result<Option<Command>, ApiError> {
        let taken = self.store.withdraw(id)?;
        self.notify(&BTreeSet::from(["sync".to_owned(), "*".to_owned()]));
        Ok(taken.0.command())
    }

    /// Drops a refused command; on a device that was ended also a waiting one, which can never go.
    ///
    /// # Errors
    /// It is not refused.
    pub fn discard(&self, id: CommandId) -> Result<(), ApiError> {
        match self.store.outbox_entry(id)? {
            Some(entry) if self.may_discard(&entry) && entry.state == CommandState::Waiting => {
                self.store.give_up(id)?;
            }
            _ => drop(self.store.discard(id)?),
        }
        self.notify(&BTreeSet::from(["sync".to_owned()]));
        Ok(())
    }
}

fn others_hang(count: usize) -> ApiError {
    ApiError::new(
        "others_hang",
        Retry::Never,
        &format!(
            "Còn {count} việc chờ gửi cần đến việc này; rút riêng nó thì máy chủ sẽ từ chối những việc kia. Chưa rút gì. Hãy rút cả những việc đó, hoặc giữ lại."
        ),
        &format!(
            "{count} more waiting command(s) need this one and would be refused without it. Nothing was taken back. Take them back together, or keep it."
        ),
    )
    .arg("count", count)
}
