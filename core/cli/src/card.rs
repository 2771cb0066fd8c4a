use crate::arguments::Card;
use crate::output::Answer;
use congdoan_client::{ApiError, Client};
use serde_json::json;

pub fn run(client: &Client, command: &Card) -> Result<Answer, ApiError> {
    match command {
        Card::Show => {
            let (card, text) = client.my_card()?.ok_or_else(ApiError::not_found)?;
            let words = format!(
                "{}\n{}\n{}",
                card.name,
                card.unit_name,
                text.as_deref().unwrap_or("Thẻ chưa được ký.")
            );
            Ok(Answer::new(
                json!({"name": card.name, "number": card.number, "unit": card.unit_name, "state": card.state,
                       "expires_on": card.expires_on, "text": text}),
                words,
            ))
        }
        Card::Verify { text } => {
            let judged = client.verify_card(text)?;
            let (title, reason) = (judged.verdict.title(), judged.verdict.reason());
            Ok(Answer::new(
                json!({"verdict": judged.verdict.as_str(), "title": title.vi, "reason": reason.vi,
                       "name": judged.card.as_ref().map(|c| &c.name), "list_made_at": judged.list_made_at}),
                format!("{}. {}", title.vi, reason.vi),
            ))
        }
    }
}
