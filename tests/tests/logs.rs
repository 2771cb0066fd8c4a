//! Law 9: nothing that is said of a person, and no secret, stands in a log, however fine it is set.
//!
//! A binary of its own, because it takes the one subscriber of the process. Client and server run in it, with every
//! crate at its finest level.

use congdoan_client::domain::invitation::Invitee;
use congdoan_client::domain::member::{Profile, ProfileField, Sex};
use congdoan_client::domain::survey::AnswerValue;
use congdoan_client::domain::{Date, Row};
use congdoan_client::store::member::ListQuery;
use congdoan_client::{Client, Options};
use congdoan_tests::kit::Office;
use congdoan_tests::kit::tap::{Exchange, Tap};
use congdoan_wire::enrol::EnrolRequest;
use congdoan_wire::session::Session;
use congdoan_wire::{SyncResponse, codec};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

const PIN: &str = "482913";
const WORDS: &str = "Tổ trưởng chửi mắng công nhân";

/// The secrets that stand in `text`, however they are written there.
fn leaks(text: &str, secrets: &BTreeSet<String>) -> Vec<String> {
    let small = text.to_lowercase();
    let found = secrets.iter().filter(|secret| {
        let bytes: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        let escaped: String = secret.escape_default().to_string();
        [secret.to_lowercase(), bytes, escaped.to_lowercase()]
            .iter()
            .any(|form| small.contains(form.as_str()))
    });
    found.cloned().collect()
}

fn person(profile: &Profile, secrets: &mut BTreeSet<String>) {
    secrets.insert(profile.name.clone());
    for text in [&profile.number, &profile.national_id].into_iter().flatten() {
        secrets.insert(text.clone());
    }
    if let Some(phone) = &profile.phone {
        secrets.insert(phone.trim_start_matches("+84").trim_start_matches('0').to_owned());
    }
    if let Some(birth) = profile.birth {
        secrets.insert(birth.to_string());
        secrets.insert(congdoan_client::domain::time::vi(birth));
    }
}

/// What passed on the line: names in rows, codes, tokens.
fn of_the_line(passed: &[Exchange], secrets: &mut BTreeSet<String>) {
    for exchange in passed {
        if let Ok(request) = codec::decode::<EnrolRequest>(&exchange.request, 1 << 20) {
            secrets.insert(request.code.replace('-', ""));
            secrets.insert(request.code);
        }
        if let Ok(session) = codec::decode::<Session>(&exchange.answer, 1 << 20) {
            secrets.insert(session.token);
        }
        let Ok(response) = codec::decode::<SyncResponse>(&exchange.answer, codec::MAX_UNPACKED) else {
            continue;
        };
        for row in response.pages.iter().flat_map(|page| &page.rows) {
            match row
                .body
                .as_ref()
                .and_then(|body| Row::decode(&row.kind, body).ok())
            {
                Some(Row::Member(member)) => person(&member.profile, secrets),
                Some(Row::Grant(grant)) => drop(secrets.insert(grant.name)),
                Some(Row::Device(device)) => drop(secrets.insert(device.name)),
                Some(Row::Card(card)) => drop(secrets.insert(card.name)),
                _ => {}
            }
        }
    }
}

struct Tapped<'a> {
    office: &'a Office,
    taps: Vec<Tap>,
}

impl Tapped<'_> {
    fn enrol(
        &mut self,
        home: &str,
        invitation: &str,
        pin: Option<&str>,
    ) -> Result<Client, congdoan_client::ApiError> {
        let mut ports = self.office.ports(&self.office.clock);
        self.taps.push(Tap::into(&mut ports));
        let choice = congdoan_client::Enrolment {
            device_name: format!("Máy riêng của {home}"),
            pin: pin.map(str::to_owned),
            sample: true,
            signer: None,
        };
        let client = Client::enrol(&self.office.home(home), invitation, ports, choice)?;
        client.sync_now();
        Ok(client)
    }
}

#[test]
fn no_log_holds_anything_of_a_person_and_no_secret() {
    let log = Log::default();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .init();
    let mut secrets = BTreeSet::from([PIN.to_owned(), WORDS.to_owned()]);
    let office = Office::open();
    office.publish();
    let mut line = Tapped {
        office: &office,
        taps: vec![],
    };
    let invitation = office.invitation("hung");
    let hung = line.enrol("hung", &invitation, Some(PIN)).unwrap();
    let lan = line.enrol("lan", &office.invitation("lan"), None).unwrap();
    let hoa = line.enrol("hoa", &office.invitation("hoa"), None).unwrap();

    // Bad days are when logs grow: a used code, a wrong one, a wrong PIN, a refused command, a damaged cache.
    line.enrol("again", &invitation, None).err().unwrap();
    let last = if invitation.trim_end().ends_with('A') {
        "B"
    } else {
        "A"
    };
    let trimmed = invitation.trim_end();
    let mistyped = format!("{}{last}", &trimmed[..trimmed.len() - 1]);
    secrets.insert(mistyped.rsplit('|').next().unwrap().to_owned());
    line.enrol("wrong", &mistyped, None).err().unwrap();
    let wrong = Options {
        pin: Some("111222333".into()),
        ..Options::default()
    };
    secrets.insert("111222333".into());
    drop(hung);
    Client::open(&office.home("hung"), office.ports(&office.clock), wrong)
        .err()
        .unwrap();
    let mut ports = office.ports(&office.clock);
    line.taps.push(Tap::into(&mut ports));
    let options = Options {
        pin: Some(PIN.into()),
        ..Options::default()
    };
    let hung = Client::open(&office.home("hung"), ports, options).unwrap();

    // A keyless unit: the server must say that it could not sign, and not for whom.
    let cards = office.data().join("keys/card");
    let cards: Vec<_> = std::fs::read_dir(cards).unwrap().flatten().collect();
    let unit = hung.me().unwrap().unit.unwrap().id;
    let profile = Profile {
        name: "Trịnh Thị Bí Mật".into(),
        number: Some("79 0000 4711".into()),
        birth: Some(Date::constant(1991, 7, 13)),
        sex: Some(Sex::Female),
        phone: Some("0900 471 147".into()),
        national_id: Some("079191000471".into()),
        department: None,
        job: None,
    };
    secrets.insert("900471147".into());
    person(&profile, &mut secrets);
    let (id, _) = hung.admit_member(unit, profile, None).unwrap();
    let (_, _, text) = hung.invite(Invitee::Member(id), None).unwrap();
    hung.sync_now();
    line.enrol("bi-mat", &text, None).unwrap();
    for card in &cards {
        std::fs::write(card.path(), b"no key").unwrap();
    }
    let renamed = vec![ProfileField::Name("Trịnh Thị Đổi Tên".into())];
    secrets.insert("Trịnh Thị Đổi Tên".into());
    hung.edit_member(id, renamed, None).unwrap();
    hung.sync_now();
    hung.member_list(&ListQuery {
        text: "Trịnh Thị Bí Mật".into(),
        limit: 5,
        ..ListQuery::default()
    })
    .unwrap();

    // Words of a member, a card and a voucher.
    let open = lan.survey_list().unwrap().remove(0).survey.id;
    let (survey, _) = lan.survey(open).unwrap();
    let values: BTreeMap<u16, AnswerValue> = survey
        .questions
        .iter()
        .filter_map(|q| {
            let tries = [
                AnswerValue::Text(WORDS.into()),
                AnswerValue::Single(0),
                AnswerValue::Scale(3),
                AnswerValue::Multiple(vec![0]),
            ];
            tries.into_iter().find(|v| q.accepts(v)).map(|v| (q.id, v))
        })
        .collect();
    assert!(
        values.values().any(|v| matches!(v, AnswerValue::Text(_))),
        "somebody wrote words"
    );
    lan.answer_survey(open, values, None).unwrap();
    let card = lan.my_card().unwrap().unwrap().1.unwrap();
    secrets.insert(card.clone());
    hoa.download_pack("card-status", |_| true).unwrap();
    hoa.verify_card(&card).unwrap();
    lan.sync_now();
    hoa.sync_now();
    drop(lan);
    std::fs::write(office.home("lan").join("cache.db"), vec![0x5a; 9_000]).unwrap();
    office.reopen("lan").unwrap().sync_now();

    for tap in &line.taps {
        of_the_line(&tap.passed(), &mut secrets);
    }
    assert!(
        secrets.len() > 600,
        "only {} secrets are known to this test",
        secrets.len()
    );
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(
        text.lines().count() > 500,
        "the log is fine: {} lines",
        text.lines().count()
    );
    assert!(text.contains("card key"), "the server's own words are in it");
    assert_eq!(leaks(&text, &secrets), Vec::<String>::new());

    // And in no log file beside the data or in a home.
    let mut open = vec![office.dir().to_owned()];
    let mut files = 0;
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().unwrap().to_string_lossy().contains("log") {
                let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
                assert_eq!(leaks(&text, &secrets), Vec::<String>::new(), "{}", path.display());
                files += 1;
            }
        }
    }
    assert!(files > 0, "the security log at least");
}

#[test]
fn a_leak_would_be_seen() {
    let secrets = BTreeSet::from(["Nguyễn Thị Ngọc Lan".to_owned(), "ABCD-EFGH".to_owned()]);
    for leak in [
        "member Nguyễn Thị Ngọc Lan synced".to_owned(),
        "MEMBER NGUYỄN THỊ NGỌC LAN".to_owned(),
        format!("{:?}", "Nguyễn Thị Ngọc Lan"),
        "code=abcd-efgh".to_owned(),
        "Nguyễn Thị Ngọc Lan"
            .bytes()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    ] {
        assert_eq!(leaks(&leak, &secrets).len(), 1, "{leak}");
    }
    assert!(leaks("device 0190 synced in 12 ms", &secrets).is_empty());
}
