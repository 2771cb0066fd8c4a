//! The person's language, and one sentence in the two of the program.

pub use congdoan_help::english;

/// Of a text in Vietnamese and the same in English, the one in the person's language.
pub fn say<T>(vi: T, en: T) -> T {
    if english() { en } else { vi }
}
