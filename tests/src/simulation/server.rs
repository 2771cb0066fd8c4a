//! The real commit and feed behind a door that the network calls, with the model beside it.

use super::model::{Model, Rows};
use congdoan_domain::{
    Actor, Command, CommandId, DeviceId, Envelope, Instant, PersonId, Row, Scope, audience,
};
use congdoan_server::commit::{self, NoSeal, OpenCommit, Submission};
use congdoan_server::feed::{self, Limits, Reader};
use congdoan_server::maintain;
use congdoan_server::store::{Identity, ReadTx, ServerStore, Slice};
use congdoan_server::store::{SqliteOptions, SqliteStore};
use congdoan_wire::checksum::Checksum;
use congdoan_wire::{ReceiptOutcome, SyncRequest, SyncResponse};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

const OPTIONS: SqliteOptions = SqliteOptions {
    busy: Duration::ZERO,
    durable: false,
};

/// What the server said, and what its reader must hold after applying it.
pub struct Answered {
    pub response: SyncResponse,
    pub expected: Expected,
}

#[derive(Clone)]
pub struct Expected {
    pub rows: Rows,
    /// Scopes whose checksum at the server was wrong when it answered.
    pub wrong: BTreeSet<Scope>,
}

/// A copy of the database, and what was known of it.
pub struct Backup {
    path: PathBuf,
    model: Model,
    wrong: BTreeSet<Scope>,
}

pub struct Server {
    dir: PathBuf,
    life: u128,
    pub store: SqliteStore,
    pub model: Model,
    pub backup: Option<Backup>,
    /// Scopes whose checksum was made wrong.
    wrong: BTreeSet<Scope>,
}

fn identity(life: u128) -> Identity {
    Identity {
        server: Uuid::from_u128(77),
        name: "Máy chủ thử".into(),
        incarnation: Uuid::from_u128(life),
    }
}

impl Server {
    pub fn new(dir: &Path) -> Self {
        std::fs::create_dir_all(dir).unwrap();
        let store = SqliteStore::create(&dir.join("server.db"), &identity(1), OPTIONS).unwrap();
        Self {
            dir: dir.to_owned(),
            life: 1,
            store,
            model: Model::default(),
            backup: None,
            wrong: BTreeSet::new(),
        }
    }

    /// A command of the server itself.
    pub fn system(&mut self, id: u128, at: Instant, command: impl Into<Command>) {
        let id = CommandId(Uuid::from_u128(id));
        let envelope = Envelope {
            id,
            actor: Actor::Server,
            made_at: at,
            command: command.into(),
        };
        let applied = commit::commit(&self.store, envelope.clone().into(), at, &NoSeal).unwrap();
        let expected = self.model.execute(&envelope, at);
        assert_eq!(
            applied.receipt.outcome,
            outcome(&expected),
            "the server's own command"
        );
    }

    pub fn person_of(&self, device: DeviceId) -> Option<PersonId> {
        match read_row(self.store.begin_read().unwrap().as_ref(), "device", device.0)? {
            Row::Device(device) if device.state == congdoan_domain::device::DeviceState::Active => {
                Some(device.person)
            }
            _ => None,
        }
    }

    fn reader(&self, read: &dyn ReadTx, device: DeviceId, person: PersonId, at: Instant) -> Reader {
        let member = match read_row(read, "member", person.0) {
            Some(Row::Member(member)) => Some(member),
            _ => None,
        };
        let grants: Vec<_> = read
            .rows_in_scope(&Scope::Member(person), "grant")
            .unwrap()
            .into_iter()
            .filter_map(|row| match Row::decode("grant", row.body.as_ref()?) {
                Ok(Row::Grant(grant)) => Some(grant),
                _ => None,
            })
            .collect();
        Reader {
            device,
            scopes: audience::scopes(person, member.as_ref(), &grants, at),
        }
    }

    /// Executes a request's commands. `Err`: the server was busy; the request may come again.
    pub fn execute(
        &mut self,
        device: DeviceId,
        person: PersonId,
        request: &SyncRequest,
        at: Instant,
    ) -> Result<(), String> {
        for message in &request.commands {
            let actor = Actor::Person { person, device };
            let submission = Submission::of(actor, message);
            let opened = self.store.begin_write().map_err(|e| e.to_string())?;
            let open = commit::open(opened, submission, at, &NoSeal).map_err(|e| e.to_string())?;
            let applied = open.finish().map_err(|e| e.to_string())?;
            self.note(actor, message, at, &applied.receipt)?;
        }
        Ok(())
    }

    /// Decides and numbers the first command of a request and leaves the commit open.
    pub fn open_first<'s>(
        store: &'s SqliteStore,
        device: DeviceId,
        person: PersonId,
        request: &SyncRequest,
        at: Instant,
    ) -> Option<OpenCommit<'s>> {
        let message = request.commands.first()?;
        let submission = Submission::of(Actor::Person { person, device }, message);
        commit::open(store.begin_write().ok()?, submission, at, &NoSeal).ok()
    }

    /// Tells the model about a committed command and compares.
    pub fn note(
        &mut self,
        actor: Actor,
        message: &congdoan_wire::CommandMsg,
        at: Instant,
        receipt: &congdoan_wire::Receipt,
    ) -> Result<(), String> {
        let command = message.command().map_err(|e| e.to_string())?;
        let envelope = Envelope {
            id: message.id,
            actor,
            made_at: message.made_at,
            command,
        };
        let expected = self.model.execute(&envelope, at);
        if receipt.outcome == outcome(&expected) {
            Ok(())
        } else {
            Err(format!(
                "FAULT command {} ({}): server {:?}, model {expected:?}",
                message.id, message.name, receipt.outcome
            ))
        }
    }

    pub fn answer(
        &self,
        device: DeviceId,
        person: PersonId,
        request: &SyncRequest,
        at: Instant,
        limits: Limits,
    ) -> Answered {
        let read = self.store.begin_read().unwrap();
        let reader = self.reader(read.as_ref(), device, person, at);
        let response = feed::answer(read.as_ref(), &reader, request, at, limits).unwrap();
        Answered {
            response,
            expected: Expected {
                rows: self.model.visible(person, at),
                wrong: self.wrong.clone(),
            },
        }
    }

    pub fn back_up(&mut self) {
        let path = self.dir.join(format!("backup-{}.db", self.life));
        let _ = std::fs::remove_file(&path);
        self.store.copy_to(&path).unwrap();
        self.backup = Some(Backup {
            path,
            model: self.model.clone(),
            wrong: self.wrong.clone(),
        });
    }

    /// Back to the backup, as another life.
    pub fn restore(&mut self) -> bool {
        let Some(Backup { path, model, wrong }) = self.backup.take() else {
            return false;
        };
        self.life += 1;
        let file = self.dir.join(format!("server-{}.db", self.life));
        std::fs::copy(path, &file).unwrap();
        self.store = SqliteStore::open(&file, OPTIONS).unwrap();
        let mut tx = self.store.begin_write().unwrap();
        tx.set_identity(&identity(self.life)).unwrap();
        tx.commit().unwrap();
        self.model = model;
        self.wrong = wrong;
        true
    }

    pub fn heads(&self) -> Vec<(Scope, congdoan_server::store::Head)> {
        self.store.begin_read().unwrap().heads().unwrap()
    }

    /// The newest number of a scope at which a row went.
    pub fn last_tombstone(&self, scope: &Scope) -> Option<u64> {
        let all = Slice {
            after: 0,
            max_rows: 100_000,
            max_bytes: usize::MAX,
        };
        let rows = self.store.begin_read().unwrap().feed(scope, all).unwrap();
        rows.iter()
            .filter(|row| row.body.is_none())
            .map(|row| row.seq)
            .max()
    }

    pub fn purge(&self, scope: Scope, up_to: u64) -> u64 {
        let mut tx = self.store.begin_write().unwrap();
        let dropped = maintain::purge(tx.as_mut(), &scope, up_to).unwrap();
        tx.commit().unwrap();
        dropped
    }

    /// The checksum of a head is no longer the sum of its rows, and nobody notices at the server.
    pub fn spoil(&mut self, scope: Scope) -> bool {
        if !self.wrong.insert(scope) {
            return false;
        }
        let mut tx = self.store.begin_write().unwrap();
        let mut head = tx.lock_head(&scope).unwrap();
        head.checksum = head
            .checksum
            .with(Checksum::of_row("spoilt", Uuid::nil(), 1, b""));
        tx.put_head(&scope, &head).unwrap();
        tx.commit().unwrap();
        true
    }

    /// The operator runs the doctor. Says whether there was anything to mend.
    pub fn mend(&mut self) -> bool {
        let report = maintain::examine(self.store.begin_read().unwrap().as_ref()).unwrap();
        let mut tx = self.store.begin_write().unwrap();
        let mended = maintain::repair(tx.as_mut(), &report).unwrap();
        tx.commit().unwrap();
        assert_eq!(
            mended,
            std::mem::take(&mut self.wrong),
            "the doctor finds what is wrong"
        );
        !mended.is_empty()
    }

    pub fn rebuild(&mut self, scope: Scope) {
        self.wrong.remove(&scope);
        let mut tx = self.store.begin_write().unwrap();
        maintain::rebuild_scope(tx.as_mut(), &scope).unwrap();
        tx.commit().unwrap();
    }

    /// Rows and checksums are what the model has.
    pub fn examine(&self) -> Result<(), String> {
        let read = self.store.begin_read().unwrap();
        let report = maintain::examine(read.as_ref()).unwrap();
        if !report.findings.is_empty() {
            return Err(format!("doctor: {:?}", report.findings));
        }
        let mut rows = Rows::new();
        let mut after: Option<(String, Uuid)> = None;
        loop {
            let page = read
                .rows_after(after.as_ref().map(|(k, i)| (k.as_str(), *i)), 500)
                .unwrap();
            let Some(last) = page.last() else { break };
            after = Some((last.kind.clone(), last.id));
            rows.extend(
                page.into_iter()
                    .filter_map(|row| Some(((row.kind, row.id), row.body?))),
            );
        }
        if rows == self.model.all() {
            Ok(())
        } else {
            Err("the server's rows are not the model's".into())
        }
    }
}

fn read_row(read: &dyn ReadTx, kind: &str, id: Uuid) -> Option<Row> {
    let row = read.row(kind, id).unwrap()?;
    Row::decode(kind, &row.body?).ok()
}

fn outcome(result: &Result<(), congdoan_domain::Rejection>) -> ReceiptOutcome {
    match result {
        Ok(()) => ReceiptOutcome::Accepted,
        Err(rejection) => ReceiptOutcome::Rejected(rejection.clone()),
    }
}

/// Scopes that exist, for the faults to pick from.
pub fn scopes(server: &Server) -> Vec<Scope> {
    let found: BTreeSet<Scope> = server.heads().into_iter().map(|(scope, _)| scope).collect();
    found.into_iter().collect()
}
