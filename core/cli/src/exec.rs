//! Scripts: a file of lines, each a JSON array of arguments as on the command line. Stops at the first failure and
//! says which line; what came before is saved.

use crate::arguments::Arguments;
use crate::output::{Answer, bad};
use clap::Parser;
use congdoan_client::{ApiError, Client};
use serde_json::{Value, json};
use std::path::Path;

pub fn run(client: &Client, file: &Path) -> Result<Answer, ApiError> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|_| bad("tệp đọc được", &name))?;
    let mut done: Vec<Value> = vec![];
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let number = index + 1;
        let words: Vec<String> =
            serde_json::from_str(line).map_err(|_| bad(&format!("mảng JSON (dòng {number})"), line))?;
        let parsed = Arguments::try_parse_from(std::iter::once("congdoan".to_owned()).chain(words))
            .map_err(|_| bad(&format!("lệnh (dòng {number})"), line))?;
        let answer = crate::perform(client, &parsed.command).map_err(|error| error.arg("line", number))?;
        done.push(answer.json);
    }
    Ok(Answer::new(
        json!({"done": done.len(), "answers": done}),
        format!("Đã chạy {} dòng.", done.len()),
    ))
}
