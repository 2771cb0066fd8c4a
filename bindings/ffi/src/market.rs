use crate::{ApiError, Session};
use congdoan_client::Client;
use congdoan_client::domain::OfferId;

#[derive(uniffi::Record)]
pub struct MemberOffer {
    pub id: String,
    pub title: String,
    pub what: String,
    pub provider: String,
    /// Đồng.
    pub price: Option<i64>,
    pub price_for_members: Option<i64>,
}

#[derive(uniffi::Record)]
pub struct TakenVoucher {
    pub id: String,
    /// For the QR code.
    pub qr_text: String,
}

#[uniffi::export]
impl Session {
    /// # Errors
    /// The files cannot be read.
    pub fn offers(&self) -> Result<Vec<MemberOffer>, ApiError> {
        Ok(self
            .client
            .offers()?
            .into_iter()
            .map(|(offer, _)| MemberOffer {
                id: offer.id.to_string(),
                title: offer.terms.title,
                what: offer.terms.what,
                provider: offer.provider_name,
                price: offer.terms.price,
                price_for_members: offer.terms.price_for_members,
            })
            .collect())
    }

    /// Takes a voucher, signed by this device.
    ///
    /// # Errors
    /// The rules refuse it.
    pub fn take_voucher(&self, offer: &str) -> Result<TakenVoucher, ApiError> {
        let id: OfferId = offer.parse().map_err(|_| ApiError::bad_id(offer))?;
        let (voucher, _) = self.client.take_voucher(id)?;
        let mine = self.client.my_vouchers()?;
        let taken = mine
            .iter()
            .find(|v| v.id == voucher)
            .ok_or_else(congdoan_client::ApiError::not_found)?;
        Ok(TakenVoucher {
            id: voucher.to_string(),
            qr_text: Client::voucher_text(taken),
        })
    }

    /// Saves a redemption; until the server's receipt it is "Chờ đối chiếu". Returns who bears a double use.
    ///
    /// # Errors
    /// Not a voucher, or refused by what this device knows.
    pub fn redeem_voucher(&self, text: &str) -> Result<String, ApiError> {
        Ok(self
            .client
            .redeem_voucher(text)?
            .offer
            .terms
            .double_use_borne_by
            .as_str()
            .to_owned())
    }
}
