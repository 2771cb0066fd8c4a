//! Who may call: this run's token, our own Host and Origin.

use axum::http::{HeaderMap, header};

/// What a call is checked against.
pub struct Guard {
    token: String,
    hosts: [String; 2],
}

impl Guard {
    /// `port`: where this twin listens on loopback.
    pub fn new(token: String, port: u16) -> Self {
        Self {
            token,
            hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
        }
    }

    /// The request was addressed to us by our own name.
    pub fn admits_host(&self, headers: &HeaderMap) -> bool {
        let word = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let ours = |host: &str| self.hosts.iter().any(|known| known == host);
        let origin = match headers.get(header::ORIGIN) {
            None => true,
            Some(_) => word(header::ORIGIN)
                .and_then(|origin| origin.strip_prefix("http://"))
                .is_some_and(ours),
        };
        word(header::HOST).is_some_and(ours) && origin
    }

    /// And it holds the token.
    pub fn admits_call(&self, headers: &HeaderMap) -> bool {
        let given = headers
            .get("x-twin-token")
            .map_or(&[][..], |value| value.as_bytes());
        self.same(given) && self.admits_host(headers)
    }

    /// A stream holds the token in its address, because a browser's EventSource can send no header of ours. Nothing else
    /// takes it from there: addresses end up in histories and logs.
    pub fn admits_stream(&self, headers: &HeaderMap, given: &str) -> bool {
        self.same(given.as_bytes()) && self.admits_host(headers)
    }

    fn same(&self, given: &[u8]) -> bool {
        let token = self.token.as_bytes();
        // Compared to the end whatever differs, so that time tells nothing.
        given.len() == token.len() && given.iter().zip(token).fold(0, |acc, (a, b)| acc | (a ^ b)) == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{ask, twin, until};

    fn headers(host: &str, origin: &str, token: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("host", host.parse().unwrap());
        headers.insert("origin", origin.parse().unwrap());
        headers.insert("x-twin-token", token.parse().unwrap());
        headers
    }

    #[test]
    fn only_our_own_page_with_the_token_is_let_in() {
        let guard = Guard::new("abc".into(), 4000);
        assert!(guard.admits_call(&headers("127.0.0.1:4000", "http://127.0.0.1:4000", "abc")));
        assert!(!guard.admits_call(&headers("127.0.0.1:4000", "http://127.0.0.1:4000", "abd")));
        assert!(!guard.admits_call(&headers("evil.example:4000", "http://127.0.0.1:4000", "abc")));
        assert!(!guard.admits_call(&headers("127.0.0.1:4000", "http://evil.example", "abc")));
        assert!(!guard.admits_call(&HeaderMap::new()));
    }

    /// DNS rebinding: a page of somebody else's, whose name was turned to 127.0.0.1 after it was loaded, may send what it
    /// likes but not our Host and Origin; nor may a page that guessed the port. Even with the token, which it cannot have.
    #[test]
    fn no_page_under_another_name_is_answered_at_any_door() {
        let dir = tempfile::tempdir().unwrap();
        let desk = std::sync::Arc::new(congdoan_desk::Desk::new(dir.path().to_owned(), true));
        let port = twin(&desk);
        let ours = "Host: 127.0.0.1:PORT\r\n";
        let strange = [
            "Host: evil.example\r\n",
            "Host: evil.example:PORT\r\n",
            "Host: 127.0.0.1.evil.example:PORT\r\n",
            "Host: evil.example#127.0.0.1:PORT\r\n",
            "Host: 127.0.0.1:PORT.evil.example\r\n",
            "Host: 127.0.0.1:PORT@evil.example\r\n",
            "Host: 127.0.0.1\r\n",
            "Host: 127.0.0.1:1\r\n",
            "Host: localhost.:PORT\r\n",
            "Host: [::1]:PORT\r\n",
            "Host: 0.0.0.0:PORT\r\n",
            "Host: \r\n",
            "",
            "Host: evil.example:PORT\r\nX-Forwarded-Host: 127.0.0.1:PORT\r\n",
            "Host: 127.0.0.1:PORT\r\nOrigin: http://evil.example:PORT\r\n",
            "Host: 127.0.0.1:PORT\r\nOrigin: https://127.0.0.1:PORT\r\n",
            "Host: 127.0.0.1:PORT\r\nOrigin: http://127.0.0.1:1\r\n",
            "Host: 127.0.0.1:PORT\r\nOrigin: null\r\n",
            "Host: 127.0.0.1:PORT\r\nOrigin: \r\n",
        ];
        let token = "X-Twin-Token: abc\r\n";
        for (line, more, body) in [
            ("POST /api/settings_view", token, "{}"),
            ("POST /api/session_enrol", token, "{}"),
            ("GET /api/topics?token=abc", "", ""),
            ("GET /", "", ""),
            ("GET /index.html", "", ""),
            ("OPTIONS /api/settings_view", token, ""),
        ] {
            let end = format!(
                "{more}Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            for head in strange {
                let answer = until(
                    &mut ask(port, &format!("{line} HTTP/1.1\r\n{head}{end}")),
                    "\r\n\r\n",
                );
                let refused = ["HTTP/1.1 403", "HTTP/1.1 400", "HTTP/1.1 405"];
                assert!(
                    refused.iter().any(|word| answer.starts_with(word)),
                    "{line} {head:?} → {answer}"
                );
                assert!(
                    !answer.to_lowercase().contains("access-control-allow"),
                    "{answer}"
                );
            }
        }
        let good = format!(
            "POST /api/settings_view HTTP/1.1\r\n{ours}{token}Connection: close\r\nContent-Length: 2\r\n\r\n{{}}"
        );
        assert!(until(&mut ask(port, &good), "\r\n\r\n").starts_with("HTTP/1.1 200"));
        let stranger = good.replace("abc", "abd");
        assert!(until(&mut ask(port, &stranger), "\r\n\r\n").starts_with("HTTP/1.1 403"));
    }
}
