//! Citations that a person typed of texts that the library does not hold.

use std::ops::Range;

use jiff::civil::Date;

use super::{Context, Library, Standing};
use crate::citation::kind;
use crate::segment::{LibraryError, SegmentSource};
use crate::text::words;

/// Words, folded, that may stand between an article's number and its document.
const OF: [&str; 4] = ["cua", "trong", "theo", "tai"];

impl<S: SegmentSource> Library<S> {
    /// Bytes of the citations in a query that are understood and name a document that is not here: by its number, or as
    /// a kind and a name ("điều 98 bộ luật lao động") that no document of the library has. Such a name reaches to the
    /// next mark, since nothing here says where it ends.
    ///
    /// # Errors
    /// A text segment that a clause or point has to be looked up in is missing or damaged.
    pub fn unheld(&self, query: &str, on: Date) -> Result<Vec<Range<usize>>, LibraryError> {
        let mut found: Vec<Range<usize>> = vec![];
        for cited in self.resolve(query, true, &Context::default(), on)? {
            let range = match cited.standing {
                Standing::DocumentNotHeld => Some(cited.range),
                Standing::NoDocumentNamed => {
                    named_after(query, cited.range.end).map(|end| cited.range.start..end)
                }
                _ => None,
            };
            found.extend(range.filter(|range| !found.contains(range)));
        }
        Ok(found)
    }
}

/// Where a document's name ends that begins right behind a place in a text.
fn named_after(text: &str, place: usize) -> Option<usize> {
    let rest = &text[place..];
    let rest = &rest[..rest.find([',', ';', '.', '?', '!', '\n']).unwrap_or(rest.len())];
    let words = words(rest);
    let words = match words.first() {
        Some(first) if OF.contains(&first.folded.as_str()) => &words[1..],
        _ => &words[..],
    };
    let (count, _) = kind(words)?;
    // "luật này", "luật nào": no name.
    let name = words
        .get(count)
        .filter(|word| !["nay", "nao", "gi"].contains(&word.folded.as_str()))?;
    let last = words.last().unwrap_or(name);
    Some(place + last.end)
}
