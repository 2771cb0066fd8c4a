//! Founding a server: its database, keys, root unit, and the first officer's invitation.

use crate::card::CardSeal;
use crate::clock::{random, random_id};
use crate::commit::{Submission, apply, retried};
use crate::database::{Database, DatabaseError};
use crate::keys::{KeyError, Keys, fingerprint};
use crate::security::SecurityLog;
use crate::store::{Identity, ServerStore, StoreError, WriteTx};
use congdoan_domain::grant::{ProposeGrant, Role};
use congdoan_domain::invitation::{Code, Invite, Invitee};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Actor, Command, CommandId, Envelope, GrantId, Instant, PersonId, UnitId};
use congdoan_wire::ReceiptOutcome;
use congdoan_wire::invitation::{InvitationText, TlsTrust};
use std::path::Path;
use uuid::Uuid;

#[derive(Debug, thiserror::Error)]
pub enum InitError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("{}", .0.in_words())]
    Store(#[from] StoreError),
    #[error("{}", .0.in_words())]
    Key(#[from] KeyError),
    #[error(transparent)]
    Tls(#[from] crate::tls::TlsError),
    #[error("Không ghi được thư mục của máy chủ: {0}. Hãy xem lại --data, quyền ghi và chỗ trống trên đĩa.")]
    Io(#[from] std::io::Error),
    /// A command of the founding itself was refused.
    #[error("lệnh {name} bị từ chối: {why}")]
    Refused { name: &'static str, why: String },
}

/// The cell of a server that has its database to itself.
pub const FIRST_CELL: i32 = 1;

/// A freshly founded server, still open for the operator's own commands.
pub struct Founding {
    pub store: Box<dyn ServerStore>,
    pub keys: Keys,
    pub server: Uuid,
    seal: CardSeal,
    security: SecurityLog,
    url: String,
    root: [u8; 32],
}

impl Founding {
    /// [`Self::found`] with the database in the folder.
    ///
    /// # Errors
    /// The folder has a server already, or cannot be written.
    pub fn new(data: &Path, name: &str, url: &str, at: Instant, durable: bool) -> Result<Self, InitError> {
        Self::found((&Database::at(data), FIRST_CELL), name, url, at, durable)
    }

    /// Makes the database, or a cell in it, and the keys.
    ///
    /// # Errors
    /// The folder or the cell has a server already, or cannot be written.
    pub fn found(
        (database, cell): (&Database, i32),
        name: &str,
        url: &str,
        at: Instant,
        durable: bool,
    ) -> Result<Self, InitError> {
        database.is_free()?;
        let data = database.data();
        std::fs::create_dir_all(data)?;
        // The database names people, the keys speak for them: nobody else on this machine reads either.
        #[cfg(unix)]
        std::fs::set_permissions(data, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        let server = random_id();
        let keys = Keys::at(data);
        keys.write_trust(server, at)?;
        keys.token_secret()?;
        let identity = Identity {
            server,
            name: name.to_owned(),
            incarnation: random_id(),
        };
        let store = database.found(&identity, cell, durable)?;
        Self::with(data, store, keys, server, url)
    }

    /// Opens a server that is there, for the operator's own commands.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn open(database: &Database, url: &str) -> Result<Self, InitError> {
        let (store, data) = (database.open()?, database.data());
        let keys = Keys::at(data);
        let server = store.begin_read()?.identity()?.server;
        Self::with(data, store, keys, server, url)
    }

    fn with(
        data: &Path,
        store: Box<dyn ServerStore>,
        keys: Keys,
        server: Uuid,
        url: &str,
    ) -> Result<Self, InitError> {
        let root = fingerprint(&keys.trust()?.1.root.public_key);
        let seal = CardSeal::new(keys.clone(), server);
        Ok(Self {
            store,
            keys,
            server,
            seal,
            security: SecurityLog::at(data),
            url: url.trim_end_matches('/').to_owned(),
            root,
        })
    }

    /// Runs a command as the server itself, in a transaction of the caller's.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn run(
        &self,
        tx: &mut dyn WriteTx,
        at: Instant,
        command: impl Into<Command>,
    ) -> Result<(), InitError> {
        self.run_as(tx, Actor::Server, at, command)
    }

    /// As [`Self::run`], for a person: only the invented organisation needs this.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn run_as(
        &self,
        tx: &mut dyn WriteTx,
        actor: Actor,
        at: Instant,
        command: impl Into<Command>,
    ) -> Result<(), InitError> {
        let command = command.into();
        let name = command.name();
        let envelope = Envelope {
            id: CommandId(random_id()),
            actor,
            made_at: at,
            command,
        };
        let applied = apply(tx, Submission::from(envelope), at, &self.seal)?;
        self.security.note(&applied.rows, at)?;
        match applied.receipt.outcome {
            ReceiptOutcome::Accepted => Ok(()),
            ReceiptOutcome::Rejected(rejection) => Err(InitError::Refused {
                name,
                why: rejection.to_string(),
            }),
        }
    }

    /// One transaction, run again where a server beside this program was first.
    ///
    /// # Errors
    /// What the work says, or the store cannot be written.
    pub fn transaction<T>(
        &self,
        work: impl Fn(&mut dyn WriteTx) -> Result<T, InitError>,
    ) -> Result<T, InitError> {
        retried(|| {
            let mut tx = self.store.begin_write()?;
            match work(tx.as_mut()) {
                Ok(done) => tx.commit().map(|()| Ok(done)),
                Err(InitError::Store(error)) => Err(error),
                Err(refused) => Ok(Err(refused)),
            }
        })?
    }

    /// One command, one transaction.
    ///
    /// # Errors
    /// The rules refuse it, or the store cannot be written.
    pub fn command(&self, at: Instant, command: impl Into<Command>) -> Result<(), InitError> {
        let command = command.into();
        self.transaction(|tx| self.run(tx, at, command.clone()))
    }

    /// An invitation, as the line to hand over. It is shown once and kept nowhere.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn invite(&self, tx: &mut dyn WriteTx, invitee: Invitee, at: Instant) -> Result<String, InitError> {
        let code = Code::new(random());
        self.run(
            tx,
            at,
            Invite {
                invitation: code.invitation(),
                invitee,
            },
        )?;
        let tls = if self.url.starts_with("http://") {
            TlsTrust::Plain
        } else {
            crate::tls::pin_of_invitations(&self.keys)?.map_or(TlsTrust::PublicCa, TlsTrust::Pin)
        };
        Ok(InvitationText {
            address: self.url.clone(),
            tls,
            root: self.root,
            code,
        }
        .to_line())
    }

    /// The root unit and its first officer. The operator is the second person here.
    ///
    /// # Errors
    /// The rules refuse a name.
    pub fn first(
        &self,
        unit_name: &str,
        kind: UnitKind,
        officer: &str,
        at: Instant,
    ) -> Result<String, InitError> {
        let (unit, person) = (UnitId(random_id()), PersonId(random_id()));
        let mut tx = self.store.begin_alone()?;
        let founded = CreateUnit {
            id: unit,
            parent: None,
            name: unit_name.into(),
            short_name: unit_name.chars().take(80).collect(),
            kind,
        };
        self.run(tx.as_mut(), at, founded)?;
        let role = Role::Officer;
        self.run(
            tx.as_mut(),
            at,
            ProposeGrant {
                person,
                name: officer.into(),
                unit,
                role,
                from: at,
                to: None,
            },
        )?;
        let line = self.invite(
            tx.as_mut(),
            Invitee::Desk(GrantId::of(person, unit, role.as_str())),
            at,
        )?;
        tx.commit()?;
        Ok(line)
    }
}
