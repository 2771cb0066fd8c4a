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
}
