//! What needs this person today.

use crate::desk::Desk;
use crate::{outbox, person};
use congdoan_client::ApiError;
use congdoan_client::domain::survey::SurveyState;
use congdoan_client::store::CommandState;
use serde_json::{Value, json};

/// A survey is shown at home when it closes within this many days.
const SOON: i32 = 14;

pub fn view(desk: &Desk, _: Value) -> Result<Value, ApiError> {
    let client = desk.client()?;
    let today = client.server_now().date();
    let me = client.me()?;
    let office = person::is_office(&me);
    let mut closing = vec![];
    for item in client.survey_list()? {
        let left = item
            .survey
            .closes_on
            .since(today)
            .map_or(0, |span| span.get_days());
        if item.survey.state != SurveyState::Open || !(0..=SOON).contains(&left) {
            continue;
        }
        let board = if office {
            Some(client.survey_board(item.survey.id)?)
        } else {
            None
        };
        let mine = if item.mine { "given" } else { "none" };
        closing.push(
            json!({"survey_id": item.survey.id, "title": item.survey.title, "closes_on": item.survey.closes_on,
            "days_left": left, "my_answer": me.member.as_ref().map(|_| mine),
            "answered": board.as_ref().map(|board| board.answered),
            "invited": board.as_ref().map(|board| board.eligible)}),
        );
    }
    Ok(json!({
        "today": today, "refused": outbox::items(&client, CommandState::Refused)?,
        "waiting": outbox::items(&client, CommandState::Waiting)?, "decisions": [], "closing": closing,
    }))
}
