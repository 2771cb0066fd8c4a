use crate::language::{english, say};
use crate::output::{Answer, id, moment};
use crate::title;
use clap::Subcommand;
use congdoan_client::domain::{Instant, Rejection};
use congdoan_client::store::{CommandState, OutboxEntry};
use congdoan_client::{ApiError, Client};
use serde_json::{Value, json};

#[derive(Subcommand)]
pub enum Outbox {
    /// Chờ gửi
    Waiting,
    /// Bị từ chối, kèm lý do
    Refused,
    /// Đã gửi
    Sent,
    /// Một việc với đủ chữ đã điền, để sửa và làm lại với --mends
    Show {
        /// Mã việc
        id: String,
    },
    /// Rút lại việc chưa gửi lần nào
    Withdraw {
        /// Mã việc
        id: String,
        /// Rút cả những việc chờ gửi cần đến việc này
        #[arg(long)]
        together: bool,
    },
    /// Bỏ việc bị từ chối
    Discard {
        /// Mã việc
        id: String,
    },
}

pub fn reason(refusal: &Rejection) -> String {
    let words = refusal.words();
    if english() { words.en } else { words.vi }
}

fn state(entry: &OutboxEntry) -> &'static str {
    match entry.state {
        CommandState::Waiting => "waiting",
        CommandState::Refused => "refused",
        CommandState::Accepted => "sent",
    }
}

/// What a command said, field by field; nothing if a newer program wrote it.
fn words(entry: &OutboxEntry) -> Option<Value> {
    let command = entry.command()?;
    command.write_body(serde_json::value::Serializer).ok()
}

pub fn entry(entry: &OutboxEntry) -> Value {
    let refusal = entry
        .refusal
        .as_ref()
        .map(|r| json!({"code": r.code, "args": r.args, "reason": reason(r)}));
    json!({"id": entry.id, "name": entry.name, "state": state(entry), "made_at": entry.made_at,
           "can_withdraw": entry.state == CommandState::Waiting && !entry.attempted,
           "settled_at": entry.settled_at, "refusal": refusal, "words": words(entry)})
}

pub fn line(entry: &OutboxEntry) -> String {
    let refused = say("Bị từ chối", "Refused");
    let why = (entry.refusal.as_ref())
        .map(|r| format!(" · {refused}: {}", reason(r)))
        .unwrap_or_default();
    format!("{} {}{why}", entry.id, title::of(entry))
}

/// Unfinished words of this home: of a survey, an answer or an offer. The texts of invitations are kept the same way
/// and are no drafts; lists of drafts neither.
///
/// # Errors
/// The file cannot be read.
pub fn drafts(client: &Client) -> Result<Vec<(String, Instant)>, ApiError> {
    let mut kept = client.store().drafts()?;
    kept.retain(|(key, _)| {
        ["survey-draft/", "survey-answer/", "market-offer/"]
            .iter()
            .any(|of| key.starts_with(of))
    });
    Ok(kept)
}

fn list(client: &Client, state: CommandState, none: &str) -> Result<Answer, ApiError> {
    let entries = client.store().outbox(state, 500)?;
    let lines: Vec<_> = entries.iter().map(line).collect();
    Ok(Answer::lines(entries.iter().map(entry).collect(), &lines, none))
}

fn show(client: &Client, text: &str) -> Result<Answer, ApiError> {
    let found = client
        .store()
        .outbox_entry(id(text)?)?
        .ok_or_else(ApiError::not_found)?;
    let mut lines = vec![line(&found), moment(found.made_at)];
    lines.push(match words(&found) {
        Some(words) => serde_json::to_string_pretty(&words).expect("plain data"),
        None => say(
            "Việc này do bản chương trình mới hơn ghi nên chưa đọc được.",
            "A newer program wrote this; it cannot be read here.",
        )
        .to_owned(),
    });
    if found.state == CommandState::Refused {
        let how = say("Sửa rồi làm lại với", "Mend it and do it again with");
        lines.push(format!("{how} --mends {}", found.id));
    }
    Ok(Answer::new(entry(&found), lines.join("\n")))
}

/// The refusal to take a command back, with those that hang on it and the way to take them all back.
fn name_them(mut error: ApiError, hanging: &[OutboxEntry]) -> ApiError {
    if error.code == "others_hang" {
        let them: Vec<_> = hanging.iter().map(line).collect();
        let them = them.join("\n");
        error.message = format!("{} (--together)\n{them}", error.message);
        error.message_en = format!("{} (--together)\n{them}", error.message_en);
    }
    error
}

pub fn run(client: &Client, command: &Outbox) -> Result<Answer, ApiError> {
    match command {
        Outbox::Waiting => list(client, CommandState::Waiting, say("Đã gửi hết.", "All sent.")),
        Outbox::Refused => list(
            client,
            CommandState::Refused,
            say("Không việc nào bị từ chối.", "Nothing was refused."),
        ),
        Outbox::Sent => list(
            client,
            CommandState::Accepted,
            say("Chưa gửi việc nào.", "Nothing was sent yet."),
        ),
        Outbox::Show { id } => show(client, id),
        Outbox::Withdraw { id: text, together } => {
            let command = id(text)?;
            let hanging = client.hanging(command)?;
            match together {
                true => client.withdraw_together(command)?,
                false => client
                    .withdraw(command)
                    .map_err(|error| name_them(error, &hanging))?,
            };
            let also: Vec<_> = hanging.iter().map(|entry| entry.id).collect();
            Ok(Answer::new(
                json!({"withdrawn": text, "together": also}),
                say(
                    "Đã rút lại; việc này chưa từng được gửi.",
                    "Taken back; it was never sent.",
                ),
            ))
        }
        Outbox::Discard { id: text } => {
            client.discard(id(text)?)?;
            Ok(Answer::new(
                json!({"discarded": text}),
                say("Đã bỏ việc bị từ chối.", "The refused command was dropped."),
            ))
        }
    }
}
