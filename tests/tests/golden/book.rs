//! A golden file: what today's code writes, how it reads it back, and where it is kept.

use crate::diagnostic;
use serde::{Serialize, de::DeserializeOwned};
use std::path::{Path, PathBuf};

/// Reads bytes and writes what it read.
type Reread = Box<dyn Fn(&[u8]) -> Result<Vec<u8>, String>>;

pub struct Golden {
    /// `folder/kind.case`; the name under `tests/golden`, without an ending.
    pub name: String,
    pub bytes: Vec<u8>,
    /// CBOR is kept as hexadecimal with its diagnostic notation beside it; a text as itself.
    pub text: bool,
    pub reread: Reread,
}

impl Golden {
    pub fn cbor(
        name: &str,
        bytes: Vec<u8>,
        reread: impl Fn(&[u8]) -> Result<Vec<u8>, String> + 'static,
    ) -> Self {
        Self {
            name: name.to_owned(),
            bytes,
            text: false,
            reread: Box::new(reread),
        }
    }

    /// A message that is written and read by serde alone.
    pub fn message<T: Serialize + DeserializeOwned>(name: &str, message: &T) -> Self {
        Self::cbor(name, to_cbor(message), |bytes| {
            let read: T = ciborium::from_reader(bytes).map_err(|error| error.to_string())?;
            Ok(to_cbor(&read))
        })
    }

    pub fn text(name: &str, text: String, reread: impl Fn(&str) -> Result<String, String> + 'static) -> Self {
        let reread = move |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
            reread(text).map(String::into_bytes)
        };
        Self {
            name: name.to_owned(),
            bytes: text.into_bytes(),
            text: true,
            reread: Box::new(reread),
        }
    }

    /// The files of this golden and what they hold.
    pub fn files(&self) -> Vec<(PathBuf, String)> {
        let at = |ending: &str| folder().join(format!("{}.{ending}", self.name));
        if self.text {
            let text = String::from_utf8(self.bytes.clone()).expect("a text");
            return vec![(at("txt"), format!("{text}\n"))];
        }
        vec![
            (at("hex"), to_hex(&self.bytes)),
            (at("diag"), diagnostic::of(&self.bytes)),
        ]
    }

    /// The bytes as they are kept.
    pub fn kept(&self) -> Option<Vec<u8>> {
        let (path, _) = self.files().remove(0);
        let kept = std::fs::read_to_string(path).ok()?;
        if self.text {
            Some(kept.trim_end_matches('\n').as_bytes().to_vec())
        } else {
            from_hex(&kept)
        }
    }
}

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden")
}

pub fn to_cbor<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = vec![];
    ciborium::into_writer(value, &mut bytes).expect("writing CBOR to memory cannot fail");
    bytes
}

/// 32 bytes a line, so that a change shows as a line.
fn to_hex(bytes: &[u8]) -> String {
    let line = |part: &[u8]| part.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n";
    bytes.chunks(32).map(line).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok())
        .collect()
}
