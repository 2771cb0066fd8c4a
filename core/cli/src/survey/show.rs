//! Surveys as a person reads them.

use crate::language::say;
use crate::output::{Answer, day};
use congdoan_client::domain::SurveyId;
use congdoan_client::domain::survey::{AnswerValue, Question, QuestionKind, SurveyState};
use congdoan_client::{ApiError, Client};
use serde_json::json;

fn state(state: SurveyState) -> &'static str {
    match state {
        SurveyState::Draft => say("bản nháp", "draft"),
        SurveyState::Open => say("đang mở", "open"),
        SurveyState::Closed => say("đã đóng", "closed"),
    }
}

pub fn list(client: &Client) -> Result<Answer, ApiError> {
    let items = client.survey_list()?;
    let rows: Vec<_> = items
        .iter()
        .map(|i| {
            json!({"id": i.survey.id, "title": i.survey.title, "state": i.survey.state,
                   "closes_on": i.survey.closes_on, "answered": i.answered, "mine": i.mine})
        })
        .collect();
    let lines: Vec<_> = items
        .iter()
        .map(|i| {
            let closes = say("đóng", "closes");
            let (survey, last) = (&i.survey, day(i.survey.closes_on));
            format!(
                "{} {} · {} ({closes} {last})",
                survey.id,
                survey.title,
                state(survey.state)
            )
        })
        .collect();
    let none = say("Chưa có khảo sát nào.", "There are no surveys.");
    Ok(Answer::lines(json!(rows), &lines, none))
}

/// The questions with the numbers that an answer is given by, and what this person said.
pub fn one(client: &Client, id: SurveyId) -> Result<Answer, ApiError> {
    let (survey, answer) = client.survey(id)?;
    let closes = say("đóng", "closes");
    let mut lines = vec![format!(
        "{} · {} ({closes} {})",
        survey.title,
        state(survey.state),
        day(survey.closes_on)
    )];
    lines.extend(Some(survey.intro.clone()).filter(|intro| !intro.trim().is_empty()));
    for question in &survey.questions {
        lines.extend(asked(question));
        if let Some(answer) = &answer {
            let said = answer.values.get(&question.id);
            let mine = say("Tôi trả lời", "My answer");
            let words = said.map_or_else(|| "—".to_owned(), |value| spoken(question, value));
            lines.push(format!("   {mine}: {words}"));
        }
    }
    if answer.is_none() {
        lines.push(say("Tôi chưa trả lời.", "I have not answered.").to_owned());
    }
    Ok(Answer::new(
        json!({"survey": survey, "answer": answer}),
        lines.join("\n"),
    ))
}

fn asked(question: &Question) -> Vec<String> {
    let must = if question.required {
        say(" (bắt buộc)", " (required)")
    } else {
        ""
    };
    let mut lines = vec![format!("{}. {}{must}", question.id, question.text)];
    match &question.kind {
        QuestionKind::Single { options } => lines.extend(numbered(options, say("chọn một", "choose one"))),
        QuestionKind::Multiple { options } => {
            lines.extend(numbered(options, say("chọn nhiều", "choose several")))
        }
        QuestionKind::Scale { from, to, low, high } => {
            let kind = say("chấm từ", "rate from");
            let up_to = say("đến", "to");
            lines.push(format!("   {kind} {from} ({low}) {up_to} {to} ({high})"));
        }
        QuestionKind::Text { max } => lines.push(say(
            format!("   viết: nhiều nhất {max} ký tự"),
            format!("   write: at most {max} characters"),
        )),
    }
    lines
}

/// Options by the number that an answer names them with.
fn numbered<'a>(options: &'a [String], kind: &'a str) -> impl Iterator<Item = String> + 'a {
    let line = move |(at, option)| format!("   {kind} {at}: {option}");
    options.iter().enumerate().map(line)
}

fn spoken(question: &Question, value: &AnswerValue) -> String {
    let option = |at: u16| match &question.kind {
        QuestionKind::Single { options } | QuestionKind::Multiple { options } => {
            options.get(usize::from(at)).cloned().unwrap_or_default()
        }
        QuestionKind::Scale { .. } | QuestionKind::Text { .. } => String::new(),
    };
    match value {
        AnswerValue::Single(at) => option(*at),
        AnswerValue::Multiple(all) => all.iter().map(|at| option(*at)).collect::<Vec<_>>().join("; "),
        AnswerValue::Scale(point) => point.to_string(),
        AnswerValue::Text(text) => text.clone(),
    }
}

/// What each count of a board counts.
fn counted(question: &Question) -> Vec<String> {
    match &question.kind {
        QuestionKind::Single { options } | QuestionKind::Multiple { options } => options.clone(),
        QuestionKind::Scale { from, to, .. } => (*from..=*to).map(|point| point.to_string()).collect(),
        QuestionKind::Text { .. } => vec![],
    }
}

pub fn board(client: &Client, id: SurveyId) -> Result<Answer, ApiError> {
    let board = client.survey_board(id)?;
    let (answered, eligible) = (board.answered, board.eligible);
    let title = &board.survey.title;
    let mut lines = vec![say(
        format!("{title}: {answered} trên {eligible} đã trả lời"),
        format!("{title}: {answered} of {eligible} have answered"),
    )];
    for result in &board.questions {
        let (question, n) = (&result.question, result.answered);
        let head = format!("{}. {}", question.id, question.text);
        lines.push(say(
            format!("{head} ({n} người trả lời)"),
            format!("{head} ({n} answered)"),
        ));
        let counts = counted(question);
        lines.extend(
            counts
                .iter()
                .zip(&result.counts)
                .map(|(what, count)| format!("   {count:>5}  {what}")),
        );
        lines.extend(result.texts.iter().map(|said| format!("   – {}", said.text)));
    }
    let rows: Vec<_> = board
        .questions
        .iter()
        .map(|q| {
            json!({"id": q.question.id, "text": q.question.text, "answered": q.answered, "counts": q.counts,
                   "options": counted(&q.question), "texts": q.texts.iter().map(|said| &said.text).collect::<Vec<_>>()})
        })
        .collect();
    Ok(Answer::new(
        json!({"answered": answered, "eligible": eligible, "questions": rows}),
        lines.join("\n"),
    ))
}
