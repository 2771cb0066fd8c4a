//! Giving a command's words back to the form that made it.

use crate::{member_form, survey_question};
use congdoan_client::domain::Command;
use serde_json::{Value, json};

/// What a command said, for the form that made it.
pub(crate) fn draft(command: &Command) -> Option<Value> {
    match command {
        Command::AdmitMember(body) => {
            Some(json!({"form": "member_admit", "value": member_form::form(&body.profile, None)}))
        }
        Command::ChangeStatus(body) => Some(json!({"form": "member_status", "id": body.id,
            "value": {"status": body.to, "reason": body.reason.clone().unwrap_or_default(), "on": null}})),
        Command::PublishSurvey(body) => Some(json!({"form": "survey_publish", "id": body.id})),
        Command::AnswerSurvey(body) => Some(json!({"form": "survey_answer", "id": body.survey,
            "value": survey_question::answers(&body.values)})),
        _ => None,
    }
}
