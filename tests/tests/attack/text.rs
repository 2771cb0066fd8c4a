//! SQL, HTML, terminal and direction tricks in every text that a person can write: to the server, back, and on screens.

use super::commands::{rows, state, survey};
use super::story::{Cast, free_texts, texts, value_of};
use super::stranger::{Stranger, enrol, fresh};
use ciborium::Value;
use congdoan_client::store::member::ListQuery;
use congdoan_domain::device::Device;
use congdoan_domain::{Row, SurveyId, field};
use congdoan_tests::kit::Office;
use congdoan_wire::ReceiptOutcome;
use std::collections::BTreeSet;

const TRICKS: [&str; 11] = [
    "'\"; DROP TABLE row; --",
    "') OR 1=1 --",
    "%_\\%",
    "\" OR NEAR(a, b) *",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{7*7}}${7*7}",
    "\u{202e}nạL\u{2066}\u{200b}\u{feff}",
    "Lan\0Hùng",
    "\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m",
    "một\nhai\r\nba\u{2028}bốn",
];

/// What steers a terminal or turns the direction of reading.
fn deceives(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    text.chars().any(|c| c.is_control() && c != '\n' || turns(c))
}

#[test]
fn no_text_of_any_command_breaks_or_deceives_anything_on_its_way() {
    let office = Office::open();
    let cast = Cast::of(&office);
    let members = cast.members();
    let mut reached = BTreeSet::new();
    for trick in TRICKS {
        for (who, command, expected) in cast.day(trick) {
            let mut leaves = vec![];
            texts(&value_of(&command), "", &mut leaves);
            let mine = leaves.into_iter().filter(|(_, text)| text.contains(trick));
            reached.extend(mine.map(|(path, _)| (command.name().to_owned(), path)));
            let name = command.name();
            assert_eq!(
                who.send([command]),
                [expected.map(str::to_owned)],
                "{name} with {trick:?}"
            );
        }
    }
    // The name of a device comes by another door.
    let hidden = ("enrol_device".to_owned(), ".name".to_owned());
    let forgotten: Vec<_> = free_texts()
        .into_iter()
        .filter(|path| !reached.contains(path) && *path != hidden)
        .collect();
    assert!(forgotten.is_empty(), "texts that nobody attacked: {forgotten:?}");
    for (at, trick) in TRICKS.into_iter().enumerate() {
        let name = format!("{}-{}", ["lan", "mai", "hoa", "quang"][at % 4], 2 + at / 4);
        let answer = enrol(&office, &office.invitation(&name), 100 + at as u8, |request| {
            request.device_name = trick.into()
        });
        assert_eq!(answer.status, 200, "{}", answer.code());
    }

    // Everything that was there still is, and what came is what was written, less what deceives.
    assert!(members.is_subset(&cast.members()));
    let names: BTreeSet<String> = cast.members().into_iter().map(|(_, name)| name).collect();
    for trick in TRICKS {
        let kept = field::line("", trick, 100).unwrap();
        assert!(names.contains(&kept), "{kept:?}");
    }
    let devices: Vec<Device> = rows(&office);
    assert!(devices.len() >= TRICKS.len());
    for (kind, id, _, body) in state(&office) {
        let Some(body) = body else { continue };
        let mut leaves = vec![];
        texts(
            &ciborium::from_reader::<Value, _>(body.as_slice()).unwrap(),
            "",
            &mut leaves,
        );
        for (path, text) in leaves {
            assert!(!deceives(&text), "{kind} {id} {path}: {text:?}");
        }
        Row::decode(&kind, &body).unwrap();
    }
    searched(&office);
}

/// The honest program of an officer, over rows that an attacker wrote: lists, searches, boards, the law.
fn searched(office: &Office) {
    office.publish();
    let hung = office.enrol_with("hung-3", &office.invitation("hung-3")).unwrap();
    for _ in 0..3 {
        hung.sync_now();
    }
    hung.download_pack("law", |_| true).unwrap();
    let query = |text: &str| ListQuery {
        text: text.into(),
        limit: 500,
        ..ListQuery::default()
    };
    let all = hung.member_list(&query("")).unwrap().total;
    let (library, today) = (hung.law().unwrap(), office.clock.now().date());
    let many = "ấ ".repeat(3_000);
    let long = "ấ".repeat(1 << 20);
    for text in TRICKS.into_iter().chain([
        many.as_str(),
        long.as_str(),
        "*",
        "\"",
        "(",
        "a\"b",
        "NOT",
        "0900%",
        "'",
    ]) {
        let found = hung
            .member_list(&query(text))
            .unwrap_or_else(|error| panic!("{:.40?}: {error:?}", text));
        assert!(found.total <= all);
        assert_eq!(hung.member_list(&query("")).unwrap().total, all, "{:.40?}", text);
        library.search(text, 5, today).unwrap();
    }
    // A wildcard is a letter like any other.
    for literal in ["%_\\%", "script"] {
        let found = hung.member_list(&query(literal)).unwrap();
        assert!(found.total < all, "{literal} found everything");
    }
    for survey in hung.survey_list().unwrap() {
        hung.survey_board(survey.survey.id).unwrap();
    }
}

/// A megabyte in each text: refused by name, or cut; nothing large is kept or comes back.
#[test]
fn a_megabyte_in_any_text_is_refused_and_not_kept() {
    let office = Office::open();
    let cast = Cast::of(&office);
    let before: usize = state(&office)
        .iter()
        .map(|row| row.3.as_ref().map_or(0, Vec::len))
        .sum();
    let long = "ấ".repeat(350_000);
    for (who, command, _) in cast.day(&long) {
        let name = command.name();
        let messages = vec![who.message(&command)];
        let id = messages[0].id;
        if who.sync(&who.token(), &request(&messages)).status == 413 {
            continue; // several megabytes in one command
        }
        let found = who.settle(|request| request.waiting = vec![id]);
        let ReceiptOutcome::Rejected(why) = &found.outcomes[&id] else {
            panic!("{name} was taken")
        };
        assert!(
            ["too_long", "bad_phone", "not_found", "survey_answer_bad"].contains(&why.code.as_str()),
            "{name}: {}",
            why.code
        );
        assert!(
            why.args.values().all(|value| value.len() < 1_000),
            "{name} comes back"
        );
    }
    let answer = enrol(&office, &office.invitation("lan-2"), 9, |request| {
        request.device_name = "a".repeat(50_000)
    });
    assert_eq!(answer.code(), "too_long");
    let after: usize = state(&office)
        .iter()
        .map(|row| row.3.as_ref().map_or(0, Vec::len))
        .sum();
    assert!(after - before < 10_000, "{before} → {after}");
}

fn request(messages: &[congdoan_wire::CommandMsg]) -> Vec<u8> {
    let mut request = super::stranger::blank();
    request.commands = messages.into();
    congdoan_wire::encode(&request)
}

/// Found by this list: the words at the ends of a scale had no limit, and a draft had none at all. One draft of eight
/// megabytes, and nobody at that desk could sync any more.
#[test]
fn one_officers_draft_does_not_stop_the_desk_from_syncing() {
    let office = Office::open();
    let (hung, again) = (
        Stranger::enter(&office, "hung", 2),
        Stranger::enter(&office, "hung-2", 3),
    );
    let today = office.clock.now().date();
    let mut draft = survey(SurveyId(fresh()), hung.unit, "Nháp", today);
    let one = draft.questions[3].clone();
    draft.questions = (0..60)
        .map(|id| {
            let mut question = one.clone();
            question.id = id;
            if let congdoan_domain::survey::QuestionKind::Scale { low, .. } = &mut question.kind {
                *low = "x".repeat(130_000);
            }
            question
        })
        .collect();
    assert_eq!(hung.send([draft.into()]), [Some("too_long".into())]);
    assert!(again.settle(|_| {}).rows.len() > 100);
}

/// The page and the terminal show what people wrote; the terminal obeys none of it.
#[test]
fn what_the_program_prints_does_not_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let trick = "\u{1b}[2J\u{202e}lạ";
    for arguments in [
        vec!["member", "show", trick],
        vec!["card", "verify", trick],
        vec!["enrol", "--invitation", trick],
    ] {
        let output = std::process::Command::new(congdoan_tests::kit::program::program())
            .args(["--home", folder.path().join("home").to_str().unwrap()])
            .args(&arguments)
            .env("LANG", "vi_VN.UTF-8")
            .output()
            .unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(!said.is_empty() && !deceives(&said), "{arguments:?}: {said:?}");
    }
}
