//! What the page may ask of the program: one function a call, one file a room, one table of all of them.
//!
//! Two carriers use it: the Tauri shell and the browser twin. The contract is `ui/src/backend/contract.ts`.

mod card;
mod carry;
mod desk;
mod face;
mod grant;
mod home;
mod label;
mod law;
mod log;
mod look;
mod market;
mod member;
mod mend;
mod outbox;
mod pack;
mod person;
mod picture;
mod place;
mod qr;
mod said;
mod seat;
mod session;
mod settings;
mod shape;
#[cfg(test)]
mod signature;
mod survey;
mod sync;
mod topics;
mod words;

/// For the carriers, which know the desk only.
pub use congdoan_client as client;
pub use desk::Desk;
/// Every topic of the page.
pub use topics::ALL as TOPICS;

/// Answers one call.
type Call = fn(&Desk, serde_json::Value) -> Result<serde_json::Value, congdoan_client::ApiError>;

macro_rules! calls {
    ($($room:ident: $($function:ident)*;)*) => {
        /// Every call there is, by the name the page uses.
        const CALLS: &[(&str, Call)] = &[$($((
            concat!(stringify!($room), "_", stringify!($function)),
            |desk, value| carry::answer($room::$function, desk, value),
        )),*),*];

        /// Shows each call's signature, so that the page's types come from these functions.
        #[cfg(test)]
        fn signatures(to: &mut signature::Signatures) {
            $($(to.add(concat!(stringify!($room), "_", stringify!($function)), $room::$function);)*)*
        }
    };
}

calls! {
    session: view open lock switch leaving leave invitation_read enrol touch;
    home: view;
    sync: status panel now mend discard withdraw hanging words pack_download pack_pause pack_verify log_save;
    member: list detail admit edit status invite invitation_revoke device_end;
    grant: list detail units people propose decide end invite invitation_revoke;
    survey: list draft_new draft draft_save draft_delete publish close form answer_draft answer board;
    card: mine issued verify_state verify;
    market: offers offer offer_save offer_draft_delete offer_send offer_decide offer_end take vouchers redeem redemptions;
    law: state search outline article;
    settings: view save device_end pin;
}

/// The names of all calls.
pub fn names() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|(name, _)| *name)
}
