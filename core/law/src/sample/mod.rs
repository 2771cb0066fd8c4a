//! An invented regulation that ships with the program, so that the library is never empty. Marked as a sample.

use crate::import::jsonl;
use crate::model::{Caution, Corpus};

const TEXT: &[u8] = include_bytes!("quy-che-mau.jsonl");

/// The sample: one document of fifteen articles, with [`Caution::Sample`] on it.
pub fn sample() -> Corpus {
    let mut corpus = jsonl(TEXT, false).corpus;
    for made in &mut corpus.documents {
        made.document.cautions.push(Caution::Sample);
    }
    corpus
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validity::Force;
    use jiff::civil::Date;

    #[test]
    fn the_sample_is_whole_marked_and_in_force() {
        let corpus = sample();
        assert_eq!(corpus.article_count(), 15);
        let document = &corpus.documents[0].document;
        assert_eq!(document.cautions, [Caution::Sample]);
        assert_eq!(document.validity.on(Date::constant(2026, 11, 24)), Force::InForce);
    }
}
