//! The network door: one file a route. Handlers decode, ask the engine on a blocking thread, encode.

mod body;
mod caller;
mod enrol;
mod events;
mod frame;
mod limits;
mod packs;
mod public;
mod session;
mod sync;
mod token;

use crate::clock::Clock;
use crate::commit::Seal;
use crate::connection::Patience;
use crate::keys::Key;
use crate::security::SecurityLog;
use crate::store::ServerStore;
use crate::wake::Watch;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use congdoan_domain::Scope;
use congdoan_wire::{Signed, TrustDocument};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use frame::Refused;
pub use limits::Limiter;

/// Everything a handler needs.
pub struct Doors {
    pub store: Box<dyn ServerStore>,
    pub seal: Box<dyn Seal + Send + Sync>,
    pub clock: Clock,
    pub name: String,
    pub trust: (Signed, TrustDocument),
    pub certificate: Key,
    pub token_secret: ring::hmac::Key,
    pub packs: PathBuf,
    pub security: SecurityLog,
    pub limiter: Limiter,
    /// Scopes that a commit touched.
    pub changed: tokio::sync::broadcast::Sender<Arc<BTreeSet<Scope>>>,
    /// What listeners here want to hear of, whichever process changes it.
    pub watch: Arc<Watch>,
    /// True once the server is told to stop: streams end.
    pub closing: tokio::sync::watch::Receiver<bool>,
    /// How long a request's body may take.
    pub patience: Patience,
    /// Whether a proxy on this machine says who calls.
    pub trust_proxy: bool,
}

pub type Shared = Arc<Doors>;

/// All routes.
pub fn router(doors: Shared) -> Router {
    Router::new()
        .route("/v1/health", get(public::health))
        .route("/v1/server", get(public::server))
        .route("/v1/trust", get(public::trust))
        .route("/v1/enrol", post(enrol::enrol))
        .route("/v1/challenge", post(session::challenge))
        .route("/v1/session", post(session::session))
        .route("/v1/sync", post(sync::sync))
        .route("/v1/events", get(events::events))
        .route("/v1/packs/{name}/manifest", get(packs::manifest))
        .route("/v1/packs/segments/{hash}", get(packs::segment))
        .fallback(|| async { Refused::new(StatusCode::NOT_FOUND, "no_such_door") })
        .method_not_allowed_fallback(|| async {
            Refused::new(StatusCode::METHOD_NOT_ALLOWED, "no_such_door")
        })
        .with_state(doors)
}
