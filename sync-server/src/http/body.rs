use super::Shared;
use super::frame::Refused;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use futures_util::StreamExt;
use tokio::time::timeout;

/// Largest request body, packed.
pub const MAX_BODY: usize = 4 << 20;
/// A body that is too large is still read this far, unkept: who is cut off in the middle of sending never reads why.
const DRAINED: usize = 32 << 20;

/// A request's body, of a size that is allowed.
pub struct Body<const MOST: usize = MAX_BODY>(pub Bytes);

impl<const MOST: usize> FromRequest<Shared> for Body<MOST> {
    type Rejection = Refused;

    async fn from_request(request: Request, doors: &Shared) -> Result<Self, Refused> {
        let patience = doors.patience;
        timeout(patience.body, read(request, MOST, patience.part))
            .await
            .unwrap_or_else(|_| Err(Refused::too_slow()))
            .map(Self)
    }
}

async fn read(request: Request, most: usize, patience: std::time::Duration) -> Result<Bytes, Refused> {
    let mut parts = request.into_body().into_data_stream();
    let (mut kept, mut size) = (Vec::new(), 0);
    while let Some(part) = timeout(patience, parts.next())
        .await
        .map_err(|_| Refused::too_slow())?
    {
        let part = part.map_err(|_| Refused::new(StatusCode::BAD_REQUEST, "unreadable"))?;
        size += part.len();
        if size <= most {
            kept.extend_from_slice(&part);
        } else if size > DRAINED {
            break;
        } else {
            kept = Vec::new();
        }
    }
    if size > most {
        return Err(Refused::too_large("bytes", most));
    }
    Ok(kept.into())
}
