//! The words that enums put on the wire, read from the sources: serde gives no list of them.

use std::path::{Path, PathBuf};

pub struct Word {
    pub of: String,
    pub variant: String,
    pub word: String,
}

/// Enums that serde could write, and that no message, row or command holds.
const NOT_ON_THE_WIRE: &[(&str, &str)] = &[
    ("Actor", "the session says who sent a command"),
    (
        "RowKind",
        "the wire names kinds as words of `rows!`, which have a test of their own",
    ),
    (
        "Scope",
        "written as one text, `org:…`; the golden messages hold one of each",
    ),
];

pub fn words() -> Vec<Word> {
    let mut words = vec![];
    for source in sources(&["core/domain/src", "core/wire/src"]) {
        for (name, attributes, body) in declarations(&source, "pub enum ") {
            if NOT_ON_THE_WIRE.iter().any(|(known, _)| *known == name) {
                continue;
            }
            let style = attributes
                .split_once("rename_all = \"")
                .map(|(_, rest)| rest.split('"').next().unwrap_or_default().to_owned());
            words.extend(variants(&body).into_iter().map(|variant| Word {
                word: renamed(&variant, style.as_deref()),
                of: name.clone(),
                variant,
            }));
        }
    }
    words
}

/// `Type.field` of every struct that serde writes as a map.
pub fn fields() -> Vec<(String, String)> {
    let mut fields = vec![];
    for source in sources(&["core/domain/src", "core/wire/src"]) {
        for (name, _, body) in declarations(&source, "pub struct ") {
            let named = body.lines().filter_map(|line| line.strip_prefix("    pub "));
            fields.extend(named.filter_map(|line| {
                let (field, _) = line.split_once(':')?;
                let named = field.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '#');
                named.then_some(())?; // else a function of a tuple struct, which has no named fields
                Some((name.clone(), field.trim_start_matches("r#").to_owned()))
            }));
        }
    }
    fields
}

pub fn wire_types() -> Vec<String> {
    let all = sources(&["core/wire/src"]);
    let named = |keyword| all.iter().flat_map(move |source| declarations(source, keyword));
    named("pub struct ")
        .chain(named("pub enum "))
        .map(|(name, ..)| name)
        .collect()
}

fn sources(folders: &[&str]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut files: Vec<PathBuf> = vec![];
    let mut open: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect()
}

/// Name, attributes and body of each type that derives `Serialize`.
fn declarations(source: &str, keyword: &str) -> Vec<(String, String, String)> {
    let lines: Vec<&str> = source.lines().collect();
    let mut found = vec![];
    for (at, line) in lines.iter().enumerate() {
        let Some(rest) = line.strip_prefix(keyword) else {
            continue;
        };
        let name: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let attributes: Vec<&str> = lines[..at]
            .iter()
            .rev()
            .take_while(|line| line.starts_with("#[") || line.starts_with("///"))
            .copied()
            .collect();
        let attributes = attributes.join("\n");
        if attributes.contains("Serialize") {
            let body: Vec<&str> = lines[at + 1..]
                .iter()
                .take_while(|line| **line != "}")
                .copied()
                .collect();
            found.push((name, attributes, body.join("\n")));
        }
    }
    found
}

/// Names that stand one step inside the enum.
fn variants(body: &str) -> Vec<String> {
    body.lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()))
        .map(|line| line.chars().take_while(|c| c.is_alphanumeric()).collect())
        .collect()
}

fn renamed(variant: &str, style: Option<&str>) -> String {
    let between = match style {
        None => return variant.to_owned(),
        Some("snake_case") => "_",
        Some("kebab-case") => "-",
        Some(other) => panic!("teach this test how serde writes {other}"),
    };
    let mut word = String::new();
    for (at, letter) in variant.char_indices() {
        if letter.is_uppercase() && at > 0 {
            word.push_str(between);
        }
        word.extend(letter.to_lowercase());
    }
    word
}
