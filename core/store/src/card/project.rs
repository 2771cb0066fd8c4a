use super::issued::word;
use crate::engine::view;
use crate::error::StoreError;
use congdoan_domain::card::{Card, CardHead};
use congdoan_domain::member::name_sort_key;
use congdoan_domain::text::fold;
use congdoan_domain::{PersonId, Row};
use rusqlite::Transaction;
use uuid::Uuid;

pub(crate) const SCHEMA_1: &str = include_str!("cards_1.sql");

/// A card changed: it stands in the list if it is its person's newest.
pub(crate) fn project_card(tx: &Transaction<'_>, id: Uuid, row: Option<&Row>) -> Result<(), rusqlite::Error> {
    let Some(Row::Card(card)) = row else {
        tx.prepare_cached("DELETE FROM card_list WHERE card = ?1")?
            .execute([id.as_bytes()])?;
        return Ok(());
    };
    match read::<CardHead>(tx, card.person.0)? {
        Some(head) if head.card == card.id => put(tx, card),
        _ => Ok(()),
    }
}

/// A person's newest card is another.
pub(crate) fn project_head(tx: &Transaction<'_>, id: Uuid, row: Option<&Row>) -> Result<(), rusqlite::Error> {
    let newest = match row {
        Some(Row::CardHead(head)) => read::<Card>(tx, head.card.0)?,
        _ => None,
    };
    match newest {
        Some(card) => put(tx, &card),
        None => {
            tx.prepare_cached("DELETE FROM card_list WHERE person = ?1")?
                .execute([PersonId(id).0.as_bytes()])?;
            Ok(())
        }
    }
}

fn put(tx: &Transaction<'_>, card: &Card) -> Result<(), rusqlite::Error> {
    let number = card.number.as_deref().unwrap_or_default();
    tx.prepare_cached(
        "INSERT OR REPLACE INTO card_list (person, card, unit, sort, folded, state, expires, signed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute((
        card.person.0.as_bytes(),
        card.id.0.as_bytes(),
        card.unit.0.as_bytes(),
        name_sort_key(&card.name),
        format!("{}\n{}", fold(&card.name), fold(number)),
        word(card.state),
        card.expires_on.to_string(),
        card.signed.is_some(),
    ))?;
    Ok(())
}

fn read<T: congdoan_domain::RowBody>(tx: &Transaction<'_>, id: Uuid) -> Result<Option<T>, rusqlite::Error> {
    match view::get(tx, id) {
        Ok(found) => Ok(found),
        Err(StoreError::Sql(error)) => Err(error),
        Err(other) => Err(rusqlite::Error::ToSqlConversionFailure(Box::new(other))),
    }
}
