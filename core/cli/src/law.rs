use crate::arguments::Law;
use crate::output::{Answer, bad};
use congdoan_client::domain::Date;
use congdoan_client::law::Law as Library;
use congdoan_client::library::library::{Context, OutlineLine, Standing};
use congdoan_client::library::validity::{Validity, show_date};
use congdoan_client::library::{ArticleRef, Document, LibraryError};
use congdoan_client::{ApiError, Client, Retry};
use serde_json::json;

pub fn run(client: &Client, command: &Law) -> Result<Answer, ApiError> {
    let library = client.law()?;
    let day = |on: &Option<String>| match on {
        Some(date) => date.parse().map_err(|_| bad("ngày", date)),
        None => Ok(client.server_now().date()),
    };
    match command {
        Law::Search { query, limit, on } => search(&library, query, *limit, day(on)?),
        Law::Read { article, on } => read(&library, article, day(on)?),
        Law::Documents => Ok(documents(&library, day(&None)?)),
        Law::Outline { document } => outline(&library, document),
    }
}

fn search(library: &Library, query: &str, limit: usize, on: Date) -> Result<Answer, ApiError> {
    let found = library.search(query, limit, on)?;
    let mut lines: Vec<_> = found
        .hits
        .iter()
        .map(|hit| {
            format!(
                "{}  Điều {}. {}, {} · {}\n    {}",
                hit.article,
                hit.article.article,
                hit.title,
                hit.document_name,
                hit.force.words(),
                hit.snippet.text
            )
        })
        .collect();
    if lines.is_empty() {
        lines.push("Không tìm thấy điều nào. Hãy thử ít từ hơn, hoặc gõ số điều như “điều 98”.".into());
    }
    lines.extend(unread(&found.damaged));
    let parts: Vec<_> = found.damaged.iter().map(LibraryError::segment).collect();
    Ok(Answer::new(
        json!({"hits": found.hits, "unread": parts}),
        lines.join("\n"),
    ))
}

/// What was not looked into, and how to mend it.
fn unread(damaged: &[LibraryError]) -> Option<String> {
    let parts: Vec<_> = damaged.iter().map(LibraryError::segment).collect();
    (!parts.is_empty()).then(|| {
        format!(
            "Chưa tìm trong {} phần bị hỏng ({}). Tải lại phần hỏng: congdoan pack download law",
            parts.len(),
            parts.join(", ")
        )
    })
}

/// An id, or a citation as of a day.
fn named(library: &Library, text: &str, on: Date) -> Result<ArticleRef, ApiError> {
    if let Ok(reference) = text.parse() {
        return Ok(reference);
    }
    let found = library.resolve(text, true, &Context::default(), on)?;
    let first = found.into_iter().next().ok_or_else(|| bad("điều luật", text))?;
    let why = match first.standing {
        Standing::DocumentNotHeld => "Thư viện trên máy không có văn bản này.",
        Standing::NoDocumentNamed => "Chưa rõ điều của văn bản nào; hãy gõ thêm tên văn bản.",
        Standing::NoSuchArticle => "Văn bản này không có điều đó.",
        Standing::NoSuchClause => "Điều này không có khoản đó.",
        Standing::NoSuchPoint => "Điều này không có điểm đó.",
        Standing::Found => "Hãy gõ cả số điều.",
    };
    first.article.ok_or_else(|| {
        ApiError::new(
            "law_not_found",
            Retry::Never,
            why,
            "There is no such unit in the library.",
        )
    })
}

fn read(library: &Library, text: &str, on: Date) -> Result<Answer, ApiError> {
    let reference = named(library, text, on)?;
    let view = library.article(&reference)?.ok_or_else(ApiError::not_found)?;
    let document = library
        .document(&reference.document)
        .ok_or_else(ApiError::not_found)?;
    let mut lines = vec![
        format!("Điều {}. {}", reference.article, view.title),
        format!("{} {}", view.document_name, view.document_number),
    ];
    let path = view
        .headings
        .iter()
        .map(|h| format!("{} {} {}", h.level.word(), h.number, h.title));
    lines.extend(path);
    lines.push(dates(&view.validity, on));
    lines.extend(document.cautions.iter().map(|c| c.words().to_owned()));
    lines.push(format!("\n{}\n", view.text));
    for other in library.versions(document) {
        if other.key == document.key {
            continue;
        }
        let article = library.counterpart(&view.title, &other.key);
        let place = article.map_or("không có điều cùng tên".to_owned(), |a| a.to_string());
        lines.push(format!(
            "Bản khác: {} {} ({}): {place}",
            other.name,
            other.number,
            other.validity.on(on).words()
        ));
    }
    let force = view.validity.on(on);
    Ok(Answer::new(
        json!({"article": view, "on": on, "force": force}),
        lines.join("\n"),
    ))
}

fn dates(validity: &Validity, on: Date) -> String {
    let from = validity.from.map(|date| format!("từ {}", show_date(date)));
    let to = validity.to.map(|date| format!("đến trước {}", show_date(date)));
    let note = Some(validity.note.clone()).filter(|note| !note.is_empty());
    let state = validity.on(on).words().to_owned();
    [Some(state), from, to, note]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn documents(library: &Library, on: Date) -> Answer {
    let line = |document: &Document| {
        format!(
            "{}  {} · {} điều · {}",
            document.key,
            document.name,
            document.articles.len(),
            document.validity.on(on).words()
        )
    };
    let all = library.documents();
    let text: Vec<_> = all.iter().map(line).collect();
    Answer::new(json!(all), text.join("\n"))
}

fn outline(library: &Library, document: &str) -> Result<Answer, ApiError> {
    let outline = library.outline(document).ok_or_else(ApiError::not_found)?;
    let mut lines: Vec<_> = outline
        .lines
        .iter()
        .map(|line| match line {
            OutlineLine::Heading(heading) => {
                format!("{} {}. {}", heading.level.word(), heading.number, heading.title)
            }
            OutlineLine::Article { label, title } => format!("    Điều {label}. {title}"),
        })
        .collect();
    lines.extend(unread(&outline.damaged));
    Ok(Answer::new(json!(outline), lines.join("\n")))
}
