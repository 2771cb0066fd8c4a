//! What a command is called in lists: every command has a title, or this does not compile.

use crate::language::say;
use congdoan_client::domain::Command;
use congdoan_client::store::OutboxEntry;

/// The title of an entry; of a command that a newer program wrote, its name on the wire.
pub fn of(entry: &OutboxEntry) -> String {
    entry
        .command()
        .map_or_else(|| entry.name.clone(), |command| title(&command).to_owned())
}

fn title(command: &Command) -> &'static str {
    match command {
        Command::CreateUnit(_) => say("Lập đơn vị", "A new unit"),
        Command::AdmitMember(_) => say("Kết nạp đoàn viên", "The admission of a member"),
        Command::EditMember(_) => say("Sửa hồ sơ", "A change of a record"),
        Command::ChangeStatus(_) => say("Đổi trạng thái đoàn viên", "A change of a member's status"),
        Command::ProposeGrant(_) => say("Đề nghị giao quyền", "A grant proposed"),
        Command::ConfirmGrant(_) => say("Xác nhận giao quyền", "The confirmation of a grant"),
        Command::EndGrant(_) => say("Kết thúc quyền", "The end of a grant"),
        Command::Invite(_) => say("Lời mời", "An invitation"),
        Command::RevokeInvitation(_) => say("Rút lời mời", "The end of an invitation"),
        Command::EnrolDevice(_) => say("Nhận máy mới", "The enrolment of a device"),
        Command::EndDevice(_) => say("Ngừng máy", "The end of a device"),
        Command::SaveSurvey(_) => say("Bản nháp khảo sát", "A survey's draft"),
        Command::DeleteSurvey(_) => say("Xóa bản nháp khảo sát", "The deletion of a survey's draft"),
        Command::PublishSurvey(_) => say("Phát hành khảo sát", "The publication of a survey"),
        Command::CloseSurvey(_) => say("Đóng khảo sát", "The end of a survey"),
        Command::AnswerSurvey(_) => say("Câu trả lời khảo sát", "An answer to a survey"),
        Command::SaveOffer(_) => say("Bản nháp ưu đãi", "An offer's draft"),
        Command::SubmitOffer(_) => say("Gửi duyệt ưu đãi", "An offer for approval"),
        Command::ApproveOffer(_) => say("Duyệt ưu đãi", "The approval of an offer"),
        Command::RefuseOffer(_) => say("Không duyệt ưu đãi", "The refusal of an offer"),
        Command::EndOffer(_) => say("Kết thúc ưu đãi", "The end of an offer"),
        Command::TakeVoucher(_) => say("Lấy phiếu", "A voucher"),
        Command::RedeemVoucher(_) => say("Đổi phiếu", "The redemption of a voucher"),
        Command::ReissueCard(_) => say("Cấp lại thẻ", "A new card"),
    }
}
