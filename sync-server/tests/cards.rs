//! Card keys and the published list: nothing is left out in silence, and no key is made in a lost one's place.

use congdoan_domain::card::Card;
use congdoan_domain::{Instant, Row, RowBody};
use congdoan_server::card::{CardSeal, segments};
use congdoan_server::commit::Seal;
use congdoan_server::init::Founding;
use congdoan_server::sample;
use congdoan_server::serve::{Config, start};
use congdoan_server::store::StoredRow;
use std::sync::Arc;
use uuid::Uuid;

const NOW: Instant = Instant(1_795_500_000_000);

fn founded(data: &std::path::Path) -> Founding {
    let founding = Founding::new(data, "Máy chủ mẫu", "http://127.0.0.1:1", NOW, false).unwrap();
    sample::found(&founding, data, NOW, |_| {}).unwrap();
    founding
}

fn first_card(founding: &Founding) -> (StoredRow, Card) {
    let read = founding.store.begin_read().unwrap();
    let row = read
        .rows_after(Some((Card::KIND, Uuid::nil())), 1)
        .unwrap()
        .remove(0);
    let card = Row::decode(Card::KIND, row.body.as_ref().unwrap()).unwrap();
    (row, Card::from_row(card).unwrap())
}

#[test]
fn a_card_that_cannot_be_read_stops_the_list_of_cards() {
    let folder = tempfile::tempdir().unwrap();
    let founding = founded(folder.path());
    let list = || {
        let read = founding.store.begin_read().unwrap();
        segments(read.as_ref(), &founding.keys, founding.server, NOW)
    };
    assert!(list().is_ok());
    let (mut row, _) = first_card(&founding);
    row.body = Some(b"\xff not CBOR".to_vec());
    let mut tx = founding.store.begin_write().unwrap();
    tx.put_row(&row).unwrap();
    tx.commit().unwrap();
    let error = list().unwrap_err().to_string();
    assert!(error.contains(&row.id.to_string()), "{error}");
}

#[test]
fn a_lost_card_key_is_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let founding = founded(folder.path());
    let serve = || {
        start(Config {
            data: folder.path().to_owned(),
            listen: "127.0.0.1:0".parse().unwrap(),
            clock: Arc::new(|| NOW),
        })
        .map(drop)
    };
    serve().unwrap();
    let (_, card) = first_card(&founding);
    assert!(card.signed.is_some());
    let key = folder
        .path()
        .join(format!("keys/card/{}.key", card.unit.0.simple()));
    let kept = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();

    let refused = serve().unwrap_err().to_string();
    assert!(refused.contains("Thiếu khóa ký thẻ"), "{refused}");
    // Nor while the server runs: the card stays unsigned.
    let read = founding.store.begin_read().unwrap();
    let unsigned = Row::Card(Card {
        signed: None,
        ..card.clone()
    });
    let seal = CardSeal::new(founding.keys.clone(), founding.server);
    assert_eq!(seal.seal(unsigned.clone(), read.as_ref()), unsigned);
    let list = segments(read.as_ref(), &founding.keys, founding.server, NOW);
    assert!(list.unwrap_err().to_string().contains("Thiếu khóa ký thẻ"));
    assert!(!key.exists());

    std::fs::write(&key, kept).unwrap();
    serve().unwrap();
    assert_ne!(seal.seal(unsigned.clone(), read.as_ref()), unsigned);
}
