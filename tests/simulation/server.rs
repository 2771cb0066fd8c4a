use super::model::Model;
use super::sim::Broken;
use congdoan_domain::device::{Device, DeviceState};
use congdoan_domain::grant::Grant;
use congdoan_domain::member::Member;
use congdoan_domain::{DeviceId, Instant, PersonId, Row, RowBody, Scope, audience};
use congdoan_server::store::{Identity, ReadTx, ServerStore, SqliteOptions, SqliteStore};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use uuid::Uuid;

/// Nobody waits here: a second writer learns at once that the store is busy.
const OPTIONS: SqliteOptions = SqliteOptions {
    busy: Duration::ZERO,
    durable: false,
};

/// The real store in a file, its lives, and a copy of before.
pub(super) struct Server {
    dir: PathBuf,
    pub store: Rc<SqliteStore>,
    pub life: u32,
    pub backup: Option<(PathBuf, Model)>,
}

fn identity(life: u32) -> Identity {
    Identity {
        server: Uuid::from_u128(0x5E),
        name: "Máy chủ mô phỏng".into(),
        incarnation: Uuid::from_u128(0x11FE_0000 + u128::from(life)),
    }
}

pub(super) fn broken(what: &str) -> impl Fn(congdoan_server::store::StoreError) -> Broken + '_ {
    move |error| Broken(format!("server: {what}: {error}"))
}

impl Server {
    pub fn found(dir: &Path) -> Result<Self, Broken> {
        let store = SqliteStore::create(&dir.join("server-1.db"), &identity(1), OPTIONS).map_err(broken("create"))?;
        Ok(Self {
            dir: dir.to_owned(),
            store: Rc::new(store),
            life: 1,
            backup: None,
        })
    }

    pub fn back_up(&mut self, model: &Model) -> Result<(), Broken> {
        let path = self.dir.join("server-backup.db");
        let _ = std::fs::remove_file(&path);
        self.store.copy_to(&path).map_err(broken("backup"))?;
        self.backup = Some((path, model.clone()));
        Ok(())
    }

    /// Starts a new life from the copy. Gives back the model of that moment.
    pub fn restore(&mut self) -> Result<Option<Model>, Broken> {
        let Some((from, model)) = &self.backup else { return Ok(None) };
        self.life += 1;
        let path = self.dir.join(format!("server-{}.db", self.life));
        std::fs::copy(from, &path).map_err(|e| Broken(format!("copy: {e}")))?;
        let store = SqliteStore::open(&path, OPTIONS).map_err(broken("open"))?;
        let mut tx = store.begin_write().map_err(broken("begin"))?;
        tx.set_identity(&identity(self.life)).map_err(broken("identity"))?;
        tx.commit().map_err(broken("commit"))?;
        self.store = Rc::new(store);
        Ok(Some(model.clone()))
    }
}

fn typed<T: RowBody>(read: &dyn ReadTx, id: Uuid) -> Result<Option<T>, Broken> {
    let found = read.row(T::KIND, id).map_err(broken("row"))?.and_then(|row| row.body);
    Ok(found.and_then(|body| Row::decode(T::KIND, &body).ok()).and_then(T::from_row))
}

/// Whether the server lets this device in.
pub(super) fn lets_in(read: &dyn ReadTx, device: DeviceId) -> Result<bool, Broken> {
    Ok(typed::<Device>(read, device.0)?.is_some_and(|device| device.state == DeviceState::Active))
}

/// What the server's own database says this person may hold.
pub(super) fn scopes(read: &dyn ReadTx, person: PersonId, at: Instant) -> Result<BTreeSet<Scope>, Broken> {
    let member: Option<Member> = typed(read, person.0)?;
    let grants: Vec<Grant> = read
        .rows_in_scope(&Scope::Member(person), Grant::KIND)
        .map_err(broken("grants"))?
        .into_iter()
        .filter_map(|row| row.body)
        .filter_map(|body| Row::decode(Grant::KIND, &body).ok())
        .filter_map(Grant::from_row)
        .collect();
    Ok(audience::scopes(person, member.as_ref(), &grants, at))
}
