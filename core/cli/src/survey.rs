mod show;

use crate::language::say;
use crate::output::{Answer, Mends, bad, bad_json, id};
use clap::Subcommand;
use congdoan_client::domain::survey::{AnswerValue, Question, SaveSurvey};
use congdoan_client::domain::{Date, SurveyId};
use congdoan_client::{ApiError, Client};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Subcommand)]
pub enum Survey {
    /// Khảo sát trên máy này
    List,
    /// Câu hỏi, và câu trả lời của tôi
    Show {
        /// Mã khảo sát
        id: String,
    },
    /// Lưu bản nháp từ tệp JSON: {title, intro, closes_on, questions}. Đang viết dở thì tệp là bản nháp; lưu khi đã đủ
    Save {
        /// Tệp JSON
        file: PathBuf,
        /// Sửa bản nháp này
        #[arg(long)]
        id: Option<String>,
        #[command(flatten)]
        mends: Mends,
    },
    /// Phát hành đến đoàn viên của đơn vị
    Publish {
        /// Mã khảo sát
        id: String,
        #[command(flatten)]
        mends: Mends,
    },
    /// Đóng sớm
    Close {
        /// Mã khảo sát
        id: String,
        #[command(flatten)]
        mends: Mends,
    },
    /// Xóa một bản nháp
    Delete {
        /// Mã khảo sát
        id: String,
    },
    /// Trả lời: {"1": {"single": 0}, "3": {"scale": 4}}
    Answer {
        /// Mã khảo sát
        id: String,
        /// Câu trả lời theo số câu, dạng JSON
        values: String,
        #[command(flatten)]
        mends: Mends,
    },
    /// Bảng kết quả
    Board {
        /// Mã khảo sát
        id: String,
    },
}

#[derive(Deserialize)]
struct DraftFile {
    title: String,
    #[serde(default)]
    intro: String,
    closes_on: Date,
    questions: Vec<Question>,
}

pub fn run(client: &Client, command: &Survey) -> Result<Answer, ApiError> {
    let saved = |command, what: &str| Ok(Answer::saved(command, json!({}), what));
    match command {
        Survey::List => show::list(client),
        Survey::Show { id: text } => show::one(client, id(text)?),
        Survey::Save { file, id: of, mends } => save(client, file, of.as_deref(), mends),
        Survey::Publish { id: text, mends } => saved(
            client.publish_survey(id(text)?, mends.of(client)?)?,
            say("phát hành khảo sát", "the publication of a survey"),
        ),
        Survey::Close { id: text, mends } => saved(
            client.close_survey(id(text)?, mends.of(client)?)?,
            say("đóng khảo sát", "the end of a survey"),
        ),
        Survey::Delete { id: text } => saved(
            client.delete_survey(id(text)?)?,
            say("xóa bản nháp khảo sát", "the deletion of a survey's draft"),
        ),
        Survey::Answer {
            id: text,
            values,
            mends,
        } => {
            let values: BTreeMap<u16, AnswerValue> = serde_json::from_str(values)
                .map_err(|_| bad("câu trả lời dạng JSON", "answers as JSON", values))?;
            saved(
                client.answer_survey(id(text)?, values, mends.of(client)?)?,
                say("câu trả lời", "an answer"),
            )
        }
        Survey::Board { id: text } => show::board(client, id(text)?),
    }
}

fn save(client: &Client, file: &Path, of: Option<&str>, mends: &Mends) -> Result<Answer, ApiError> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file).map_err(|_| bad("tệp đọc được", "a file that can be read", &name))?;
    let draft: DraftFile = serde_json::from_slice(&bytes)
        .map_err(|error| bad_json("khảo sát dạng JSON", "a survey as JSON", &error, &name))?;
    let unit = client.me()?.unit.ok_or_else(ApiError::not_found)?.id;
    let survey = of.map_or_else(|| Ok(SurveyId(client.ports().id())), id)?;
    let body = SaveSurvey {
        id: survey,
        unit,
        title: draft.title,
        intro: draft.intro,
        questions: draft.questions,
        closes_on: draft.closes_on,
    };
    let command = client.execute_mending(body, mends.of(client)?)?;
    Ok(Answer::saved(
        command,
        json!({"id": survey}),
        say("bản nháp khảo sát", "a survey's draft"),
    ))
}
