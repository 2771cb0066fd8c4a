//! Scripts: a file of lines, each a JSON array of arguments as on the command line. Each line's result is printed as it
//! comes; the first failure ends the script and says which line it was, what was kept and what was not run.

use crate::arguments::Arguments;
use crate::help;
use crate::language::say;
use crate::output::{Answer, bad, line};
use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches};
use congdoan_client::domain::text;
use congdoan_client::{ApiError, Client, Retry};
use serde_json::json;
use std::path::Path;

/// Options of the whole program: whose home, what kind of output. Passed over in a line, they would make it act for
/// somebody else than it says.
const GLOBALS: [&str; 3] = ["home", "json", "insecure_http"];

/// # Errors
/// The file cannot be read, or a line failed: the error says what became of the others.
pub fn run(client: &Client, file: &Path, json: bool) -> Result<Answer, ApiError> {
    let name = file.display().to_string();
    let text =
        std::fs::read_to_string(file).map_err(|_| bad("tệp đọc được", "a file that can be read", &name))?;
    let lines: Vec<(usize, &str)> = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim().is_empty())
        .collect();
    for (done, (number, written)) in lines.iter().enumerate() {
        let answer =
            one(client, written).map_err(|error| stopped(&error, *number, done, lines.len() - done - 1))?;
        if json {
            line(&json!({"line": number, "answer": answer.json}).to_string());
        } else {
            let word = say("Dòng", "Line");
            line(&text::harmless(&format!("{word} {number}: {}", answer.text)));
        }
    }
    let done = lines.len();
    Ok(Answer::new(
        json!({"done": done}),
        say(format!("Đã chạy {done} dòng."), format!("{done} lines were run.")),
    ))
}

fn one(client: &Client, written: &str) -> Result<Answer, ApiError> {
    let words: Vec<String> = serde_json::from_str(written).map_err(|_| {
        let (vi, en) = ("một mảng JSON gồm các chữ", "a JSON array of strings");
        bad(vi, en, written)
    })?;
    let asked = help::in_language(Arguments::command())
        .try_get_matches_from(std::iter::once("congdoan".to_owned()).chain(words))
        .and_then(|matches| {
            let given = |name: &&str| matches.value_source(name) == Some(ValueSource::CommandLine);
            let elsewhere = GLOBALS.into_iter().find(given);
            Ok((Arguments::from_arg_matches(&matches)?, elsewhere))
        });
    let (parsed, elsewhere) = asked.map_err(|error| {
        let what = help::first_line(&error);
        ApiError::new(
            "bad_argument",
            Retry::Never,
            &format!("Lệnh viết chưa đúng: {what}. Lệnh này chưa làm gì; hãy xem lại."),
            &format!(
                "The command is not written as it should be: {what}. This command did nothing; check it."
            ),
        )
    })?;
    if let Some(name) = elsewhere {
        let option = format!("--{}", name.replace('_', "-"));
        return Err(ApiError::new(
            "not_in_exec",
            Retry::Never,
            &format!("Trong exec, mọi dòng chạy cho hồ sơ mà chính lệnh exec mở: bỏ {option} khỏi dòng này. Dòng này chưa làm gì."),
            &format!("Inside exec every line runs for the profile that exec itself opened: take {option} out of this line. It did nothing."),
        )
        .arg("option", option));
    }
    crate::perform(client, &parsed.command)
}

/// The failure of a line, with what became of those before and after it.
fn stopped(error: &ApiError, number: usize, done: usize, left: usize) -> ApiError {
    let (before, before_en) = match done {
        0 => (
            "Trước đó chưa dòng nào được chạy.".to_owned(),
            "No line was run before it.".to_owned(),
        ),
        done => (
            format!("{done} dòng trước đó đã làm xong và được giữ."),
            format!("The lines before it ({done}) were done and are kept."),
        ),
    };
    let (after, after_en) = match left {
        0 => (
            "Sau đó không còn dòng nào.".to_owned(),
            "No line follows it.".to_owned(),
        ),
        left => (
            format!("{left} dòng sau chưa chạy."),
            format!("The lines after it ({left}) were not run."),
        ),
    };
    ApiError {
        message: format!("Dừng ở dòng {number}: {} {before} {after}", error.message),
        message_en: format!(
            "Stopped at line {number}: {} {before_en} {after_en}",
            error.message_en
        ),
        ..error.clone()
    }
    .arg("line", number)
    .arg("done", done)
    .arg("not_run", left)
}
