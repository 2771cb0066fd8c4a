use crate::arguments::Survey;
use crate::output::{Answer, bad, id};
use congdoan_client::domain::survey::{AnswerValue, Question};
use congdoan_client::domain::{Date, SurveyId};
use congdoan_client::survey::SurveyDraft;
use congdoan_client::{ApiError, Client};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
struct DraftFile {
    title: String,
    #[serde(default)]
    intro: String,
    closes_on: Date,
    questions: Vec<Question>,
}

pub fn run(client: &Client, command: &Survey) -> Result<Answer, ApiError> {
    match command {
        Survey::List => {
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
                .map(|i| format!("{} {} (đóng {})", i.survey.id, i.survey.title, i.survey.closes_on))
                .collect();
            Ok(Answer::new(
                json!(rows),
                if lines.is_empty() {
                    "Chưa có khảo sát nào.".into()
                } else {
                    lines.join("\n")
                },
            ))
        }
        Survey::Show { id: text } => {
            let (survey, answer) = client.survey(id(text)?)?;
            let title = survey.title.clone();
            Ok(Answer::new(json!({"survey": survey, "answer": answer}), title))
        }
        Survey::Save { file, id: of } => save(client, file, of.as_deref()),
        Survey::Publish { id: text } => Ok(Answer::saved(
            client.publish_survey(id(text)?, None)?,
            json!({}),
            "phát hành khảo sát",
        )),
        Survey::Close { id: text } => Ok(Answer::saved(
            client.close_survey(id(text)?, None)?,
            json!({}),
            "đóng khảo sát",
        )),
        Survey::Answer { id: text, values } => {
            let values: BTreeMap<u16, AnswerValue> =
                serde_json::from_str(values).map_err(|_| bad("câu trả lời dạng JSON", values))?;
            Ok(Answer::saved(
                client.answer_survey(id(text)?, values, None)?,
                json!({}),
                "câu trả lời",
            ))
        }
        Survey::Board { id: text } => board(client, id(text)?),
    }
}

fn save(client: &Client, file: &Path, of: Option<&str>) -> Result<Answer, ApiError> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|_| bad("tệp đọc được", &name))?;
    let draft: DraftFile = serde_json::from_slice(&bytes)
        .map_err(|error| bad(&format!("khảo sát dạng JSON ({error})"), &name))?;
    let unit = client.me()?.unit.ok_or_else(ApiError::not_found)?.id;
    let survey = of.map_or_else(|| Ok(SurveyId(client.ports().id())), id)?;
    let DraftFile {
        title,
        intro,
        closes_on,
        questions,
    } = draft;
    let command = client.save_survey(
        survey,
        unit,
        SurveyDraft {
            title,
            intro,
            questions,
            closes_on,
        },
    )?;
    Ok(Answer::saved(command, json!({"id": survey}), "bản nháp khảo sát"))
}

fn board(client: &Client, survey: SurveyId) -> Result<Answer, ApiError> {
    let board = client.survey_board(survey)?;
    let questions: Vec<_> = board
        .questions
        .iter()
        .map(|q| {
            json!({"id": q.question.id, "text": q.question.text, "answered": q.answered, "counts": q.counts,
                        "texts": q.texts.iter().map(|said| &said.text).collect::<Vec<_>>()})
        })
        .collect();
    let text = format!(
        "{}: {} trên {} đã trả lời",
        board.survey.title, board.answered, board.eligible
    );
    Ok(Answer::new(
        json!({"answered": board.answered, "eligible": board.eligible, "questions": questions}),
        text,
    ))
}
