//! The roster's list: search with and without diacritics, filters, counts, one window of rows.

use crate::StoreError;
use congdoan_domain::member::MemberStatus;
use congdoan_domain::text::{fold, tone_key};
use congdoan_domain::{PersonId, UnitId};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListSort {
    /// By given name, in Vietnamese order.
    #[default]
    Name,
    Number,
    Birth,
    Department,
    Status,
}

/// What the list shows. `offset` and `limit` are the window of a virtualised table.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    pub unit: Option<UnitId>,
    /// Words of a name in any order, or digits of a number or phone.
    pub text: String,
    /// Empty: all.
    pub statuses: Vec<MemberStatus>,
    /// Empty: all.
    pub departments: Vec<String>,
    pub sort: ListSort,
    pub descending: bool,
    pub offset: u64,
    pub limit: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ListRow {
    pub id: PersonId,
    pub name: String,
    pub number: Option<String>,
    pub birth: Option<String>,
    pub department: Option<String>,
    pub status: MemberStatus,
    /// Found by the exact spelling, not only by folding.
    pub exact: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct MemberList {
    pub rows: Vec<ListRow>,
    /// All that match.
    pub total: u64,
    /// Of them, by the exact spelling.
    pub exact: u64,
    /// All of the unit, whatever the search.
    pub of: u64,
    /// What matches but for the filter of statuses, by status; every status is there.
    pub statuses: Vec<(MemberStatus, u64)>,
}

fn status(word: &str) -> MemberStatus {
    MemberStatus::ALL
        .into_iter()
        .find(|s| s.as_str() == word)
        .unwrap_or(MemberStatus::Applicant)
}

fn pattern(word: &str, anywhere: bool) -> String {
    let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    if anywhere {
        format!("%{escaped}%")
    } else {
        format!("% {escaped}%")
    }
}

/// Characters and words of a search that count; a name has 100 at most.
const MOST_ASKED: usize = 200;
const MOST_WORDS: usize = 20;

/// `WHERE` and its values, and an expression that says whether a row matches exactly.
struct Filter {
    /// Without the statuses: they are counted, then chosen.
    counted: String,
    /// The same for a search: reads through the table. A row at a time by an index of the unit opens every page of the
    /// encrypted file many times over (50,000 members: 1.5 s instead of 0.1 s).
    through: String,
    statuses: String,
    exact: String,
    values: Vec<Value>,
}

fn filter(query: &ListQuery) -> Filter {
    let mut values: Vec<Value> = vec![];
    let mut bind = |value: Value| {
        values.push(value);
        format!("?{}", values.len())
    };
    let mut all = vec![];
    let mut exact = vec!["1".to_owned()];
    let unit = query
        .unit
        .map(|unit| format!("unit = {}", bind(Value::Blob(unit.0.as_bytes().to_vec()))));
    // A page of text pasted into the search is not looked for word by word: SQLite refuses patterns that long.
    let asked: String = query.text.chars().take(MOST_ASKED).collect();
    for word in asked.split_whitespace().take(MOST_WORDS) {
        let digits: String = word.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 3 && digits.len() == word.chars().filter(|c| c.is_alphanumeric()).count() {
            // Phones are kept as +84…, people type 0….
            let core = digits.strip_prefix('0').unwrap_or(&digits);
            all.push(format!(
                "digits LIKE {} ESCAPE '\\'",
                bind(Value::Text(pattern(core, true)))
            ));
            continue;
        }
        all.push(format!(
            "folded LIKE {} ESCAPE '\\'",
            bind(Value::Text(pattern(&fold(word), false)))
        ));
        exact.push(format!(
            "exact LIKE {} ESCAPE '\\'",
            bind(Value::Text(pattern(&tone_key(word), false)))
        ));
    }
    if !query.departments.is_empty() {
        let departments = query.departments.iter().cloned();
        let marks: Vec<String> = departments.map(|value| bind(Value::Text(value))).collect();
        all.push(format!("department IN ({})", marks.join(", ")));
    }
    let joined = |unit: Option<String>| {
        let parts: Vec<String> = unit.into_iter().chain(all.iter().cloned()).collect();
        if parts.is_empty() {
            "1".to_owned()
        } else {
            parts.join(" AND ")
        }
    };
    let through = joined(unit.as_ref().map(|unit| format!("+{unit}")));
    let counted = joined(unit);
    // Words of the rules, not of a person: they need no binding.
    let words: Vec<String> = query
        .statuses
        .iter()
        .map(|status| format!("'{}'", status.as_str()))
        .collect();
    let statuses = if words.is_empty() {
        String::new()
    } else {
        format!(" AND status IN ({})", words.join(", "))
    };
    Filter {
        counted,
        through,
        statuses,
        exact: exact.join(" AND "),
        values,
    }
}

/// # Errors
/// The file cannot be read.
pub fn list(db: &Connection, query: &ListQuery) -> Result<MemberList, StoreError> {
    let Filter {
        counted,
        through,
        statuses,
        exact,
        mut values,
    } = filter(query);
    let searched = !query.text.trim().is_empty() || !query.departments.is_empty();
    // Without a search the index of statuses alone answers.
    let (condition, group) = if searched {
        (&through, "+status")
    } else {
        (&counted, "status")
    };
    let counts = count(db, condition, group, &exact, &values)?;
    let chosen = |status: &MemberStatus| query.statuses.is_empty() || query.statuses.contains(status);
    let (mut total, mut exact_total) = (0, 0);
    for (_, all, exact) in counts.iter().filter(|(status, ..)| chosen(status)) {
        total += all;
        exact_total += exact;
    }
    let narrowed = searched || !query.statuses.is_empty();
    let of: i64 = match query.unit {
        Some(unit) => db.query_row(
            "SELECT count(*) FROM member_list WHERE unit = ?1",
            [unit.0.as_bytes()],
            |row| row.get(0),
        )?,
        None => db.query_row("SELECT count(*) FROM member_list", [], |row| row.get(0))?,
    };
    let column = match query.sort {
        ListSort::Name => "sort",
        ListSort::Number => "number",
        ListSort::Birth => "birth",
        ListSort::Department => "department",
        ListSort::Status => "status",
    };
    let direction = if query.descending { "DESC" } else { "ASC" };
    // An exact spelling stands above a folded one; without a search text all are equal.
    let by_exactness = if query.text.trim().is_empty() {
        String::new()
    } else {
        format!("({exact}) DESC, ")
    };
    values.push(Value::Integer(i64::try_from(query.limit).unwrap_or(i64::MAX)));
    values.push(Value::Integer(i64::try_from(query.offset).unwrap_or(0)));
    let (limit, offset) = (values.len() - 1, values.len());
    let mut statement = db.prepare_cached(&if column == "sort" && !narrowed {
        // The whole roster by name: the window comes from the index, only its rows are opened.
        format!(
            "SELECT id, name, number, birth, department, status, 1 FROM member_list JOIN (
               SELECT id AS shown FROM member_list WHERE {counted}
               ORDER BY sort {direction}, id {direction} LIMIT ?{limit} OFFSET ?{offset}
             ) ON id = shown ORDER BY sort {direction}, id {direction}"
        )
    } else {
        format!(
            "SELECT id, name, number, birth, department, status, ({exact}) FROM member_list
             WHERE {through}{statuses}
             ORDER BY {by_exactness}{column} {direction}, sort, id LIMIT ?{limit} OFFSET ?{offset}"
        )
    })?;
    let rows = statement.query_map(params_from_iter(&values), |row| {
        Ok(ListRow {
            id: PersonId(Uuid::from_bytes(row.get(0)?)),
            name: row.get(1)?,
            number: row.get(2)?,
            birth: row.get(3)?,
            department: row.get(4)?,
            status: status(&row.get::<_, String>(5)?),
            exact: row.get::<_, i64>(6)? != 0,
        })
    })?;
    Ok(MemberList {
        rows: rows.collect::<Result<_, _>>()?,
        total,
        exact: exact_total,
        of: of.try_into().unwrap_or(0),
        statuses: counts.into_iter().map(|(status, all, _)| (status, all)).collect(),
    })
}

/// How many match, and how many of them exactly, by status: one reading for all counts of the list.
fn count(
    db: &Connection,
    condition: &str,
    group: &str,
    exact: &str,
    values: &[Value],
) -> Result<Vec<(MemberStatus, u64, u64)>, StoreError> {
    let mut counts: Vec<_> = MemberStatus::ALL.map(|status| (status, 0, 0)).into();
    let mut statement = db.prepare_cached(&format!(
        "SELECT status, count(*), coalesce(sum({exact}), 0) FROM member_list WHERE {condition} GROUP BY {group}"
    ))?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let found = status(&row.get::<_, String>(0)?);
        for (of, all, exact) in &mut counts {
            if *of == found {
                *all = row.get::<_, i64>(1)?.try_into().unwrap_or(0);
                *exact = row.get::<_, i64>(2)?.try_into().unwrap_or(0);
            }
        }
    }
    Ok(counts)
}

/// The departments of a unit with how many members each has, in order of name.
///
/// # Errors
/// The file cannot be read.
pub fn departments(db: &Connection, unit: UnitId) -> Result<Vec<(String, u64)>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT department, count(*) FROM member_list WHERE unit = ?1 AND department IS NOT NULL GROUP BY department ORDER BY department",
    )?;
    let rows = statement.query_map([unit.0.as_bytes()], |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, i64>(1)?.try_into().unwrap_or(0),
        ))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
