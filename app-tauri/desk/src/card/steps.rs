//! "Vì sao máy kết luận vậy": what the verdict looked at, in its order, up to what decided it.

use congdoan_client::card::Judged;
use congdoan_client::domain::Instant;
use congdoan_client::domain::card::{ForgedWhy, UnknownWhy, Verdict};
use congdoan_client::domain::time::vi;

pub(super) fn of(judged: &Judged, now: Instant) -> Vec<String> {
    let mut steps = vec![];
    let mut say = |step: String| steps.push(step);
    let read = "Đọc mã: đúng dạng thẻ đoàn viên.";
    let end = |why: &Verdict| format!("Dừng ở đây: {}.", why.reason().vi);
    match judged.verdict {
        Verdict::Forged {
            why: ForgedWhy::Malformed(_),
        } => {
            say(format!("Đọc mã: {}.", judged.verdict.reason().vi));
            return steps;
        }
        Verdict::Forged {
            why: ForgedWhy::Signature,
        } => {
            say(read.to_owned());
            say(format!("Chữ ký: {}.", judged.verdict.reason().vi));
            return steps;
        }
        Verdict::Unknown {
            why: UnknownWhy::KeyUnknown,
        } => {
            say(read.to_owned());
            say(format!("Khóa: {}.", judged.verdict.reason().vi));
            return steps;
        }
        _ => say(read.to_owned()),
    }
    let card = judged.card.as_ref();
    say(format!(
        "Chữ ký: khớp với khóa của {}.",
        card.map_or("công đoàn", |card| &card.unit_name)
    ));
    if let Verdict::Revoked { since, .. } = judged.verdict {
        say(format!(
            "Danh sách thu hồi trên máy: có thẻ này, thu hồi ngày {}. Thẻ đã thu hồi không dùng lại được, danh sách cũ cũng tính.",
            vi(since.date())
        ));
        return steps;
    }
    if let Some(card) = card {
        let past = if now.0 >= card.expires_at.saturating_mul(1000) {
            "đã qua"
        } else {
            "còn hạn"
        };
        say(format!(
            "Hạn trên thẻ: hết ngày {}, {past}.",
            vi(card.expires_on())
        ));
    }
    match judged.verdict {
        Verdict::Expired { .. } => {}
        Verdict::Unknown { .. } => say(end(&judged.verdict)),
        Verdict::Paused { since, .. } => say(format!(
            "Danh sách thu hồi trên máy: thẻ đang tạm dừng từ ngày {}.",
            vi(since.date())
        )),
        _ => say("Danh sách thu hồi trên máy: đủ mới, không có thẻ này.".to_owned()),
    }
    steps
}
