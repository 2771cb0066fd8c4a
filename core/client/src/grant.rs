//! Who works at which desk: proposing, the second person's word, ending, and whose desk has no working device.

use crate::client::Client;
use crate::error::ApiError;
use congdoan_domain::device::DeviceState;
use congdoan_domain::grant::{ConfirmGrant, EndGrant, Grant, GrantState, ProposeGrant, Role};
use congdoan_domain::invitation::{Invitation, Invite, Invitee};
use congdoan_domain::text::fold;
use congdoan_domain::time::{begin_of, end_of};
use congdoan_domain::unit::{Unit, UnitKind};
use congdoan_domain::{CommandId, Date, GrantId, Instant, InvitationId, PersonId, UnitId};
use congdoan_store::{Db, StoreError};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A grant as a desk's list shows it.
#[derive(Clone, Debug)]
pub struct GrantLine {
    pub grant: Grant,
    /// Short name of its unit; none if this device does not know the unit.
    pub unit: Option<String>,
    /// Whether the rules let this home's person be the second one.
    pub mine_to_confirm: bool,
    /// Whether they let them end it, or turn it down.
    pub mine_to_end: bool,
    /// Whether they let them invite its holder to a device.
    pub mine_to_invite: bool,
    /// Working devices of its holder that this desk sees. An active grant with none can do nothing: it is invited again
    /// from here or from the desk above. A desk above does not see the devices of a member who became an officer later.
    pub devices: usize,
    /// Invitations of this grant: open, used (when, and by which device) or revoked.
    pub invitations: Vec<Invitation>,
}

/// How a grant stands, for a person who reads a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Waits for a second person, and that may be the one who reads.
    Mine,
    /// Waits for another second person.
    Proposed,
    /// Confirmed; its first day is still to come.
    ToCome,
    Working,
    /// In force, and no working device of its holder is seen here.
    NoDevice,
    /// Its last day is past.
    Over,
    /// Ended, or turned down.
    Ended,
}

impl GrantLine {
    pub fn standing(&self, now: Instant) -> Standing {
        match self.grant.state {
            GrantState::Proposed if self.mine_to_confirm => Standing::Mine,
            GrantState::Proposed => Standing::Proposed,
            GrantState::Active if now < self.grant.from => Standing::ToCome,
            GrantState::Active if self.grant.to.is_some_and(|to| to <= now) => Standing::Over,
            GrantState::Active if self.devices == 0 => Standing::NoDevice,
            GrantState::Active => Standing::Working,
            GrantState::Ended => Standing::Ended,
        }
    }
}

/// Which grants a list shows. `offset` and `limit` are the window of a virtualised table.
#[derive(Clone, Debug)]
pub struct GrantQuery {
    /// Words of a name or of a unit, in any order, with or without diacritics; empty: all.
    pub text: String,
    /// Also those that have ended.
    pub ended: bool,
    pub offset: usize,
    pub limit: usize,
}

#[derive(Clone, Debug)]
pub struct GrantPage {
    pub lines: Vec<GrantLine>,
    /// All that match.
    pub total: usize,
    /// All that this device may see, whatever the search, ended ones only if asked for.
    pub of: usize,
}

/// What is proposed for whom.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// A member, or somebody who works there already; `None`: somebody new.
    pub person: Option<PersonId>,
    pub name: String,
    pub unit: UnitId,
    pub role: Role,
    /// From the beginning of this day; `None`: from now on.
    pub from: Option<Date>,
    /// To the end of this day; `None`: until it is ended.
    pub to: Option<Date>,
}

/// Whether each word of a query begins a word of the text; both are folded.
fn found(text: &str, query: &str) -> bool {
    query
        .split_whitespace()
        .all(|word| text.split_whitespace().any(|of| of.starts_with(word)))
}

/// Waiting ones first, ended ones last; then by unit and name.
fn place<'a>(grant: &'a Grant, unit: Option<&'a String>) -> (u8, Option<&'a String>, &'a str) {
    let rank = match grant.state {
        GrantState::Proposed => 0,
        GrantState::Active => 1,
        GrantState::Ended => 2,
    };
    (rank, unit, &grant.name)
}

/// The roles that exist at a kind of unit.
pub fn roles_at(kind: UnitKind) -> &'static [Role] {
    match kind {
        UnitKind::Provider => &[Role::ProviderStaff],
        UnitKind::Confederation
        | UnitKind::Province
        | UnitKind::Commune
        | UnitKind::IndustrialZone
        | UnitKind::Branch => &[Role::Officer, Role::Chair],
    }
}

fn short_names(db: &Db) -> Result<BTreeMap<UnitId, String>, StoreError> {
    let units = congdoan_store::unit::units(db)?;
    Ok(units.into_iter().map(|unit| (unit.id, unit.short_name)).collect())
}

impl Client {
    /// All grants that this device may see: of its own desk and of those it looks after. Waiting ones first, ended ones
    /// last; then by unit and name.
    ///
    /// # Errors
    /// The files cannot be read, or this desk's copy is too old.
    pub fn grant_list(&self) -> Result<Vec<GrantLine>, ApiError> {
        let all = GrantQuery {
            text: String::new(),
            ended: true,
            offset: 0,
            limit: usize::MAX,
        };
        Ok(self.grants(&all)?.lines)
    }

    /// A window of [`Self::grant_list`].
    ///
    /// # Errors
    /// As of [`Self::grant_list`].
    pub fn grants(&self, query: &GrantQuery) -> Result<GrantPage, ApiError> {
        self.check_fresh()?;
        let text = fold(&query.text);
        let (of, total, window) = self.read(|db| {
            let units = short_names(db)?;
            let mut grants = congdoan_store::grant::all(db)?;
            grants.retain(|grant| query.ended || grant.state != GrantState::Ended);
            let of = grants.len();
            let unit = |grant: &Grant| units.get(&grant.unit);
            grants.retain(|grant| {
                let unit = unit(grant).map_or("", String::as_str);
                text.is_empty() || found(&fold(&format!("{} {unit}", grant.name)), &text)
            });
            grants.sort_by(|a, b| place(a, unit(a)).cmp(&place(b, unit(b))));
            let total = grants.len();
            let window = grants.into_iter().skip(query.offset).take(query.limit);
            let window: Vec<_> = window.map(|grant| (unit(&grant).cloned(), grant)).collect();
            Ok((of, total, window))
        })?;
        let lines = window.into_iter().map(|(unit, grant)| self.line(unit, grant));
        Ok(GrantPage {
            lines: lines.collect::<Result<_, _>>()?,
            total,
            of,
        })
    }

    /// One grant as the list shows it.
    ///
    /// # Errors
    /// It is not on this device.
    pub fn grant_line(&self, id: GrantId) -> Result<GrantLine, ApiError> {
        let grant = self.grant(id)?;
        let unit = self.unit(grant.unit)?.map(|unit| unit.short_name);
        self.line(unit, grant)
    }

    fn line(&self, unit: Option<String>, grant: Grant) -> Result<GrantLine, ApiError> {
        let invitee = Invitee::Desk(grant.id);
        let (devices, invitations) = self.read(|db| {
            let devices = congdoan_store::device::of_person(db, grant.person)?;
            let invitations = congdoan_store::invitation::of_invitee(db, invitee)?;
            Ok((devices, invitations))
        })?;
        // What the rules would say is asked of the rules: a button that they refuse is no button.
        let now = self.server_now();
        let running = grant.state != GrantState::Ended && grant.to.is_none_or(|to| now < to);
        let invite = Invite {
            invitation: InvitationId(Uuid::nil()),
            invitee,
        };
        Ok(GrantLine {
            unit,
            mine_to_confirm: self.consider(ConfirmGrant { grant: grant.id }).is_ok(),
            mine_to_end: self.consider(EndGrant { grant: grant.id }).is_ok(),
            mine_to_invite: running && self.consider(invite).is_ok(),
            devices: devices
                .iter()
                .filter(|device| device.state == DeviceState::Active)
                .count(),
            invitations,
            grant,
        })
    }

    /// Units at which the rules let this home's person propose somebody, of those whose name begins with the words asked
    /// for; the nearest first, at most `limit` of them.
    ///
    /// # Errors
    /// The files cannot be read, or this desk's copy is too old.
    pub fn grant_units(&self, text: &str, limit: usize) -> Result<Vec<Unit>, ApiError> {
        self.check_fresh()?;
        let text = fold(text);
        let mine = self.me()?.unit.map(|unit| unit.id);
        let mut units = self.read(congdoan_store::unit::units)?;
        units.retain(|unit| {
            text.is_empty() || found(&fold(&format!("{} {}", unit.short_name, unit.name)), &text)
        });
        units.sort_by_key(|unit| Some(unit.id) != mine);
        let may_propose = |unit: &Unit| {
            let proposal = ProposeGrant {
                person: PersonId(Uuid::nil()),
                name: unit.short_name.clone(),
                unit: unit.id,
                role: roles_at(unit.kind)[0],
                from: self.server_now(),
                to: None,
            };
            self.consider(proposal).is_ok()
        };
        Ok(units.into_iter().filter(may_propose).take(limit).collect())
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
            from: proposal.from.map_or_else(|| self.server_now(), begin_of),
            to: proposal.to.map(end_of),
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
