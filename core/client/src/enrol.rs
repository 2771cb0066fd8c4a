//! From an invitation to a home (design 4b).

use crate::attempt::{self, Attempt};
use crate::client::{Client, Options};
use crate::error::{ApiError, Retry};
use crate::folder;
use crate::home::Home;
use crate::pin;
use crate::ports::{Ports, Signer, TransportError};
use crate::system::SoftwareKey;
use crate::vault::{self, Secrets};
use congdoan_domain::signature::{Purpose, message};
use congdoan_store::{DatabaseKey, ROOMS, Store};
use congdoan_wire::enrol::{DeviceCertificate, EnrolRequest, EnrolResponse};
use congdoan_wire::invitation::{InvitationText, TlsTrust};
use congdoan_wire::{Failure, PROTOCOL, TrustDocument, codec, hex};
use std::path::Path;
use std::sync::Arc;

/// What a person chooses when enrolling.
#[derive(Clone)]
pub struct Enrolment {
    pub device_name: String,
    pub pin: Option<String>,
    /// The home is of invented data.
    pub sample: bool,
    pub signer: Option<Arc<dyn Signer>>,
}

/// Reads an invitation without using it up.
///
/// # Errors
/// What is wrong with the text.
pub fn read_invitation(text: &str) -> Result<InvitationText, ApiError> {
    InvitationText::parse(text).map_err(|bad| {
        ApiError::new(
            "bad_invitation",
            Retry::Never,
            &bad.to_string(),
            "This is not a complete invitation. Copy the whole line.",
        )
    })
}

fn untrusted() -> ApiError {
    ApiError::new(
        "not_the_server",
        Retry::Never,
        "Máy chủ trả lời không đúng chữ ký của tổ chức trong lời mời. Chưa lưu gì cả. Hãy báo người mời.",
        "The server's answer is not signed by the union of the invitation. Nothing was kept. Tell the inviter.",
    )
}

/// The server was not reached, or is another one: the code never left this device.
fn unused(error: TransportError) -> ApiError {
    unused_here(error.into())
}

/// The code was sent and nothing that can be read came back.
fn in_between() -> ApiError {
    ApiError::new(
        "enrol_unanswered",
        Retry::Online,
        "Máy chủ chưa trả lời nên chưa biết lời mời đã được nhận hay chưa. Khóa của máy này đã lưu trong thư mục. Hãy thử lại bằng chính lời mời này trên máy này khi có mạng; lời mời không bị mất.",
        "The server did not answer, so it is not known whether it took the invitation. This device's key is kept in the folder. Try again with the same invitation on this device when there is a network; the invitation is not lost.",
    )
}

/// The disk does not even take the keys: the code never left this device.
fn unused_here(mut error: ApiError) -> ApiError {
    error.message.push_str(" Lời mời này vẫn chưa dùng.");
    error.message_en.push_str(" The invitation is still unused.");
    error
}

/// The server took the invitation, and the home could not be written.
fn unfounded(mut error: ApiError) -> ApiError {
    error.message.push_str(" Máy chủ đã nhận lời mời và khóa của máy này đã lưu: hãy thử lại bằng chính lời mời này trên máy này.");
    error.message_en.push_str(" The server took the invitation and this device's key is kept: try again with the same invitation on this device.");
    error
}

impl Client {
    /// Enrols this device and opens the new home.
    ///
    /// # Errors
    /// The invitation is bad, used, expired or revoked; no network; the server is another one.
    pub fn enrol(dir: &Path, invitation: &str, ports: Ports, choice: Enrolment) -> Result<Self, ApiError> {
        // A damaged one is somebody's too: what waits in it is not laid over.
        if Home::read(dir).map_or_else(|error| error.code != "home_missing", |_| true) {
            return Err(ApiError::new(
                "home_exists",
                Retry::Never,
                "Thư mục này đã có hồ sơ của một người. Hãy chọn thư mục khác.",
                "There is a profile in this folder already. Choose another folder.",
            ));
        }
        folder::may_found(dir)?;
        choice.pin.as_deref().map_or(Ok(()), pin::fit)?;
        let invitation = read_invitation(invitation)?;
        let transport = ports
            .connect
            .connect(&invitation.address, &invitation.tls)
            .map_err(unused)?;
        let server = server_id(transport.as_ref(), &invitation.root)?;
        let code = &invitation.code;
        let signed_by = |attempt: &Attempt| -> Result<Arc<dyn Signer>, ApiError> {
            Ok(match &choice.signer {
                Some(signer) => signer.clone(),
                None => Arc::new(
                    SoftwareKey::from_pkcs8(&attempt.secrets.device_key)
                        .map_err(|_| ApiError::not_found())?,
                ),
            })
        };
        let begun = Attempt::found(dir, code);
        let again = begun.is_some();
        let mut attempt = begun.unwrap_or_else(|| Attempt::new(&ports));
        let signer = signed_by(&attempt)?;
        let public_key = signer.public_key();
        if attempt.public_key != public_key {
            if !attempt.public_key.is_empty() {
                // The platform made another key since: to the server that is another device.
                attempt = Attempt::new(&ports);
            }
            attempt.public_key.clone_from(&public_key);
            attempt.keep(dir, code, &ports).map_err(unused_here)?;
        }
        let device = attempt.device;
        let payload = [invitation.code.invitation().0.as_bytes().as_slice(), &public_key].concat();
        let proof = signer
            .sign(&message(Purpose::Enrol, server, Some(device), &payload))
            .map_err(|_| untrusted())?;
        let request = EnrolRequest {
            protocol: PROTOCOL,
            code: invitation.code.to_string(),
            device,
            device_name: choice.device_name.clone(),
            alg: signer.alg(),
            public_key: public_key.clone(),
            proof,
        };
        let reply = transport
            .post("/v1/enrol", None, &congdoan_wire::encode(&request))
            .map_err(|_| in_between())?;
        if reply.status != 200 {
            let failure: Failure = codec::decode(&reply.body, 1 << 20).map_err(|_| in_between())?;
            if reply.status == 403 {
                attempt::given_up(dir);
            }
            return Err(failure.into());
        }
        let answer: EnrolResponse = codec::decode(&reply.body, 1 << 20).map_err(|_| in_between())?;
        let trust = TrustDocument::open(&answer.trust, &invitation.root).map_err(|_| untrusted())?;
        let certificate: DeviceCertificate = trust
            .verify(
                &answer.certificate,
                Purpose::DeviceCertificate,
                answer.server_time,
            )
            .map_err(|_| untrusted())?;
        if certificate.device != device
            || certificate.public_key != public_key
            || trust.server != answer.server
        {
            return Err(untrusted());
        }
        let home = Home {
            format: 1,
            name: answer.person_name.clone(),
            server: answer.server,
            server_name: answer.server_name.clone(),
            address: invitation.address.clone(),
            tls: match invitation.tls {
                TlsTrust::PublicCa => "ca".into(),
                TlsTrust::Plain => "plain".into(),
                TlsTrust::Pin(pin) => hex::encode(&pin),
            },
            root: hex::encode(&invitation.root),
            person: answer.person,
            unit: answer.unit,
            device,
            device_name: choice.device_name,
            pin: choice.pin.is_some(),
            sample: choice.sample,
        };
        if again {
            attempt::clear(dir);
        }
        found(
            dir,
            &home,
            &answer,
            &attempt.secrets,
            choice.pin.as_deref(),
            &ports,
        )
        .map_err(unfounded)?;
        Self::open(
            dir,
            ports,
            Options {
                pin: choice.pin,
                signer: choice.signer,
                sync: None,
            },
        )
    }
}

/// Writes the files of a new home; `home.json` last, so that a half-made home is none.
fn found(
    dir: &Path,
    home: &Home,
    answer: &EnrolResponse,
    secrets: &Secrets,
    pin: Option<&str>,
    ports: &Ports,
) -> Result<(), ApiError> {
    vault::seal(dir, secrets, pin, ports)?;
    let key = DatabaseKey(
        secrets
            .database_key
            .as_slice()
            .try_into()
            .expect("32 bytes were made"),
    );
    let store = Store::open(dir, &key, ROOMS, ports.clock.now().0)?;
    for (name, signed) in [("trust", &answer.trust), ("certificate", &answer.certificate)] {
        let mut bytes = vec![];
        ciborium::into_writer(signed, &mut bytes).expect("writing CBOR to memory cannot fail");
        store.set_setting(name, &bytes)?;
    }
    drop(store);
    home.write(dir)
}

/// The server's id, on the word of the union that invites: asked before the code leaves this device.
fn server_id(transport: &dyn crate::ports::Transport, root: &[u8; 32]) -> Result<uuid::Uuid, ApiError> {
    let mut body = vec![];
    transport
        .get("/v1/trust", 0, &mut |part| {
            body.extend_from_slice(part);
            body.len() < 1 << 20
        })
        .map_err(unused)?;
    let signed: congdoan_wire::Signed = codec::decode(&body, 1 << 20).map_err(|_| untrusted())?;
    let trust = TrustDocument::open(&signed, root).map_err(|_| untrusted())?;
    Ok(trust.server)
}
