//! The rooms that keep tables of their own. A new one adds its SQL at the end, never in the middle.

use crate::engine::Projection;
use crate::{card, device, invitation, market, member, survey};
use congdoan_domain::Row;
use rusqlite::Transaction;
use uuid::Uuid;

pub const ROOMS: Projection = Projection {
    schema: &[
        member::SCHEMA_1,
        survey::SCHEMA_1,
        device::SCHEMA_1,
        member::SCHEMA_2,
        invitation::SCHEMA_1,
        card::SCHEMA_1,
        market::SCHEMA_1,
    ],
    project,
};

fn project(tx: &Transaction<'_>, kind: &str, id: Uuid, row: Option<&Row>) -> Result<(), rusqlite::Error> {
    match kind {
        "member" => member::project(tx, id, row),
        "invitation" => invitation::project(tx, id, row),
        "device" => device::project(tx, id, row),
        "card" => card::project_card(tx, id, row),
        "card_head" => card::project_head(tx, id, row),
        "voucher" => market::project_voucher(tx, id, row),
        "answer" => survey::project_answer(tx, id, row),
        _ => Ok(()),
    }
}
