//! The address that invitations carry.

use axum::http::Uri;

/// Reads what the operator typed: `http://` or `https://`, a host, perhaps a port, and nothing more.
///
/// # Errors
/// What is wrong, in a sentence. An invitation with such an address would be good for nobody.
pub fn checked(url: &str) -> Result<String, String> {
    let url = url.trim().trim_end_matches('/');
    let bad = || {
        format!(
            "“{url}” không phải địa chỉ dùng được trong lời mời. Chưa làm gì cả. Hãy ghi như https://congdoan.example hoặc http://192.168.1.10:8787."
        )
    };
    let uri: Uri = url.parse().map_err(|_| bad())?;
    let authority = uri.authority().ok_or_else(bad)?;
    let port = authority
        .as_str()
        .strip_prefix(authority.host())
        .ok_or_else(bad)?;
    let good = matches!(uri.scheme_str(), Some("http" | "https"))
        && !authority.host().is_empty()
        && (port.is_empty()
            || port
                .strip_prefix(':')
                .is_some_and(|p| p.parse::<u16>().is_ok_and(|p| p > 0)))
        && uri.path_and_query().is_none_or(|path| path.as_str() == "/");
    if good { Ok(url.to_owned()) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_no_device_could_use_is_refused() {
        for good in [
            "https://congdoan.example",
            "http://127.0.0.1:8787",
            "https://[2001:db8::1]:8443",
            " https://congdoan.example/ ",
        ] {
            assert_eq!(checked(good).as_deref(), Ok(good.trim().trim_end_matches('/')));
        }
        for bad in [
            "not a url",
            "",
            "congdoan.example",
            "congdoan.example:8787",
            "ftp://congdoan.example",
            "https://",
            "https://:8787",
            "https://congdoan.example:99999",
            "https://congdoan.example:0",
            "https://ai@congdoan.example",
            "https://congdoan.example/den-day",
            "https://congdoan.example?x=1",
            "https://a|b",
        ] {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }
}
