//! The market's verbs.

use crate::client::Client;
use crate::error::{ApiError, Retry};
use congdoan_domain::grant::Role;
use congdoan_domain::market::{
    ApproveOffer, EndOffer, Offer, OfferCount, OfferTerms, RedeemVoucher, RefuseOffer, SaveOffer,
    SubmitOffer, TakeVoucher, Voucher, clock, spend_payload, token,
};
use congdoan_domain::signature::{Purpose, message};
use congdoan_domain::unit::Unit;
use congdoan_domain::{Command, CommandId, Instant, OfferId, VoucherId};
use congdoan_store::{CommandState, OutboxEntry, StoreError};

/// What this device can say about a redemption right now.
#[derive(Clone, Debug, PartialEq)]
pub struct Redeeming {
    pub command: CommandId,
    pub voucher: VoucherId,
    pub offer: Offer,
}

impl Client {
    /// # Errors
    /// The files cannot be read.
    pub fn offers(&self) -> Result<Vec<(Offer, Option<OfferCount>)>, ApiError> {
        self.read(congdoan_store::market::offers)
    }

    /// # Errors
    /// There is no such offer here.
    pub fn offer(&self, id: OfferId) -> Result<(Offer, Option<OfferCount>), ApiError> {
        self.read(|db| congdoan_store::market::offer(db, id)?.ok_or(StoreError::NotFound))
    }

    /// The provider this person works for.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn provider(&self) -> Result<Option<Unit>, ApiError> {
        let me = self.me()?;
        let grant = me.grants.iter().find(|grant| grant.role == Role::ProviderStaff);
        grant.map_or(Ok(None), |grant| {
            self.read(|db| congdoan_store::unit::unit(db, grant.unit))
        })
    }

    /// Writes an offer of the provider this person works for, to the members of the unit that admitted it.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn save_offer(
        &self,
        id: Option<OfferId>,
        terms: OfferTerms,
    ) -> Result<(OfferId, CommandId), ApiError> {
        self.save_offer_mending(id, terms, None)
    }

    /// As [`Self::save_offer`]; a refused command that this one mends is dropped in the same step.
    ///
    /// # Errors
    /// As [`Self::save_offer`].
    pub fn save_offer_mending(
        &self,
        id: Option<OfferId>,
        terms: OfferTerms,
        mends: Option<CommandId>,
    ) -> Result<(OfferId, CommandId), ApiError> {
        let id = id.unwrap_or_else(|| OfferId(self.ports.id()));
        Ok((id, self.execute_mending(self.offer_written(id, terms)?, mends)?))
    }

    fn offer_written(&self, id: OfferId, terms: OfferTerms) -> Result<SaveOffer, ApiError> {
        let provider = self.provider()?.ok_or_else(ApiError::not_found)?;
        let for_unit = provider.parent().ok_or_else(ApiError::not_found)?;
        Ok(SaveOffer {
            id,
            provider: provider.id,
            for_unit,
            server: self.home.server,
            terms,
        })
    }

    /// Sends a draft that is saved already.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn submit_offer(&self, id: OfferId) -> Result<CommandId, ApiError> {
        self.submit_offer_mending(id, None)
    }

    /// As [`Self::submit_offer`]; a refused command that this one mends is dropped in the same step.
    ///
    /// # Errors
    /// As [`Self::submit_offer`].
    pub fn submit_offer_mending(&self, id: OfferId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(SubmitOffer { id, draft: None }, mends)
    }

    /// Saves a draft and sends it in one step: refused whole, mended whole.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn submit_offer_as(
        &self,
        id: OfferId,
        terms: OfferTerms,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        let draft = Some(self.offer_written(id, terms)?);
        self.execute_mending(SubmitOffer { id, draft }, mends)
    }

    /// Approves, or refuses with a reason.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn decide_offer(
        &self,
        id: OfferId,
        refuse_because: Option<String>,
        mends: Option<CommandId>,
    ) -> Result<CommandId, ApiError> {
        match refuse_because {
            None => self.execute_mending(ApproveOffer { id }, mends),
            Some(reason) => self.execute_mending(RefuseOffer { id, reason }, mends),
        }
    }

    /// # Errors
    /// The rules refuse it.
    pub fn end_offer(&self, id: OfferId, mends: Option<CommandId>) -> Result<CommandId, ApiError> {
        self.execute_mending(EndOffer { id }, mends)
    }

    /// Takes the next voucher of an offer, signed by this device.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn take_voucher(&self, offer: OfferId) -> Result<(VoucherId, CommandId), ApiError> {
        self.take_voucher_mending(offer, None)
    }

    /// As [`Self::take_voucher`]; a refused one that this one mends is dropped in the same step.
    ///
    /// # Errors
    /// As [`Self::take_voucher`].
    pub fn take_voucher_mending(
        &self,
        offer: OfferId,
        mends: Option<CommandId>,
    ) -> Result<(VoucherId, CommandId), ApiError> {
        let command = self.voucher_signed(offer)?;
        let voucher = VoucherId::of(offer, self.home.person, command.n);
        Ok((voucher, self.execute_mending(command, mends)?))
    }

    /// Whether the rules would give this person a voucher of an offer now, as far as this device knows.
    ///
    /// # Errors
    /// Why they would not.
    pub fn may_take_voucher(&self, offer: OfferId) -> Result<(), ApiError> {
        self.consider(self.voucher_signed(offer)?)
    }

    fn voucher_signed(&self, offer: OfferId) -> Result<TakeVoucher, ApiError> {
        let person = self.home.person;
        let (found, _) = self.offer(offer)?;
        let mine = self.my_vouchers()?;
        let n = (0..found.terms.per_member)
            .find(|n| {
                !mine
                    .iter()
                    .any(|voucher| voucher.id == VoucherId::of(offer, person, *n))
            })
            .unwrap_or(found.terms.per_member);
        let (voucher, taken_at) = (VoucherId::of(offer, person, n), self.server_now());
        let payload = spend_payload(voucher, offer, found.provider, taken_at);
        let bytes = message(
            Purpose::VoucherSpend,
            // Never the offer's own word: its provider's device wrote that.
            self.home.server,
            Some(self.home.device),
            &payload,
        );
        let signature = self.signer.sign(&bytes).map_err(|_| {
            ApiError::new(
                "key_locked",
                Retry::Now,
                "Khóa của máy đang bị khóa. Hãy mở khóa máy rồi thử lại.",
                "The device key is locked. Unlock and try again.",
            )
        })?;
        Ok(TakeVoucher {
            offer,
            n,
            taken_at,
            signature,
        })
    }

    /// # Errors
    /// The files cannot be read.
    pub fn my_vouchers(&self) -> Result<Vec<Voucher>, ApiError> {
        let person = self.home.person;
        self.read(|db| congdoan_store::market::vouchers_of(db, person))
    }

    /// The vouchers at the provider this person works for.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn provider_vouchers(&self) -> Result<Vec<Voucher>, ApiError> {
        let provider = self.provider()?.ok_or_else(ApiError::not_found)?.id;
        self.read(|db| congdoan_store::market::vouchers_at(db, provider))
    }

    /// What the QR code of a voucher says.
    pub fn voucher_text(voucher: &Voucher) -> String {
        token::to_text(&RedeemVoucher {
            offer: voucher.offer,
            person: voucher.person,
            device: voucher.device,
            n: voucher.n,
            taken_at: voucher.taken_at,
            signature: voucher.signature.clone(),
        })
    }

    /// Redeems a voucher that is shown here. It is saved and waits for the server: until the receipt comes it is
    /// "Chờ đối chiếu", never "đã đổi".
    ///
    /// # Errors
    /// Not a voucher, already waiting on this device, or already refused by what this device knows.
    pub fn redeem_voucher(&self, text: &str) -> Result<Redeeming, ApiError> {
        let command = token::parse(text).map_err(|bad| {
            ApiError::new(
                "not_a_voucher",
                Retry::Now,
                &bad.to_string(),
                "This is not a voucher, or it is damaged.",
            )
        })?;
        if let Some(at) = self.redeems_already(&command)? {
            return Err(voucher_waiting(at));
        }
        let elsewhere = || ApiError::from(congdoan_domain::Rejection::new("voucher_elsewhere"));
        let id = command.offer;
        let (offer, _) = self
            .read(|db| congdoan_store::market::offer(db, id))?
            .ok_or_else(elsewhere)?;
        let voucher = VoucherId::of(command.offer, command.person, command.n);
        Ok(Redeeming {
            command: self.execute(command)?,
            voucher,
            offer,
        })
    }

    /// When the same voucher was redeemed on this device, if that still waits for the server.
    fn redeems_already(&self, command: &RedeemVoucher) -> Result<Option<Instant>, ApiError> {
        let same = |entry: &OutboxEntry| match entry.command() {
            Some(Command::RedeemVoucher(known)) => {
                (known.offer, known.person, known.n) == (command.offer, command.person, command.n)
            }
            _ => false,
        };
        let waiting = self.store.outbox(CommandState::Waiting, usize::MAX)?;
        Ok(waiting
            .iter()
            .find(|entry| same(entry))
            .map(|entry| entry.made_at))
    }
}

fn voucher_waiting(at: Instant) -> ApiError {
    ApiError::new(
        "voucher_waiting",
        Retry::Never,
        &format!(
            "Phiếu này đã quét trên máy này lúc {} và đang chờ đối chiếu, nên không đổi thêm lần nữa. Lần quét trước vẫn còn. Hãy chờ có mạng để biết kết quả.",
            clock(at)
        ),
        "This voucher was scanned here before and waits to be reconciled. Wait for the network to know the result.",
    )
}
