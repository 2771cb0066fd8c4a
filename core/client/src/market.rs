//! The market's verbs.

use crate::client::Client;
use crate::error::{ApiError, Retry};
use congdoan_domain::grant::Role;
use congdoan_domain::market::{
    ApproveOffer, EndOffer, Offer, OfferCount, OfferTerms, RedeemVoucher, RefuseOffer, SaveOffer,
    SubmitOffer, TakeVoucher, Voucher, spend_payload, token,
};
use congdoan_domain::signature::{Purpose, message};
use congdoan_domain::{CommandId, OfferId, VoucherId};
use congdoan_store::StoreError;

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

    /// Writes an offer of the provider this person works for, to the members of the unit that admitted it.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn save_offer(
        &self,
        id: Option<OfferId>,
        terms: OfferTerms,
    ) -> Result<(OfferId, CommandId), ApiError> {
        let me = self.me()?;
        let grant = me
            .grants
            .iter()
            .find(|grant| grant.role == Role::ProviderStaff)
            .ok_or_else(ApiError::not_found)?;
        let provider =
            self.read(|db| congdoan_store::unit::unit(db, grant.unit)?.ok_or(StoreError::NotFound))?;
        let id = id.unwrap_or_else(|| OfferId(self.ports.id()));
        let for_unit = provider.parent().ok_or_else(ApiError::not_found)?;
        let command = SaveOffer {
            id,
            provider: provider.id,
            for_unit,
            server: self.home.server,
            terms,
        };
        Ok((id, self.execute(command)?))
    }

    /// # Errors
    /// The rules refuse it.
    pub fn submit_offer(&self, id: OfferId) -> Result<CommandId, ApiError> {
        self.execute(SubmitOffer { id })
    }

    /// Approves, or refuses with a reason.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn decide_offer(&self, id: OfferId, refuse_because: Option<String>) -> Result<CommandId, ApiError> {
        match refuse_because {
            None => self.execute(ApproveOffer { id }),
            Some(reason) => self.execute(RefuseOffer { id, reason }),
        }
    }

    /// # Errors
    /// The rules refuse it.
    pub fn end_offer(&self, id: OfferId) -> Result<CommandId, ApiError> {
        self.execute(EndOffer { id })
    }

    /// Takes the next voucher of an offer, signed by this device.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn take_voucher(&self, offer: OfferId) -> Result<(VoucherId, CommandId), ApiError> {
        let person = self.home.person;
        let found = self.read(|db| congdoan_store::market::offer(db, offer)?.ok_or(StoreError::NotFound))?;
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
            found.server,
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
        Ok((
            voucher,
            self.execute(TakeVoucher {
                offer,
                n,
                taken_at,
                signature,
            })?,
        ))
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
        let me = self.me()?;
        let grant = me
            .grants
            .iter()
            .find(|grant| grant.role == Role::ProviderStaff)
            .ok_or_else(ApiError::not_found)?;
        let provider = grant.unit;
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
    /// Not a voucher, or already refused by what this device knows.
    pub fn redeem_voucher(&self, text: &str) -> Result<Redeeming, ApiError> {
        let command = token::parse(text).map_err(|bad| {
            ApiError::new(
                "not_a_voucher",
                Retry::Now,
                &bad.to_string(),
                "This is not a voucher, or it is damaged.",
            )
        })?;
        let elsewhere = || ApiError::from(congdoan_domain::Rejection::new("voucher_elsewhere"));
        let id = command.offer;
        let offer = self
            .read(|db| congdoan_store::market::offer(db, id))?
            .ok_or_else(elsewhere)?;
        let voucher = VoucherId::of(command.offer, command.person, command.n);
        Ok(Redeeming {
            command: self.execute(command)?,
            voucher,
            offer,
        })
    }
}
