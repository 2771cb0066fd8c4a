//! Reading law files that nobody should trust.
//!
//! Push lines into an [`Importer`]; [`Importer::finish`] gives an [`Import`]: the documents and a [`Report`] that names
//! every line that was bad (nothing is taken then, unless the caller asked to keep the good ones) or doubtful (taken,
//! and shown to the reader). Dates typed in the file are compared with what the texts say of themselves.

mod assemble;
mod effect;
mod line;
mod report;
mod status;

use std::collections::HashMap;

pub use report::{Fault, Problem, Report};

use crate::model::{ArticleRef, Corpus};
use line::Record;

/// Longest line that is read at all, in bytes. The longest article of the labour set has about 40 kB.
pub const LONGEST_LINE: usize = 4 << 20;

/// Collects lines of a JSONL file, one article a line, with the fields `law_id`, `law_name`, `article_id`, `title`,
/// `text`, and optionally `doc_id`, `chapter`, `source`, `status`, `effective`.
#[derive(Debug, Default)]
pub struct Importer {
    line: usize,
    records: Vec<Record>,
    seen: HashMap<ArticleRef, usize>,
    report: Report,
}

/// What an import found.
#[derive(Clone, Debug)]
pub struct Import {
    /// Empty when the import was refused.
    pub corpus: Corpus,
    pub report: Report,
}

impl Importer {
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the next line; a line break at its end is ignored, and so are blank lines.
    pub fn line(&mut self, bytes: &[u8]) {
        self.line += 1;
        let bytes = if self.line == 1 {
            bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
        } else {
            bytes
        };
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        self.report.lines += 1;
        let mut problems = Vec::new();
        let record = line::read(self.line, bytes, &mut problems);
        let grave = problems.iter().any(Problem::is_grave);
        for problem in problems {
            self.report.add(problem);
        }
        let Some(record) = record.filter(|_| !grave) else {
            self.report.bad_lines += 1;
            return;
        };
        if let Some(&first) = self.seen.get(&record.reference) {
            self.report.bad_lines += 1;
            self.report
                .add(Problem::new(self.line, "article_id", Fault::Duplicate { first }));
            return;
        }
        self.seen.insert(record.reference.clone(), self.line);
        self.records.push(record);
    }

    /// Ends the file. With `keep_good` the good lines are taken even if others were bad.
    pub fn finish(mut self, keep_good: bool) -> Import {
        if self.records.is_empty() {
            self.report.refused = true;
            if self.report.lines == 0 {
                self.report.add(Problem::new(0, "", Fault::NothingThere));
            }
            return Import {
                corpus: Corpus::default(),
                report: self.report,
            };
        }
        let taken = self.records.len();
        let corpus = assemble::assemble(self.records, &mut self.report);
        self.report.problems.sort_by_key(|p| (p.line, !p.is_grave()));
        if self.report.bad_lines > 0 && !keep_good {
            self.report.refused = true;
            return Import {
                corpus: Corpus::default(),
                report: self.report,
            };
        }
        self.report.taken = taken;
        Import {
            corpus,
            report: self.report,
        }
    }
}

/// Reads a whole file at once.
pub fn jsonl(bytes: &[u8], keep_good: bool) -> Import {
    let mut importer = Importer::new();
    for line in bytes.split(|&b| b == b'\n') {
        importer.line(line);
    }
    importer.finish(keep_good)
}

#[cfg(test)]
mod tests;
