//! The page's calls to the desk, and the desk's topics to the page.

use congdoan_desk::Desk;
use serde_json::{Value, json};
use std::sync::{Arc, OnceLock};
use tauri::ipc::{Invoke, InvokeBody};
use tauri::{AppHandle, Emitter, Runtime};

/// Where the desk sits once the window's folder is known.
#[derive(Clone, Default)]
pub struct Seat(Arc<OnceLock<Arc<Desk>>>);

impl Seat {
    pub fn take(&self, desk: Arc<Desk>) {
        let _ = self.0.set(desk);
    }

    pub fn desk(&self) -> Option<Arc<Desk>> {
        self.0.get().cloned()
    }
}

/// Answers a command of any name by the desk's call of that name; only the desk knows which there are.
///
/// Tauri lets through what the window's own page asks, and nothing from elsewhere.
pub fn answer<R: Runtime>(seat: Seat) -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    move |invoke| {
        let Invoke {
            message, resolver, ..
        } = invoke;
        let Some(desk) = seat.desk() else { return false };
        let name = message.command().to_owned();
        let args = match message.payload() {
            InvokeBody::Json(args) => args.clone(),
            InvokeBody::Raw(_) => Value::Null,
        };
        // The desk reads files and waits for the network: not on the thread that draws.
        tauri::async_runtime::spawn_blocking(move || match desk.call(&name, args) {
            Ok(value) => resolver.resolve(value),
            Err(error) => resolver.reject(error),
        });
        true
    }
}

/// The event `topics`, whenever something changed.
pub fn tell_topics<R: Runtime>(desk: &Desk, app: &AppHandle<R>) {
    let app = app.clone();
    desk.observe(move |topics| {
        // Fails only when there is no window any more.
        let _ = app.emit("topics", json!({"topics": topics}));
    });
}
