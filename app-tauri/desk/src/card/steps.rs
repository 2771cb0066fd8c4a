//! "Vì sao máy kết luận vậy": what the verdict looked at, in its order, up to what decided it.

use crate::said::Said;
use congdoan_client::card::Judged;
use congdoan_client::domain::card::{ForgedWhy, UnknownWhy, Verdict};
use congdoan_client::domain::time::vi;
use congdoan_client::domain::{Instant, Words};

fn because((vi, en): (&str, &str), verdict: &Verdict) -> Said {
    let why: Words = verdict.reason();
    Said::new(format!("{vi}: {}.", why.vi), format!("{en}: {}.", why.en))
}

pub(super) fn of(judged: &Judged, now: Instant) -> Vec<Said> {
    let verdict = &judged.verdict;
    let read = Said::new(
        "Đọc mã: đúng dạng thẻ đoàn viên.",
        "Reading the code: it has the form of a membership card.",
    );
    match verdict {
        Verdict::Forged {
            why: ForgedWhy::Malformed(_),
        } => return vec![because(("Đọc mã", "Reading the code"), verdict)],
        Verdict::Forged {
            why: ForgedWhy::Signature,
        } => return vec![read, because(("Chữ ký", "Signature"), verdict)],
        Verdict::Unknown {
            why: UnknownWhy::KeyUnknown,
        } => return vec![read, because(("Khóa", "Key"), verdict)],
        _ => {}
    }
    let card = judged.card.as_ref();
    let unit = card.map_or_else(
        || Said::new("công đoàn", "the union"),
        |card| Said::name(&card.unit_name),
    );
    let mut steps = vec![
        read,
        Said::new(
            format!("Chữ ký: khớp với khóa của {}.", unit.vi),
            format!("Signature: it fits the key of {}.", unit.en),
        ),
    ];
    if let Verdict::Revoked { since, .. } = verdict {
        let day = vi(since.date());
        steps.push(Said::new(
            format!(
                "Danh sách thu hồi trên máy: có thẻ này, thu hồi ngày {day}. Thẻ đã thu hồi không dùng lại được, danh sách cũ cũng tính."
            ),
            format!(
                "Revocation list on this device: this card is on it, revoked on {day}. A revoked card never comes back, so an old list counts too."
            ),
        ));
        return steps;
    }
    if let Some(card) = card {
        let past = now.0 >= card.expires_at.saturating_mul(1000);
        let (past_vi, past_en) = match past {
            true => ("đã qua", "which has passed"),
            false => ("còn hạn", "still to come"),
        };
        let day = vi(card.expires_on());
        steps.push(Said::new(
            format!("Hạn trên thẻ: hết ngày {day}, {past_vi}."),
            format!("Validity on the card: to the end of {day}, {past_en}."),
        ));
    }
    match verdict {
        Verdict::Expired { .. } => {}
        Verdict::Unknown { .. } => steps.push(because(("Dừng ở đây", "It stops here"), verdict)),
        Verdict::Paused { since, .. } => {
            let day = vi(since.date());
            steps.push(Said::new(
                format!("Danh sách thu hồi trên máy: thẻ đang tạm dừng từ ngày {day}."),
                format!("Revocation list on this device: the card is paused since {day}."),
            ));
        }
        _ => steps.push(Said::new(
            "Danh sách thu hồi trên máy: đủ mới, không có thẻ này.",
            "Revocation list on this device: new enough, and this card is not on it.",
        )),
    }
    steps
}
