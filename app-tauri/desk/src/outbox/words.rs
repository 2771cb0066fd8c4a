//! Everything that a command said, line by line, to be read and copied by a person. A form says it better, where one can
//! be opened; this needs nothing but the command.

use crate::said::Said;
use congdoan_client::domain::market::clock;
use congdoan_client::domain::{CommandId, time};
use congdoan_client::store::OutboxEntry;
use serde_json::Value;

/// Fields as a person calls them. One that is not here keeps its name of the wire: better than to leave it out.
const FIELDS: &[(&str, &str, &str)] = &[
    ("name", "Tên", "Name"),
    ("number", "Mã đoàn viên", "Member number"),
    ("birth", "Ngày sinh", "Date of birth"),
    ("sex", "Giới tính", "Sex"),
    ("phone", "Điện thoại", "Phone"),
    ("national_id", "Số căn cước", "ID number"),
    ("department", "Bộ phận", "Department"),
    ("job", "Công việc", "Job"),
    ("joined", "Ngày vào công đoàn", "Joined the union on"),
    ("to", "Đến", "To"),
    ("from", "Từ", "From"),
    ("on", "Ngày", "On"),
    ("reason", "Lý do", "Reason"),
    ("title", "Tên", "Title"),
    ("intro", "Lời giới thiệu", "Introduction"),
    ("text", "Nội dung", "Text"),
    ("options", "Lựa chọn", "Options"),
    ("closes_on", "Ngày đóng", "Closes on"),
    ("what", "Nội dung", "What it is"),
    ("conditions", "Điều kiện", "Conditions"),
    ("place", "Nơi dùng", "Place"),
];

/// The whole of a command, under its title and its second line.
pub(super) fn of(entry: &OutboxEntry, title: Said, second: Option<Said>) -> Said {
    let mut said = title;
    let mut line = |more: Said| {
        said.vi = format!("{}\n{}", said.vi, more.vi);
        said.en = format!("{}\n{}", said.en, more.en);
    };
    second.map(&mut line);
    line(Said::new(
        format!("Lưu trên máy này: {}", clock(entry.made_at)),
        format!("Saved on this device: {}", time::utc(entry.made_at)),
    ));
    if let Some(reason) = entry.refusal.as_ref().map(|refusal| refusal.words()) {
        line(Said::new(
            format!("Bị từ chối: {}", reason.vi),
            format!("Refused: {}", reason.en),
        ));
    }
    let body = entry
        .command()
        .and_then(|command| command.write_body(serde_json::value::Serializer).ok());
    match body {
        Some(body) => leaves("", &body, &mut line),
        None => line(Said::new(
            "Bản ứng dụng mới hơn ghi việc này nên ở đây chưa đọc được nội dung.",
            "A newer app wrote this; its words cannot be read here.",
        )),
    }
    said
}

/// What a person typed or chose: numbers of rows and commands are none of their words.
fn leaves(name: &str, value: &Value, line: &mut impl FnMut(Said)) {
    let text = match value {
        Value::Object(fields) => return fields.iter().for_each(|(name, value)| leaves(name, value, line)),
        Value::Array(items) => return items.iter().for_each(|item| leaves(name, item, line)),
        Value::Null => return,
        Value::String(text) if text.is_empty() || text.parse::<CommandId>().is_ok() => return,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let known = FIELDS.iter().find(|(field, ..)| *field == name);
    let (vi, en) = known.map_or((name, name), |(_, vi, en)| (*vi, *en));
    line(Said::new(format!("{vi}: {text}"), format!("{en}: {text}")));
}
