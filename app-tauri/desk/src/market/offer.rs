//! An offer as the page shows it.

use super::form::{CostLine, OfferForm};
use super::{double_use, double_use_of, draft, offer_of};
use crate::outbox;
use crate::person::ProviderName;
use crate::said::Said;
use crate::shape::Sending;
use congdoan_client::domain::market::{
    ApproveOffer, EndOffer, Offer as Row, OfferCount, OfferState as Known, Voucher,
};
use congdoan_client::domain::{Command, Instant, OfferId};
use congdoan_client::store::{CommandState, OutboxEntry};
use congdoan_client::{ApiError, Client};
use serde::Serialize;
use ts_rs::TS;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    Draft,
    Waiting,
    Approved,
    Refused,
    Ended,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct Offer {
    pub id: String,
    pub form: OfferForm,
    /// The total-cost card: nine lines in their fixed order.
    pub cost: Vec<CostLine>,
    pub provider: ProviderName,
    pub state: OfferState,
    /// "Nếu một phiếu bị dùng hai lần khi ngoại tuyến, … chịu."
    pub double_use: Said,
    #[ts(type = "Instant | null")]
    pub decided_at: Option<Instant>,
    pub decided_by: Option<String>,
    pub refusal: Option<String>,
    /// Null where this person may not see it.
    pub taken: Option<u32>,
    pub redeemed: Option<u32>,
    /// Member: this person's newest voucher of this offer.
    pub my_voucher_id: Option<String>,
    pub can_edit: bool,
    pub can_decide: bool,
    pub can_end: bool,
    pub can_take: bool,
    pub cannot_take: Option<Said>,
    pub sending: Option<Sending>,
}

/// What every offer of a list is seen with.
pub(super) struct Viewer<'a> {
    pub client: &'a Client,
    pub entries: Vec<OutboxEntry>,
    pub vouchers: Vec<Voucher>,
    pub member: bool,
    pub provider: Option<ProviderName>,
}

impl<'a> Viewer<'a> {
    pub fn of(client: &'a Client) -> Result<Self, ApiError> {
        let me = client.me()?;
        Ok(Self {
            entries: outbox::unsettled(client)?,
            vouchers: client.my_vouchers()?,
            member: me.member.is_some(),
            provider: client.provider()?.map(|unit| ProviderName {
                id: unit.id.to_string(),
                name: unit.name,
            }),
            client,
        })
    }

    /// The newest unsettled command about an offer.
    fn about(&self, id: OfferId) -> Option<&OutboxEntry> {
        let about = |entry: &&OutboxEntry| entry.command().as_ref().and_then(offer_of) == Some(id);
        self.entries.iter().rev().find(about)
    }

    fn sells(&self, offer: &Row) -> bool {
        let mine = self.provider.as_ref();
        mine.is_some_and(|mine| mine.id == offer.provider.to_string())
    }

    fn decider(&self, offer: &Row) -> Option<String> {
        let name = offer.decided_by.and_then(|by| self.client.member(by).ok());
        let unit = || {
            let unit = self
                .client
                .read(|db| congdoan_client::store::unit::unit(db, offer.for_unit));
            unit.ok().flatten().map(|unit| unit.short_name)
        };
        offer.decided_by?;
        name.map(|found| found.0.profile.name).or_else(unit)
    }

    /// An offer that the rules know.
    pub fn known(&self, (offer, count): (Row, Option<OfferCount>)) -> Result<Offer, ApiError> {
        let id = offer.id;
        let may = |command: Command| self.client.consider(command).is_ok();
        let sells = self.sells(&offer);
        let (state, refusal) = match &offer.state {
            Known::Draft => (OfferState::Draft, None),
            Known::Submitted => (OfferState::Waiting, None),
            Known::Approved => (OfferState::Approved, None),
            Known::Refused { reason } => (OfferState::Refused, Some(reason.clone())),
            Known::Ended => (OfferState::Ended, None),
        };
        let open = matches!(state, OfferState::Draft | OfferState::Refused);
        // A provider goes on writing where it stopped.
        let draft = if sells && open {
            draft::read(self.client, id)?
        } else {
            None
        };
        let form = draft.unwrap_or_else(|| OfferForm::from(&offer.terms));
        let mine = self.vouchers.iter().filter(|voucher| voucher.offer == id);
        let newest = mine.max_by_key(|voucher| voucher.taken_at);
        let shown = matches!(state, OfferState::Approved | OfferState::Ended);
        let taking = (self.member && shown).then(|| self.client.may_take_voucher(id));
        Ok(Offer {
            id: id.to_string(),
            cost: form.cost_card(),
            form,
            state,
            refusal,
            double_use: double_use_of(&offer),
            decided_at: offer.decided_at,
            decided_by: self.decider(&offer),
            taken: count.as_ref().map(|count| count.taken),
            redeemed: count.as_ref().map(|count| count.redeemed),
            my_voucher_id: newest.map(|voucher| voucher.id.to_string()),
            can_edit: sells && open,
            can_decide: state == OfferState::Waiting && may(ApproveOffer { id }.into()),
            can_end: state == OfferState::Approved && may(EndOffer { id }.into()),
            can_take: matches!(taking, Some(Ok(()))),
            cannot_take: taking.and_then(Result::err).as_ref().map(Said::from),
            sending: self.about(id).map(outbox::sending),
            provider: ProviderName {
                id: offer.provider.to_string(),
                name: offer.provider_name,
            },
        })
    }

    /// An offer that is only on this device: a draft, or one whose sending the server refused.
    pub fn draft(&self, id: OfferId) -> Result<Option<Offer>, ApiError> {
        let Some(provider) = self.provider.clone() else {
            return Ok(None);
        };
        let about = self.about(id);
        let Some(form) = draft::read(self.client, id)? else {
            return Ok(None);
        };
        let waits = about.is_some_and(|entry| entry.state == CommandState::Waiting);
        Ok(Some(Offer {
            id: id.to_string(),
            cost: form.cost_card(),
            double_use: double_use(form.bearer(), &provider.name),
            form,
            state: OfferState::Draft,
            refusal: None,
            decided_at: None,
            decided_by: None,
            taken: None,
            redeemed: None,
            my_voucher_id: None,
            can_edit: !waits,
            can_decide: false,
            can_end: false,
            can_take: false,
            cannot_take: None,
            sending: about.map(outbox::sending),
            provider,
        }))
    }
}
