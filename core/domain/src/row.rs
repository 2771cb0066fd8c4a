//! Rows: what the server keeps and devices receive.
//!
//! A row has a kind, an id and a body. Engine code sees only those three ([`RowKey`] and bytes); the typed
//! [`Row`] is for rules and screens. To add a kind: one type with [`RowBody`], one line in `rows!`.

use crate::Scope;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// How far a row may travel (law 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Anyone.
    Public,
    /// Members of the unit it belongs to.
    Member,
    /// The person concerned and the offices that work on it.
    Office,
    /// As office, and encrypted for named readers.
    Sensitive,
    /// Only those who hold a key of the case.
    Sealed,
}

/// What every kind of row says about itself.
pub trait RowBody: Sized + Clone + Serialize + DeserializeOwned {
    /// The word on the wire. Never changes once released (law 13).
    const KIND: &'static str;
    const LEVEL: Level;
    type Id: Into<Uuid> + From<Uuid> + Copy;

    fn id(&self) -> Self::Id;
    /// Every audience of this row: the one function that says who receives what (law 6).
    fn placement(&self) -> Vec<Scope>;

    fn into_row(self) -> Row;
    fn from_row(row: Row) -> Option<Self>;
    fn kind() -> RowKind;

    fn key_of(id: Self::Id) -> RowKey {
        RowKey {
            kind: Self::kind(),
            id: id.into(),
        }
    }
    fn key(&self) -> RowKey {
        Self::key_of(self.id())
    }
}

/// Names one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowKey {
    pub kind: RowKind,
    pub id: Uuid,
}

/// A body that could not be read: of a newer program, or damaged.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    #[error("row kind {0:?} is not known to this version")]
    UnknownKind(String),
    #[error("row of kind {kind} cannot be read: {why}")]
    Unreadable { kind: &'static str, why: String },
}

macro_rules! rows {
    ($($name:ident => $ty:ty),* $(,)?) => {
        /// The kinds this version knows. Engine code keeps kinds as words and passes unknown ones through.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RowKind { $($name),* }

        impl RowKind {
            pub const ALL: &'static [RowKind] = &[$(RowKind::$name),*];
            pub fn as_str(self) -> &'static str { match self { $(Self::$name => <$ty>::KIND),* } }
            pub fn parse(word: &str) -> Option<Self> { $(if word == <$ty>::KIND { return Some(Self::$name); })* None }
            pub fn level(self) -> Level { match self { $(Self::$name => <$ty>::LEVEL),* } }
        }

        /// A row of any known kind.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)]
        pub enum Row { $($name($ty)),* }

        impl Row {
            pub fn key(&self) -> RowKey { match self { $(Self::$name(body) => body.key()),* } }
            pub fn placement(&self) -> Vec<Scope> { match self { $(Self::$name(body) => body.placement()),* } }
            /// The body as CBOR (RFC 8949); the same row always gives the same bytes.
            pub fn encode(&self) -> Vec<u8> { match self { $(Self::$name(body) => encode(body)),* } }
            /// Reads a body. Fields this version does not know are passed over.
            pub fn decode(kind: &str, body: &[u8]) -> Result<Self, RowError> {
                $(if kind == <$ty>::KIND {
                    return ciborium::from_reader(body).map(Self::$name)
                        .map_err(|e| RowError::Unreadable { kind: <$ty>::KIND, why: e.to_string() });
                })*
                Err(RowError::UnknownKind(kind.chars().take(40).collect()))
            }
        }

        $(impl From<$ty> for Row { fn from(body: $ty) -> Self { Self::$name(body) } })*
    };
}

fn encode(body: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(body, &mut bytes).expect("writing CBOR to memory cannot fail");
    bytes
}

/// Ties a type to its line in `rows!` below.
macro_rules! row_body {
    ($name:ident, $id:ty, $kind:literal, $level:ident, $placement:expr) => {
        impl $crate::row::RowBody for $name {
            const KIND: &'static str = $kind;
            const LEVEL: $crate::row::Level = $crate::row::Level::$level;
            type Id = $id;
            fn id(&self) -> $id {
                self.id
            }
            fn placement(&self) -> Vec<$crate::Scope> {
                #[allow(clippy::redundant_closure_call)]
                ($placement)(self)
            }
            fn into_row(self) -> $crate::Row {
                $crate::Row::$name(self)
            }
            fn from_row(row: $crate::Row) -> Option<Self> {
                if let $crate::Row::$name(body) = row {
                    Some(body)
                } else {
                    None
                }
            }
            fn kind() -> $crate::row::RowKind {
                $crate::row::RowKind::$name
            }
        }
    };
}
pub(crate) use row_body;

rows! {
    Unit => crate::unit::Unit,
    Member => crate::member::Member,
    Grant => crate::grant::Grant,
    Device => crate::device::Device,
    Invitation => crate::invitation::Invitation,
    Survey => crate::survey::Survey,
    Answer => crate::survey::Answer,
    Card => crate::card::Card,
    CardHead => crate::card::CardHead,
    Offer => crate::market::Offer,
    OfferCount => crate::market::OfferCount,
    Voucher => crate::market::Voucher,
    PersonDevices => crate::device::PersonDevices,
}
