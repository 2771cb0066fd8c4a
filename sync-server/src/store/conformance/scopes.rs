//! How far scopes are, and what lies in them.

use super::fixture::{DESK, Make, PERSON, fill, place};
use crate::store::{Head, Mark, Place, StoredOutcome, Tally};
use congdoan_domain::{CommandId, Instant, Scope, UnitId};
use congdoan_wire::ReceiptOutcome;
use congdoan_wire::checksum::Checksum;
use uuid::Uuid;

pub(super) fn every_head_that_was_written_is_listed(make: Make<'_>) {
    let store = make().one;
    assert!(store.begin_read().unwrap().heads().unwrap().is_empty());
    fill(store.as_ref(), PERSON, 3);
    let desk = Head {
        epoch: 4,
        seq: u64::from(u32::MAX) + 7,
        checksum: Checksum(u128::MAX - 5),
        purged: 6,
    };
    let mut tx = store.begin_write().unwrap();
    tx.put_head(&DESK, &desk).unwrap();
    tx.commit().unwrap();
    let read = store.begin_read().unwrap();
    let mut heads = read.heads().unwrap();
    heads.sort_by_key(|(scope, _)| *scope != PERSON);
    let person = read.head(&PERSON).unwrap();
    assert_eq!((person.seq, person.epoch), (3, Head::default().epoch));
    assert_eq!(heads, [(PERSON, person), (DESK, desk)]);
    let elsewhere = Scope::Desk(UnitId(Uuid::from_u128(3)));
    assert_eq!(
        read.head(&elsewhere).unwrap(),
        Head::default(),
        "asking makes none"
    );
    assert_eq!(read.heads().unwrap().len(), 2);
    let mut asked = read.heads_of(&[elsewhere, DESK]).unwrap();
    asked.retain(|(_, head)| *head != Head::default());
    assert_eq!(asked, [(DESK, desk)]);
}

pub(super) fn a_tally_counts_what_lies_in_a_scope(make: Make<'_>) {
    let store = make().one;
    assert_eq!(
        store.begin_read().unwrap().tally(&PERSON).unwrap(),
        Tally::default()
    );
    fill(store.as_ref(), PERSON, 4);
    let tally = |live, highest| Tally { live, highest };
    let mut tx = store.begin_write().unwrap();
    assert_eq!(tx.tally(&PERSON).unwrap(), tally(4, 4));
    assert_eq!(tx.tally(&DESK).unwrap(), Tally::default(), "another scope's");
    tx.put_place(&place(PERSON, 1, 5, false)).unwrap();
    assert_eq!(
        tx.tally(&PERSON).unwrap(),
        tally(3, 5),
        "a tombstone has a number and no life"
    );
    tx.put_place(&place(PERSON, 2, 6, true)).unwrap();
    assert_eq!(
        tx.tally(&PERSON).unwrap(),
        tally(3, 6),
        "a row that changed stays one"
    );
    tx.drop_tombstones(&PERSON, 5).unwrap();
    assert_eq!(tx.tally(&PERSON).unwrap(), tally(3, 6));
    tx.clear_scope(&PERSON).unwrap();
    assert_eq!(tx.tally(&PERSON).unwrap(), Tally::default());
}

pub(super) fn scopes_with_tombstones_are_marked_and_old_outcomes_go(make: Make<'_>) {
    let store = make().one;
    let mut tx = store.begin_write().unwrap();
    assert_eq!(tx.purged_at().unwrap(), None);
    for (scope, live) in [(PERSON, false), (DESK, true)] {
        let head = Head {
            seq: 4,
            ..Head::default()
        };
        tx.put_head(&scope, &head).unwrap();
        tx.put_place(&Place {
            scope,
            kind: "thing".into(),
            id: Uuid::from_u128(1),
            seq: 4,
            rev: 1,
            live,
            hash: Checksum::default(),
        })
        .unwrap();
    }
    for n in 1..=3_u128 {
        tx.put_outcome(&StoredOutcome {
            id: CommandId(Uuid::from_u128(n)),
            device: None,
            at: Instant(i64::try_from(n).unwrap()),
            outcome: ReceiptOutcome::Accepted,
        })
        .unwrap();
    }
    for at in [10, 20] {
        tx.mark_heads(Instant(at)).unwrap();
    }
    tx.set_purged_at(Instant(20)).unwrap();
    tx.set_purged_at(Instant(30)).unwrap();
    tx.commit().unwrap();
    let mut tx = store.begin_write().unwrap();
    assert_eq!(tx.purged_at().unwrap(), Some(Instant(30)));
    assert!(tx.marks(Instant(9)).unwrap().is_empty());
    let mark = Mark {
        scope: PERSON,
        epoch: 1,
        seq: 4,
    };
    // Only where there are tombstones, and not again while nothing moves.
    assert_eq!(tx.marks(Instant(10)).unwrap(), [mark]);
    tx.drop_marks(&PERSON, Instant(10)).unwrap();
    assert!(tx.marks(Instant(99)).unwrap().is_empty());
    assert_eq!(tx.drop_outcomes(Instant(3), 1).unwrap(), 1);
    assert_eq!(tx.drop_outcomes(Instant(3), 9).unwrap(), 1);
    assert_eq!(tx.drop_outcomes(Instant(3), 9).unwrap(), 0);
    assert!(tx.outcome(CommandId(Uuid::from_u128(3))).unwrap().is_some());
}
