use super::*;
use crate::card::token::{self, Claims};
use crate::card::{ForgedWhy, kid};
use crate::{CardId, UnitId};
use uuid::Uuid;

const SERVER: Uuid = Uuid::from_u128(0xabc);
const NOW: Instant = crate::testing::NOW;

fn token() -> Result<Token, Malformed> {
    let claims = Claims {
        issuer: Claims::issuer_of(SERVER),
        card: CardId(Uuid::from_u128(1)),
        name: "Lê Thị Mỹ Ngân".into(),
        number: None,
        unit: UnitId(Uuid::from_u128(2)),
        unit_name: "CĐCS Nhựa Tân Đại Phát".into(),
        issued_at: NOW.plus_hours(-1000).0 / 1000,
        expires_at: NOW.plus_hours(1000).0 / 1000,
    };
    token::parse(&token::issue(&claims, kid(&[1]), &mut |_| vec![0; 64]))
}

/// A list made `age` hours ago, with what it says of the card.
fn list(age: i64, status: Option<Status>) -> StatusList {
    let listed = status.map(|status| {
        (
            CardId(Uuid::from_u128(1)),
            Listed {
                status,
                since: Instant(5),
            },
        )
    });
    StatusList::new(SERVER, NOW.plus_hours(-age), listed)
}

fn judge(key: KeyCheck, list: Option<&StatusList>, now: Instant) -> Verdict {
    verdict(&token(), key, list, now, VerdictParams::default())
}

#[test]
fn every_verdict_has_its_case() {
    use KeyCheck::{Bad, Good, UnknownKey};
    use UnknownWhy::{CardNewerThanList, ClockBehind, KeyUnknown, ListTooOld, NoList};
    let unknown = |why| Verdict::Unknown { why };
    let since = Instant(5);
    let revoked = Some(Status::Revoked);
    let paused = Some(Status::Paused);
    let old = ListTooOld {
        age_hours: 23 * 24,
        stale_after_hours: 336,
    };
    let expired = Verdict::Expired {
        on: NOW.plus_hours(1000).date(),
    };
    let table = [
        (Good, Some(list(5, None)), 0, Verdict::Valid { list_age_hours: 5 }),
        (
            Good,
            Some(list(336, None)),
            0,
            Verdict::Valid { list_age_hours: 336 },
        ),
        (
            Good,
            Some(list(5, paused)),
            0,
            Verdict::Paused {
                since,
                list_age_hours: 5,
            },
        ),
        (
            Good,
            Some(list(5, revoked)),
            0,
            Verdict::Revoked {
                since,
                list_age_hours: 5,
            },
        ),
        // Revoked is for good; paused may have been lifted since.
        (
            Good,
            Some(list(900, revoked)),
            0,
            Verdict::Revoked {
                since,
                list_age_hours: 900,
            },
        ),
        (Good, Some(list(23 * 24, paused)), 0, unknown(old)),
        (Good, Some(list(23 * 24, None)), 0, unknown(old)),
        (
            Good,
            Some(list(2000, None)),
            0,
            unknown(ListTooOld {
                age_hours: 2000,
                stale_after_hours: 336,
            }),
        ),
        (Good, None, 0, unknown(NoList)),
        (Good, Some(list(5, None)), 1001, expired),
        (Good, None, 1001, expired),
        (
            Good,
            Some(list(5, revoked)),
            1001,
            Verdict::Revoked {
                since,
                list_age_hours: 1006,
            },
        ),
        // A clock up to a day behind is believed, further back it is not.
        (
            Good,
            Some(list(0, None)),
            -24,
            Verdict::Valid { list_age_hours: 0 },
        ),
        (Good, Some(list(0, None)), -25, unknown(ClockBehind)),
        (Good, Some(list(0, paused)), -8760, unknown(ClockBehind)),
        (UnknownKey, Some(list(5, None)), 0, unknown(KeyUnknown)),
        (
            Bad,
            Some(list(5, revoked)),
            0,
            Verdict::Forged {
                why: ForgedWhy::Signature,
            },
        ),
    ];
    for (n, (key, list, hours, wanted)) in table.into_iter().enumerate() {
        assert_eq!(
            judge(key, list.as_ref(), NOW.plus_hours(hours)),
            wanted,
            "case {n}"
        );
    }
    let newer = list(1200, None);
    let params = VerdictParams {
        stale_after_hours: 9999,
    };
    let got = verdict(&token(), Good, Some(&newer), NOW, params);
    assert_eq!(got, unknown(CardNewerThanList { list_age_hours: 1200 }));
}

#[test]
fn a_list_of_another_server_is_no_list() {
    let other = StatusList::new(Uuid::from_u128(0xdef), NOW, []);
    let got = judge(KeyCheck::Good, Some(&other), NOW);
    assert_eq!(
        got,
        Verdict::Unknown {
            why: UnknownWhy::NoList
        }
    );
}

#[test]
fn what_nothing_vouches_for_shows_no_name() {
    let damaged = verdict(
        &Err(Malformed::Base45),
        KeyCheck::Good,
        None,
        NOW,
        VerdictParams::default(),
    );
    assert_eq!(
        damaged,
        Verdict::Forged {
            why: ForgedWhy::Malformed(Malformed::Base45)
        }
    );
    assert!(!damaged.shows_name());
    assert!(!judge(KeyCheck::Bad, None, NOW).shows_name());
    assert!(!judge(KeyCheck::UnknownKey, None, NOW).shows_name());
    assert!(judge(KeyCheck::Good, None, NOW).shows_name());
}

#[test]
fn the_words_are_those_of_the_pictures() {
    let valid = judge(KeyCheck::Good, Some(&list(5, None)), NOW);
    assert_eq!(valid.title().vi, "Thẻ hợp lệ");
    assert_eq!(valid.reason().vi, "Danh sách thu hồi 5 giờ trước");
    let stale = judge(KeyCheck::Good, Some(&list(23 * 24, None)), NOW);
    assert_eq!(
        stale.reason().vi,
        "Chữ ký đúng, nhưng danh sách trên máy đã 23 ngày, cho phép không quá 14 ngày"
    );
}
