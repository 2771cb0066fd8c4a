//! The Transport port over HTTP: reqwest with rustls and ring, pinned or with public roots.

use crate::ports::{Reply, Transport, TransportError};
use congdoan_wire::invitation::TlsTrust;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, SignatureScheme};
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

pub struct Http {
    address: String,
    client: reqwest::blocking::Client,
    streams: reqwest::blocking::Client,
}

impl Http {
    /// # Errors
    /// Plain HTTP beyond loopback without `insecure`, plain HTTP where the invitation names a certificate, or an address
    /// that is none.
    pub fn new(address: &str, tls: &TlsTrust, insecure: bool) -> Result<Self, TransportError> {
        let address = address.trim_end_matches('/').to_owned();
        let url = reqwest::Url::parse(&address).map_err(|_| TransportError::NotTheServer)?;
        let loopback = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        let plain = url.scheme() != "https";
        if plain && (matches!(tls, TlsTrust::Pin(_)) || !loopback && !insecure) {
            return Err(TransportError::NotEncrypted);
        }
        let build = |timeout: Option<Duration>| {
            let mut builder = reqwest::blocking::Client::builder()
                .use_preconfigured_tls(tls_config(tls))
                .connect_timeout(Duration::from_secs(10))
                .no_proxy()
                // Our server never redirects. A 307 would carry the body on, an invitation's code too, to an address
                // that nobody named, in the clear perhaps.
                .redirect(reqwest::redirect::Policy::none())
                .timeout(timeout);
            builder = builder.user_agent(concat!("congdoan/", env!("CARGO_PKG_VERSION")));
            builder.build().map_err(|_| TransportError::Unreachable)
        };
        Ok(Self {
            address,
            client: build(Some(Duration::from_secs(60)))?,
            streams: build(None)?,
        })
    }
}

/// Tells a certificate that is not the expected one from a server that cannot be reached.
fn unreachable(error: impl std::error::Error + 'static) -> TransportError {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(cause) = next {
        if let Some(rustls::Error::InvalidCertificate(_)) = cause.downcast_ref() {
            return TransportError::NotTheServer;
        }
        // An io::Error hides what it wraps: its source() is the source of that.
        next = match cause.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref()) {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    TransportError::Unreachable
}

impl Transport for Http {
    fn post(&self, path: &str, token: Option<&str>, body: &[u8]) -> Result<Reply, TransportError> {
        let mut request = self
            .client
            .post(format!("{}{path}", self.address))
            .header("content-type", "application/x-congdoan")
            .body(body.to_vec());
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let response = request.send().map_err(unreachable)?;
        let status = response.status().as_u16();
        let mut body = vec![];
        let most = congdoan_wire::codec::MAX_UNPACKED as u64;
        response
            .take(most + 1)
            .read_to_end(&mut body)
            .map_err(unreachable)?;
        Ok(Reply { status, body })
    }

    fn get(&self, path: &str, from: u64, sink: &mut dyn FnMut(&[u8]) -> bool) -> Result<u16, TransportError> {
        // The time limit of this client is per read: a line that goes silent in the middle is noticed.
        let mut request = self.client.get(format!("{}{path}", self.address));
        if from > 0 {
            request = request.header("range", format!("bytes={from}-"));
        }
        let mut response = request.send().map_err(unreachable)?;
        let status = response.status().as_u16();
        let mut part = vec![0; 64 << 10];
        loop {
            let n = response.read(&mut part).map_err(unreachable)?;
            if n == 0 {
                return Ok(status);
            }
            if !sink(&part[..n]) {
                return Err(TransportError::Cancelled);
            }
        }
    }

    fn events(&self, token: &str, event: &mut dyn FnMut(&str) -> bool) -> Result<(), TransportError> {
        use std::io::BufRead;
        let request = self
            .streams
            .get(format!("{}/v1/events", self.address))
            .bearer_auth(token);
        let response = request.send().map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(TransportError::Unreachable);
        }
        for line in std::io::BufReader::new(response).lines() {
            let line = line.map_err(unreachable)?;
            // Comment lines are the server's heartbeat: they let the listener notice that it should stop.
            if !event(line.strip_prefix("data:").map_or("", str::trim)) {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// rustls by hand: reqwest's own default asks the platform, which panics on Android without a JVM context.
fn tls_config(tls: &TlsTrust) -> rustls::ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .expect("ring has the default protocol versions");
    match tls {
        TlsTrust::Pin(pin) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Pinned { pin: *pin, provider }))
            .with_no_client_auth(),
        TlsTrust::PublicCa | TlsTrust::Plain => {
            let roots = rustls::RootCertStore {
                roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
            };
            builder.with_root_certificates(roots).with_no_client_auth()
        }
    }
}

/// Accepts a certificate by its public key: the SHA-256 of the SubjectPublicKeyInfo (RFC 7469 section 2.4) is the one of
/// the invitation. A renewed certificate with the same key passes; names and dates are not asked, because a small office
/// renews neither. The handshake itself proves that the other side holds the key.
#[derive(Debug)]
struct Pinned {
    pin: [u8; 32],
    provider: Arc<rustls::crypto::CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let key = rustls::server::ParsedCertificate::try_from(end_entity)?.subject_public_key_info();
        if congdoan_wire::pack::SegmentHash::of(&key).0 == self.pin {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(rustls::CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls12_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        rustls::crypto::verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    #[test]
    fn a_redirect_is_not_followed_and_the_code_goes_nowhere_else() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let answer = "HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            stream.write_all(answer.as_bytes()).unwrap();
            listener.set_nonblocking(true).unwrap();
            std::thread::sleep(Duration::from_millis(200));
            listener.accept().is_ok()
        });
        let transport = Http::new(&address, &TlsTrust::Plain, false).unwrap();
        let reply = transport.post("/v1/enrol", None, b"code").unwrap();
        assert_eq!(reply.status, 307);
        assert!(!server.join().unwrap(), "a second request came");
    }
}
