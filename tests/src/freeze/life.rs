//! What the personas do before their version is frozen: a bit of everything, most of it sent, twenty commands not.

use congdoan_client::Client;
use congdoan_client::domain::card::ReissueCard;
use congdoan_client::domain::invitation::{Code, Invite, Invitee, RevokeInvitation};
use congdoan_client::domain::market::{ApproveOffer, Bearer, EndOffer, OfferTerms, token};
use congdoan_client::domain::member::{
    AdmitMember, ChangeStatus, EditMember, MemberStatus, Profile, ProfileField, Sex,
};
use congdoan_client::domain::survey::{
    AnswerSurvey, AnswerValue, CloseSurvey, DeleteSurvey, PublishSurvey, Question, QuestionKind, SaveSurvey,
};
use congdoan_client::domain::{Command, Date, OfferId, PersonId, SurveyId};
use congdoan_client::store::member::ListQuery;
use std::collections::BTreeMap;

/// How many commands wait in the homes of a fixture.
pub const WAITING: u64 = 20;

pub struct People {
    pub hung: Client,
    pub mai: Client,
    pub lan: Client,
    pub hoa: Client,
}

/// A voucher of Lan that the provider's second device will redeem while it is recorded, as its text.
pub struct Lived {
    pub offer: OfferId,
    pub voucher: String,
}

fn find(hung: &Client, name: &str) -> PersonId {
    let query = ListQuery {
        text: name.into(),
        limit: 1,
        ..ListQuery::default()
    };
    hung.member_list(&query).unwrap().rows[0].id
}

fn day(on: i8) -> Date {
    Date::constant(2026, 12, on)
}

pub fn terms(title: &str) -> OfferTerms {
    OfferTerms {
        title: title.into(),
        what: "Năm chiếc".into(),
        price: Some(50_000),
        price_for_members: Some(35_000),
        conditions: String::new(),
        cost: Default::default(),
        place: "Cổng sau".into(),
        starts_on: Date::constant(2026, 11, 1),
        ends_on: day(31),
        quantity: Some(50),
        per_member: 3,
        double_use_borne_by: Bearer::Provider,
    }
}

fn survey(hung: &Client, title: &str) -> SaveSurvey {
    let options = vec!["Có".into(), "Không".into()];
    let question = |id, kind| Question {
        id,
        text: format!("Câu {id}?"),
        required: id == 1,
        kind,
    };
    SaveSurvey {
        id: SurveyId(hung.ports().id()),
        unit: hung.me().unwrap().unit.unwrap().id,
        title: title.into(),
        intro: String::new(),
        questions: vec![
            question(1, QuestionKind::Single { options }),
            question(2, QuestionKind::Text { max: 200 }),
        ],
        closes_on: day(15),
    }
}

fn answer(survey: SurveyId, option: u16, words: &str) -> AnswerSurvey {
    let values = BTreeMap::from([
        (1, AnswerValue::Single(option)),
        (2, AnswerValue::Text(words.into())),
    ]);
    AnswerSurvey { survey, values }
}

impl People {
    fn all(&self) -> [&Client; 4] {
        [&self.hung, &self.mai, &self.lan, &self.hoa]
    }

    fn sync(&self) {
        for _ in 0..2 {
            for client in self.all() {
                client.sync_now();
            }
        }
    }

    /// Everything of this reaches the server.
    pub fn live(&self) -> Lived {
        let Self { hung, mai, lan, hoa } = self;
        let draft = survey(hung, "Xe đưa rước");
        let open = draft.id;
        hung.execute(draft).unwrap();
        hung.execute(PublishSurvey {
            id: open,
            draft: None,
        })
        .unwrap();
        let (offer, _) = hoa.save_offer(None, terms("Khẩu trang vải")).unwrap();
        hoa.submit_offer(offer).unwrap();
        self.sync();
        lan.execute(answer(open, 0, "Xe hay trễ.")).unwrap();
        mai.execute(ApproveOffer { id: offer }).unwrap();
        self.sync();
        lan.take_voucher(offer).unwrap();
        lan.take_voucher(offer).unwrap();
        lan.sync_now();
        let vouchers = lan.my_vouchers().unwrap();
        let texts: Vec<String> = vouchers
            .iter()
            .filter(|voucher| voucher.offer == offer)
            .map(Client::voucher_text)
            .collect();
        hoa.redeem_voucher(&texts[0]).unwrap();
        let mut forged = token::parse(&texts[1]).unwrap();
        forged.person = hung.home().person;
        hoa.redeem_voucher(&token::to_text(&forged)).unwrap();
        self.sync();
        Lived {
            offer,
            voucher: texts[1].clone(),
        }
    }

    /// With no network: twenty commands that wait, and words that are not finished.
    pub fn make_waiting(&self, lived: &Lived) {
        let Self { hung, lan, hoa, .. } = self;
        let unit = hung.me().unwrap().unit.unwrap().id;
        let give = |client: &Client, command: Command| {
            client.execute(command).unwrap();
        };
        let admit = |name: &str| AdmitMember {
            id: PersonId(hung.ports().id()),
            unit,
            profile: Profile::named(name),
            joined: None,
        };
        let (first, second) = (admit("Vũ Thị Hồng Nhung"), admit("Lê Văn Phúc"));
        let (nhung, phuc) = (first.id, second.id);
        let full = AdmitMember {
            profile: Profile {
                number: Some("79 0000 0471".into()),
                birth: Some(Date::constant(1991, 7, 13)),
                sex: Some(Sex::Female),
                phone: Some("0900 471 147".into()),
                national_id: Some("079191000471".into()),
                department: Some("Kho".into()),
                job: Some("Thủ kho".into()),
                ..Profile::named("Trịnh Thị Mẫu")
            },
            ..admit("")
        };
        // Whom the chair invites has no device yet: whoever has one brings in a further one themself.
        let newcomer = full.id;
        let (draft, second_draft) = (survey(hung, "Tăng ca tháng chạp"), survey(hung, "Nháp bỏ đi"));
        let (open, dropped) = (draft.id, second_draft.id);
        let code = |n: u8| Code::new([n; 10]).invitation();
        let lan_id = find(hung, "Nguyễn Thị Ngọc Lan");
        let invite = |n, person| Invite {
            invitation: code(n),
            invitee: Invitee::Member(person),
        };
        for command in [
            Command::from(first),
            second.into(),
            full.into(),
            EditMember {
                id: lan_id,
                fields: vec![ProfileField::Department(Some("Chuyền 14".into()))],
                seen: vec![],
            }
            .into(),
            ChangeStatus {
                id: phuc,
                to: MemberStatus::Paused,
                reason: Some("nghỉ ốm".into()),
                on: None,
            }
            .into(),
            invite(41, nhung).into(),
            invite(42, newcomer).into(),
            RevokeInvitation { invitation: code(42) }.into(),
            PublishSurvey {
                id: open,
                draft: Some(draft),
            }
            .into(),
            second_draft.into(),
            DeleteSurvey { id: dropped }.into(),
            ReissueCard { person: lan_id }.into(),
            CloseSurvey { id: open }.into(),
        ] {
            give(hung, command);
        }

        let mine = lan.survey_list().unwrap();
        let xe = mine
            .iter()
            .find(|item| item.survey.title == "Xe đưa rước")
            .unwrap()
            .survey
            .id;
        give(lan, answer(xe, 1, "Tuần này đỡ hơn.").into());
        give(lan, answer(xe, 0, "Lại trễ.").into());
        lan.take_voucher(lived.offer).unwrap();
        let words = BTreeMap::from([(2, AnswerValue::Text("đang viết dở".into()))]);
        lan.keep_answer_draft(xe, &words).unwrap();

        let (other, _) = hoa.save_offer(None, terms("Áo mưa")).unwrap();
        hoa.submit_offer(other).unwrap();
        hoa.save_offer(None, terms("Bình nước")).unwrap();
        give(hoa, EndOffer { id: lived.offer }.into());
        let waiting: u64 = self
            .all()
            .map(|client| client.sync_status().unwrap().waiting)
            .iter()
            .sum();
        assert_eq!(waiting, WAITING, "the fixture promises so many");
    }
}
