//! What an import tells the officer who ran it.

use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use crate::validity::show_date;

/// A list longer than this is cut; [`Report::unlisted`] counts the rest.
const LONGEST_LIST: usize = 500;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    // Grave: the line cannot be taken.
    NothingThere,
    TooLong,
    NotUtf8,
    NotJson,
    Missing,
    NotText,
    Empty,
    BadArticleNumber,
    BadDate,
    /// `doc_id` does not name the same article as `law_id` and `article_id`.
    IdDisagrees,
    Duplicate {
        first: usize,
    },
    /// Replacement characters: the file was decoded wrongly once.
    Garbled,
    // Doubtful: taken, with the doubt shown.
    /// The text is empty and the title seems to hold it.
    TextInTitle,
    NoTitle,
    NoDate,
    UnknownStatus,
    /// Another line of the same document says otherwise; the first counts.
    DiffersFromLine {
        first: usize,
    },
    /// The typed date and the text's own article disagree; the text wins and the date is shown as disputed.
    DatesDisagree {
        typed: Date,
        text: Date,
    },
    /// Two sources give different ends.
    EndsDisagree {
        one: Date,
        other: Date,
    },
}

/// One thing found, on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Counted from 1; 0 for the file as a whole.
    pub line: usize,
    /// The field of the file it is in; empty for the whole line.
    pub field: &'static str,
    pub fault: Fault,
}

impl Problem {
    pub fn new(line: usize, field: &'static str, fault: Fault) -> Self {
        Self { line, field, fault }
    }

    /// Whether the line is lost by it.
    pub fn is_grave(&self) -> bool {
        use Fault::*;
        !matches!(
            self.fault,
            TextInTitle
                | NoTitle
                | NoDate
                | UnknownStatus
                | DiffersFromLine { .. }
                | DatesDisagree { .. }
                | EndsDisagree { .. }
        )
    }
}

impl fmt::Display for Problem {
    /// In Vietnamese, for the person who imports: `Dòng 87, trường text: không có nội dung`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "Dòng {}", self.line)?;
            if !self.field.is_empty() {
                write!(f, ", trường {}", self.field)?;
            }
            write!(f, ": ")?;
        }
        match &self.fault {
            Fault::NothingThere => write!(f, "tệp không có dòng nào"),
            Fault::TooLong => write!(f, "dòng dài quá mức cho phép"),
            Fault::NotUtf8 => write!(
                f,
                "không phải văn bản UTF-8 (có thể là bảng mã cũ như TCVN3, VNI)"
            ),
            Fault::NotJson => write!(f, "không đọc được thành một đối tượng JSON"),
            Fault::Missing => write!(f, "thiếu trường này"),
            Fault::NotText => write!(f, "phải là chữ"),
            Fault::Empty => write!(f, "không có nội dung"),
            Fault::BadArticleNumber => write!(f, "không phải số của một điều"),
            Fault::BadDate => write!(f, "không phải ngày có thật"),
            Fault::IdDisagrees => write!(f, "không khớp với số văn bản và số điều"),
            Fault::Duplicate { first } => write!(f, "điều này đã có ở dòng {first}"),
            Fault::Garbled => write!(f, "có chữ hỏng do chuyển mã sai"),
            Fault::TextInTitle => write!(
                f,
                "không có nội dung, nội dung có vẻ nằm trong tiêu đề nên được lấy từ đó"
            ),
            Fault::NoTitle => write!(f, "không có tiêu đề"),
            Fault::NoDate => write!(f, "không ghi ngày hiệu lực"),
            Fault::UnknownStatus => write!(f, "không hiểu tình trạng ghi ở đây"),
            Fault::DiffersFromLine { first } => {
                write!(f, "khác với dòng {first} của cùng văn bản, lấy theo dòng đó")
            }
            Fault::DatesDisagree { typed, text } => write!(
                f,
                "ghi hiệu lực từ {} nhưng chính văn bản viết {}, hiển thị là chưa thống nhất",
                show_date(*typed),
                show_date(*text)
            ),
            Fault::EndsDisagree { one, other } => {
                write!(
                    f,
                    "các nguồn ghi ngày hết hiệu lực khác nhau: {} và {}",
                    show_date(*one),
                    show_date(*other)
                )
            }
        }
    }
}

/// The outcome of an import.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Lines that were not blank.
    pub lines: usize,
    /// Articles taken; 0 when refused.
    pub taken: usize,
    pub bad_lines: usize,
    /// Nothing was taken.
    pub refused: bool,
    /// In the order of lines.
    pub problems: Vec<Problem>,
    /// Problems beyond the length of the list.
    pub unlisted: usize,
}

impl Report {
    pub(super) fn add(&mut self, problem: Problem) {
        if self.problems.len() < LONGEST_LIST {
            self.problems.push(problem);
        } else {
            self.unlisted += 1;
        }
    }

    /// The bad ones only.
    pub fn grave(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|p| p.is_grave())
    }

    /// One paragraph for the person: what happened, what is kept, what to do.
    pub fn summary(&self) -> String {
        if self.refused {
            format!(
                "Chưa nhập gì: {} trên {} dòng không dùng được. Thư viện đang có vẫn giữ nguyên. Hãy sửa các dòng được \
                 nêu rồi nhập lại, hoặc nhập lại với --keep-good để lấy các dòng còn lại.",
                self.bad_lines, self.lines
            )
        } else if self.bad_lines > 0 {
            format!(
                "Đã nhập {} điều, bỏ {} dòng không dùng được.",
                self.taken, self.bad_lines
            )
        } else {
            format!("Đã nhập {} điều.", self.taken)
        }
    }
}
