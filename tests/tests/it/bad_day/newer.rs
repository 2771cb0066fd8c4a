//! What a newer program wrote meets this one: a command at the server, rows and files on the device.

use congdoan_client::domain::survey::AnswerValue;
use congdoan_client::store::CommandState;
use congdoan_client::{Client, Options};
use congdoan_server::store::{SqliteOptions, SqliteStore};
use congdoan_tests::kit::Office;
use congdoan_tests::kit::tap::Tap;
use congdoan_wire::checksum::Checksum;
use congdoan_wire::{SyncRequest, SyncResponse, WireRow, codec};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

fn request(body: &[u8]) -> SyncRequest {
    codec::decode(body, codec::MAX_UNPACKED).unwrap()
}

#[test]
fn a_command_that_the_server_does_not_know_is_refused_by_name_and_its_words_are_kept() {
    let office = Office::open();
    drop(office.enrol("lan"));
    let mut ports = office.ports(&office.clock);
    let newer = Arc::new(|door: &str, body: Vec<u8>| {
        if door != "POST /v1/sync" {
            return body;
        }
        let mut request = request(&body);
        for command in &mut request.commands {
            command.name = "answer_survey_by_voice".into();
        }
        congdoan_wire::encode(&request)
    });
    Tap::changing(&mut ports, newer, Arc::new(|_, body| body));
    let lan = Client::open(&office.home("lan"), ports, Options::default()).unwrap();
    let open = lan.survey_list().unwrap().remove(0).survey.id;
    let (survey, _) = lan.survey(open).unwrap();
    let values: BTreeMap<u16, AnswerValue> = survey
        .questions
        .iter()
        .filter_map(|q| {
            let tries = [
                AnswerValue::Single(0),
                AnswerValue::Scale(3),
                AnswerValue::Multiple(vec![0]),
            ];
            tries.into_iter().find(|v| q.accepts(v)).map(|v| (q.id, v))
        })
        .collect();
    lan.answer_survey(open, values, None).unwrap();
    lan.sync_now();
    let refused = lan.store().outbox(CommandState::Refused, 5).unwrap();
    let refusal = refused[0].refusal.as_ref().unwrap();
    assert_eq!(refusal.code, "from_newer_app");
    assert!(refusal.words().vi.contains("nâng cấp"), "{}", refusal.words().vi);
    assert!(
        refused[0].command().is_some(),
        "the words are still here to be sent later"
    );
    lan.sync_now();
    assert_eq!(lan.sync_status().unwrap().waiting, 0, "it blocks nothing else");
}

#[test]
fn a_row_of_a_kind_that_this_program_does_not_know_is_kept_and_counted() {
    let office = Office::open();
    let mut ports = office.ports(&office.clock);
    let newer = Arc::new(|door: &str, body: Vec<u8>| {
        if door != "POST /v1/sync" {
            return body;
        }
        let Ok(mut response) = codec::decode::<SyncResponse>(&body, codec::MAX_UNPACKED) else {
            return body;
        };
        for page in &mut response.pages {
            // As a newer server would have written them: a kind of its own, and a survey in a state of its own.
            for (kind, body) in [("strike", &b"\xa1aa\x01"[..]), ("survey", b"\xa1estate\x65later")] {
                let seq = page.rows.last().map_or(page.from, |row| row.seq) + 1;
                let id = Uuid::from_u128(u128::from(seq) << 8);
                page.rows.push(WireRow {
                    seq,
                    rev: 1,
                    kind: kind.into(),
                    id,
                    body: Some(serde_bytes::ByteBuf::from(body.to_vec())),
                });
                page.to = seq;
                page.head = page.head.max(seq);
                for sum in response.sums.iter_mut().filter(|sum| sum.scope == page.scope) {
                    sum.seq = seq;
                    sum.sum = sum.sum.with(Checksum::of_row(kind, id, 1, body));
                }
            }
        }
        congdoan_wire::encode(&response)
    });
    Tap::changing(&mut ports, Arc::new(|_, body| body), newer);
    let choice = congdoan_client::Enrolment {
        device_name: "máy".into(),
        pin: None,
        sample: true,
        signer: None,
    };
    let home = office.home("lan");
    let lan = Client::enrol(&home, &office.invitation("lan"), ports, choice).unwrap();
    lan.step();
    lan.step();
    let of_kind = |lan: &Client, kind: &str| -> i64 {
        lan.read(|db| Ok(db.query_row("SELECT count(*) FROM base WHERE kind = ?1", [kind], |r| r.get(0))?))
            .unwrap()
    };
    assert!(of_kind(&lan, "strike") > 0, "kept as bytes");
    assert!(
        lan.sync_status().unwrap().last_settled.is_some(),
        "its checksum counts"
    );
    assert_eq!(
        lan.survey_list().unwrap().len(),
        1,
        "what cannot be read is not shown"
    );
    assert!(lan.my_card().unwrap().is_some(), "the rest is there");
    drop(lan);
    // The program that knows them is installed later: they are still here.
    let lan = office.reopen("lan").unwrap();
    assert!(of_kind(&lan, "strike") > 0);
}

#[test]
fn a_database_of_a_newer_server_is_refused_untouched() {
    let mut office = Office::open();
    office.stop();
    let file = office.data().join("server.db");
    let db = rusqlite::Connection::open(&file).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let before = std::fs::read(&file).unwrap();
    let error = SqliteStore::open(&file, SqliteOptions::default()).err().unwrap();
    assert!(error.to_string().contains("99"), "{error}");
    assert_eq!(std::fs::read(&file).unwrap(), before);
}
