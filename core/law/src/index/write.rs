//! Making index shards.
//!
//! Layout behind the header, little-endian: five counts (articles, documents, syllables, pairs, postings); documents;
//! articles (document, label); syllables (folded, key); per syllable the first posting, the first pair it begins and
//! that pair's first posting; per pair the second syllable and its number of postings; article numbers; impacts.

use std::collections::{BTreeMap, HashMap};

use super::weigh::{FIELDS, impact};
use super::{DIRECTORY, LIST, SHARD};
use crate::model::Corpus;
use crate::segment::{Leaf, Segment, Writer};
use crate::text::{Word, pairs, words};

/// The list of shard names.
pub(crate) fn write_list(shards: &[Leaf]) -> Segment {
    let mut out = Writer::default();
    DIRECTORY.write(&mut out);
    out.u32(shards.len());
    shards.iter().for_each(|shard| out.text(&shard.name));
    Segment {
        name: LIST.to_owned(),
        bytes: out.0,
    }
}

/// Folded form and key: the order of the dictionary.
type Syllable = (String, String);
type Counts = BTreeMap<u8, [u16; FIELDS]>;

pub(crate) fn write_shard(corpus: &Corpus, leaf: &Leaf) -> Segment {
    let mut syllables: BTreeMap<Syllable, Counts> = BTreeMap::new();
    let mut both: BTreeMap<(Syllable, Syllable), Counts> = BTreeMap::new();
    let mut lengths: Vec<[usize; FIELDS]> = Vec::new();
    let mut fields_of: HashMap<&str, Vec<Word>> = HashMap::new();
    for (local, &(d, a)) in leaf.articles.iter().enumerate() {
        let local = local as u8;
        let (document, article) = (&corpus.documents[d].document, &corpus.documents[d].articles[a]);
        let headings = article
            .headings
            .iter()
            .map(|h| h.title.as_str())
            .collect::<Vec<_>>()
            .join("\n");
        let name = fields_of
            .entry(document.name.as_str())
            .or_insert_with(|| words(&document.name))
            .clone();
        let fields = [
            words(&article.title),
            words(&article.text),
            name,
            words(&headings),
        ];
        lengths.push(std::array::from_fn(|f| fields[f].len()));
        for (f, words) in fields.iter().enumerate() {
            let syllable = |w: &Word| (w.folded.clone(), w.key.clone());
            let add = |counts: &mut Counts| {
                let count = &mut counts.entry(local).or_default()[f];
                *count = count.saturating_add(1);
            };
            words
                .iter()
                .for_each(|w| add(syllables.entry(syllable(w)).or_default()));
            for at in pairs(words) {
                add(both
                    .entry((syllable(&words[at]), syllable(&words[at + 1])))
                    .or_default());
            }
        }
    }
    let place: HashMap<&Syllable, usize> = syllables.keys().enumerate().map(|(i, s)| (s, i)).collect();

    let mut postings: Vec<(u8, u8)> = Vec::new();
    let mut post = |counts: &Counts| {
        postings.extend(
            counts
                .iter()
                .map(|(&local, c)| (local, impact(c, &lengths[usize::from(local)]))),
        );
        postings.len()
    };
    let mut firsts = vec![0];
    for counts in syllables.values() {
        firsts.push(post(counts));
    }
    let mut seconds: Vec<(u16, u8)> = Vec::new();
    let (mut pair_firsts, mut pair_posts) = (Vec::new(), Vec::new());
    let mut end = firsts[place.len()];
    let mut rest = both.iter().peekable();
    for first in 0..place.len() {
        pair_firsts.push(seconds.len());
        pair_posts.push(end);
        while let Some(((_, b), counts)) = rest.next_if(|((a, _), _)| place[a] == first) {
            // A shard never comes near 65,536 syllables; beyond that the pair is left out, the words stay.
            let Ok(second) = u16::try_from(place[b]) else {
                continue;
            };
            seconds.push((second, counts.len() as u8));
            end = post(counts);
        }
    }
    pair_firsts.push(seconds.len());
    pair_posts.push(end);

    let mut out = Writer::default();
    SHARD.write(&mut out);
    let mut documents: Vec<usize> = leaf.articles.iter().map(|&(d, _)| d).collect();
    documents.dedup();
    for count in [
        leaf.articles.len(),
        documents.len(),
        place.len(),
        seconds.len(),
        postings.len(),
    ] {
        out.u32(count);
    }
    strings(
        &mut out,
        documents
            .iter()
            .map(|&d| corpus.documents[d].document.key.clone().into_bytes()),
    );
    strings(
        &mut out,
        leaf.articles.iter().map(|&(d, a)| {
            let at = documents.iter().position(|&of| of == d).unwrap_or(0) as u16;
            let label = corpus.documents[d].articles[a].label.to_string();
            [&at.to_le_bytes()[..], label.as_bytes()].concat()
        }),
    );
    strings(
        &mut out,
        syllables.keys().map(|(folded, key)| {
            // A word of more than 255 folded bytes is no word; its tail does not count.
            let short = folded.len().min(255);
            [&[short as u8][..], &folded.as_bytes()[..short], key.as_bytes()].concat()
        }),
    );
    firsts.iter().for_each(|&v| out.u32(v));
    pair_firsts.iter().for_each(|&v| out.u32(v));
    pair_posts.iter().for_each(|&v| out.u32(v));
    seconds.iter().for_each(|&(second, _)| out.u16(second));
    seconds.iter().for_each(|&(_, count)| out.u8(count));
    postings.iter().for_each(|&(local, _)| out.u8(local));
    postings
        .chunks(2)
        .for_each(|two| out.u8(two[0].1 | two.get(1).map_or(0, |p| p.1) << 4));
    Segment {
        name: leaf.name.clone(),
        bytes: out.0,
    }
}

/// Count + 1 offsets, then the bytes one behind another.
fn strings(out: &mut Writer, items: impl Iterator<Item = Vec<u8>>) {
    let mut body = Vec::new();
    let mut offsets = vec![0];
    for item in items {
        body.extend_from_slice(&item);
        offsets.push(body.len());
    }
    offsets.into_iter().for_each(|offset| out.u32(offset));
    out.bytes(&body);
}
