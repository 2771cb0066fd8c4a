//! From term counts to four-bit impacts.

/// Fields of an article, in the order of the counts.
pub(super) const FIELDS: usize = 4;

/// Weight and length normalisation of a field, and the mean length its normalisation assumes.
///
/// Title, text, document name, headings. Weights and `b` were measured on 982 real questions over 62,323 articles; the
/// means are those of that set, kept as constants so that one article's change touches no other shard.
const WEIGHTS: [(f32, f32, f32); FIELDS] = [
    (5.0, 0.9, 10.6),
    (1.0, 0.75, 263.0),
    (2.5, 0.9, 18.7),
    (0.4, 0.75, 12.4),
];
const K1: f32 = 0.7;

/// Highest impact.
pub(crate) const TOP: f32 = 15.0;

/// The impact of a term in an article, 1 to 15.
pub(super) fn impact(counts: &[u16; FIELDS], lengths: &[usize; FIELDS]) -> u8 {
    let mut x = 0.0;
    for ((&count, &length), (weight, b, mean)) in counts.iter().zip(lengths).zip(WEIGHTS) {
        if count > 0 {
            x += weight * f32::from(count) / (1.0 - b + b * length as f32 / mean);
        }
    }
    (TOP * x / (K1 + x)).round().clamp(1.0, TOP) as u8
}
