use congdoan_domain::Row;
use congdoan_domain::member::name_sort_key;
use congdoan_domain::text::{fold, tone_key};
use rusqlite::Transaction;
use uuid::Uuid;

pub(crate) const SCHEMA_1: &str = include_str!("list_1.sql");
pub(crate) const SCHEMA_2: &str = include_str!("list_2.sql");

pub(crate) fn project(tx: &Transaction<'_>, id: Uuid, row: Option<&Row>) -> Result<(), rusqlite::Error> {
    let Some(Row::Member(member)) = row else {
        tx.prepare_cached("DELETE FROM member_list WHERE id = ?1")?
            .execute([id.as_bytes()])?;
        return Ok(());
    };
    let profile = &member.profile;
    let digits: String = [profile.number.as_deref(), profile.phone.as_deref()]
        .into_iter()
        .flatten()
        .map(|text| text.chars().filter(char::is_ascii_digit).collect::<String>())
        .collect::<Vec<_>>()
        .join(" ");
    tx.prepare_cached(
        "INSERT OR REPLACE INTO member_list (id, unit, name, exact, folded, sort, number, digits, birth, department, status)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute((
        id.as_bytes(),
        member.unit.0.as_bytes(),
        &profile.name,
        format!(" {}", tone_key(&profile.name)),
        format!(" {}", fold(&profile.name)),
        name_sort_key(&profile.name),
        &profile.number,
        digits,
        profile.birth.map(|date| date.to_string()),
        &profile.department,
        member.status.as_str(),
    ))?;
    Ok(())
}
