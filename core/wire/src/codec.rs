//! One frame: a byte that says how it is packed, then CBOR, plain or as zstd.

use serde::{Serialize, de::DeserializeOwned};
use std::io::Read;

const PLAIN: u8 = 0;
const ZSTD: u8 = 1;
/// Below this zstd makes frames bigger, not smaller.
const WORTH_PACKING: usize = 200;

/// Of segments (64 MiB), as a power of two.
const WIDEST_WINDOW: u32 = 26;

/// Largest unpacked request or response that is read, in bytes.
pub const MAX_UNPACKED: usize = 8 << 20;

/// A frame that cannot be read. Nothing of it is used.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    #[error("empty frame")]
    Empty,
    #[error("frame is packed in an unknown way ({0})")]
    Packing(u8),
    #[error("frame unpacks to more than {0} bytes")]
    TooLarge(usize),
    #[error("frame is damaged: {0}")]
    Damaged(String),
}

pub fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    let mut plain = vec![PLAIN];
    ciborium::into_writer(message, &mut plain).expect("writing CBOR to memory cannot fail");
    if plain.len() > WORTH_PACKING
        && let Ok(mut packed) = zstd::bulk::compress(&plain[1..], 3)
        && packed.len() + 1 < plain.len()
    {
        packed.insert(0, ZSTD);
        return packed;
    }
    plain
}

/// Reads a frame of at most `max` unpacked bytes; stops before it would hold more (decompression bombs).
///
/// # Errors
/// The frame is damaged, too large, or not this message.
pub fn decode<T: DeserializeOwned>(frame: &[u8], max: usize) -> Result<T, DecodeError> {
    let (how, body) = frame.split_first().ok_or(DecodeError::Empty)?;
    let damaged = |e: &dyn std::fmt::Display| DecodeError::Damaged(e.to_string());
    match *how {
        PLAIN if body.len() > max => Err(DecodeError::TooLarge(max)),
        PLAIN => ciborium::from_reader(body).map_err(|e| damaged(&e)),
        ZSTD => {
            let unpacked = unpack(body, max)?;
            ciborium::from_reader(unpacked.as_slice()).map_err(|e| damaged(&e))
        }
        other => Err(DecodeError::Packing(other)),
    }
}

/// Unpacks zstd, holding never more than `max` bytes.
///
/// # Errors
/// Damaged, or larger than `max`.
pub fn unpack(body: &[u8], max: usize) -> Result<Vec<u8>, DecodeError> {
    let damaged = |e: std::io::Error| DecodeError::Damaged(e.to_string());
    let mut unpacked = Vec::new();
    let mut decoder = zstd::stream::read::Decoder::with_buffer(body).map_err(damaged)?;
    // A frame of a few bytes may ask for a window of 128 MiB. Ours never need more than they hold.
    let window = max
        .clamp(MAX_UNPACKED, 1 << WIDEST_WINDOW)
        .next_power_of_two()
        .ilog2();
    decoder.window_log_max(window).map_err(damaged)?;
    decoder
        .take((max as u64).saturating_add(1))
        .read_to_end(&mut unpacked)
        .map_err(damaged)?;
    if unpacked.len() > max {
        Err(DecodeError::TooLarge(max))
    } else {
        Ok(unpacked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        let bomb = zstd::bulk::compress(&vec![0u8; 64 << 20], 19).unwrap();
        assert!(bomb.len() < 10_000);
        let frame = [[ZSTD].as_slice(), &bomb].concat();
        assert!(matches!(
            decode::<Vec<u8>>(&frame, 1 << 20),
            Err(DecodeError::TooLarge(_))
        ));
    }

    /// A zstd frame (RFC 8878) of one raw block, with a window of 2^`window` bytes.
    fn framed(content: &[u8], window: u8) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap() << 3 | 1;
        let head = [0x28, 0xb5, 0x2f, 0xfd, 0, (window - 10) << 3];
        [head.as_slice(), &length.to_le_bytes()[..3], content].concat()
    }

    #[test]
    fn a_small_frame_that_asks_for_a_large_window_is_refused() {
        for (window, max, good) in [
            (21, 1_000, true),
            (23, 1_000, true),
            (24, 1_000, false),
            (27, MAX_UNPACKED, false),
            (31, 64 << 20, false),
            (26, 64 << 20, true),
        ] {
            assert_eq!(
                unpack(&framed(b"abc", window), max).is_ok(),
                good,
                "2^{window}, {max}"
            );
        }
        // What we pack ourselves, just as large as it may be, is read.
        for size in [MAX_UNPACKED, 5 << 20] {
            let content: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            let packed = zstd::bulk::compress(&content, 3).unwrap();
            assert_eq!(unpack(&packed, MAX_UNPACKED).unwrap().len(), size);
        }
    }

    #[test]
    fn frames_read_back_small_and_large() {
        for n in [0usize, 3, 5_000] {
            let text = "điều ".repeat(n);
            assert_eq!(decode::<String>(&encode(&text), MAX_UNPACKED).unwrap(), text);
        }
        assert!(matches!(decode::<String>(&[], 10), Err(DecodeError::Empty)));
        assert!(matches!(
            decode::<String>(&[9, 9], 10),
            Err(DecodeError::Packing(9))
        ));
        assert!(matches!(
            decode::<String>(&[1, 9], 10),
            Err(DecodeError::Damaged(_))
        ));
    }
}
