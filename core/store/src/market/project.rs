use congdoan_domain::Row;
use rusqlite::Transaction;
use uuid::Uuid;

pub(crate) const SCHEMA_1: &str = include_str!("vouchers_1.sql");

pub(crate) fn project_voucher(
    tx: &Transaction<'_>,
    id: Uuid,
    row: Option<&Row>,
) -> Result<(), rusqlite::Error> {
    let Some(Row::Voucher(voucher)) = row else {
        tx.prepare_cached("DELETE FROM voucher_list WHERE id = ?1")?
            .execute([id.as_bytes()])?;
        return Ok(());
    };
    tx.prepare_cached(
        "INSERT OR REPLACE INTO voucher_list (id, person, provider, taken_at) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute((
        id.as_bytes(),
        voucher.person.0.as_bytes(),
        voucher.provider.0.as_bytes(),
        voucher.taken_at.0,
    ))?;
    Ok(())
}
