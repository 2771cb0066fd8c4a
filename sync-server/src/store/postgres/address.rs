//! Where the database is, and that what goes there over a network is encrypted.

use super::options::PostgresOptions;
use crate::store::error::StoreError;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use std::net::IpAddr;
use std::path::Path;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Past these a host counts as gone.
const CONNECT: Duration = Duration::from_secs(10);
const SILENCE: Duration = Duration::from_secs(30);

/// Reads `postgresql://user:password@host:port/database`. Nothing of it is repeated in an error: it holds a password.
pub(super) fn config(url: &str) -> Result<Config, StoreError> {
    let mut config: Config = url.parse().map_err(|_| {
        StoreError::Address("không đọc được địa chỉ; mẫu: postgresql://tên:mật-khẩu@máy/cơ-sở-dữ-liệu".into())
    })?;
    if config.get_hosts().is_empty() {
        return Err(StoreError::Address("thiếu tên máy hoặc thư mục socket".into()));
    }
    // `prefer`, the usual value, would go on in plain text with whoever answers in the database's place.
    if config.get_ssl_mode() == SslMode::Prefer {
        let here = config.get_hosts().iter().all(is_here);
        config.ssl_mode(if here { SslMode::Disable } else { SslMode::Require });
    }
    config
        .application_name("congdoan-server")
        .connect_timeout(CONNECT)
        .keepalives_idle(SILENCE)
        .tcp_user_timeout(SILENCE);
    Ok(config)
}

/// What goes to this host never leaves the machine.
fn is_here(host: &Host) -> bool {
    match host {
        #[cfg(unix)]
        Host::Unix(_) => true,
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
    }
}

/// Checks the server's certificate and its name against the public authorities, or those of a file.
pub(super) fn tls(options: &PostgresOptions) -> Result<MakeRustlsConnect, StoreError> {
    let mut roots = RootCertStore::empty();
    match &options.authorities {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            for authority in authorities(file)? {
                roots.add(authority).map_err(|_| unreadable(file))?;
            }
        }
    }
    let provider = rustls::crypto::ring::default_provider();
    let config = ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Address(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn unreadable(file: &Path) -> StoreError {
    StoreError::Address(format!("{} không phải chứng chỉ PEM", file.display()))
}

fn authorities(file: &Path) -> Result<Vec<CertificateDer<'static>>, StoreError> {
    let found: Vec<_> = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect)
        .map_err(|_| unreadable(file))?;
    if found.is_empty() {
        return Err(unreadable(file));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> SslMode {
        config(url).unwrap().get_ssl_mode()
    }

    #[test]
    fn nothing_goes_over_a_network_in_plain_text_unless_it_is_asked_for() {
        for here in [
            "postgresql://cd@localhost/cd",
            "postgresql://cd@127.0.0.1:5433/cd",
            "postgresql://cd@[::1]/cd",
            "postgresql://cd@%2Fvar%2Frun%2Fpostgresql/cd",
            "host=/var/run/postgresql user=cd",
        ] {
            assert_eq!(mode(here), SslMode::Disable, "{here}");
        }
        for elsewhere in [
            "postgresql://cd@db.example/cd",
            "postgresql://cd@192.0.2.7/cd?sslmode=prefer",
            "postgresql://cd@localhost,db.example/cd",
        ] {
            assert_eq!(mode(elsewhere), SslMode::Require, "{elsewhere}");
        }
        assert_eq!(
            mode("postgresql://cd@db.example/cd?sslmode=disable"),
            SslMode::Disable
        );
        assert_eq!(
            mode("postgresql://cd@localhost/cd?sslmode=require"),
            SslMode::Require
        );
    }

    #[test]
    fn an_address_that_cannot_be_read_is_not_repeated_with_its_password() {
        for bad in [
            "postgresql://cd:matkhau@db.example:x/cd",
            "matkhau",
            "postgresql://",
        ] {
            let words = config(bad).unwrap_err().in_words();
            assert!(
                words.contains("--database-url") && !words.contains("matkhau"),
                "{words}"
            );
        }
    }
}
