//! Asks the labour set from the shell: `cargo run -p congdoan-law --example ask -- "điều 98 bộ luật lao động" 2026-11-24`.

use congdoan_law::validity::parse_date;
use congdoan_law::{Layout, Library, build, import, sample};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let question = arguments.next().ok_or("a question is needed")?;
    let at = arguments
        .next()
        .and_then(|d| parse_date(&d))
        .ok_or("a date is needed")?
        .earliest();
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/law/labour.jsonl.zst"
    );
    let corpus = match std::fs::read(path) {
        Ok(packed) => import::jsonl(&zstd::decode_all(&packed[..])?, true).corpus,
        Err(_) => sample(),
    };
    let library = Library::open(build(&corpus, &Layout::default()))?;
    for hit in library.search(&question, 8, at)?.hits {
        println!(
            "{} · {} · {} [{:?}, {}]",
            hit.article,
            hit.title,
            hit.document_name,
            hit.matched,
            hit.force.words()
        );
        println!("    {}", hit.snippet.text);
    }
    Ok(())
}
