use congdoan_domain::Row;
use rusqlite::Transaction;
use uuid::Uuid;

pub(crate) const SCHEMA_1: &str = include_str!("answers_1.sql");

pub(crate) fn project_answer(
    tx: &Transaction<'_>,
    id: Uuid,
    row: Option<&Row>,
) -> Result<(), rusqlite::Error> {
    match row {
        Some(Row::Answer(answer)) => {
            tx.prepare_cached(
                "INSERT OR REPLACE INTO survey_answer (id, survey, person) VALUES (?1, ?2, ?3)",
            )?
            .execute((
                id.as_bytes(),
                answer.survey.0.as_bytes(),
                answer.person.0.as_bytes(),
            ))?;
        }
        _ => {
            tx.prepare_cached("DELETE FROM survey_answer WHERE id = ?1")?
                .execute([id.as_bytes()])?;
        }
    }
    Ok(())
}
