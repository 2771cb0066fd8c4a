use crate::arguments::Outbox;
use crate::output::{Answer, id};
use congdoan_client::store::{CommandState, OutboxEntry};
use congdoan_client::{ApiError, Client};
use serde_json::{Value, json};

fn entry(entry: &OutboxEntry) -> Value {
    let refusal = entry
        .refusal
        .as_ref()
        .map(|r| json!({"code": r.code, "args": r.args, "reason": r.words().vi}));
    json!({"id": entry.id, "name": entry.name, "made_at": entry.made_at, "can_withdraw": !entry.attempted,
           "settled_at": entry.settled_at, "refusal": refusal})
}

fn line(entry: &OutboxEntry) -> String {
    let reason = entry
        .refusal
        .as_ref()
        .map(|r| format!(" · Bị từ chối: {}", r.words().vi))
        .unwrap_or_default();
    format!("{} {}{reason}", entry.id, entry.name)
}

fn list(client: &Client, state: CommandState, none: &str) -> Result<Answer, ApiError> {
    let entries = client.store().outbox(state, 500)?;
    let text = entries.iter().map(line).collect::<Vec<_>>().join("\n");
    Ok(Answer::new(
        entries.iter().map(entry).collect(),
        if text.is_empty() { none.to_owned() } else { text },
    ))
}

pub fn run(client: &Client, command: &Outbox) -> Result<Answer, ApiError> {
    match command {
        Outbox::Waiting => list(client, CommandState::Waiting, "Đã gửi hết."),
        Outbox::Refused => list(client, CommandState::Refused, "Không việc nào bị từ chối."),
        Outbox::Sent => list(client, CommandState::Accepted, "Chưa gửi việc nào."),
        Outbox::Withdraw { id: text } => {
            client.withdraw(id(text)?)?;
            Ok(Answer::new(
                json!({"withdrawn": text}),
                "Đã rút lại; việc này chưa từng được gửi.",
            ))
        }
        Outbox::Discard { id: text } => {
            client.discard(id(text)?)?;
            Ok(Answer::new(json!({"discarded": text}), "Đã bỏ việc bị từ chối."))
        }
    }
}
