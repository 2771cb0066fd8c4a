use crate::language::say;
use crate::output::{Answer, bad, day as written, spoken};
use clap::Subcommand;
use congdoan_client::domain::Date;
use congdoan_client::law::{Law as Library, no_such_articles};
use congdoan_client::library::library::{Context, OutlineLine, Standing};
use congdoan_client::library::validity::{Force, Validity};
use congdoan_client::library::{ArticleRef, Document, LibraryError};
use congdoan_client::{ApiError, Client, Retry};
use serde_json::json;

#[derive(Subcommand)]
pub enum Law {
    /// Tìm bằng từ (có dấu hay không) hoặc trích dẫn
    Search {
        /// Từ cần tìm, hoặc trích dẫn như "điều 98 bộ luật lao động"
        query: String,
        /// Nhiều nhất bao nhiêu điều
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Luật tính đến ngày (YYYY-MM-DD); bỏ trống: hôm nay
        #[arg(long)]
        on: Option<String>,
    },
    /// Đọc một điều: 45/2019/qh14#98, hoặc "khoản 2 điều 98 bộ luật lao động"
    Read {
        /// Mã của điều, hoặc trích dẫn
        article: String,
        /// Hiệu lực tính đến ngày (YYYY-MM-DD); bỏ trống: hôm nay
        #[arg(long)]
        on: Option<String>,
    },
    /// Các văn bản trên máy này
    Documents,
    /// Mục lục một văn bản
    Outline {
        /// Mã của văn bản
        document: String,
    },
}

/// The person's word for a standing.
fn force(force: Force) -> &'static str {
    say(force.words(), force.words_en())
}

pub fn run(client: &Client, command: &Law) -> Result<Answer, ApiError> {
    let library = client.law()?;
    let day = |on: &Option<String>| match on {
        Some(date) => date.parse().map_err(|_| bad("ngày", "a date", date)),
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
    let absent = absent(library, query, on)?;
    let mut lines: Vec<_> = absent.iter().map(|cited| not_held(cited)).collect();
    let no_such = no_such_articles(library, query, on);
    lines.extend(no_such.iter().map(|words| spoken(words).to_owned()));
    let hits = found.hits.iter().map(|hit| {
        format!(
            "{}  Điều {}. {}, {} · {}\n    {}",
            hit.article,
            hit.article.article,
            hit.title,
            hit.document_name,
            force(hit.force),
            hit.snippet.text
        )
    });
    lines.extend(hits);
    if lines.is_empty() {
        let (vi, en) = (
            "Không tìm thấy điều nào. Hãy thử ít từ hơn, hoặc gõ số điều như “điều 98”.",
            "No article was found. Try fewer words, or the number of an article such as “điều 98”.",
        );
        lines.push(say(vi, en).into());
    }
    lines.extend(unread(&found.damaged));
    let parts: Vec<_> = found.damaged.iter().map(LibraryError::segment).collect();
    Ok(Answer::new(
        json!({"hits": found.hits, "unread": parts, "not_held": absent,
               "no_such": no_such.iter().map(spoken).collect::<Vec<_>>()}),
        lines.join("\n"),
    ))
}

/// The citations of a query that were understood and whose text the library does not hold, as they were written.
fn absent(library: &Library, query: &str, on: Date) -> Result<Vec<String>, ApiError> {
    let absent = library.unheld(query, on)?;
    Ok(absent.into_iter().map(|cited| query[cited].to_owned()).collect())
}

fn not_held(cited: &str) -> String {
    say(
        format!(
            "Đã hiểu trích dẫn “{cited}”, nhưng thư viện trên máy không có văn bản này. Sau đây là kết quả theo từ:"
        ),
        format!(
            "The citation “{cited}” was understood, but the library here does not hold this text. By words:"
        ),
    )
}

/// What was not looked into, and how to mend it.
fn unread(damaged: &[LibraryError]) -> Option<String> {
    let parts: Vec<_> = damaged.iter().map(LibraryError::segment).collect();
    (!parts.is_empty()).then(|| {
        let (n, which) = (parts.len(), parts.join(", "));
        say(
            format!("Chưa tìm trong {n} phần bị hỏng ({which}). Tải lại phần hỏng: congdoan pack download law"),
            format!("{n} damaged parts were not searched ({which}). To fetch them again: congdoan pack download law"),
        )
    })
}

/// An id, or a citation as of a day.
fn named(library: &Library, text: &str, on: Date) -> Result<ArticleRef, ApiError> {
    if let Ok(reference) = text.parse() {
        return Ok(reference);
    }
    let found = library.resolve(text, true, &Context::default(), on)?;
    let first = found
        .into_iter()
        .next()
        .ok_or_else(|| bad("điều luật", "an article", text))?;
    let (why, why_en) = match first.standing {
        Standing::DocumentNotHeld => (
            "Thư viện trên máy không có văn bản này.",
            "The library here does not hold this document.",
        ),
        Standing::NoDocumentNamed => (
            "Chưa rõ điều của văn bản nào; hãy gõ thêm tên văn bản.",
            "Of which document is not clear; add its name.",
        ),
        Standing::NoSuchArticle => (
            "Văn bản này không có điều đó.",
            "This document has no such article.",
        ),
        Standing::NoSuchClause => ("Điều này không có khoản đó.", "This article has no such clause."),
        Standing::NoSuchPoint => ("Điều này không có điểm đó.", "This article has no such point."),
        Standing::Found => ("Hãy gõ cả số điều.", "Give the number of the article too."),
    };
    first
        .article
        .ok_or_else(|| ApiError::new("law_not_found", Retry::Never, why, why_en))
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
    lines.extend(
        document
            .cautions
            .iter()
            .map(|c| say(c.words(), c.words_en()).to_owned()),
    );
    lines.push(format!("\n{}\n", view.text));
    for other in library.versions(document) {
        if other.key == document.key {
            continue;
        }
        let article = library.counterpart(&view.title, &other.key);
        let place = article.map_or_else(
            || say("không có điều cùng tên", "no article of that name").to_owned(),
            |a| a.to_string(),
        );
        lines.push(format!(
            "{}: {} {} ({}): {place}",
            say("Bản khác", "Another version"),
            other.name,
            other.number,
            force(other.validity.on(on))
        ));
    }
    let standing = view.validity.on(on);
    Ok(Answer::new(
        json!({"article": view, "on": on, "force": standing}),
        lines.join("\n"),
    ))
}

fn dates(validity: &Validity, on: Date) -> String {
    let from = validity
        .from
        .map(|date| format!("{} {}", say("từ", "from"), written(date)));
    let to = validity
        .to
        .map(|date| format!("{} {}", say("đến trước", "until before"), written(date)));
    let note = Some(validity.note.clone()).filter(|note| !note.is_empty());
    let state = force(validity.on(on)).to_owned();
    [Some(state), from, to, note]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

fn documents(library: &Library, on: Date) -> Answer {
    let line = |document: &Document| {
        format!(
            "{}  {} · {} {} · {}",
            document.key,
            document.name,
            document.articles.len(),
            say("điều", "articles"),
            force(document.validity.on(on))
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
