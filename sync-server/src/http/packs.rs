//! Packs: public, immutable, cacheable. Parts of a segment may be asked for, so that a download goes on where it stopped.

use super::Shared;
use super::frame::{Refused, blocking};
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use congdoan_wire::Failure;
use congdoan_wire::pack::SegmentHash;
use futures_util::stream::unfold;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use tokio::sync::Semaphore;

/// Bytes of a segment in memory at once, for each who downloads.
const PIECE: usize = 256 << 10;
/// Pieces read at once. Not of the room for store work: who downloads holds nobody up who syncs.
static READING: Semaphore = Semaphore::const_new(16);

fn absent() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, "pack_absent")
}

pub(super) async fn manifest(
    State(doors): State<Shared>,
    Path(name): Path<String>,
) -> Result<Response, Refused> {
    if name.is_empty()
        || name.len() > 40
        || !name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        return Err(absent());
    }
    let bytes =
        blocking(move || std::fs::read(doors.packs.join(format!("{name}.manifest"))).map_err(|_| absent()))
            .await?;
    Ok(([(header::CACHE_CONTROL, "no-cache")], bytes).into_response())
}

pub(super) async fn segment(
    State(doors): State<Shared>,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let hash: SegmentHash = hash.parse().map_err(|_| absent())?;
    let (file, size) = blocking(move || {
        let file = File::open(doors.packs.join("segments").join(hash.to_string())).map_err(|_| absent())?;
        let size = file.metadata().map_err(|_| absent())?.len();
        Ok((file, usize::try_from(size).map_err(|_| absent())?))
    })
    .await?;
    let cache = (
        header::CACHE_CONTROL,
        "public, max-age=31536000, immutable".to_owned(),
    );
    Ok(match wanted(headers.get(header::RANGE), size) {
        Wanted::Whole => ([cache, accept(), length(size)], part(file, 0..size)).into_response(),
        Wanted::Part(range) => {
            let said = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            let headers = [
                cache,
                accept(),
                length(range.len()),
                (header::CONTENT_RANGE, said),
            ];
            (StatusCode::PARTIAL_CONTENT, headers, part(file, range)).into_response()
        }
        Wanted::Beyond => {
            let failure = Failure::new("range_beyond").arg("size", size);
            let headers = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            (headers, Refused(StatusCode::RANGE_NOT_SATISFIABLE, failure)).into_response()
        }
    })
}

fn accept() -> (header::HeaderName, String) {
    (header::ACCEPT_RANGES, "bytes".to_owned())
}

fn length(bytes: usize) -> (header::HeaderName, String) {
    (header::CONTENT_LENGTH, bytes.to_string())
}

/// A part of a file, read piece by piece as it is sent.
fn part(file: File, range: Range<usize>) -> Body {
    Body::from_stream(unfold(Some((file, range)), |state| async move {
        let (file, left) = state.filter(|(_, left)| !left.is_empty())?;
        let piece = left.start..left.end.min(left.start + PIECE);
        let rest = piece.end..left.end;
        Some(match read(file, piece).await {
            Ok((file, bytes)) => (Ok(bytes), Some((file, rest))),
            Err(error) => {
                tracing::error!(%error, "segment");
                (Err(error), None)
            }
        })
    }))
}

async fn read(mut file: File, piece: Range<usize>) -> io::Result<(File, Bytes)> {
    let turn = READING.acquire().await.map_err(io::Error::other)?;
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        let mut bytes = vec![0; piece.len()];
        file.seek(SeekFrom::Start(piece.start as u64))?;
        file.read_exact(&mut bytes)?;
        Ok((file, bytes.into()))
    })
    .await
    .map_err(io::Error::other)?
}

/// What of a file is asked for (RFC 9110 section 14).
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<usize>),
    /// Nothing of it exists: 416.
    Beyond,
}

/// One range of bytes. Anything else, several ranges too, is passed over, as the RFC allows: the whole file comes.
fn wanted(header: Option<&HeaderValue>, size: usize) -> Wanted {
    let asked = header
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("bytes=")?.split_once('-'));
    let Some((from, to)) = asked else {
        return Wanted::Whole;
    };
    let part = match (from.parse::<usize>(), to.parse::<usize>()) {
        (Ok(from), Ok(to)) if from <= to => from..to.saturating_add(1).min(size),
        (Ok(from), Err(_)) if to.is_empty() => from..size,
        (Err(_), Ok(last)) if from.is_empty() => size.saturating_sub(last)..size,
        _ => return Wanted::Whole,
    };
    if part.is_empty() {
        Wanted::Beyond
    } else {
        Wanted::Part(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_rfc_says() {
        let of = |text: &str| wanted(Some(&HeaderValue::from_str(text).unwrap()), 10);
        assert_eq!(of("bytes=4-"), Wanted::Part(4..10));
        assert_eq!(of("bytes=0-3"), Wanted::Part(0..4));
        assert_eq!(of("bytes=4-99"), Wanted::Part(4..10));
        assert_eq!(of("bytes=-3"), Wanted::Part(7..10));
        assert_eq!(of("bytes=-99"), Wanted::Part(0..10));
        for beyond in ["bytes=10-", "bytes=11-", "bytes=10-12", "bytes=-0"] {
            assert_eq!(of(beyond), Wanted::Beyond, "{beyond}");
        }
        for whole in ["bytes=5-2", "bytes=a-", "lines=1-", "bytes=0-1,4-5", "bytes=-"] {
            assert_eq!(of(whole), Wanted::Whole, "{whole}");
        }
        assert_eq!(wanted(None, 10), Wanted::Whole);
    }
}
