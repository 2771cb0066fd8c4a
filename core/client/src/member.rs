//! The roster's verbs.

use crate::client::{Client, lock};
use crate::error::ApiError;
use congdoan_domain::device::Device;
use congdoan_domain::grant::{Grant, Role};
use congdoan_domain::invitation::{Code, Invitation, Invite, Invitee, RevokeInvitation};
use congdoan_domain::member::{
    AdmitMember, ChangeStatus, EditMember, Member, MemberStatus, Profile, ProfileField,
};
use congdoan_domain::unit::Unit;
use congdoan_domain::{CommandId, Date, DeviceId, InvitationId, PersonId, UnitId};
use congdoan_store::StoreError;
use congdoan_store::member::{ListQuery, MemberList};
use congdoan_wire::invitation::InvitationText;

/// Who uses this home, and what they may do here.
#[derive(Clone, Debug)]
pub struct Me {
    pub person: PersonId,
    pub member: Option<Member>,
    /// Active grants.
    pub grants: Vec<Grant>,
    /// The unit whose desk this person works at, else the unit they belong to.
    pub unit: Option<Unit>,
}

impl Me {
    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }
}

impl Client {
    /// # Errors
    /// The files cannot be read.
    pub fn me(&self) -> Result<Me, ApiError> {
        let at = self.server_now();
        let person = self.home.person;
        self.peek(|db| {
            let member = congdoan_store::member::member(db, person)?;
            let grants = congdoan_store::grant::active(db, person, at)?;
            let unit = grants
                .first()
                .map(|grant| grant.unit)
                .or(member.as_ref().map(|member| member.unit));
            let unit = unit.map_or(Ok(None), |unit| congdoan_store::unit::unit(db, unit))?;
            Ok(Me {
                person,
                member,
                grants,
                unit,
            })
        })
    }

    /// A unit that this device knows. A locked home says this too: its name is no secret.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn unit(&self, id: UnitId) -> Result<Option<Unit>, ApiError> {
        self.peek(|db| congdoan_store::unit::unit(db, id))
    }

    /// # Errors
    /// The files cannot be read.
    pub fn member_list(&self, query: &ListQuery) -> Result<MemberList, ApiError> {
        self.check_fresh()?;
        self.read(|db| congdoan_store::member::list(db, query))
    }

    /// A member's record, devices and invitations.
    ///
    /// # Errors
    /// There is no such member here.
    pub fn member(&self, id: PersonId) -> Result<(Member, Vec<Device>, Vec<Invitation>), ApiError> {
        self.check_fresh()?;
        self.read(|db| {
            let member = congdoan_store::member::member(db, id)?.ok_or(StoreError::NotFound)?;
            let devices = congdoan_store::device::of_person(db, id)?;
            let invitations = congdoan_store::invitation::of_invitee(db, Invitee::Member(id))?;
            Ok((member, devices, invitations))
        })
    }

    /// # Errors
    /// The rules refuse it.
    pub fn admit_member(
        &self,
        unit: UnitId,
        profile: Profile,
        mends: Option<CommandId>,
    ) -> Result<(PersonId, CommandId), ApiError> {
        self.admit_member_since(unit, profile, None, mends)
    }

    /// As [`Self::admit_member`]; `joined`: the day they joined, when it is not today.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn admit_member_since(
        &self,
        unit: UnitId,
        profile: Profile,
        joined: Option<Date>,
        mends: Option<CommandId>,
    ) -> Result<(PersonId, CommandId), ApiError> {
        let id = PersonId(self.ports.id());
        let admit = AdmitMember {
            id,
            unit,
            profile,
            joined,
        };
        Ok((id, self.execute_mending(admit, mends)?))
    }

    /// Corrects the fields of a record as it stands on this device now.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn edit_member(
        &self,
        id: PersonId,
        fields: Vec<ProfileField>,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        let (member, ..) = self.member(id)?;
        let seen = fields.iter().map(|field| field.of(&member)).collect();
        self.edit_member_seen(id, fields, seen, mends)
    }

    /// Corrects fields of a record; `seen`: the same fields as the person saw them before.
    ///
    /// # Errors
    /// The rules refuse it; `changed_meanwhile` when another changed one of the fields.
    pub fn edit_member_seen(
        &self,
        id: PersonId,
        fields: Vec<ProfileField>,
        seen: Vec<ProfileField>,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        self.execute_mending(EditMember { id, fields, seen }, mends)
    }

    /// # Errors
    /// The rules refuse it.
    pub fn change_member_status(
        &self,
        id: PersonId,
        to: MemberStatus,
        reason: Option<String>,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        self.change_member_status_since(id, to, reason, None, mends)
    }

    /// As [`Self::change_member_status`]; `on`: since which day, when it is not today.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn change_member_status_since(
        &self,
        id: PersonId,
        to: MemberStatus,
        reason: Option<String>,
        on: Option<Date>,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        self.execute_mending(ChangeStatus { id, to, reason, on }, mends)
    }

    /// Makes an invitation. The text works once the command is sent; only this device keeps it.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn invite(
        &self,
        invitee: Invitee,
        mends: Option<CommandId>,
    ) -> Result<(InvitationId, CommandId, String), ApiError> {
        let mut random = [0; 10];
        self.ports.random.fill(&mut random);
        let code = Code::new(random);
        let invitation = code.invitation();
        let text = InvitationText {
            address: self.home.address.clone(),
            tls: crate::address::tls_of(&self.home.tls).ok_or_else(ApiError::not_found)?,
            root: congdoan_wire::hex::decode_32(&self.home.root).ok_or_else(ApiError::not_found)?,
            code,
        }
        .to_line();
        // Before the command: an invitation that goes out and whose text nobody has can only be taken back.
        let draft = format!("invitation/{}", invitation.0);
        self.store.put_draft(&draft, text.as_bytes(), self.now())?;
        match self.execute_mending(Invite { invitation, invitee }, mends) {
            Ok(command) => Ok((invitation, command, text)),
            Err(error) => {
                // A text too many opens nothing.
                let _ = self.store.drop_draft(&draft);
                Err(error)
            }
        }
    }

    /// The text of an invitation that this device made.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn invitation_text(&self, id: InvitationId) -> Result<Option<String>, ApiError> {
        let bytes = self.store.draft(&format!("invitation/{}", id.0))?;
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    /// # Errors
    /// It is used already.
    pub fn revoke_invitation(
        &self,
        invitation: InvitationId,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        let command = self.execute_mending(RevokeInvitation { invitation }, mends)?;
        self.store.drop_draft(&format!("invitation/{}", invitation.0))?;
        Ok(command)
    }

    /// # Errors
    /// The rules refuse it.
    pub fn end_device(&self, device: DeviceId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(congdoan_domain::device::EndDevice { device }, mends)
    }

    /// The devices of this person.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn my_devices(&self) -> Result<Vec<Device>, ApiError> {
        let person = self.home.person;
        self.read(|db| congdoan_store::device::of_person(db, person))
    }

    /// The invitations made for this person, by whomever; newest first.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn my_invitations(&self) -> Result<Vec<Invitation>, ApiError> {
        let me = self.home.person;
        self.read(|db| {
            let grants = congdoan_store::grant::all(db)?;
            let mine = |invitation: &Invitation| match invitation.invitee {
                Invitee::Member(person) => person == me,
                Invitee::Desk(id) => grants.iter().any(|grant| grant.id == id && grant.person == me),
            };
            let mut made = congdoan_store::invitation::all(db)?;
            made.retain(|invitation| invitation.person == Some(me) || mine(invitation));
            made.sort_by_key(|invitation| std::cmp::Reverse(invitation.made_at));
            Ok(made)
        })
    }

    /// How far this device's clock is behind the server's, if known.
    pub fn clock_offset(&self) -> Option<i64> {
        *lock(&self.offset)
    }
}
