//! The person's language, and one sentence in the two of the program.

/// Whether the program speaks English: `CONGDOAN_LANG`, else the system's language.
pub fn english() -> bool {
    ["CONGDOAN_LANG", "LC_ALL", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .is_some_and(|value| value.starts_with("en"))
}

/// Of a text in Vietnamese and the same in English, the one in the person's language.
pub fn say<T>(vi: T, en: T) -> T {
    if english() { en } else { vi }
}
