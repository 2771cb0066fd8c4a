//! The card's verbs: showing one's own, and judging another's with no network.

use crate::client::Client;
use crate::error::{ApiError, Retry};
use congdoan_domain::card::{
    self, Card, KeyCheck, ReissueCard, StatusList, Token, UnitKeys, Verdict, VerdictParams,
};
use congdoan_domain::{CommandId, Instant, PersonId, UnitId};

/// The pack with the units' keys and the cards that are no longer good.
pub const PACK: &str = "card-status";

/// A verdict with what it was based on.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    pub verdict: Verdict,
    /// The card's own words; nothing where the verdict may show no name.
    pub card: Option<card::Claims>,
    /// When the list on this device was made.
    pub list_made_at: Option<Instant>,
}

impl Client {
    /// This person's card, and its QR text when the unit has signed it.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn my_card(&self) -> Result<Option<(Card, Option<String>)>, ApiError> {
        let person = self.home.person;
        let card = self.read(|db| congdoan_store::card::of_person(db, person))?;
        Ok(card.map(|card| {
            let text = card.signed.as_deref().map(card::token::to_text);
            (card, text)
        }))
    }

    /// The newest card of each member of an office.
    ///
    /// # Errors
    /// The files cannot be read, or this desk's copy is too old.
    pub fn issued_cards(&self, unit: UnitId) -> Result<Vec<Card>, ApiError> {
        self.check_fresh()?;
        self.read(|db| congdoan_store::card::of_unit(db, unit))
    }

    /// Gives a member the next card and revokes the one before.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn reissue_card(&self, person: PersonId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(ReissueCard { person }, mends)
    }

    /// Judges a card's text. Works with no network; without a list it says that it does not know.
    ///
    /// # Errors
    /// The pack cannot be read.
    pub fn verify_card(&self, text: &str) -> Result<Judged, ApiError> {
        let token: Result<Token, _> = card::token::parse_text(text.trim());
        let (keys, list) = self.card_status()?;
        let check = match (&token, &keys) {
            (Ok(token), Some(keys)) => keys.check(token),
            _ => KeyCheck::UnknownKey,
        };
        let verdict = card::verdict(
            &token,
            check,
            list.as_ref(),
            self.server_now(),
            VerdictParams::default(),
        );
        let card = token
            .ok()
            .map(|token| token.claims)
            .filter(|_| verdict.shows_name());
        Ok(Judged {
            verdict,
            card,
            list_made_at: list.map(|list| list.made_at),
        })
    }

    fn card_status(&self) -> Result<(Option<UnitKeys>, Option<StatusList>), ApiError> {
        let packs = self.packs();
        let Some(manifest) = self.pack_in_use(PACK)? else {
            return Ok((None, None));
        };
        let damaged = || {
            ApiError::new(
                "pack_damaged",
                Retry::Online,
                "Danh sách thẻ trên máy bị hỏng. Hãy tải lại khi có mạng.",
                "The card list here is damaged. Download it again.",
            )
        };
        let keys = packs
            .read(&manifest, "keys")?
            .map(|bytes| UnitKeys::decode(&bytes))
            .transpose();
        let list = packs
            .read(&manifest, "revoked")?
            .map(|bytes| StatusList::decode(&bytes))
            .transpose();
        Ok((keys.map_err(|_| damaged())?, list.map_err(|_| damaged())?))
    }
}
