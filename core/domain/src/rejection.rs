//! Why a command was refused: a stable code, its arguments, and words a person can act on.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// Characters of one argument.
const MOST_OF_AN_ARGUMENT: usize = 200;

/// A refusal. It is a committed outcome: asking again gives the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// Stable word, never renamed once released.
    pub code: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Rejection {
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            args: BTreeMap::new(),
        }
    }

    /// Words of the sender come back shortened and cleaned: a refusal is stored, and shown in terminals.
    pub fn arg(mut self, name: &str, value: impl fmt::Display) -> Self {
        let mut said = crate::text::clean(&value.to_string());
        if let Some((cut, _)) = said.char_indices().nth(MOST_OF_AN_ARGUMENT) {
            said.truncate(cut);
            said.push('…');
        }
        self.args.insert(name.to_owned(), said);
        self
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().vi)
    }
}
impl std::error::Error for Rejection {}

/// One message in the two languages of the product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub vi: String,
    pub en: String,
}

/// `(code, Vietnamese, English)`; `{name}` stands for an argument. What happened and what to do; that the
/// words are kept is said by the screen, which knows.
const CATALOGUE: &[(&str, &str, &str)] = &[
    (
        "not_allowed",
        "anh/chị không có quyền làm việc này ở đơn vị này. Hãy nhờ người phụ trách đơn vị.",
        "you may not do this at this unit. Ask whoever is in charge of the unit.",
    ),
    (
        "not_yours",
        "việc này chỉ chính người đó làm được.",
        "only the person concerned can do this.",
    ),
    (
        "from_newer_app",
        "việc này do bản ứng dụng mới hơn gửi. Máy chủ cần được nâng cấp.",
        "this was sent by a newer app. The server needs an update.",
    ),
    (
        "not_found",
        "không thấy {what} này: chưa được gửi lên máy chủ, hoặc đã bị xóa.",
        "this {what} is not there: it was never sent to the server, or was deleted.",
    ),
    (
        "already_there",
        "{what} này đã có rồi.",
        "this {what} is already there.",
    ),
    (
        "empty_field",
        "mục “{field}” còn trống. Hãy điền rồi gửi lại.",
        "“{field}” is empty. Fill it in and send again.",
    ),
    (
        "too_long",
        "mục “{field}” dài quá {max} ký tự. Hãy viết ngắn lại.",
        "“{field}” is longer than {max} characters. Shorten it.",
    ),
    (
        "bad_date",
        "ngày ở mục “{field}” không hợp lý ({value}). Hãy xem lại.",
        "the date in “{field}” makes no sense ({value}). Check it.",
    ),
    (
        "bad_phone",
        "số điện thoại {value} không đúng dạng: cần 10 chữ số, bắt đầu bằng 0.",
        "phone number {value} is malformed: 10 digits starting with 0.",
    ),
    (
        "bad_national_id",
        "số căn cước mới có {digits} chữ số, cần đủ 12.",
        "the ID number has {digits} digits, 12 are needed.",
    ),
    (
        "status_same",
        "đoàn viên này đã ở trạng thái đó rồi.",
        "the member already has this status.",
    ),
    (
        "status_not_allowed",
        "không chuyển được từ trạng thái “{from}” sang “{to}”.",
        "the status cannot go from “{from}” to “{to}”.",
    ),
    (
        "changed_meanwhile",
        "mục “{field}” đã được người khác sửa trong lúc anh/chị sửa. Hãy xem lại hồ sơ rồi ghi lại.",
        "“{field}” was changed by someone else meanwhile. Look at the record again, then save.",
    ),
    ("reason_needed", "cần ghi lý do.", "a reason is needed."),
    (
        "survey_not_draft",
        "khảo sát đã phát hành nên không sửa được nữa.",
        "the survey is published and can no longer be edited.",
    ),
    (
        "survey_no_questions",
        "khảo sát chưa có câu hỏi nào.",
        "the survey has no questions yet.",
    ),
    (
        "survey_bad_question",
        "câu {number} chưa ổn: {why}.",
        "question {number} is not right: {why}.",
    ),
    (
        "survey_closing_passed",
        "ngày đóng {date} đã qua. Hãy chọn ngày khác.",
        "the closing date {date} has passed. Choose another.",
    ),
    (
        "survey_not_open",
        "khảo sát chưa mở hoặc đã đóng.",
        "the survey is not open.",
    ),
    (
        "survey_closed",
        "khảo sát đã đóng ngày {date}.",
        "the survey closed on {date}.",
    ),
    (
        "survey_not_for_you",
        "khảo sát này dành cho đoàn viên của đơn vị khác.",
        "this survey is for members of another unit.",
    ),
    (
        "member_not_active",
        "chỉ đoàn viên đang sinh hoạt mới làm được việc này; hồ sơ của anh/chị đang ở trạng thái “{status}”. Hãy hỏi cán bộ công đoàn của đơn vị.",
        "only active members can do this; your record says “{status}”. Ask your unit's officer.",
    ),
    (
        "survey_answer_missing",
        "câu {number} bắt buộc trả lời.",
        "question {number} must be answered.",
    ),
    (
        "survey_answer_bad",
        "câu {number} có câu trả lời không hợp với câu hỏi.",
        "the answer to question {number} does not fit it.",
    ),
    (
        "invitation_expired",
        "lời mời đã hết hạn. Hãy xin người mời gửi lời mời mới.",
        "the invitation has expired. Ask for a new one.",
    ),
    (
        "invitation_used",
        "lời mời đã được dùng trên một máy khác. Nếu không phải anh/chị, hãy báo ngay cho người mời.",
        "the invitation was used on another device. If that was not you, tell the inviter at once.",
    ),
    (
        "invitation_revoked",
        "lời mời đã bị rút lại. Hãy hỏi người mời.",
        "the invitation was revoked. Ask the inviter.",
    ),
    (
        "invitation_not_confirmed",
        "lời mời này còn chờ người thứ hai xác nhận. Hãy thử lại sau.",
        "the invitation still waits for a second person's confirmation. Try later.",
    ),
    (
        "invitation_unknown",
        "không thấy lời mời này. Có thể người mời chưa gửi xong, hoặc mã thuộc máy chủ khác.",
        "no such invitation. The inviter may not have synced yet, or the code belongs to another server.",
    ),
    (
        "invitation_spent",
        "lời mời đã được dùng nên không rút lại được. Hãy ngừng máy đã vào bằng lời mời đó.",
        "the invitation was used and cannot be revoked. End the device that used it.",
    ),
    (
        "invite_not_member",
        "người này đang ở trạng thái “{status}” nên không mời được.",
        "this person's status is “{status}”, so they cannot be invited.",
    ),
    (
        "person_has_device",
        "người này đang có máy dùng được, nên chỉ chính họ mời thêm máy từ máy đó. Nếu máy đó đã mất hay hỏng, hãy ngừng máy đó trước rồi mời lại; người đó sẽ thấy cả hai việc.",
        "this person has a working device, so only they can bring in another one, from that device. If it is lost or broken, end it first and invite again; the person will see both.",
    ),
    (
        "confirmation_not_independent",
        "máy này được mời lại theo lời của chính người đề nghị, nên chưa tính là người thứ hai. Hãy nhờ một cán bộ khác xác nhận.",
        "this device was brought back on the word of the one who proposed, so it does not count as a second person. Ask another officer to confirm.",
    ),
    (
        "grant_role_unfit",
        "vai trò này không hợp với loại đơn vị.",
        "this role does not fit the kind of unit.",
    ),
    (
        "invitation_not_enough",
        "người này còn giữ quyền ở một đơn vị mà người mời không phụ trách, nên lời mời này chưa đủ. Hãy xin lời mời của đơn vị đã giao quyền đó.",
        "this person also holds rights at a unit that the inviter is not in charge of, so this invitation is not enough. Ask the unit that gave those rights for one.",
    ),
    (
        "invitation_too_early",
        "quyền của lời mời này bắt đầu từ ngày {date}. Hãy dùng lời mời từ ngày đó.",
        "the grant of this invitation begins on {date}. Use the invitation from then on.",
    ),
    (
        "invitation_grant_ended",
        "quyền của lời mời này đã kết thúc. Hãy hỏi người mời.",
        "the grant of this invitation has ended. Ask the inviter.",
    ),
    (
        "grant_dates",
        "quyền phải kết thúc sau ngày bắt đầu và sau hôm nay.",
        "a grant must end after it starts and after today.",
    ),
    (
        "grant_not_proposed",
        "quyền này không còn chờ xác nhận.",
        "this grant no longer waits for confirmation.",
    ),
    (
        "grant_ended",
        "quyền này đã kết thúc rồi.",
        "this grant has already ended.",
    ),
    (
        "id_taken",
        "mã việc này đã được một máy khác dùng. Hãy gửi lại như một việc mới.",
        "this command id was used by another device. Send it again as a new one.",
    ),
    (
        "record_unreadable",
        "máy chủ không đọc được một bản ghi mà việc này cần. Hãy báo người giữ máy chủ, rồi gửi lại.",
        "the server cannot read a record this needs. Tell the server's operator, then send it again.",
    ),
    (
        "second_person_needed",
        "việc này cần một người khác xác nhận, không phải chính người đề nghị.",
        "a second person must confirm this, not the one who proposed it.",
    ),
    (
        "device_ended",
        "máy này đã bị ngừng quyền truy cập. Hãy xin lời mời mới nếu vẫn cần dùng.",
        "this device's access was ended. Ask for a new invitation if you still need it.",
    ),
];

impl Rejection {
    /// The sentence for this refusal. An unknown code (of a newer server) is shown as itself, never hidden.
    pub fn words(&self) -> Words {
        let found = CATALOGUE
            .iter()
            .chain(crate::card::MESSAGES)
            .chain(crate::market::MESSAGES)
            .find(|(code, ..)| *code == self.code);
        match found {
            Some((_, vi, en)) => Words {
                vi: self.fill(vi, str::to_owned),
                en: self.fill(en, crate::english::of),
            },
            None => Words {
                vi: format!(
                    "máy chủ không nhận (mã {}). Hãy cập nhật ứng dụng để xem rõ lý do.",
                    self.code
                ),
                en: format!(
                    "the server refused (code {}). Update the app to see why.",
                    self.code
                ),
            },
        }
    }

    fn fill(&self, template: &str, say: impl Fn(&str) -> String) -> String {
        self.args.iter().fold(template.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), &say(value))
        })
    }
}
