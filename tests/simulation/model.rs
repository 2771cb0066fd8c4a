use congdoan_domain::{Change, CommandId, Envelope, Facts, Instant, Rejection, Row, RowKey, decide};
use std::collections::BTreeMap;

/// What became of a command, and which version of which rows it wrote.
#[derive(Clone)]
pub(super) struct Outcome {
    pub at: Instant,
    pub result: Result<Vec<(RowKey, usize)>, Rejection>,
}

/// The union in plain maps: the rules and nothing of store, sync or server.
#[derive(Clone, Default)]
pub(super) struct Model {
    pub rows: BTreeMap<RowKey, Row>,
    /// Every body a row ever had; `None`: deleted.
    past: BTreeMap<RowKey, Vec<Option<Vec<u8>>>>,
    pub outcomes: BTreeMap<CommandId, Outcome>,
}

impl Facts for Model {
    fn row(&self, key: RowKey) -> Option<Row> {
        self.rows.get(&key).cloned()
    }
}

impl Model {
    /// Runs a command unless its id is known. Returns the rows it wrote now.
    pub fn run(&mut self, envelope: &Envelope, at: Instant) -> BTreeMap<RowKey, Option<Row>> {
        if self.outcomes.contains_key(&envelope.id) {
            return BTreeMap::new();
        }
        let mut written = BTreeMap::new();
        let result = decide(envelope, at, self).map(|changes| {
            for change in changes {
                let key = change.key();
                written.insert(
                    key,
                    match change {
                        Change::Put(row) => Some(row),
                        Change::Delete(_) => None,
                    },
                );
            }
            written.iter().map(|(key, row)| (*key, self.write(*key, row.clone()))).collect()
        });
        self.outcomes.insert(envelope.id, Outcome { at, result });
        written
    }

    fn write(&mut self, key: RowKey, row: Option<Row>) -> usize {
        let versions = self.past.entry(key).or_default();
        versions.push(row.as_ref().map(Row::encode));
        match row {
            Some(row) => self.rows.insert(key, row),
            None => self.rows.remove(&key),
        };
        versions.len() - 1
    }

    /// Whether a row had this body at `version` or later.
    pub fn had_since(&self, key: RowKey, version: usize, body: Option<&[u8]>) -> bool {
        self.past
            .get(&key)
            .is_some_and(|versions| versions[version..].iter().any(|b| b.as_deref() == body))
    }
}
