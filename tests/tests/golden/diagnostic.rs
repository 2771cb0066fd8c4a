//! CBOR in the diagnostic notation of RFC 8949, section 8: what a reviewer reads beside the bytes.

use ciborium::Value;
use std::fmt::Write;

/// The notation of one item, indented; byte strings that are CBOR themselves are opened (`<<…>>`).
pub fn of(bytes: &[u8]) -> String {
    let mut rest = bytes;
    let value: Value = ciborium::from_reader(&mut rest).expect("a golden file is CBOR");
    assert!(rest.is_empty(), "one item, nothing behind it");
    let mut text = String::new();
    write(&value, 0, &mut text);
    text.push('\n');
    text
}

fn write(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(yes) => write!(out, "{yes}").unwrap(),
        Value::Integer(number) => write!(out, "{}", i128::from(*number)).unwrap(),
        Value::Float(number) => write!(out, "{number:?}").unwrap(),
        Value::Text(text) => write!(out, "{text:?}").unwrap(),
        Value::Bytes(bytes) => write_bytes(bytes, depth, out),
        Value::Tag(tag, inside) => {
            write!(out, "{tag}(").unwrap();
            write(inside, depth, out);
            out.push(')');
        }
        Value::Array(items) => block('[', ']', items.len(), depth, out, |at, out| {
            write(&items[at], depth + 1, out);
        }),
        Value::Map(entries) => block('{', '}', entries.len(), depth, out, |at, out| {
            write(&entries[at].0, depth + 1, out);
            out.push_str(": ");
            write(&entries[at].1, depth + 1, out);
        }),
        _ => panic!("no kind of CBOR that this house writes"),
    }
}

fn write_bytes(bytes: &[u8], depth: usize, out: &mut String) {
    let mut rest = bytes;
    let inside: Option<Value> = ciborium::from_reader(&mut rest).ok();
    // Only structures: any single byte below 24 would read as a number.
    if let Some(inside @ (Value::Map(_) | Value::Tag(..))) = inside
        && rest.is_empty()
    {
        out.push_str("<<");
        write(&inside, depth, out);
        out.push_str(">>");
        return;
    }
    out.push_str("h'");
    bytes.iter().for_each(|byte| write!(out, "{byte:02x}").unwrap());
    out.push('\'');
}

fn block(
    open: char,
    close: char,
    length: usize,
    depth: usize,
    out: &mut String,
    mut item: impl FnMut(usize, &mut String),
) {
    out.push(open);
    for at in 0..length {
        out.push('\n');
        out.push_str(&"  ".repeat(depth + 1));
        item(at, out);
        if at + 1 < length {
            out.push(',');
        }
    }
    if length > 0 {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}
