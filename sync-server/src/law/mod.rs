//! What only the server does for the law: taking in files, and publishing the library as a pack.

use crate::durable::replace;
use crate::sample;
use congdoan_law::import::{Import, Importer, jsonl};
use congdoan_law::{Layout, build};
use std::io::{BufRead, ErrorKind};
use std::path::Path;

/// Format number of the pack `law`; segments carry their own beside it.
pub const FORMAT: u16 = 1;
const FILE: &str = "law/import.jsonl";
/// The report as it was when the file was accepted.
const ACCEPTED: &str = "law/import.report";

/// A law file was not taken in; nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file, or the server's folder.
    #[error("{}", cannot(.0, .1))]
    Io(std::path::PathBuf, std::io::Error),
    /// The report names every line.
    #[error("{0}")]
    Refused(String),
}

/// What the operator reads of a file that could not be used.
fn cannot(path: &Path, error: &std::io::Error) -> String {
    let path = path.display();
    match error.kind() {
        ErrorKind::NotFound => format!("Không thấy tệp {path}. Hãy xem lại đường dẫn."),
        ErrorKind::PermissionDenied => format!("Không được phép đọc hoặc ghi {path}."),
        ErrorKind::IsADirectory => format!("{path} là một thư mục, không phải tệp."),
        ErrorKind::StorageFull => format!("Hết chỗ trên đĩa, không ghi được {path}."),
        _ => format!("Không đọc hoặc ghi được {path}: {error}."),
    }
}

/// What was accepted cannot be published.
#[derive(Debug, thiserror::Error)]
pub enum CannotPublish {
    #[error(
        "Máy chủ này chưa có luật nào nên không phát gói luật. Hãy chạy `congdoan-server import law TỆP` trước."
    )]
    NothingImported,
    /// The program reads the file otherwise than the one that imported it, or the file was changed since.
    #[error(
        "Tệp luật đã lấy vào không còn đọc ra như lúc được duyệt, nên chưa phát gì cả. Hãy chạy lại `congdoan-server import law TỆP` và xem báo cáo.\n{0}"
    )]
    NotAsAccepted(String),
    #[error("{}", cannot(.0, .1))]
    Io(std::path::PathBuf, std::io::Error),
}

fn lines(file: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let opened = std::fs::File::open(file)?;
    Ok(if file.extension().is_some_and(|ending| ending == "zst") {
        Box::new(std::io::BufReader::new(zstd::stream::read::Decoder::new(opened)?))
    } else {
        Box::new(std::io::BufReader::new(opened))
    })
}

/// As it is kept beside the import; publishing compares it, so its form stays.
fn report_of(imported: &Import) -> String {
    let mut report = imported.report.summary();
    for problem in &imported.report.problems {
        report.push_str(&format!("\n  {problem}"));
    }
    report
}

/// The same for a person: what is lost first, then what was taken with a doubt.
fn told(imported: &Import) -> String {
    let mut told = imported.report.summary();
    let (lost, doubtful): (Vec<_>, Vec<_>) = (imported.report.problems.iter()).partition(|p| p.is_grave());
    for (title, problems) in [
        ("Dòng không dùng được", lost),
        ("Dòng vẫn dùng, có chỗ cần xem lại", doubtful),
    ] {
        if !problems.is_empty() {
            told.push_str(&format!("\n{title}:"));
        }
        for problem in problems {
            told.push_str(&format!("\n  {problem}"));
        }
    }
    told
}

/// Reads a law file and keeps it for publishing. Returns the report.
///
/// # Errors
/// The file cannot be read, or has bad lines and `keep_good` is false.
pub fn import(data: &Path, file: &Path, keep_good: bool) -> Result<String, ImportError> {
    let of = |path: &Path| {
        let path = path.to_owned();
        move |error| ImportError::Io(path, error)
    };
    let mut importer = Importer::new();
    let mut kept = Vec::new();
    for line in lines(file).map_err(of(file))?.split(b'\n') {
        let line = line.map_err(of(file))?;
        importer.line(&line);
        kept.extend_from_slice(&line);
        kept.push(b'\n');
    }
    let imported = importer.finish(keep_good);
    let report = report_of(&imported);
    if imported.report.refused {
        return Err(ImportError::Refused(told(&imported)));
    }
    let target = data.join(FILE);
    let folder = target.parent().expect("a folder");
    std::fs::create_dir_all(folder).map_err(of(folder))?;
    // The report first: if the power goes between the two, publishing sees that they do not belong together.
    let accepted = data.join(ACCEPTED);
    replace(&accepted, report.as_bytes()).map_err(of(&accepted))?;
    replace(&target, &kept).map_err(of(&target))?;
    Ok(told(&imported))
}

/// The segments of the pack `law`: exactly what an import accepted. Only a sample server that imported nothing has the
/// invented regulation.
///
/// # Errors
/// Nothing was imported, or it does not read as it did when it was accepted.
pub fn segments(data: &Path) -> Result<Vec<(String, Vec<u8>)>, CannotPublish> {
    let file = data.join(FILE);
    let of = |path: &Path| {
        let path = path.to_owned();
        move |error| CannotPublish::Io(path, error)
    };
    let corpus = if file.try_exists().map_err(of(&file))? {
        let imported = jsonl(&std::fs::read(&file).map_err(of(&file))?, true);
        let accepted = data.join(ACCEPTED);
        let said = match std::fs::read_to_string(&accepted) {
            Ok(report) => report == report_of(&imported),
            // Imported by a program that kept no report: good if there is nothing to report.
            Err(error) if error.kind() == ErrorKind::NotFound => imported.report.bad_lines == 0,
            Err(error) => return Err(CannotPublish::Io(accepted, error)),
        };
        if !said || imported.report.refused {
            return Err(CannotPublish::NotAsAccepted(report_of(&imported)));
        }
        imported.corpus
    } else if sample::is_one(data) {
        congdoan_law::sample()
    } else {
        return Err(CannotPublish::NothingImported);
    };
    Ok(build(&corpus, &Layout::default())
        .into_iter()
        .map(|segment| (segment.name, segment.bytes))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = include_str!("../../../core/law/src/sample/quy-che-mau.jsonl");

    #[test]
    fn only_a_sample_server_publishes_the_invented_regulation() {
        let data = tempfile::tempdir().unwrap();
        assert!(matches!(
            segments(data.path()),
            Err(CannotPublish::NothingImported)
        ));
        sample::mark(data.path()).unwrap();
        assert!(!segments(data.path()).unwrap().is_empty());
    }

    #[test]
    fn what_was_accepted_is_what_is_published() {
        let data = tempfile::tempdir().unwrap();
        let file = data.path().join("law.jsonl");
        std::fs::write(&file, format!("{GOOD}not JSON\n")).unwrap();
        assert!(matches!(
            import(data.path(), &file, false),
            Err(ImportError::Refused(_))
        ));
        let told = import(data.path(), &file, true).unwrap();
        assert!(told.contains("Dòng không dùng được:\n  Dòng "), "{told}");
        let published = segments(data.path()).unwrap();
        // As if this program read the lines otherwise than the one that imported them.
        let kept = std::fs::read_to_string(data.path().join(FILE)).unwrap();
        std::fs::write(data.path().join(FILE), kept.replacen("{\"", "{", 1)).unwrap();
        let Err(CannotPublish::NotAsAccepted(report)) = segments(data.path()) else {
            panic!("one article less than accepted");
        };
        assert!(report.contains("Dòng 1"), "{report}");
        import(data.path(), &file, true).unwrap();
        assert_eq!(segments(data.path()).unwrap(), published);
    }

    #[test]
    fn a_file_that_is_not_there_is_said_in_words() {
        let data = tempfile::tempdir().unwrap();
        let error = import(data.path(), Path::new("nofile.jsonl"), false).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Không thấy tệp nofile.jsonl. Hãy xem lại đường dẫn."
        );
    }
}
