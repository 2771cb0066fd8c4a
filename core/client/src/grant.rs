//! Who works at which desk: proposing, the second person's word, ending, and whose desk has no working device.

use crate::client::Client;
use crate::error::ApiError;
use congdoan_domain::device::DeviceState;
use congdoan_domain::grant::{ConfirmGrant, EndGrant, Grant, GrantState, ProposeGrant, Role};
use congdoan_domain::invitation::{Invitation, Invitee};
use congdoan_domain::{CommandId, GrantId, Instant, PersonId, UnitId};
use congdoan_store::StoreError;

/// A grant as a desk's list shows it.
#[derive(Clone, Debug)]
pub struct GrantLine {
    pub grant: Grant,
    /// Short name of its unit; none if this device does not know the unit.
    pub unit: Option<String>,
    /// Whether the person of this home may be the second one: not the proposer, not the one who gets it.
    pub mine_to_confirm: bool,
    /// Working devices of its holder that this desk sees. An active grant with none can do nothing: it is invited again
    /// from here or from the desk above. A desk above does not see the devices of a member who became an officer later.
    pub devices: usize,
    /// Invitations of this grant: open, used (when, and by which device) or revoked.
    pub invitations: Vec<Invitation>,
}

/// What is proposed for whom.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// A member, or somebody who works there already; `None`: somebody new.
    pub person: Option<PersonId>,
    pub name: String,
    pub unit: UnitId,
    pub role: Role,
    /// `None`: from now on.
    pub from: Option<Instant>,
    /// `None`: until it is ended.
    pub to: Option<Instant>,
}

impl Client {
    /// All grants that this device may see: of its own desk and of those it looks after. Active first, by unit and name.
    ///
    /// # Errors
    /// The files cannot be read, or this desk's copy is too old.
    pub fn grant_list(&self) -> Result<Vec<GrantLine>, ApiError> {
        self.check_fresh()?;
        let me = self.home.person;
        self.read(|db| {
            let mut lines = vec![];
            let invitations = congdoan_store::invitation::all(db)?;
            for grant in congdoan_store::grant::all(db)? {
                let devices = congdoan_store::device::of_person(db, grant.person)?;
                lines.push(GrantLine {
                    unit: congdoan_store::unit::unit(db, grant.unit)?.map(|unit| unit.short_name),
                    mine_to_confirm: grant.state == GrantState::Proposed
                        && grant.proposed_by != Some(me)
                        && grant.person != me,
                    devices: devices
                        .iter()
                        .filter(|device| device.state == DeviceState::Active)
                        .count(),
                    invitations: invitations
                        .iter()
                        .filter(|invitation| invitation.invitee == Invitee::Desk(grant.id))
                        .cloned()
                        .collect(),
                    grant,
                });
            }
            lines.sort_by(|a, b| {
                let key = |line: &GrantLine| (line.grant.state == GrantState::Ended, line.unit.clone());
                (key(a), &a.grant.name).cmp(&(key(b), &b.grant.name))
            });
            Ok(lines)
        })
    }

    /// Proposes a role. It does nothing until a second officer confirms it.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn propose_grant(
        &self,
        proposal: Proposal,
        mends: Option<CommandId>,
    ) -> Result<(GrantId, CommandId), ApiError> {
        let person = proposal.person.unwrap_or_else(|| PersonId(self.ports.id()));
        let id = GrantId::of(person, proposal.unit, proposal.role.as_str());
        let command = ProposeGrant {
            person,
            name: proposal.name,
            unit: proposal.unit,
            role: proposal.role,
            from: proposal.from.unwrap_or_else(|| self.server_now()),
            to: proposal.to,
        };
        Ok((id, self.execute_mending(command, mends)?))
    }

    /// The second person agrees to a proposed grant.
    ///
    /// # Errors
    /// The rules refuse: this person proposed it or would receive it, or it is not proposed any more.
    pub fn confirm_grant(&self, grant: GrantId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(ConfirmGrant { grant }, mends)
    }

    /// Says no to a proposed grant; one person is enough for that.
    ///
    /// # Errors
    /// It is not proposed: an active grant is ended, which is another word on the screen.
    pub fn refuse_grant(&self, grant: GrantId) -> Result<CommandId, ApiError> {
        match self.grant(grant)?.state {
            GrantState::Proposed => self.execute(EndGrant { grant }),
            GrantState::Active | GrantState::Ended => {
                Err(congdoan_domain::Rejection::new("grant_not_proposed").into())
            }
        }
    }

    /// Ends a grant, or turns a proposed one down.
    ///
    /// # Errors
    /// The rules refuse: no officer of that desk or above it, or it has ended already.
    pub fn end_grant(&self, grant: GrantId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(EndGrant { grant }, mends)
    }

    fn grant(&self, id: GrantId) -> Result<Grant, ApiError> {
        self.read(|db| {
            congdoan_store::grant::all(db)?
                .into_iter()
                .find(|grant| grant.id == id)
                .ok_or(StoreError::NotFound)
        })
    }
}
