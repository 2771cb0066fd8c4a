use crate::code::{self, Code, Drawing};
use crate::language::{english, say};
use crate::output::{Answer, Mends, day, id};
use clap::Subcommand;
use congdoan_client::domain::card::token::PREFIX;
use congdoan_client::domain::card::{self, CardState, Verdict};
use congdoan_client::domain::{Date, PersonId, Words};
use congdoan_client::{ApiError, Client};
use serde_json::json;

#[derive(Subcommand)]
pub enum Card {
    /// Thẻ của tôi
    Show {
        #[command(flatten)]
        drawing: Drawing,
    },
    /// Thẻ của đoàn viên trong đơn vị của tôi
    List,
    /// Cấp lại thẻ cho một đoàn viên; thẻ trước bị thu hồi
    Reissue {
        /// Mã đoàn viên
        member: String,
        #[command(flatten)]
        mends: Mends,
    },
    /// Kiểm một thẻ, không cần mạng. Mã kết thúc: 0 hợp lệ, 3 chưa rõ, 4 tạm dừng, 5 hết hạn, 6 đã thu hồi, 7 giả hoặc hỏng; 1 và 2 là lỗi
    Verify {
        #[command(flatten)]
        code: Code,
    },
}

/// What `card verify` ends with. Released: numbers do not change their meaning.
fn exit(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Valid { .. } => 0,
        Verdict::Unknown { .. } => 3,
        Verdict::Paused { .. } => 4,
        Verdict::Expired { .. } => 5,
        Verdict::Revoked { .. } => 6,
        Verdict::Forged { .. } => 7,
    }
}

fn state(card: &card::Card, today: Date) -> (&'static str, &'static str) {
    match card.state {
        CardState::Revoked => ("revoked", say("đã thu hồi", "revoked")),
        _ if card.expires_on < today => ("expired", say("hết hạn", "expired")),
        CardState::Paused => ("paused", say("tạm dừng", "paused")),
        CardState::Active if card.signed.is_none() => ("unsigned", say("chưa được ký", "not signed yet")),
        CardState::Active => ("valid", say("hợp lệ", "valid")),
    }
}

fn spoken(words: Words) -> String {
    if english() { words.en } else { words.vi }
}

pub fn run(client: &Client, command: &Card) -> Result<Answer, ApiError> {
    match command {
        Card::Show { drawing } => {
            drawing.check()?;
            let (card, text) = client.my_card()?.ok_or_else(ApiError::not_found)?;
            let last = match (&text, &drawing.to) {
                (None, None) => say("Thẻ chưa được ký.", "The card is not signed yet.").to_owned(),
                _ => drawing.draw(text.as_deref())?,
            };
            let today = client.server_now().date();
            let (word, until) = (state(&card, today).1, say("đến hết ngày", "to the end of"));
            Ok(Answer::new(
                json!({"name": card.name, "number": card.number, "unit": card.unit_name, "state": card.state,
                       "expires_on": card.expires_on, "text": text, "qr": drawing.to}),
                format!(
                    "{}\n{}\n{word} · {until} {}\n{last}",
                    card.name,
                    card.unit_name,
                    day(card.expires_on)
                ),
            ))
        }
        Card::List => list(client),
        Card::Reissue { member, mends } => {
            let command = client.reissue_card(id::<PersonId>(member)?, mends.of(client)?)?;
            Ok(Answer::saved(
                command,
                json!({}),
                say("cấp lại thẻ", "a new card"),
            ))
        }
        Card::Verify { code } => {
            let judged = client.verify_card(&code::text(code, PREFIX)?)?;
            let exit = exit(&judged.verdict);
            let (title, reason) = (spoken(judged.verdict.title()), spoken(judged.verdict.reason()));
            let name = judged.card.as_ref().map(|card| card.name.as_str());
            let who = name.map(|name| format!("\n{name}")).unwrap_or_default();
            Ok(Answer {
                json: json!({"verdict": judged.verdict.as_str(), "title": title, "reason": reason,
                       "name": name, "list_made_at": judged.list_made_at, "exit": exit}),
                text: format!("{title}. {reason}{who}"),
                exit,
            })
        }
    }
}

fn list(client: &Client) -> Result<Answer, ApiError> {
    let unit = client.me()?.unit.ok_or_else(ApiError::not_found)?;
    let (cards, today) = (client.issued_cards(unit.id)?, client.server_now().date());
    let rows: Vec<_> = cards
        .iter()
        .map(|card| {
            json!({"id": card.id, "member": card.person, "name": card.name, "number": card.number, "serial": card.serial,
                   "state": state(card, today).0, "issued_at": card.issued_at, "expires_on": card.expires_on})
        })
        .collect();
    let lines: Vec<_> = cards
        .iter()
        .map(|card| {
            let until = say("đến", "until");
            let (serial, word) = (card.serial, state(card, today).1);
            let (number, last) = (card.number.as_deref().unwrap_or("—"), day(card.expires_on));
            format!(
                "{}  {:<28} {number} · {} {serial} · {word} · {until} {last}",
                card.person,
                card.name,
                say("thẻ thứ", "card no."),
            )
        })
        .collect();
    let none = say("Chưa cấp thẻ nào.", "No card was issued yet.");
    Ok(Answer::lines(json!(rows), &lines, none))
}
