use crate::arguments::Law;
use crate::output::{Answer, bad};
use congdoan_client::{ApiError, Client};
use serde_json::json;

pub fn run(client: &Client, command: &Law) -> Result<Answer, ApiError> {
    let library = client.law()?;
    match command {
        Law::Search { query, limit, on } => {
            let at = match on {
                Some(date) => date.parse().map_err(|_| bad("ngày", date))?,
                None => client.server_now().date(),
            };
            let hits = library.search(query, *limit, at)?;
            let lines: Vec<_> = hits
                .iter()
                .map(|h| format!("{}  {}, {}", h.article, h.title, h.document_name))
                .collect();
            let text = if lines.is_empty() {
                "Không tìm thấy điều nào.".into()
            } else {
                lines.join("\n")
            };
            Ok(Answer::new(json!(hits), text))
        }
        Law::Read { article } => {
            let reference = article.parse().map_err(|_| bad("điều luật", article))?;
            let view = library.article(&reference)?.ok_or_else(ApiError::not_found)?;
            let text = format!("{} · {}\n\n{}", view.title, view.document_name, view.text);
            Ok(Answer::new(json!(view), text))
        }
        Law::Outline { document } => {
            let outline = library.outline(document)?.ok_or_else(ApiError::not_found)?;
            Ok(Answer::new(
                json!(outline),
                format!("{} mục", outline.lines.len()),
            ))
        }
    }
}
