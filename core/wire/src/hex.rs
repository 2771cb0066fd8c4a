//! Bytes as hexadecimal digits: digests and keys where a person or a file name shows them.

/// Two small digits a byte.
pub fn encode(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").expect("writing to memory cannot fail");
    }
    text
}

/// The bytes, if the text is an even number of digits (large ones too) and nothing else.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs
        .iter()
        .map(|[high, low]| Some(digit(high)? << 4 | digit(low)?))
        .collect()
}

/// As [`decode`], of a digest or a key: exactly 32 bytes.
pub fn decode_32(text: &str) -> Option<[u8; 32]> {
    decode(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_read_back() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&encode(&all)), Some(all));
        assert_eq!(encode(&[0, 0x9f]), "009f");
        assert_eq!(decode("0F"), Some(vec![15]));
        assert_eq!(decode(""), Some(vec![]));
        // `from_str_radix` would take the sign.
        for bad in ["0", "0g", "+f", " 0", "0x", "đ"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
        assert_eq!(decode_32(&"ab".repeat(32)), Some([0xab; 32]));
        assert_eq!(decode_32(&"ab".repeat(31)), None);
    }
}
