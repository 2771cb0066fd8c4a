//! Packs: public, immutable, cacheable. Parts of a segment may be asked for, so that a download goes on where it stopped.

use super::Shared;
use super::frame::{Refused, blocking};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use congdoan_wire::Failure;
use congdoan_wire::pack::SegmentHash;
use std::ops::Range;

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
    let bytes = blocking(move || {
        std::fs::read(doors.packs.join("segments").join(hash.to_string())).map_err(|_| absent())
    })
    .await?;
    let cache = (
        header::CACHE_CONTROL,
        "public, max-age=31536000, immutable".to_owned(),
    );
    Ok(match wanted(headers.get(header::RANGE), bytes.len()) {
        Wanted::Whole => ([cache, accept()], bytes).into_response(),
        Wanted::Part(part) => {
            let range = format!("bytes {}-{}/{}", part.start, part.end - 1, bytes.len());
            let headers = [cache, accept(), (header::CONTENT_RANGE, range)];
            (StatusCode::PARTIAL_CONTENT, headers, bytes[part].to_vec()).into_response()
        }
        Wanted::Beyond => {
            let failure = Failure::new("range_beyond").arg("size", bytes.len());
            let headers = [(header::CONTENT_RANGE, format!("bytes */{}", bytes.len()))];
            (headers, Refused(StatusCode::RANGE_NOT_SATISFIABLE, failure)).into_response()
        }
    })
}

fn accept() -> (header::HeaderName, String) {
    (header::ACCEPT_RANGES, "bytes".to_owned())
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
