//! The law data beside the project, when it is there.
#![allow(dead_code)]

use congdoan_law::import::{Import, jsonl};

/// A file of `../shared/law`, unpacked; `None` (and a word on it) if the folder is absent.
pub fn read(name: &str) -> Option<Vec<u8>> {
    let path = format!("{}/../../../shared/law/{name}", env!("CARGO_MANIFEST_DIR"));
    match std::fs::read(&path) {
        Ok(bytes) if name.ends_with(".zst") => Some(zstd::decode_all(&bytes[..]).expect("a zstd file")),
        Ok(bytes) => Some(bytes),
        Err(_) => {
            println!("SKIPPED: {path} is not there");
            None
        }
    }
}

/// The labour set, its good lines kept.
pub fn labour() -> Option<Import> {
    read("labour.jsonl.zst").map(|bytes| jsonl(&bytes, true))
}
