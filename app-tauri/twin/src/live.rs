//! `GET /api/topics?token=`: which questions have a new answer, as it happens (server-sent events).

use crate::Twin;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use congdoan_desk::{Desk, TOPICS};
use futures_util::stream::unfold;
use serde_json::json;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::broadcast::{Sender, channel, error::RecvError};

/// A page that falls further behind is told that everything changed.
const MOST_BEHIND: usize = 64;
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What the desk says has changed, for every page that listens.
#[derive(Clone)]
pub(crate) struct Changes(Sender<Vec<&'static str>>);

impl Changes {
    pub(crate) fn of(desk: &Desk) -> Self {
        let (sender, _) = channel(MOST_BEHIND);
        let changes = Self(sender.clone());
        desk.observe(move |topics| {
            // Fails only when nobody listens.
            let _ = sender.send(topics.to_vec());
        });
        changes
    }
}

pub(crate) async fn topics(
    State(twin): State<Twin>,
    Query(given): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let token = given.get("token").map_or("", String::as_str);
    if !twin.guard.admits_stream(&headers, token) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let stream = unfold(twin.changes.0.subscribe(), |mut changes| async move {
        let changed = match changes.recv().await {
            Ok(topics) => topics,
            Err(RecvError::Lagged(_)) => TOPICS.to_vec(),
            Err(RecvError::Closed) => return None,
        };
        let event = Event::default()
            .event("topics")
            .data(json!({"topics": changed}).to_string());
        Some((Ok::<_, Infallible>(event), changes))
    });
    Sse::new(stream)
        .keep_alive(KeepAlive::new().interval(HEARTBEAT))
        .into_response()
}

#[cfg(test)]
mod tests {
    use crate::testing::{ask, twin, until};
    use congdoan_desk::Desk;
    use serde_json::json;
    use std::sync::Arc;

    #[test]
    fn a_page_hears_what_changed_and_only_our_own_page_with_the_token_does() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Arc::new(Desk::new(dir.path().to_owned(), true));
        let port = twin(&desk);
        let mut open = ask(
            port,
            "GET /api/topics?token=abc HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
        );
        let head = until(&mut open, "\r\n\r\n");
        assert!(
            head.contains("200 OK") && head.contains("text/event-stream"),
            "{head}"
        );
        let settings = json!({"language": "vi", "theme": "dark", "density": "normal", "text_size": 100, "single_keys": true});
        desk.call("settings_save", json!({"settings": settings})).unwrap();
        let event = until(&mut open, "\n\n");
        assert!(event.contains("event: topics"), "{event}");
        assert!(event.contains(r#"data: {"topics":["settings"]}"#), "{event}");
        for refused in [
            "GET /api/topics?token=abd HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
            "GET /api/topics HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
            "GET /api/topics?token=abc HTTP/1.1\r\nHost: evil.example:PORT\r\n\r\n",
            "GET /api/topics?token=abc HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nOrigin: http://evil.example\r\n\r\n",
            // The address holds the token for the stream and for nothing else.
            "POST /api/settings_view?token=abc HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 2\r\n\r\n{}",
        ] {
            let answer = until(&mut ask(port, refused), "\r\n\r\n");
            assert!(answer.starts_with("HTTP/1.1 403"), "{refused} → {answer}");
        }
    }
}
