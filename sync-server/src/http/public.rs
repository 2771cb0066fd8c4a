//! What anyone may ask.

use super::Shared;
use super::frame::Frame;
use axum::Json;
use axum::extract::State;
use congdoan_wire::{OLDEST_PROTOCOL, OLDEST_SCHEMA, PROTOCOL, SCHEMA, Signed, hex};

pub(super) async fn health() -> &'static str {
    "ok\n"
}

pub(super) async fn server(State(doors): State<Shared>) -> Json<serde_json::Value> {
    let trust = &doors.trust.1;
    let root = hex::encode(&crate::keys::fingerprint(&trust.root.public_key));
    Json(serde_json::json!({
        "server": trust.server, "name": doors.name, "root": root,
        "protocol": {"oldest": OLDEST_PROTOCOL, "newest": PROTOCOL},
        "schema": {"oldest": OLDEST_SCHEMA, "newest": SCHEMA},
    }))
}

pub(super) async fn trust(State(doors): State<Shared>) -> Frame<Signed> {
    Frame(doors.trust.0.clone())
}
