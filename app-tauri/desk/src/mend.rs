//! Giving a command's words back to the form that made it.

use crate::grant::GrantForm;
use crate::market::OfferForm;
use crate::member::{MemberForm, StatusForm};
use crate::survey::{self, Answer};
use congdoan_client::domain::Command;
use congdoan_client::domain::InvitationId;
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::market::RefuseOffer;
use congdoan_client::store::{device, invitation, market, member};
use congdoan_client::{ApiError, Client};
use serde::Serialize;
use ts_rs::TS;

/// What the form for deciding on an offer holds.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct DecisionForm {
    pub approve: bool,
    pub reason: String,
}

/// What a refused or withdrawn command said, so that its form reopens filled in. `id` is the thing whose page has the
/// form: a member, a grant, a survey, an offer.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum Draft {
    MemberAdmit { value: MemberForm },
    MemberEdit { id: String, value: MemberForm },
    MemberStatus { id: String, value: StatusForm },
    MemberInvite { id: String },
    MemberRevoke { id: String, invitation_id: String },
    MemberDeviceEnd { id: String, device_id: String },
    GrantPropose { value: GrantForm },
    GrantDecide { id: String },
    GrantEnd { id: String },
    GrantInvite { id: String },
    GrantRevoke { id: String, invitation_id: String },
    SurveyPublish { id: String },
    SurveyClose { id: String },
    SurveyAnswer { id: String, value: Vec<Answer> },
    MarketOffer { id: String, value: OfferForm },
    MarketDecide { id: String, value: DecisionForm },
    MarketTake { id: String },
}

/// Taking an invitation back, on the page of whom it is for.
fn revoking(client: &Client, id: InvitationId) -> Result<Option<Draft>, ApiError> {
    let found = client.read(|db| invitation::invitation(db, id))?;
    let invitation_id = id.to_string();
    Ok(found.map(|found| match found.invitee {
        Invitee::Member(person) => Draft::MemberRevoke {
            id: person.to_string(),
            invitation_id,
        },
        Invitee::Desk(grant) => Draft::GrantRevoke {
            id: grant.to_string(),
            invitation_id,
        },
    }))
}

/// What a command said, for the form that made it. `None`: no form of this program makes such a command, or what it
/// was about is gone.
///
/// # Errors
/// The files cannot be read.
pub(crate) fn draft(client: &Client, command: &Command) -> Result<Option<Draft>, ApiError> {
    Ok(match command {
        Command::AdmitMember(body) => Some(Draft::MemberAdmit {
            value: MemberForm::of(&body.profile, body.joined),
        }),
        Command::EditMember(body) => client.read(|db| member::member(db, body.id))?.map(|found| {
            // The record as it is now with the refused words over it: fields that nobody touched are not sent back.
            let value = MemberForm::corrected(&found, &body.fields);
            let id = body.id.to_string();
            Draft::MemberEdit { id, value }
        }),
        Command::ChangeStatus(body) => Some(Draft::MemberStatus {
            id: body.id.to_string(),
            value: StatusForm {
                status: body.to,
                reason: body.reason.clone().unwrap_or_default(),
                on: body.on,
            },
        }),
        Command::Invite(body) => match body.invitee {
            Invitee::Member(person) => Some(Draft::MemberInvite {
                id: person.to_string(),
            }),
            Invitee::Desk(grant) => Some(Draft::GrantInvite {
                id: grant.to_string(),
            }),
        },
        Command::RevokeInvitation(body) => revoking(client, body.invitation)?,
        Command::ProposeGrant(body) => Some(Draft::GrantPropose {
            value: GrantForm::of(client, body)?,
        }),
        Command::ConfirmGrant(body) => Some(Draft::GrantDecide {
            id: body.grant.to_string(),
        }),
        Command::EndGrant(body) => Some(Draft::GrantEnd {
            id: body.grant.to_string(),
        }),
        Command::EndDevice(body) => client.read(|db| device::device(db, body.device))?.map(|found| {
            let (id, device_id) = (found.person.to_string(), found.id.to_string());
            Draft::MemberDeviceEnd { id, device_id }
        }),
        Command::SaveSurvey(body) => {
            survey::restore(client, body.clone())?;
            let id = body.id.to_string();
            Some(Draft::SurveyPublish { id })
        }
        Command::PublishSurvey(body) => {
            if let Some(draft) = &body.draft {
                survey::restore(client, draft.clone())?;
            }
            let id = body.id.to_string();
            Some(Draft::SurveyPublish { id })
        }
        Command::CloseSurvey(body) => Some(Draft::SurveyClose {
            id: body.id.to_string(),
        }),
        Command::AnswerSurvey(body) => Some(Draft::SurveyAnswer {
            id: body.survey.to_string(),
            value: survey::answers(&body.values),
        }),
        Command::SaveOffer(body) => Some(Draft::MarketOffer {
            id: body.id.to_string(),
            value: OfferForm::from(&body.terms),
        }),
        Command::SubmitOffer(body) => {
            let terms = match &body.draft {
                Some(draft) => Some(draft.terms.clone()),
                None => client
                    .read(|db| market::offer(db, body.id))?
                    .map(|(offer, _)| offer.terms),
            };
            let id = body.id.to_string();
            terms.map(|terms| Draft::MarketOffer {
                id,
                value: OfferForm::from(&terms),
            })
        }
        Command::ApproveOffer(body) => Some(Draft::MarketDecide {
            id: body.id.to_string(),
            value: DecisionForm {
                approve: true,
                reason: String::new(),
            },
        }),
        Command::RefuseOffer(RefuseOffer { id, reason }) => Some(Draft::MarketDecide {
            id: id.to_string(),
            value: DecisionForm {
                approve: false,
                reason: reason.clone(),
            },
        }),
        Command::TakeVoucher(body) => Some(Draft::MarketTake {
            id: body.offer.to_string(),
        }),
        _ => None,
    })
}
