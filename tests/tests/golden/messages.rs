//! Every message that crosses the network.

use crate::book::{Golden, to_cbor};
use crate::people::*;
use crate::signed::{manifest, signed_certificate, signed_trust};
use congdoan_domain::device::KeyAlg;
use congdoan_domain::invitation::Code;
use congdoan_domain::survey::DeleteSurvey;
use congdoan_domain::{Rejection, Scope};
use congdoan_wire::checksum::Checksum;
use congdoan_wire::enrol::{EnrolRequest, EnrolResponse};
use congdoan_wire::session::{Challenge, ChallengeRequest, Session, SessionRequest};
use congdoan_wire::{
    CommandMsg, Cursor, Failure, Page, Receipt, ReceiptOutcome, ScopeSum, SyncRequest, SyncResponse, WireRow,
};
use uuid::Uuid;

const LIFE: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0070);

fn scopes() -> [Scope; 4] {
    [
        Scope::Public,
        Scope::Org(BRANCH),
        Scope::Desk(BRANCH),
        Scope::Member(LAN),
    ]
}

pub fn all() -> Vec<Golden> {
    vec![
        Golden::message("message/enrol_request", &enrol_request()),
        Golden::message("message/enrol_response", &enrol_response()),
        Golden::message("message/challenge_request", &ChallengeRequest { device: PHONE }),
        Golden::message("message/challenge", &challenge()),
        Golden::message("message/session_request", &session_request()),
        Golden::message("message/session", &session()),
        Golden::message("message/sync_request.first", &first_request()),
        Golden::message("message/sync_request", &request()),
        Golden::message("message/sync_response.idle", &idle()),
        Golden::message("message/sync_response", &response()),
        Golden::message(
            "message/failure",
            &Failure::new("busy").arg("oldest", 1).after(30),
        ),
        Golden::message("message/failure.bare", &Failure::new("device_ended")),
        Golden::message("message/manifest", &manifest()),
    ]
}

/// Frames as they travel. Written by an older zstd they differ in bytes, so these are only read.
pub fn frames() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    vec![
        (
            "frame/plain",
            congdoan_wire::encode(&challenge()),
            to_cbor(&challenge()),
        ),
        (
            "frame/zstd",
            congdoan_wire::encode(&response()),
            to_cbor(&response()),
        ),
    ]
}

fn enrol_request() -> EnrolRequest {
    EnrolRequest {
        protocol: 1,
        code: Code::new([7; 10]).to_string(),
        device: PHONE,
        device_name: "Điện thoại của Lan".into(),
        alg: KeyAlg::Ed25519,
        public_key: public(3),
        proof: sign(3, b"proof"),
    }
}

fn enrol_response() -> EnrolResponse {
    EnrolResponse {
        server: SERVER,
        server_name: "Máy chủ tỉnh Đồng An".into(),
        person: LAN,
        person_name: "Nguyễn Thị Ngọc Lan".into(),
        unit: BRANCH,
        certificate: signed_certificate(),
        trust: signed_trust(),
        server_time: NOW,
    }
}

fn challenge() -> Challenge {
    Challenge {
        nonce: vec![9; 56],
        server_time: NOW,
    }
}

fn session_request() -> SessionRequest {
    SessionRequest {
        device: PHONE,
        nonce: vec![9; 56],
        signature: sign(3, b"nonce"),
    }
}

fn session() -> Session {
    Session {
        token: "mau-the-phien".into(),
        expires_at: NOW.plus_ms(900_000),
        server_time: NOW,
    }
}

fn first_request() -> SyncRequest {
    SyncRequest {
        protocol: 1,
        schema: 1,
        incarnation: None,
        commands: vec![],
        cursors: vec![],
        waiting: vec![],
        budget: 1 << 20,
    }
}

fn request() -> SyncRequest {
    let cursor = |scope| Cursor {
        scope,
        epoch: 2,
        seq: 41,
        floor: 40,
        sum: Checksum(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10),
    };
    SyncRequest {
        incarnation: Some(LIFE),
        commands: vec![CommandMsg::new(COMMAND, NOW, &DeleteSurvey { id: SURVEY }.into())],
        cursors: scopes().map(cursor).to_vec(),
        waiting: vec![COMMAND],
        ..first_request()
    }
}

fn idle() -> SyncResponse {
    SyncResponse {
        incarnation: LIFE,
        server_time: NOW,
        pages: vec![],
        reset: vec![],
        gone: vec![],
        more: false,
        receipts: vec![],
        sums: vec![],
        retry_after: None,
        cell: None,
    }
}

fn response() -> SyncResponse {
    let row = |seq, body: Option<&[u8]>| WireRow {
        seq,
        rev: 3,
        kind: "survey".into(),
        id: SURVEY.0,
        body: body.map(|bytes| serde_bytes::ByteBuf::from(bytes.to_vec())),
    };
    let page = Page {
        scope: Scope::Org(BRANCH),
        epoch: 2,
        from: 41,
        to: 44,
        head: 44,
        rows: vec![row(42, Some(&[0xa0])), row(44, None)],
    };
    let receipt = |outcome| Receipt {
        id: COMMAND,
        at: NOW,
        outcome,
    };
    let refusal = Rejection::new("survey_closed").arg("date", "30/11/2026");
    SyncResponse {
        pages: vec![page],
        reset: vec![Scope::Public],
        gone: vec![Scope::Desk(SHOP)],
        more: true,
        receipts: vec![
            receipt(ReceiptOutcome::Accepted),
            receipt(ReceiptOutcome::Rejected(refusal)),
            receipt(ReceiptOutcome::Rejected(Rejection::new("not_allowed"))),
        ],
        sums: vec![ScopeSum {
            scope: Scope::Member(LAN),
            epoch: 2,
            seq: 44,
            sum: Checksum(1),
        }],
        retry_after: Some(30),
        cell: Some("https://o2.congdoan.example".into()),
        ..idle()
    }
}
