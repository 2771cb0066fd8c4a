//! What only the server does for the law: taking in files, and publishing the library as a pack.

use congdoan_law::{Layout, build, import::Importer};
use std::io::BufRead;
use std::path::Path;

/// Format number of the pack `law`; segments carry their own beside it.
pub const FORMAT: u16 = 1;
const FILE: &str = "law/import.jsonl";

/// A law file was not taken in; nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The report names every line.
    #[error("{0}")]
    Refused(String),
}

fn lines(file: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let opened = std::fs::File::open(file)?;
    Ok(if file.extension().is_some_and(|ending| ending == "zst") {
        Box::new(std::io::BufReader::new(zstd::stream::read::Decoder::new(opened)?))
    } else {
        Box::new(std::io::BufReader::new(opened))
    })
}

/// Reads a law file and keeps it for publishing. Returns the report.
///
/// # Errors
/// The file cannot be read, or has bad lines and `keep_good` is false.
pub fn import(data: &Path, file: &Path, keep_good: bool) -> Result<String, ImportError> {
    let mut importer = Importer::new();
    let mut kept = Vec::new();
    for line in lines(file)?.split(b'\n') {
        let line = line?;
        importer.line(&line);
        kept.extend_from_slice(&line);
        kept.push(b'\n');
    }
    let imported = importer.finish(keep_good);
    let mut report = imported.report.summary();
    for problem in &imported.report.problems {
        report.push_str(&format!("\n  {problem}"));
    }
    if imported.report.refused {
        return Err(ImportError::Refused(report));
    }
    let target = data.join(FILE);
    std::fs::create_dir_all(target.parent().expect("a folder"))?;
    let temporary = target.with_extension("new");
    std::fs::write(&temporary, kept)?;
    std::fs::File::open(&temporary)?.sync_all()?;
    std::fs::rename(temporary, target)?;
    Ok(report)
}

/// The segments of the pack `law`: of what was imported, else of the invented sample regulation.
///
/// # Errors
/// The imported file cannot be read.
pub fn segments(data: &Path) -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let file = data.join(FILE);
    let corpus = if file.exists() {
        congdoan_law::import::jsonl(&std::fs::read(file)?, true).corpus
    } else {
        congdoan_law::sample()
    };
    Ok(build(&corpus, &Layout::default())
        .into_iter()
        .map(|segment| (segment.name, segment.bytes))
        .collect())
}
