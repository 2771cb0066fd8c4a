//! Packs: public, immutable, cacheable. Segments may be asked for from a byte on.

use super::Shared;
use super::frame::{Refused, blocking};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use congdoan_wire::pack::SegmentHash;

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
    let from = headers
        .get(header::RANGE)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    match from {
        Some(from) if from < bytes.len() => {
            let range = format!("bytes {from}-{}/{}", bytes.len() - 1, bytes.len());
            Ok((
                StatusCode::PARTIAL_CONTENT,
                [cache, (header::CONTENT_RANGE, range)],
                bytes[from..].to_vec(),
            )
                .into_response())
        }
        Some(from) if from > bytes.len() => Ok(StatusCode::RANGE_NOT_SATISFIABLE.into_response()),
        Some(_) => Ok((StatusCode::PARTIAL_CONTENT, [cache], Vec::new()).into_response()),
        None => Ok(([cache], bytes).into_response()),
    }
}
