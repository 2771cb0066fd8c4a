//! What is in a database, in a form that can be written down and compared.

use congdoan_client::Client;
use congdoan_client::store::CommandState;
use congdoan_server::store::ReadTx;
use congdoan_wire::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A command that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub id: Uuid,
    pub name: String,
    /// SHA-256 of its body.
    pub body: String,
}

/// The content of a home or a server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inventory {
    /// By kind: how many rows, and one hash over all of them.
    pub rows: BTreeMap<String, (usize, String)>,
    pub waiting: Vec<Waiting>,
    /// How many commands were accepted, refused.
    pub ended: (usize, usize),
}

fn of_rows(mut rows: Vec<(String, Uuid, Vec<u8>)>) -> BTreeMap<String, (usize, String)> {
    rows.sort();
    let mut hashes: BTreeMap<String, (usize, Sha256)> = BTreeMap::new();
    for (kind, id, body) in rows {
        let (count, hash) = hashes.entry(kind).or_default();
        *count += 1;
        hash.update(id.as_bytes());
        hash.update((body.len() as u64).to_be_bytes());
        hash.update(&body);
    }
    let end =
        |(kind, (count, hash)): (String, (usize, Sha256))| (kind, (count, hex::encode(&hash.finalize())));
    hashes.into_iter().map(end).collect()
}

/// What a home holds: received rows as they came, and the commands of its person.
pub fn of_home(client: &Client) -> Inventory {
    let rows = client
        .read(|db| {
            let mut statement = db.prepare("SELECT kind, id, body FROM base")?;
            let rows = statement.query_map([], |row| {
                Ok((row.get(0)?, Uuid::from_bytes(row.get(1)?), row.get(2)?))
            })?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })
        .unwrap();
    let entries = |state| client.store().outbox(state, 1_000).unwrap();
    let waiting = |entry: congdoan_client::store::OutboxEntry| Waiting {
        id: entry.id.0,
        name: entry.name,
        body: hex::encode(&Sha256::digest(&entry.body)),
    };
    Inventory {
        rows: of_rows(rows),
        waiting: entries(CommandState::Waiting).into_iter().map(waiting).collect(),
        ended: (
            entries(CommandState::Accepted).len(),
            entries(CommandState::Refused).len(),
        ),
    }
}

/// What a server holds.
pub fn of_server(read: &dyn ReadTx) -> Inventory {
    let mut rows = vec![];
    let mut after: Option<(String, Uuid)> = None;
    loop {
        let page = read
            .rows_after(after.as_ref().map(|(kind, id)| (kind.as_str(), *id)), 500)
            .unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.kind.clone(), last.id));
        rows.extend(
            page.into_iter()
                .filter_map(|row| Some((row.kind, row.id, row.body?))),
        );
    }
    Inventory {
        rows: of_rows(rows),
        ..Inventory::default()
    }
}
