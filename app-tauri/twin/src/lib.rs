//! The browser twin: the desk behind a page in a browser, for homes of invented data only.
//!
//! Bound to loopback. A call needs the token of this run; Host and Origin must be ours, against DNS rebinding.

mod guard;
mod live;
mod page;
mod sample;
#[cfg(test)]
mod testing;

pub use guard::Guard;
pub use sample::people_of;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use congdoan_desk::Desk;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

/// A picture of a QR code fits; nothing larger is sent.
const LARGEST_BODY: usize = 16 << 20;

#[derive(Clone)]
struct Twin {
    desk: Arc<Desk>,
    guard: Arc<Guard>,
    page: Arc<PathBuf>,
    changes: live::Changes,
}

/// The twin's routes.
pub fn router(desk: Arc<Desk>, guard: Guard, page: PathBuf) -> Router {
    let twin = Twin {
        changes: live::Changes::of(&desk),
        desk,
        guard: Arc::new(guard),
        page: Arc::new(page),
    };
    Router::new()
        .route("/api/topics", get(live::topics))
        .route("/api/{name}", post(call))
        .fallback(file)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(twin)
}

async fn call(
    State(twin): State<Twin>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: String,
) -> Response {
    if !twin.guard.admits_call(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Ok(args) = serde_json::from_str::<Value>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let desk = twin.desk.clone();
    // The desk reads files and waits for the network: not on the threads that serve.
    let answer = tokio::task::spawn_blocking(move || desk.call(&name, args)).await;
    let (status, value) = match answer {
        Ok(Ok(value)) => (StatusCode::OK, value),
        Ok(Err(error)) => (StatusCode::UNPROCESSABLE_ENTITY, error),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let kind = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, kind, value.to_string()).into_response()
}

async fn file(State(twin): State<Twin>, headers: HeaderMap, uri: axum::http::Uri) -> Response {
    if !twin.guard.admits_host(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    page::answer(&twin.page, uri.path())
}
