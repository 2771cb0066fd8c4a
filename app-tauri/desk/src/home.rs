//! What needs this person today.

use crate::desk::Desk;
use crate::outbox::{self, OutboxItem};
use crate::person;
use crate::said::Said;
use crate::shape::NoArguments;
use crate::survey::MyAnswer;
use congdoan_client::domain::grant::{ConfirmGrant, Grant, GrantState, Role};
use congdoan_client::domain::invitation::{InvitationState, Invitee};
use congdoan_client::domain::market::{ApproveOffer, OfferState};
use congdoan_client::domain::survey::SurveyState;
use congdoan_client::domain::time::vi;
use congdoan_client::domain::{Date, PersonId, UnitId};
use congdoan_client::store::survey::eligible;
use congdoan_client::store::{CommandState, grant, invitation, member, unit};
use congdoan_client::{ApiError, Client};
use serde::Serialize;
use ts_rs::TS;

/// A survey is shown at home when it closes within this many days.
const SOON: i32 = 14;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DecisionKind {
    /// An offer waits for approval; its id is the offer's.
    Offer,
    /// A grant waits for a second person; its id is the grant's.
    Grant,
    /// The same, and an invitation for it is already out: it works only after the second person's word.
    Invitation,
}

/// What waits for this person's word.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Decision {
    pub kind: DecisionKind,
    pub id: String,
    pub title: Said,
    pub second: Said,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ClosingSurvey {
    pub survey_id: String,
    pub title: String,
    #[ts(type = "CivilDate")]
    pub closes_on: Date,
    pub days_left: i32,
    /// For the member: whether their answer is given. For the officer: counts.
    pub my_answer: Option<MyAnswer>,
    pub answered: Option<u64>,
    pub invited: Option<u64>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct HomeView {
    #[ts(type = "CivilDate")]
    pub today: Date,
    /// The lists of this home may not be shown now (device ended, copy too old): only a person's own unsent words are.
    pub shut: bool,
    pub refused: Vec<OutboxItem>,
    pub waiting: Vec<OutboxItem>,
    pub decisions: Vec<Decision>,
    pub closing: Vec<ClosingSurvey>,
}

pub(crate) fn role(role: Role) -> (&'static str, &'static str) {
    match role {
        Role::Chair => ("chủ tịch", "chair"),
        Role::Officer => ("ủy viên", "officer"),
        Role::ProviderStaff => ("nhân viên nhà cung cấp", "provider's staff"),
    }
}

fn unit_name(client: &Client, id: UnitId) -> Result<String, ApiError> {
    let unit = client.read(|db| unit::unit(db, id))?;
    Ok(unit.map(|unit| unit.short_name).unwrap_or_default())
}

/// A colleague's name: desks know each other by their grants, and a roster holds only its own unit.
pub(crate) fn name_of(
    client: &Client,
    person: PersonId,
    grants: &[Grant],
) -> Result<Option<String>, ApiError> {
    if let Some(grant) = grants.iter().find(|grant| grant.person == person) {
        return Ok(Some(grant.name.clone()));
    }
    let member = client.read(|db| member::member(db, person))?;
    Ok(member.map(|member| member.profile.name))
}

fn about_grant(client: &Client, found: &Grant, grants: &[Grant]) -> Result<Decision, ApiError> {
    let invitations = client.read(|db| invitation::of_invitee(db, Invitee::Desk(found.id)))?;
    let invited = invitations.iter().any(|made| made.state == InvitationState::Open);
    let proposer = match found.proposed_by {
        Some(person) => name_of(client, person, grants)?,
        None => None,
    };
    let (unit, from) = (unit_name(client, found.unit)?, vi(found.from.date()));
    let second = match proposer {
        Some(name) => Said::new(
            format!("{unit} · từ {from} · {name} đề nghị"),
            format!("{unit} · from {from} · proposed by {name}"),
        ),
        None => Said::new(format!("{unit} · từ {from}"), format!("{unit} · from {from}")),
    };
    let (role_vi, role_en) = role(found.role);
    Ok(Decision {
        kind: match invited {
            true => DecisionKind::Invitation,
            false => DecisionKind::Grant,
        },
        id: found.id.to_string(),
        title: Said::new(
            format!("{}: quyền {role_vi}", found.name),
            format!("{}: the right of {role_en}", found.name),
        ),
        second,
    })
}

/// Offers to approve and grants to confirm, as far as the rules would let this person do it.
fn decisions(client: &Client) -> Result<Vec<Decision>, ApiError> {
    let mut decisions = vec![];
    let grants = client.read(grant::all)?;
    for found in &grants {
        let confirm = ConfirmGrant { grant: found.id };
        if found.state == GrantState::Proposed && client.consider(confirm).is_ok() {
            decisions.push(about_grant(client, found, &grants)?);
        }
    }
    for (offer, _) in client.offers()? {
        let approve = ApproveOffer { id: offer.id };
        if offer.state == OfferState::Submitted && client.consider(approve).is_ok() {
            decisions.push(Decision {
                kind: DecisionKind::Offer,
                id: offer.id.to_string(),
                title: Said::name(offer.terms.title),
                second: Said::name(offer.provider_name),
            });
        }
    }
    Ok(decisions)
}

fn closing(client: &Client, today: Date) -> Result<Vec<ClosingSurvey>, ApiError> {
    let me = client.me()?;
    let office = person::is_office(&me);
    let mut closing = vec![];
    for item in client.survey_list()? {
        let closes_on = item.survey.closes_on;
        let days_left = closes_on.since(today).map_or(-1, |span| span.get_days());
        if item.survey.state != SurveyState::Open || !(0..=SOON).contains(&days_left) {
            continue;
        }
        let mine = match item.mine {
            true => MyAnswer::Given,
            false if client.answer_draft(item.survey.id)?.is_some() => MyAnswer::Draft,
            false => MyAnswer::None,
        };
        let invited = match office {
            true => Some(client.read(|db| eligible(db, item.survey.unit))?),
            false => None,
        };
        closing.push(ClosingSurvey {
            survey_id: item.survey.id.to_string(),
            title: item.survey.title,
            closes_on,
            days_left,
            my_answer: me.member.as_ref().map(|_| mine),
            answered: office.then_some(item.answered),
            invited,
        });
    }
    Ok(closing)
}

pub fn view(desk: &Desk, _: NoArguments) -> Result<HomeView, ApiError> {
    // Whatever became of the rest, what is only here must stay within reach.
    let client = desk.seat().client()?;
    let shut = client.may_show().is_err();
    let today = client.server_now().date();
    let (decisions, closing) = match shut {
        true => (vec![], vec![]),
        false => (decisions(&client)?, closing(&client, today)?),
    };
    Ok(HomeView {
        today,
        shut,
        refused: outbox::items(&client, CommandState::Refused)?,
        waiting: outbox::items(&client, CommandState::Waiting)?,
        decisions,
        closing,
    })
}
