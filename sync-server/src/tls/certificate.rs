use crate::keys::{KeyError, Keys};
use congdoan_domain::Instant;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ParsedCertificate;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Years that a certificate of our own making is good for. Devices go by the pin alone; browsers look at the date.
const YEARS: i32 = 10;

/// The certificate cannot be used, with what to do.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("Không đọc được {what} ở {path}: {why}. Hãy kiểm tra tệp PEM.")]
    File {
        what: &'static str,
        path: PathBuf,
        why: String,
    },
    #[error("Khóa TLS không thuộc chứng chỉ này: {0}. Hãy chọn đúng cặp tệp.")]
    Mismatch(String),
    #[error("Không làm được chứng chỉ cho “{host}”: {why}.")]
    CannotMake { host: String, why: String },
    #[error(
        "Chứng chỉ này có khóa khác với khóa ghi trong các lời mời (keys/tls.pin), nên các máy đã vào sẽ từ chối nó. Hãy dùng chứng chỉ có cùng khóa, hoặc chạy `congdoan-server tls pin` rồi mời lại mọi máy."
    )]
    NotThePin,
    #[error("{}", .0.in_words())]
    Key(#[from] KeyError),
}

/// A certificate chain with its private key, ready to serve.
#[derive(Debug)]
pub struct Certificate {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
    /// SHA-256 of the SubjectPublicKeyInfo.
    pub pin: [u8; 32],
}

fn unreadable<'a>(what: &'static str, path: &'a Path) -> impl Fn(String) -> TlsError + 'a {
    move |why| TlsError::File {
        what,
        path: path.to_owned(),
        why,
    }
}

impl Certificate {
    /// Reads PEM files: the chain with the server's own certificate first, and its private key.
    ///
    /// # Errors
    /// A file is missing or no PEM.
    pub fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let bad = unreadable("chứng chỉ TLS", certificate);
        let chain: Vec<_> = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect)
            .map_err(|error| bad(error.to_string()))?;
        let first = chain
            .first()
            .ok_or_else(|| bad("không có chứng chỉ nào".into()))?;
        let pin = pin_of(first).map_err(bad)?;
        let key = PrivateKeyDer::from_pem_file(key)
            .map_err(|error| unreadable("khóa TLS", key)(error.to_string()))?;
        Ok(Self { chain, key, pin })
    }

    /// What rustls serves with.
    ///
    /// # Errors
    /// The key does not belong to the certificate.
    pub fn into_config(self) -> Result<Arc<ServerConfig>, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| {
                builder
                    .with_no_client_auth()
                    .with_single_cert(self.chain, self.key)
            })
            .map_err(|error| TlsError::Mismatch(error.to_string()))?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

/// The pin of the first certificate of a PEM file.
///
/// # Errors
/// No certificate in it.
pub fn pin_of_file(path: &Path) -> Result<[u8; 32], TlsError> {
    let bad = unreadable("chứng chỉ TLS", path);
    let first = CertificateDer::from_pem_file(path).map_err(|error| bad(error.to_string()))?;
    pin_of(&first).map_err(bad)
}

/// The host of an `https://` address, without its port.
///
/// # Errors
/// The address is another kind.
pub fn host(url: &str) -> Result<&str, TlsError> {
    let rest = url.strip_prefix("https://").ok_or_else(|| TlsError::CannotMake {
        host: url.to_owned(),
        why: "địa chỉ phải bắt đầu bằng https://".into(),
    })?;
    let authority = rest.split('/').next().unwrap_or(rest);
    Ok(match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(v6),
        None => authority.split(':').next().unwrap_or(authority),
    })
}

fn pin_of(certificate: &CertificateDer<'_>) -> Result<[u8; 32], String> {
    let parsed = ParsedCertificate::try_from(certificate).map_err(|error| error.to_string())?;
    Ok(Sha256::digest(parsed.subject_public_key_info()).into())
}

fn files(keys: &Keys) -> (PathBuf, PathBuf) {
    (keys.file("tls.crt"), keys.file("tls.key"))
}

/// The certificate of our own making, if there is one.
///
/// # Errors
/// It is there and cannot be read.
pub fn made(keys: &Keys) -> Result<Option<Certificate>, TlsError> {
    let (certificate, key) = files(keys);
    if !certificate.exists() {
        return Ok(None);
    }
    Certificate::read(&certificate, &key).map(Some)
}

/// Makes a self-signed certificate for a host, and has the invitations carry its pin. A key that is there already is
/// kept, so making it anew renews the certificate and leaves the pin alone.
///
/// # Errors
/// The host is no name or address, or a file cannot be written.
pub fn make(keys: &Keys, host: &str, at: Instant) -> Result<Certificate, TlsError> {
    let cannot = |why: rcgen::Error| TlsError::CannotMake {
        host: host.to_owned(),
        why: why.to_string(),
    };
    let (certificate, key_file) = files(keys);
    let key = if key_file.exists() {
        let pem = std::fs::read_to_string(&key_file)
            .map_err(|error| unreadable("khóa TLS", &key_file)(error.to_string()))?;
        rcgen::KeyPair::from_pem(&pem).map_err(cannot)?
    } else {
        let key = rcgen::KeyPair::generate().map_err(cannot)?; // ECDSA P-256: every TLS library knows it
        keys.write_file("tls.key", key.serialize_pem().as_bytes())?;
        key
    };
    let mut params = rcgen::CertificateParams::new(vec![host.to_owned()]).map_err(cannot)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "Công Đoàn Số");
    let today = at.date();
    let day = |years: i32| rcgen::date_time_ymd(i32::from(today.year()) + years, 1, 1);
    (params.not_before, params.not_after) = (day(0), day(YEARS));
    let pem = params.self_signed(&key).map_err(cannot)?.pem();
    std::fs::write(&certificate, pem)
        .map_err(|error| unreadable("chứng chỉ TLS", &certificate)(error.to_string()))?;
    let made = Certificate::read(&certificate, &key_file)?;
    set_pin(keys, Some(made.pin))?;
    Ok(made)
}

/// The pin that invitations carry; none: a certificate of a public authority.
///
/// # Errors
/// The file is there and holds no pin.
pub fn pin_of_invitations(keys: &Keys) -> Result<Option<[u8; 32]>, TlsError> {
    let path = keys.file("tls.pin");
    let Ok(text) = std::fs::read_to_string(&path) else {
        return Ok(None);
    };
    let pin: congdoan_wire::pack::SegmentHash = text
        .trim()
        .parse()
        .map_err(|_| unreadable("khóa ghim TLS", &path)("không phải 64 chữ số hệ 16".into()))?;
    Ok(Some(pin.0))
}

/// Has invitations made from now on carry this pin, or none.
///
/// # Errors
/// The file cannot be written.
pub fn set_pin(keys: &Keys, pin: Option<[u8; 32]>) -> Result<(), TlsError> {
    let path = keys.file("tls.pin");
    let done = match pin {
        Some(pin) => std::fs::write(&path, congdoan_wire::pack::SegmentHash(pin).to_string()),
        None if path.exists() => std::fs::remove_file(&path),
        None => Ok(()),
    };
    done.map_err(|error| unreadable("khóa ghim TLS", &path)(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_from_the_address() {
        assert_eq!(
            host("https://congdoan.example:8443/x").unwrap(),
            "congdoan.example"
        );
        assert_eq!(host("https://[::1]:8443").unwrap(), "::1");
        assert!(host("http://congdoan.example").is_err());
    }

    #[test]
    fn a_renewed_certificate_keeps_its_pin_and_a_foreign_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::at(folder.path());
        let first = make(&keys, "congdoan.example", Instant(1_795_500_000_000)).unwrap();
        let second = make(&keys, "congdoan.example", Instant(1_895_500_000_000)).unwrap();
        assert_eq!(first.pin, second.pin);
        assert_ne!(first.chain, second.chain);
        assert_eq!(pin_of_invitations(&keys).unwrap(), Some(first.pin));
        first.into_config().unwrap();

        let elsewhere = tempfile::tempdir().unwrap();
        let other = Keys::at(elsewhere.path());
        make(&other, "127.0.0.1", Instant(1_795_500_000_000)).unwrap();
        let mixed = Certificate::read(&keys.file("tls.crt"), &other.file("tls.key")).unwrap();
        assert!(matches!(mixed.into_config(), Err(TlsError::Mismatch(_))));
        assert!(made(&Keys::at(&folder.path().join("none"))).unwrap().is_none());
    }
}
