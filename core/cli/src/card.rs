use crate::arguments::Card;
use crate::code;
use crate::output::Answer;
use congdoan_client::domain::card::token::PREFIX;
use congdoan_client::{ApiError, Client};
use serde_json::json;

pub fn run(client: &Client, command: &Card) -> Result<Answer, ApiError> {
    match command {
        Card::Show { qr } => {
            let (card, text) = client.my_card()?.ok_or_else(ApiError::not_found)?;
            let last = match (&text, qr) {
                (None, None) => "Thẻ chưa được ký.".to_owned(),
                _ => code::draw(text.as_deref(), qr.as_deref())?,
            };
            Ok(Answer::new(
                json!({"name": card.name, "number": card.number, "unit": card.unit_name, "state": card.state,
                       "expires_on": card.expires_on, "text": text, "qr": qr}),
                format!("{}\n{}\n{last}", card.name, card.unit_name),
            ))
        }
        Card::Verify { code } => {
            let judged = client.verify_card(&code::text(code, PREFIX)?)?;
            let (title, reason) = (judged.verdict.title(), judged.verdict.reason());
            let name = judged.card.as_ref().map(|card| card.name.as_str());
            let who = name.map(|name| format!("\n{name}")).unwrap_or_default();
            Ok(Answer::new(
                json!({"verdict": judged.verdict.as_str(), "title": title.vi, "reason": reason.vi,
                       "name": name, "list_made_at": judged.list_made_at}),
                format!("{}. {}{who}", title.vi, reason.vi),
            ))
        }
    }
}
