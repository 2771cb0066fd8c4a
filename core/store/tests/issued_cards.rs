//! The list of issued cards at 50,000: what it says is what reading every card would say, and a window of it reads only
//! its own cards. `cargo test -p congdoan-store --test issued_cards -- --nocapture` prints the times.

use congdoan_domain::card::{Card, CardHead, CardState};
use congdoan_domain::member::name_sort_key;
use congdoan_domain::text::fold;
use congdoan_domain::{Actor, CardId, Date, DeviceId, Instant, PersonId, Row, RowBody, Scope, UnitId};
use congdoan_store::card::{Issued, IssuedQuery, Standing, issued, of_person, of_unit};
use congdoan_store::{DatabaseKey, Incoming, ROOMS, Store};
use congdoan_wire::{Page, WireRow};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

const NOW: Instant = Instant(1_795_417_500_000);
const TODAY: Date = Date::constant(2026, 11, 23);
const UNIT: UnitId = UnitId(Uuid::from_u128(0x10));
const OTHER: UnitId = UnitId(Uuid::from_u128(0x11));
const WORDS: [&str; 9] = ["Lan", "Lân", "Hùng", "Đào", "Ưng", "Tâm", "Hòa", "Ánh", "Yến"];

fn person(n: usize) -> PersonId {
    PersonId(Uuid::from_u128(0x1000 + n as u128))
}

fn card(n: usize, serial: u32) -> Card {
    let word = |at: usize| WORDS[at % WORDS.len()];
    Card {
        // Not in the order of persons or serials.
        id: CardId(Uuid::from_u128(
            ((n as u128) << 64 | u128::from(serial)).wrapping_mul(0x9e37_79b9_7f4a_7c15),
        )),
        person: person(n),
        unit: if n % 50 == 49 { OTHER } else { UNIT },
        unit_name: "Công đoàn thử".into(),
        name: format!("Trần {} {}", word(n / 9), word(n)),
        number: (!n.is_multiple_of(3)).then(|| format!("79 0241 {n:05}")),
        serial,
        issued_at: NOW,
        expires_on: if n % 11 == 5 {
            TODAY.yesterday().unwrap()
        } else {
            TODAY
        },
        state: match n % 7 {
            1 => CardState::Paused,
            2 => CardState::Revoked,
            _ => CardState::Active,
        },
        state_since: NOW,
        signed: (n % 13 != 3).then(|| vec![7; 200]),
    }
}

fn head(n: usize, serial: u32) -> CardHead {
    CardHead {
        id: person(n),
        unit: card(n, serial).unit,
        serial,
        card: card(n, serial).id,
    }
}

struct Home {
    store: Store,
    seq: u64,
}

impl Home {
    fn new(name: &str) -> Self {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&dir); // left by an earlier run
        let store = Store::open(&dir, &DatabaseKey([7; 32]), ROOMS, NOW.0).unwrap();
        store
            .sign_in(Actor::Person {
                person: PersonId(Uuid::from_u128(0x20)),
                device: DeviceId(Uuid::from_u128(0x21)),
            })
            .unwrap();
        Self { store, seq: 0 }
    }

    fn apply(&mut self, changes: Vec<(&'static str, Uuid, Option<Row>)>) {
        let from = self.seq;
        let rows = changes.into_iter().map(|(kind, id, row)| {
            self.seq += 1;
            WireRow {
                seq: self.seq,
                rev: self.seq,
                kind: kind.into(),
                id,
                body: row.map(|row| row.encode().into()),
            }
        });
        let rows: Vec<WireRow> = rows.collect();
        let pages = [Page {
            scope: Scope::Desk(UNIT),
            epoch: 1,
            from,
            to: self.seq,
            head: self.seq,
            rows,
        }];
        let incoming = Incoming {
            incarnation: Uuid::from_u128(0xa),
            fresh: false,
            pages: &pages,
            gone: &[],
            sums: &[],
            receipts: &[],
            settled: true,
            server_time: NOW,
        };
        self.store.apply(&incoming).unwrap();
    }

    fn put<T: RowBody>(&mut self, bodies: impl IntoIterator<Item = T>) {
        let row = |body: T| (T::KIND, body.id().into(), Some(body.into_row()));
        self.apply(bodies.into_iter().map(row).collect());
    }

    fn issued(&self, query: &IssuedQuery) -> Issued {
        self.store.read(|db| issued(db, query)).unwrap()
    }
}

fn query() -> IssuedQuery {
    IssuedQuery {
        unit: UNIT,
        today: TODAY,
        text: String::new(),
        standing: None,
        offset: 0,
        limit: 100,
    }
}

/// What the list must say, from every card.
fn expected(cards: &[Card], query: &IssuedQuery) -> Issued {
    let words = fold(&query.text);
    let mut found: Vec<&Card> = cards
        .iter()
        .filter(|card| card.unit == query.unit)
        .filter(|card| {
            let number = card.number.as_deref().unwrap_or_default();
            fold(&card.name).contains(&words) || fold(number).contains(&words)
        })
        .collect();
    found.sort_by_cached_key(|card| (name_sort_key(&card.name), card.id));
    let count = |standing: Standing| {
        found
            .iter()
            .filter(|card| Standing::of(card, TODAY) == standing)
            .count()
    };
    let counts = Standing::ALL.map(|standing| (standing, count(standing)));
    let wanted = |card: &&&Card| {
        query
            .standing
            .is_none_or(|asked| asked == Standing::of(card, TODAY))
    };
    Issued {
        cards: found
            .iter()
            .filter(wanted)
            .skip(query.offset)
            .take(query.limit)
            .map(|card| (*card).clone())
            .collect(),
        total: found.iter().filter(wanted).count(),
        counts: counts.into_iter().filter(|(_, count)| *count > 0).collect(),
    }
}

#[test]
fn the_list_of_issued_cards_says_what_every_card_says_whatever_came_first() {
    let mut home = Home::new("issued-cards");
    let mut newest: Vec<Card> = (0..300).map(|n| card(n, 1)).collect();
    // Heads before cards for some, after them for others, together for the rest.
    home.put((0..100).map(|n| head(n, 1)));
    home.put((0..200).map(|n| card(n, 1)));
    home.put((100..200).map(|n| head(n, 1)));
    let mut both: Vec<_> = (200..300)
        .map(|n| (CardHead::KIND, person(n).0, Some(Row::from(head(n, 1)))))
        .collect();
    both.extend((200..300).map(|n| (Card::KIND, card(n, 1).id.0, Some(Row::from(card(n, 1))))));
    home.apply(both);

    let check = |home: &Home, newest: &[Card]| {
        for text in ["", "lan", "Lân", "tran", "0241 00", "không ai", "%"] {
            for standing in [None].into_iter().chain(Standing::ALL.map(Some)) {
                for (offset, limit) in [(0, 20), (7, 3), (0, usize::MAX), (1_000, 5)] {
                    let query = IssuedQuery {
                        text: text.into(),
                        standing,
                        offset,
                        limit,
                        ..query()
                    };
                    assert_eq!(home.issued(&query), expected(newest, &query), "{query:?}");
                }
            }
        }
        let all = IssuedQuery {
            limit: usize::MAX,
            ..query()
        };
        assert_eq!(
            home.store.read(|db| of_unit(db, UNIT)).unwrap(),
            expected(newest, &all).cards
        );
    };
    check(&home, &newest);

    // A second card for some; then some change, some are revoked, one person leaves the device.
    home.put((0..40).map(|n| Card {
        state: CardState::Active,
        ..card(n, 2)
    }));
    check(&home, &newest);
    home.put((0..40).map(|n| head(n, 2)));
    for (n, newest) in newest.iter_mut().enumerate().take(40) {
        *newest = Card {
            state: CardState::Active,
            ..card(n, 2)
        };
    }
    newest[50].state = CardState::Revoked;
    newest[51].name = "Ân Đổi Tên".into();
    home.put([newest[50].clone(), newest[51].clone()]);
    // An old card that changes once more is not the newest by that.
    home.put([card(3, 1)]);
    check(&home, &newest);
    let leaver = newest.remove(120);
    home.apply(vec![
        (Card::KIND, leaver.id.0, None),
        (CardHead::KIND, leaver.person.0, None),
    ]);
    check(&home, &newest);
    assert_eq!(
        home.store.read(|db| of_person(db, person(3))).unwrap().unwrap(),
        newest[3]
    );
}

fn timed<T>(what: &str, mut work: impl FnMut() -> T) -> (T, Duration) {
    let mut once = || {
        #[allow(clippy::disallowed_methods, reason = "measures how long a query takes")]
        let from = std::time::Instant::now();
        (work(), from.elapsed())
    };
    // The best of three counts, so that a busy machine does not decide.
    let (mut answer, mut best) = once();
    for _ in 0..2 {
        let (again, took) = once();
        (answer, best) = (again, best.min(took));
    }
    println!("{what:<52} {:>7.1} ms", best.as_secs_f64() * 1e3);
    (answer, best)
}

/// Found by a review: each page of the list decoded every card of the branch.
#[test]
fn a_page_of_fifty_thousand_cards_reads_only_its_own() {
    const CARDS: usize = 50_000;
    let mut home = Home::new("issued-cards-many");
    for at in (0..CARDS).step_by(5_000) {
        home.put((at..at + 5_000).map(|n| card(n, 1)));
        home.put((at..at + 5_000).map(|n| head(n, 1)));
    }
    let (all, every) = timed("every card, as each page did before", || {
        home.store.read(|db| of_unit(db, UNIT)).unwrap().len()
    });
    assert_eq!(all, CARDS - CARDS / 50);
    let windows = [
        ("the first rows", query()),
        (
            "the last rows",
            IssuedQuery {
                offset: all - 100,
                ..query()
            },
        ),
        (
            "one standing, from the middle",
            IssuedQuery {
                standing: Some(Standing::Valid),
                offset: 15_000,
                ..query()
            },
        ),
        (
            "a word: lan",
            IssuedQuery {
                text: "lan".into(),
                ..query()
            },
        ),
        (
            "a number: 0241 04990",
            IssuedQuery {
                text: "0241 04990".into(),
                ..query()
            },
        ),
    ];
    for (what, query) in windows {
        let (found, took) = timed(what, || home.issued(&query));
        assert!(!found.cards.is_empty() && found.cards.len() <= 100, "{what}");
        assert!(took < every / 4, "{what} took {took:?}, every card {every:?}");
    }
}
