//! The built page, from its folder and nowhere else.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::path::Path;

const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// A file of the page; a path with no file is a place inside the page.
pub(crate) fn answer(folder: &Path, path: &str) -> Response {
    if path.starts_with("/api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let (Ok(folder), wanted) = (folder.canonicalize(), path.trim_start_matches('/')) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let index = folder.join("index.html");
    let found = folder.join(wanted).canonicalize().ok();
    let file = found
        .filter(|file| file.starts_with(&folder) && file.is_file())
        .unwrap_or(index);
    let Ok(bytes) = std::fs::read(&file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let head = [
        (header::CONTENT_TYPE, kind(&file)),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (head, bytes).into_response()
}
