//! Real HTTPS: a certificate of the server's own making, pinned by the invitation.

use congdoan_client::{ApiError, Client, Enrolment, Ports, system};
use congdoan_server::init::Founding;
use congdoan_server::serve::{Config, Entrance, Running, start_at};
use congdoan_server::tls::{self, Certificate};
use congdoan_server::{keys::Keys, sample};
use congdoan_tests::kit::TestClock;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

struct Secured {
    dir: TempDir,
    clock: TestClock,
    address: SocketAddr,
}

impl Secured {
    fn found() -> Self {
        let secured = Self {
            dir: tempfile::tempdir().unwrap(),
            clock: TestClock::at(congdoan_tests::kit::START),
            address: std::net::TcpListener::bind("127.0.0.1:0")
                .unwrap()
                .local_addr()
                .unwrap(),
        };
        let (url, at) = (format!("https://{}", secured.address), secured.clock.now());
        let founding = Founding::new(&secured.data(), "Máy chủ thử", &url, at, false).unwrap();
        tls::make(&founding.keys, tls::host(&url).unwrap(), at).unwrap();
        sample::found(&founding, &secured.data(), at, |_| {}).unwrap();
        secured
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("server")
    }

    fn invitation(&self, name: &str) -> String {
        std::fs::read_to_string(self.data().join(format!("sample/{name}.invitation"))).unwrap()
    }

    /// Serves with the certificate of this folder.
    fn serve(&self, keys: &Path) -> Result<Running, congdoan_server::serve::CannotServe> {
        let clock = self.clock.clone();
        let config = Config {
            data: self.data(),
            listen: self.address,
            clock: Arc::new(move || clock.now()),
        };
        let entrance = Entrance {
            certificate: Some(Certificate::read(&keys.join("tls.crt"), &keys.join("tls.key")).unwrap()),
            ..Entrance::default()
        };
        start_at(config, entrance)
    }

    fn ports(&self, insecure: bool) -> Ports {
        Ports {
            clock: Arc::new(self.clock.clone()),
            ..system::ports(insecure)
        }
    }

    fn enrol(&self, name: &str, line: &str, insecure: bool) -> Result<Client, ApiError> {
        let choice = Enrolment {
            device_name: "PC".into(),
            pin: None,
            sample: true,
            signer: None,
        };
        Client::enrol(&self.dir.path().join(name), line, self.ports(insecure), choice)
    }
}

#[test]
fn a_pinned_certificate_enrols_and_syncs_and_may_be_renewed() {
    let secured = Secured::found();
    let keys = secured.data().join("keys");
    let running = secured.serve(&keys).unwrap();
    let line = secured.invitation("hung");
    assert!(line.contains("|https://127.0.0.1:"), "{line}");
    let hung = secured.enrol("hung", &line, false).unwrap();
    hung.sync_now();
    assert!(hung.sync_status().unwrap().last_settled.is_some());
    assert!(hung.me().unwrap().unit.is_some());

    // Renewed: the same key in another certificate. Who is in stays in, and an old invitation still works.
    drop(running);
    secured.clock.advance_hours(24 * 40);
    let before = std::fs::read(keys.join("tls.crt")).unwrap();
    tls::make(&Keys::at(&secured.data()), "127.0.0.1", secured.clock.now()).unwrap();
    assert_ne!(before, std::fs::read(keys.join("tls.crt")).unwrap());
    secured.clock.advance_hours(-24 * 40);
    let _running = secured.serve(&keys).unwrap();
    secured.clock.advance_hours(1);
    hung.sync_now();
    assert_eq!(
        hung.sync_status().unwrap().last_settled,
        Some(secured.clock.now()),
        "over the renewed certificate"
    );
    secured.enrol("lan", &secured.invitation("lan"), false).unwrap();
}

#[test]
fn another_certificate_is_refused_and_the_invitation_stays_unused() {
    let secured = Secured::found();
    let elsewhere = tempfile::tempdir().unwrap();
    let foreign = Keys::at(elsewhere.path());
    tls::make(&foreign, "127.0.0.1", secured.clock.now()).unwrap();
    let line = secured.invitation("lan");

    // The server itself will not serve what every device would refuse.
    let refused = secured.serve(&elsewhere.path().join("keys")).err().unwrap();
    assert!(refused.0.contains("tls.pin"), "{refused}");

    // Somebody in between, who has everything but the key of the certificate.
    std::fs::remove_file(secured.data().join("keys/tls.pin")).unwrap();
    let between = secured.serve(&elsewhere.path().join("keys")).unwrap();
    let error = secured.enrol("lan", &line, false).err().unwrap();
    assert_eq!(error.code, "wrong_certificate");
    assert!(error.message.contains("không phải chứng chỉ ghi trong lời mời"));
    assert!(error.message.contains("Lời mời này vẫn chưa dùng"));
    // A public authority would not vouch for it either.
    let parts: Vec<&str> = line.trim().split('|').collect();
    let public = [parts[0], parts[1], "ca", parts[3], parts[4]].join("|");
    assert_eq!(
        secured.enrol("lan", &public, false).err().unwrap().code,
        "wrong_certificate"
    );
    drop(between);

    let running = secured.serve(&secured.data().join("keys")).unwrap();
    let lan = secured.enrol("lan", &line, false).unwrap();

    // Later too: not "no network", for which nobody would call anybody.
    drop(running);
    let _ = std::fs::remove_file(secured.data().join("keys/tls.pin"));
    let _between = secured.serve(&elsewhere.path().join("keys")).unwrap();
    lan.sync_now();
    let status = lan.sync_status().unwrap();
    assert_eq!(status.blocked.unwrap().code, "wrong_certificate");
    assert_eq!(status.last_settled, None);
}

#[test]
fn plain_http_beyond_this_machine_needs_a_wish_and_never_replaces_a_pin() {
    let secured = Secured::found();
    let line = secured.invitation("lan");
    let parts: Vec<&str> = line.trim().split('|').collect();
    // 192.0.2.0/24 is for documentation (RFC 5737): nobody answers there.
    let beyond = [parts[0], "http://192.0.2.1:8787", "plain", parts[3], parts[4]].join("|");
    let error = secured.enrol("lan", &beyond, false).err().unwrap();
    assert_eq!(error.code, "not_encrypted");
    assert!(error.message.contains("không mã hóa"));
    let stripped = [parts[0], "http://127.0.0.1:1", parts[2], parts[3], parts[4]].join("|");
    assert_eq!(
        secured.enrol("lan", &stripped, true).err().unwrap().code,
        "not_encrypted",
        "a pin is never dropped"
    );
    let here = [parts[0], "http://127.0.0.1:1", "plain", parts[3], parts[4]].join("|");
    assert_eq!(secured.enrol("lan", &here, false).err().unwrap().code, "offline");
}
