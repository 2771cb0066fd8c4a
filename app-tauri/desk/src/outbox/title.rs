//! What a command is called in a list, what stands under it, and whose page shows what it was about.

use super::Room;
use crate::home::role;
use crate::said::Said;
use congdoan_client::Client;
use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::{Command, DeviceId, GrantId, InvitationId, OfferId, PersonId, SurveyId};
use congdoan_client::store::{device, grant, invitation, market, member};

/// Title, second line, room.
pub(super) fn of(client: &Client, command: Option<&Command>) -> (Said, Option<Said>, Room) {
    let (vi, en, about, room) = match command {
        Some(command) => line(client, command),
        None => other(),
    };
    let title = match &about {
        About::None => Said::new(vi, en),
        About::Title(name) => Said::new(
            format!("{vi} {}", name.vi).trim_end(),
            format!("{en} {}", name.en).trim_end(),
        ),
        About::Second(_) => Said::new(vi, en),
    };
    let second = match about {
        About::Second(said) => said,
        About::None | About::Title(_) => None,
    };
    (title, second, room)
}

/// Where the name of the thing stands.
enum About {
    None,
    /// In the title itself.
    Title(Said),
    /// On the second line, when it is known here.
    Second(Option<Said>),
}

/// A command that a newer program wrote. Every command that this one knows has a title, or it does not compile.
fn other() -> (String, String, About, Room) {
    (
        "Việc khác".into(),
        "Other work".into(),
        About::None,
        Room::Session,
    )
}

fn line(client: &Client, command: &Command) -> (String, String, About, Room) {
    let said = |vi: &str, en: &str, about, room| (vi.to_owned(), en.to_owned(), about, room);
    let name = |name: &str| About::Title(Said::name(name));
    let quoted = |title: &str| About::Title(Said::name(format!("“{title}”")));
    let survey = |id| About::Title(survey_title(client, id));
    let offer = |id| About::Title(offer_title(client, id));
    match command {
        Command::AdmitMember(body) => said("Kết nạp", "Admit", name(&body.profile.name), Room::Member),
        Command::EditMember(body) => said(
            "Sửa hồ sơ",
            "Correct the record of",
            About::Title(member_name(client, body.id)),
            Room::Member,
        ),
        Command::ChangeStatus(body) => {
            let who = member_name(client, body.id);
            (
                format!("Chuyển {} sang “{}”", who.vi, body.to.vi()),
                format!("Change {} to “{}”", who.en, body.to.en()),
                About::Second(body.reason.clone().map(Said::name)),
                Room::Member,
            )
        }
        Command::Invite(body) => {
            let (who, room) = match body.invitee {
                Invitee::Member(person) => (known_member(client, person), Room::Member),
                Invitee::Desk(id) => (granted(client, id), Room::Grant),
            };
            let who = who.map(Said::name);
            said(
                "Lời mời dùng máy",
                "Invitation to a device",
                About::Second(who),
                room,
            )
        }
        Command::RevokeInvitation(body) => said(
            "Rút lời mời",
            "Take back an invitation",
            About::Second(invited(client, body.invitation).map(Said::name)),
            Room::Member,
        ),
        Command::EndDevice(body) => said(
            "Ngừng quyền của một máy",
            "End a device's access",
            About::Second(device_name(client, body.device).map(Said::name)),
            Room::Member,
        ),
        Command::SaveSurvey(body) => said(
            "Lưu khảo sát",
            "Save the survey",
            quoted(&body.title),
            Room::Survey,
        ),
        Command::PublishSurvey(body) => {
            let about = match &body.draft {
                Some(draft) => quoted(&draft.title),
                None => survey(body.id),
            };
            said("Phát hành khảo sát", "Publish the survey", about, Room::Survey)
        }
        Command::CloseSurvey(body) => {
            said("Đóng khảo sát", "Close the survey", survey(body.id), Room::Survey)
        }
        Command::AnswerSurvey(body) => said(
            "Trả lời khảo sát",
            "Answer the survey",
            survey(body.survey),
            Room::Survey,
        ),
        Command::SaveOffer(body) => said(
            "Lưu ưu đãi",
            "Save the offer",
            quoted(&body.terms.title),
            Room::Market,
        ),
        Command::SubmitOffer(body) => {
            let about = match &body.draft {
                Some(draft) => quoted(&draft.terms.title),
                None => offer(body.id),
            };
            said("Gửi duyệt ưu đãi", "Submit the offer", about, Room::Market)
        }
        Command::ApproveOffer(body) => {
            said("Duyệt ưu đãi", "Approve the offer", offer(body.id), Room::Market)
        }
        Command::RefuseOffer(body) => (
            format!("Không duyệt ưu đãi {}", offer_title(client, body.id).vi)
                .trim_end()
                .to_owned(),
            format!("Turn down the offer {}", offer_title(client, body.id).en)
                .trim_end()
                .to_owned(),
            About::Second(Some(Said::name(body.reason.clone()))),
            Room::Market,
        ),
        Command::EndOffer(body) => said("Kết thúc ưu đãi", "End the offer", offer(body.id), Room::Market),
        Command::TakeVoucher(body) => said(
            "Lấy phiếu ưu đãi",
            "Take a voucher of",
            offer(body.offer),
            Room::Market,
        ),
        Command::RedeemVoucher(body) => said(
            "Đổi phiếu ưu đãi",
            "Redeem a voucher of",
            offer(body.offer),
            Room::Market,
        ),
        Command::ProposeGrant(body) => {
            let (vi, en) = role(body.role);
            (
                format!("Đề nghị cấp quyền {vi} cho {}", body.name),
                format!("Propose {} as {en}", body.name),
                About::None,
                Room::Grant,
            )
        }
        Command::ConfirmGrant(body) => said(
            "Đồng ý cấp quyền cho",
            "Confirm the right of",
            About::Title(grant_name(client, body.grant)),
            Room::Grant,
        ),
        Command::EndGrant(body) => said(
            "Không cấp, hoặc rút quyền của",
            "Turn down or end the right of",
            About::Title(grant_name(client, body.grant)),
            Room::Grant,
        ),
        Command::ReissueCard(body) => said(
            "Cấp lại thẻ cho",
            "Issue a new card to",
            About::Title(member_name(client, body.person)),
            Room::Member,
        ),
        Command::DeleteSurvey(body) => said(
            "Xóa bản nháp khảo sát",
            "Delete the survey's draft",
            survey(body.id),
            Room::Survey,
        ),
        Command::CreateUnit(body) => said("Lập đơn vị", "Found the unit", name(&body.name), Room::Session),
        Command::EnrolDevice(body) => {
            said("Ghi tên máy", "Enrol the device", name(&body.name), Room::Session)
        }
    }
}

fn known_member(client: &Client, id: PersonId) -> Option<String> {
    let found = client.read(|db| member::member(db, id)).ok().flatten();
    found.map(|member| member.profile.name)
}

fn member_name(client: &Client, id: PersonId) -> Said {
    known_member(client, id).map_or_else(|| Said::new("đoàn viên", "a member"), Said::name)
}

fn survey_title(client: &Client, id: SurveyId) -> Said {
    client.survey(id).map_or_else(
        |_| Said::default(),
        |found| Said::name(format!("“{}”", found.0.title)),
    )
}

/// The person whom a grant is for.
fn granted(client: &Client, id: GrantId) -> Option<String> {
    let grants = client.read(grant::all).unwrap_or_default();
    let found = grants.into_iter().find(|grant| grant.id == id);
    found.map(|grant| grant.name)
}

fn grant_name(client: &Client, id: GrantId) -> Said {
    granted(client, id).map_or_else(|| Said::new("một người", "somebody"), Said::name)
}

fn invited(client: &Client, id: InvitationId) -> Option<String> {
    let found = client.read(|db| invitation::invitation(db, id)).ok().flatten();
    found.map(|invitation| invitation.name)
}

fn device_name(client: &Client, id: DeviceId) -> Option<String> {
    let found = client.read(|db| device::device(db, id)).ok().flatten();
    found.map(|device| device.name)
}

/// Empty when the offer is not on this device any more.
fn offer_title(client: &Client, id: OfferId) -> Said {
    let found = client.read(|db| market::offer(db, id)).ok().flatten();
    found.map_or_else(Said::default, |(offer, _)| {
        Said::name(format!("“{}”", offer.terms.title))
    })
}
