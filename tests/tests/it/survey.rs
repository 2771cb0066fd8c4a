use congdoan_client::domain::survey::{AnswerValue, Question, QuestionKind};
use congdoan_client::domain::{Date, SurveyId};
use congdoan_client::survey::SurveyDraft;
use congdoan_client::{Client, Network};
use congdoan_tests::kit::Office;
use std::collections::BTreeMap;

fn question(id: u16, text: &str, kind: QuestionKind) -> Question {
    Question {
        id,
        text: text.into(),
        required: id == 1,
        kind,
    }
}

fn draft() -> SurveyDraft {
    SurveyDraft {
        title: "Xe đưa rước".into(),
        intro: String::new(),
        closes_on: Date::constant(2026, 11, 25),
        questions: vec![
            question(
                1,
                "Có đi xe công ty không?",
                QuestionKind::Single {
                    options: vec!["Có".into(), "Không".into()],
                },
            ),
            question(
                2,
                "Chấm điểm",
                QuestionKind::Scale {
                    from: 1,
                    to: 5,
                    low: "kém".into(),
                    high: "tốt".into(),
                },
            ),
        ],
    }
}

fn publish(hung: &Client) -> SurveyId {
    let id = SurveyId(hung.ports().id());
    let unit = hung.me().unwrap().unit.unwrap().id;
    hung.save_survey(id, unit, draft()).unwrap();
    hung.publish_survey(id, None).unwrap();
    hung.sync_now();
    id
}

fn answer(option: u16, point: u8) -> BTreeMap<u16, AnswerValue> {
    BTreeMap::from([(1, AnswerValue::Single(option)), (2, AnswerValue::Scale(point))])
}

#[test]
fn an_answer_given_without_a_network_reaches_the_board() {
    let mut office = Office::open();
    let (hung, lan) = (office.enrol("hung"), office.enrol("lan"));
    let survey = publish(&hung);
    lan.sync_now();
    office.stop();

    lan.answer_survey(survey, answer(0, 3), None).unwrap();
    lan.sync_now();
    let status = lan.sync_status().unwrap();
    assert_eq!((status.network, status.waiting), (Network::Offline, 1));
    // She changes her mind, still on the bus, and starts the app again.
    lan.answer_survey(survey, answer(1, 5), None).unwrap();
    drop(lan);
    let lan = office.reopen("lan").unwrap();
    assert_eq!(lan.survey(survey).unwrap().1.unwrap().values, answer(1, 5));

    office.start();
    lan.sync_now();
    assert_eq!(lan.sync_status().unwrap().waiting, 0);
    assert_eq!(
        hung.survey_board(survey).unwrap().answered,
        0,
        "not before Hùng syncs"
    );
    hung.sync_now();
    let board = hung.survey_board(survey).unwrap();
    assert_eq!((board.answered, board.eligible), (1, 196));
    assert_eq!(board.questions[0].counts, [0, 1]);
    assert_eq!(board.questions[1].counts, [0, 0, 0, 0, 1]);
}

#[test]
fn an_answer_made_in_time_counts_for_a_day_and_a_late_one_is_refused_with_its_words_kept() {
    let mut office = Office::open();
    let (hung, lan) = (office.enrol("hung"), office.enrol("lan"));
    let survey = publish(&hung);
    lan.sync_now();
    office.stop();
    lan.answer_survey(survey, answer(0, 3), None).unwrap();
    office.clock.advance_hours(24 * 4); // closed on the 25th, and the day of grace is over
    office.start();
    lan.sync_now();
    let refused = lan
        .store()
        .outbox(congdoan_client::store::CommandState::Refused, 10)
        .unwrap();
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].refusal.as_ref().unwrap().code, "survey_closed");
    assert!(refused[0].command().is_some(), "her words are still here");
    lan.discard(refused[0].id).unwrap();
    assert_eq!(lan.sync_status().unwrap().refused, 0);
}

#[test]
fn a_member_sees_no_draft_and_no_answer_of_others() {
    let office = Office::open();
    let lan = office.enrol("lan");
    let list = lan.survey_list().unwrap();
    assert_eq!(list.len(), 1, "the open survey, not the draft");
    assert_eq!(list[0].answered, 0, "41 answers exist, none of them hers");
}
