//! Whose request it is, for the limits: an address, never a person.

use super::Shared;
use crate::connection::house;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The address a request comes from.
pub struct Caller(pub IpAddr);

impl FromRequestParts<Shared> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, doors: &Shared) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::from(Ipv4Addr::UNSPECIFIED), |from| from.0.ip());
        Ok(Self(caller(peer, &parts.headers, doors.trust_proxy)))
    }
}

/// Only a proxy on this machine is believed, and of what it says only the last entry: those before it came with the
/// request and may be invented.
fn caller(peer: IpAddr, headers: &HeaderMap, trust_proxy: bool) -> IpAddr {
    if !trust_proxy || !peer.to_canonical().is_loopback() {
        return house(peer);
    }
    let last = |name| {
        let line = headers.get_all(name).iter().next_back()?.to_str().ok()?;
        line.rsplit(',').next()
    };
    let forwarded = last(header::FORWARDED).and_then(|element| {
        let mut pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs
            .find(|(name, _)| name.eq_ignore_ascii_case("for"))
            .map(|(_, value)| value)
    });
    let x_forwarded = last(header::HeaderName::from_static("x-forwarded-for"));
    let said = match (forwarded.and_then(address), x_forwarded.and_then(address)) {
        // A proxy writes one of the two; where both are there and differ, one of them is the caller's own invention.
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other),
    };
    house(said.unwrap_or(peer))
}

/// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `"[2001:db8::1]:80"` (RFC 7239 section 6).
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let with_port = || text.parse::<SocketAddr>().ok().map(|a| a.ip());
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(trust: bool, peer: &str, lines: &[(&'static str, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        caller(peer.parse().unwrap(), &headers, trust).to_string()
    }

    #[test]
    fn only_a_proxy_on_this_machine_says_who_calls_and_only_its_own_word_counts() {
        let xff = [("x-forwarded-for", "203.0.113.9, 198.51.100.7")];
        assert_eq!(of(true, "127.0.0.1", &xff), "198.51.100.7");
        assert_eq!(of(false, "127.0.0.1", &xff), "127.0.0.1");
        assert_eq!(of(true, "192.0.2.5", &xff), "192.0.2.5", "no proxy of ours");
        let twice = [
            ("x-forwarded-for", "203.0.113.9"),
            ("x-forwarded-for", "198.51.100.7"),
        ];
        assert_eq!(of(true, "::1", &twice), "198.51.100.7");
        let rfc = [(
            "forwarded",
            "for=203.0.113.9, For=\"[2001:db8::7:1]:4711\";proto=https",
        )];
        assert_eq!(of(true, "127.0.0.1", &rfc), "2001:db8::", "a /64 counts as one");
        let both = [
            ("forwarded", "for=203.0.113.9"),
            ("x-forwarded-for", "198.51.100.7"),
        ];
        assert_eq!(of(true, "127.0.0.1", &both), "127.0.0.1");
        assert_eq!(
            of(true, "127.0.0.1", &[("x-forwarded-for", "unknown")]),
            "127.0.0.1"
        );
    }
}
