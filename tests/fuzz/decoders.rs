//! Everything that reads bytes somebody else made, each as one function that must end well whatever the bytes are.
//!
//! The fuzzer runs them for ever (`./dev fuzz`), and an ordinary test runs them over the kept corpus
//! (`tests/tests/attack/corpus.rs`). What can be read must also say the same when it is written and read again.
//! A new decoder is a function here, a line in [`TARGETS`], a file in `fuzz_targets/` and a `[[bin]]`.
//! Still to come, with their formats: the pack file (USB hand-over) and the backup file.

use congdoan_domain::card::{KeyCheck, StatusList, UnitKeys, token};
use congdoan_domain::invitation::Code;
use congdoan_domain::{
    Actor, Command, DeviceId, Envelope, Instant, MapFacts, PersonId, Row, decide, market, needs,
};
use congdoan_law::citation::{Names, cite, numbers};
use congdoan_law::{Layout, Library, Segment, import, sample, structure};
use congdoan_wire::codec::{self, MAX_UNPACKED};
use congdoan_wire::enrol::{EnrolRequest, EnrolResponse};
use congdoan_wire::invitation::InvitationText;
use congdoan_wire::pack::{MAX_MANIFEST, Manifest};
use congdoan_wire::session::{Challenge, ChallengeRequest, Session, SessionRequest};
use congdoan_wire::{Failure, Signed, SyncRequest, SyncResponse, TrustDocument};
use std::sync::OnceLock;

/// Reads bytes, whatever they are, and ends well.
pub type Decoder = fn(&[u8]);

/// Name and function of each target.
pub const TARGETS: &[(&str, Decoder)] = &[
    ("request", request),
    ("response", response),
    ("manifest", manifest),
    ("segment", segment),
    ("invitation", invitation),
    ("card", card),
    ("citation", citation),
];

const NOW: Instant = Instant(1_795_417_500_000);

/// Reads a message; what was read is written and read again.
fn message<T: serde::Serialize + serde::de::DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let read: T = codec::decode(bytes, MAX_UNPACKED).ok()?;
    let written = codec::encode(&read);
    let again: T = codec::decode(&written, 2 * MAX_UNPACKED).expect("what we write we can read");
    assert_eq!(codec::encode(&again), written, "the same once more");
    Some(read)
}

/// What a server reads: messages, and the commands in them as far as a decision about an empty world.
pub fn request(bytes: &[u8]) {
    message::<EnrolRequest>(bytes);
    message::<ChallengeRequest>(bytes);
    message::<SessionRequest>(bytes);
    let Some(request) = message::<SyncRequest>(bytes) else {
        return;
    };
    for sent in &request.commands {
        let Ok(command) = sent.command() else { continue };
        let body = command.encode();
        let again = Command::decode(&sent.name, &body).expect("what we write we can read");
        assert_eq!(again.encode(), body);
        for actor in [
            Actor::Server,
            Actor::Person {
                person: PersonId(sent.id.0),
                device: DeviceId(sent.id.0),
            },
        ] {
            let made_at = sent.made_at;
            let envelope = Envelope {
                id: sent.id,
                actor,
                made_at,
                command: command.clone(),
            };
            let facts = MapFacts::default();
            needs(&envelope, NOW, &facts);
            match decide(&envelope, NOW, &facts) {
                Ok(changes) => changes.iter().for_each(|change| {
                    let _ = change.key();
                }),
                Err(refusal) => drop(refusal.words()),
            }
        }
    }
}

/// What a device reads of a server it may not trust, as far as the check before anything is applied.
pub fn response(bytes: &[u8]) {
    message::<Challenge>(bytes);
    message::<Session>(bytes);
    message::<EnrolResponse>(bytes);
    message::<Failure>(bytes);
    let Some(response) = message::<SyncResponse>(bytes) else {
        return;
    };
    for row in response.pages.iter().flat_map(|page| &page.rows) {
        let Some(body) = &row.body else { continue };
        if let Ok(read) = Row::decode(&row.kind, body) {
            let _ = read.placement();
            let again = Row::decode(&row.kind, &read.encode()).expect("what we write we can read");
            assert_eq!(again.encode(), read.encode());
        }
    }
    for receipt in &response.receipts {
        if let congdoan_wire::ReceiptOutcome::Rejected(why) = &receipt.outcome {
            let _ = why.words();
        }
    }
    let asked = SyncRequest {
        protocol: congdoan_wire::PROTOCOL,
        schema: congdoan_wire::SCHEMA,
        incarnation: None,
        commands: vec![],
        cursors: vec![],
        waiting: vec![],
        budget: 0,
    };
    let _ = congdoan_sync::check(&asked, response);
}

/// Signed documents: manifests and what the root vouches for, also as if the signature had been good.
pub fn manifest(bytes: &[u8]) {
    let inner = match codec::decode::<Signed>(bytes, MAX_MANIFEST) {
        Ok(signed) => {
            let _ = TrustDocument::open(&signed, &[0; 32]);
            signed.bytes
        }
        Err(_) => bytes.to_vec(),
    };
    if let Ok(manifest) = ciborium::from_reader::<Manifest, _>(inner.as_slice()) {
        let _ = (manifest.size(), manifest.is_well_formed());
    }
    let _ = ciborium::from_reader::<TrustDocument, _>(inner.as_slice());
}

/// The unpacked segments of packs: card keys, revoked cards, and each kind of segment of a law library, in the place of
/// the good one. A segment was proved by its hash before; this is about a publisher's mistake, or a stolen key.
pub fn segment(bytes: &[u8]) {
    let _ = UnitKeys::decode(bytes);
    if let Ok(list) = StatusList::decode(bytes) {
        assert_eq!(
            StatusList::decode(&list.encode()).expect("what we write we can read"),
            list
        );
    }
    let _ = codec::unpack(bytes, 1 << 20);
    static GOOD: OnceLock<Vec<Segment>> = OnceLock::new();
    let good = GOOD.get_or_init(|| congdoan_law::build(&sample(), &Layout::default()));
    let Some((which, bytes)) = bytes.split_first() else {
        return;
    };
    let mut segments = good.clone();
    let which = usize::from(*which) % segments.len();
    segments[which].bytes = bytes.to_vec();
    let Ok(library) = Library::open(segments) else {
        return;
    };
    let today = NOW.date();
    let _ = library.search("thời giờ làm việc", 3, today);
    let _ = library.search("điều 3 khoản 1", 3, today);
    let _ = library.unheld("điều 9 luật lạ", today);
    for document in library.documents().iter().take(3) {
        let _ = (library.outline(&document.key), document.validity.on(today));
        for article in document.articles.iter().take(20) {
            let reference = congdoan_law::ArticleRef {
                document: document.key.clone(),
                article: article.clone(),
            };
            if let Ok(Some(view)) = library.article(&reference) {
                let _ = structure::blocks(&view.text);
            }
        }
    }
}

/// What a person pastes, types or scans to come in.
pub fn invitation(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match InvitationText::parse(&text) {
        Ok(invitation) => {
            let again = InvitationText::parse(&invitation.to_line()).expect("what we write we can read");
            assert_eq!(again, invitation);
        }
        Err(error) => drop(error.to_string()),
    }
    if let Ok(code) = Code::parse(&text) {
        assert_eq!(
            Code::parse(&code.to_string()).expect("what we write we can read"),
            code
        );
        let _ = code.invitation();
    }
}

/// What a QR code on a counter says: a card or a voucher.
pub fn card(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let encoded = token::to_text(bytes);
    for read in [
        token::parse(bytes),
        token::parse_text(&text),
        token::parse_text(&encoded),
    ] {
        match read {
            Ok(card) => {
                let _ = (card.claims.expires_on(), card.claims.issued());
                let _ = card.check(&mut |_, _, _| KeyCheck::Bad);
            }
            Err(error) => drop(error.to_string()),
        }
    }
    if let Ok(voucher) = market::token::parse(&text) {
        let again = market::token::parse(&market::token::to_text(&voucher));
        assert_eq!(again.expect("what we write we can read"), voucher);
    }
}

/// Legal text: what people type into the search, and what an import brings.
pub fn citation(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    static LIBRARY: OnceLock<Library<Vec<Segment>>> = OnceLock::new();
    let library = LIBRARY.get_or_init(|| {
        Library::open(congdoan_law::build(&sample(), &Layout::default())).expect("our own sample opens")
    });
    let inside = |range: &std::ops::Range<usize>| {
        assert!(text.get(range.clone()).is_some(), "{range:?} cuts a letter")
    };
    numbers(&text).iter().for_each(|(range, _)| inside(range));
    congdoan_law::validity::dates(&text)
        .iter()
        .for_each(|(range, _)| inside(range));
    let names: &Names = library.names();
    for typed in [true, false] {
        cite(&text, names, typed)
            .iter()
            .for_each(|citation| inside(&citation.range));
    }
    let today = NOW.date();
    let _ = library.search(&text, 3, today);
    let _ = library.unheld(&text, today);
    let _ = structure::blocks(&text);
    let _ = import::jsonl(bytes, true);
}
