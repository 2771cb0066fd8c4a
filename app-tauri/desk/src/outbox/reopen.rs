//! Whether a command's words can go back to a form; `mend` says what that would hold.

use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::{Command, InvitationId, OfferId, PersonId, SurveyId};
use congdoan_client::store::{device, invitation, market, member};
use congdoan_client::{ApiError, Client};

/// A form of this program makes such a command, this person has it, and what the command is about is here. A home whose
/// lists are shut has no forms.
pub(crate) fn opens(client: &Client, command: &Command) -> bool {
    here(client, command).unwrap_or(false)
}

fn here(client: &Client, command: &Command) -> Result<bool, ApiError> {
    client.may_show()?;
    Ok(match command {
        Command::AdmitMember(_) | Command::SaveSurvey(_) | Command::SaveOffer(_) => at_a_desk(client)?,
        Command::EditMember(body) => known_member(client, body.id)?,
        Command::ChangeStatus(body) => known_member(client, body.id)?,
        Command::Invite(body) => match body.invitee {
            Invitee::Member(person) => known_member(client, person)?,
            Invitee::Desk(grant) => client.grant_line(grant).is_ok(),
        },
        Command::ProposeGrant(_) => at_a_desk(client)?,
        Command::ConfirmGrant(body) => client.grant_line(body.grant).is_ok(),
        Command::EndGrant(body) => client.grant_line(body.grant).is_ok(),
        Command::RevokeInvitation(body) => known_invitation(client, body.invitation)?,
        Command::EndDevice(body) => client.read(|db| device::device(db, body.device))?.is_some(),
        Command::PublishSurvey(body) => match body.draft {
            Some(_) => at_a_desk(client)?,
            None => known_survey(client, body.id),
        },
        Command::CloseSurvey(body) => known_survey(client, body.id),
        Command::AnswerSurvey(body) => known_survey(client, body.survey),
        Command::SubmitOffer(body) => match body.draft {
            Some(_) => at_a_desk(client)?,
            None => known_offer(client, body.id)?,
        },
        Command::ApproveOffer(body) => known_offer(client, body.id)?,
        Command::RefuseOffer(body) => known_offer(client, body.id)?,
        Command::TakeVoucher(body) => known_offer(client, body.offer)?,
        Command::EndOffer(_)
        | Command::RedeemVoucher(_)
        | Command::ReissueCard(_)
        | Command::DeleteSurvey(_)
        | Command::CreateUnit(_)
        | Command::EnrolDevice(_) => false,
    })
}

fn at_a_desk(client: &Client) -> Result<bool, ApiError> {
    Ok(!client.me()?.grants.is_empty())
}

fn known_member(client: &Client, id: PersonId) -> Result<bool, ApiError> {
    Ok(client.read(|db| member::member(db, id))?.is_some())
}

fn known_survey(client: &Client, id: SurveyId) -> bool {
    client.survey(id).is_ok()
}

fn known_offer(client: &Client, id: OfferId) -> Result<bool, ApiError> {
    Ok(client.read(|db| market::offer(db, id))?.is_some())
}

fn known_invitation(client: &Client, id: InvitationId) -> Result<bool, ApiError> {
    let found = client.read(|db| invitation::invitation(db, id))?;
    Ok(found.is_some())
}
