//! The list of issued cards: the newest of each person of a unit, searched, counted by standing, one window of rows.

use crate::StoreError;
use crate::engine::view;
use congdoan_domain::card::{Card, CardState};
use congdoan_domain::text::fold;
use congdoan_domain::{CardId, Date, UnitId};
use rusqlite::{Connection, named_params};
use uuid::Uuid;

/// How a card stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Valid,
    Paused,
    Revoked,
    Expired,
    /// The server has not signed it yet.
    Unsigned,
}

impl Standing {
    pub const ALL: [Self; 5] = [
        Self::Valid,
        Self::Paused,
        Self::Revoked,
        Self::Expired,
        Self::Unsigned,
    ];

    pub fn of(card: &Card, today: Date) -> Self {
        match card.state {
            CardState::Revoked => Self::Revoked,
            _ if card.expires_on < today => Self::Expired,
            CardState::Paused => Self::Paused,
            CardState::Active if card.signed.is_none() => Self::Unsigned,
            CardState::Active => Self::Valid,
        }
    }
}

/// [`Standing::of`] over the list's columns; gives its place in [`Standing::ALL`].
const STANDING: &str =
    "CASE WHEN state = 'revoked' THEN 2 WHEN expires < :today THEN 3 WHEN state = 'paused' THEN 1
  WHEN NOT signed THEN 4 ELSE 0 END";

pub(super) fn word(state: CardState) -> &'static str {
    match state {
        CardState::Active => "active",
        CardState::Paused => "paused",
        CardState::Revoked => "revoked",
    }
}

/// What the list shows. `offset` and `limit` are the window of a virtualised table.
#[derive(Clone, Debug)]
pub struct IssuedQuery {
    pub unit: UnitId,
    pub today: Date,
    /// Part of a name or a number, with or without marks.
    pub text: String,
    /// `None`: all.
    pub standing: Option<Standing>,
    pub offset: usize,
    pub limit: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Issued {
    pub cards: Vec<Card>,
    /// All that match.
    pub total: usize,
    /// What the words find, whatever the standing asked for; only standings that occur.
    pub counts: Vec<(Standing, usize)>,
}

/// # Errors
/// The file cannot be read.
pub fn issued(db: &Connection, query: &IssuedQuery) -> Result<Issued, StoreError> {
    let (words, today) = (fold(query.text.trim()), query.today.to_string());
    // A search reads through the table; the indexes answer the rest (see the roster's list for what the other way costs).
    let found = if words.is_empty() {
        "unit = :unit AND :words = ''"
    } else {
        "+unit = :unit AND instr(folded, :words) > 0"
    };
    let counts = {
        let mut statement = db.prepare_cached(&format!(
            "SELECT {STANDING}, count(*) FROM card_list WHERE {found} GROUP BY 1 ORDER BY 1"
        ))?;
        let binds = named_params! {":unit": query.unit.0.as_bytes(), ":words": words, ":today": today};
        let rows = statement.query_map(binds, |row| Ok((row.get::<_, u8>(0)?, row.get::<_, i64>(1)?)))?;
        let mut counts = vec![];
        for row in rows {
            let (at, count) = row?;
            let standing = Standing::ALL.get(usize::from(at)).copied();
            counts.extend(standing.zip(usize::try_from(count).ok()));
        }
        counts
    };
    let wanted = |standing: &Standing| query.standing.is_none_or(|asked| asked == *standing);
    let total = counts
        .iter()
        .filter(|(standing, _)| wanted(standing))
        .map(|(_, count)| count)
        .sum();
    let mut statement = db.prepare_cached(&format!(
        "SELECT card FROM card_list WHERE {found} AND (:standing < 0 OR {STANDING} = :standing)
         ORDER BY sort, card LIMIT :limit OFFSET :offset"
    ))?;
    let standing = query
        .standing
        .and_then(|asked| Standing::ALL.iter().position(|one| *one == asked));
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let ids = statement.query_map(
        named_params! {":unit": query.unit.0.as_bytes(), ":words": words, ":today": today,
        ":standing": standing.map_or(-1, number), ":limit": number(query.limit), ":offset": number(query.offset)},
        |row| Ok(Uuid::from_bytes(row.get(0)?)),
    )?;
    let mut cards = vec![];
    for id in ids {
        cards.extend(view::get::<Card>(db, CardId(id?))?);
    }
    Ok(Issued { cards, total, counts })
}

/// The newest card of each person of a unit, by name.
///
/// # Errors
/// The file cannot be read.
pub fn of_unit(db: &Connection, unit: UnitId) -> Result<Vec<Card>, StoreError> {
    let all = IssuedQuery {
        unit,
        today: Date::MIN,
        text: String::new(),
        standing: None,
        offset: 0,
        limit: usize::MAX,
    };
    Ok(issued(db, &all)?.cards)
}
