use crate::arguments::Pack;
use crate::output::Answer;
use congdoan_client::{ApiError, Client};
use serde_json::json;

pub fn run(client: &Client, command: &Pack) -> Result<Answer, ApiError> {
    match command {
        Pack::List => {
            let mut rows = vec![];
            for name in ["law", "card-status"] {
                let pack = client.pack(name)?;
                rows.push(json!({
                    "name": name,
                    "version": pack.installed.as_ref().map(|i| i.manifest.version),
                    "bytes": pack.installed.as_ref().map(|i| i.bytes),
                    "staged": pack.staged.as_ref().map(|s| json!({"version": s.manifest.version, "have": s.have, "size": s.manifest.size()})),
                }));
            }
            let text = rows
                .iter()
                .map(|row| format!("{row}"))
                .collect::<Vec<_>>()
                .join("\n");
            Ok(Answer::new(json!(rows), text))
        }
        Pack::Download { name } => {
            let mut last = 0;
            client.download_pack(name, |progress| {
                let percent = progress.have * 10 / progress.total.max(1);
                if percent > last {
                    last = percent;
                    eprintln!(
                        "{:.1} trong {:.1} MB",
                        progress.have as f64 / 1e6,
                        progress.total as f64 / 1e6
                    );
                }
                true
            })?;
            let pack = client.pack(name)?.installed.ok_or_else(ApiError::not_found)?;
            Ok(Answer::new(
                json!({"name": name, "version": pack.manifest.version, "bytes": pack.bytes}),
                format!("Gói {name} bản {} đã sẵn trên máy.", pack.manifest.version),
            ))
        }
    }
}
