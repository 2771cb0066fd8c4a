//! The one list of commands. To add a command: one file in its room, one line in `commands!`, a golden file.

use crate::facts::Recording;
use crate::{Actor, Change, CommandId, Facts, Instant, MapFacts, Rejection, RowKey};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeSet;

/// A command with who sent it and when it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope {
    pub id: CommandId,
    pub actor: Actor,
    /// The device's clock. Shown, never compared, save where a rule states a grace period (law 2).
    pub made_at: Instant,
    pub command: Command,
}

/// What each command's file provides.
pub trait Rule: Serialize + DeserializeOwned {
    /// The word on the wire. Never changes once released (law 13).
    const NAME: &'static str;
    /// Decides, from the envelope, the server's time `at` (a device uses its best guess of it) and the facts.
    ///
    /// # Errors
    /// The refusal a person will read.
    fn decide(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection>;
}

/// A command that this version cannot read: a newer app wrote it, or it is damaged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("command {0:?} cannot be read by this version")]
pub struct UnknownCommand(pub String);

macro_rules! commands {
    ($($name:ident => $ty:ty),* $(,)?) => {
        /// Everything a person (or, where said, the server) can do.
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant)]
        pub enum Command { $($name($ty)),* }

        impl Command {
            pub const NAMES: &'static [&'static str] = &[$(<$ty>::NAME),*];

            pub fn name(&self) -> &'static str { match self { $(Self::$name(_) => <$ty>::NAME),* } }

            /// The body as CBOR.
            pub fn encode(&self) -> Vec<u8> {
                let mut bytes = Vec::new();
                let written = match self { $(Self::$name(body) => ciborium::into_writer(body, &mut bytes)),* };
                written.expect("writing CBOR to memory cannot fail");
                bytes
            }

            /// Writes the body in any format, for a person who wants the words back.
            ///
            /// # Errors
            /// What the serializer returns.
            pub fn write_body<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$name(body) => body.serialize(serializer)),* }
            }

            /// # Errors
            /// The name is not known, or the body does not fit it.
            pub fn decode(name: &str, body: &[u8]) -> Result<Self, UnknownCommand> {
                $(if name == <$ty>::NAME {
                    return ciborium::from_reader(body).map(Self::$name).map_err(|_| UnknownCommand(name.to_owned()));
                })*
                Err(UnknownCommand(name.chars().take(40).collect()))
            }

            fn rule(&self, envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
                match self { $(Self::$name(body) => body.decide(envelope, at, facts)),* }
            }
        }

        $(impl From<$ty> for Command { fn from(body: $ty) -> Self { Self::$name(body) } })*
    };
}

/// The decision on a command: rows to write, or a refusal. Total and deterministic (law 1).
///
/// # Errors
/// The refusal a person will read.
pub fn decide(envelope: &Envelope, at: Instant, facts: &dyn Facts) -> Result<Vec<Change>, Rejection> {
    envelope.command.rule(envelope, at, facts)
}

/// The keys a decision still wants to read, given what is loaded. Call until it is empty, then [`decide`].
///
/// It is the decision itself, run over a recorder: what it reads is what it needs.
pub fn needs(envelope: &Envelope, at: Instant, loaded: &MapFacts) -> BTreeSet<RowKey> {
    let recording = Recording::new(loaded);
    let _ = envelope.command.rule(envelope, at, &recording);
    recording.missing()
}

commands! {
    CreateUnit => crate::unit::CreateUnit,
    AdmitMember => crate::member::AdmitMember,
    EditMember => crate::member::EditMember,
    ChangeStatus => crate::member::ChangeStatus,
    ProposeGrant => crate::grant::ProposeGrant,
    ConfirmGrant => crate::grant::ConfirmGrant,
    EndGrant => crate::grant::EndGrant,
    Invite => crate::invitation::Invite,
    RevokeInvitation => crate::invitation::RevokeInvitation,
    EnrolDevice => crate::device::EnrolDevice,
    EndDevice => crate::device::EndDevice,
    SaveSurvey => crate::survey::SaveSurvey,
    DeleteSurvey => crate::survey::DeleteSurvey,
    PublishSurvey => crate::survey::PublishSurvey,
    CloseSurvey => crate::survey::CloseSurvey,
    SaveOffer => crate::market::SaveOffer,
    SubmitOffer => crate::market::SubmitOffer,
    ApproveOffer => crate::market::ApproveOffer,
    RefuseOffer => crate::market::RefuseOffer,
    EndOffer => crate::market::EndOffer,
    TakeVoucher => crate::market::TakeVoucher,
    RedeemVoucher => crate::market::RedeemVoucher,
    AnswerSurvey => crate::survey::AnswerSurvey,
    ReissueCard => crate::card::ReissueCard,
}
