use crate::{Date, DeviceId, Instant, OfferId, PersonId, UnitId, VoucherId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who pays when one voucher was redeemed twice while offline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    Provider,
    Union,
}

impl Bearer {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Union => "union",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferState {
    Draft,
    Submitted,
    Approved,
    Refused { reason: String },
    Ended,
}

/// The rest of the total-cost card. `None` is "không có", and is shown as that: a field is never left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Phí thêm (delivery, service), đồng.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_fees: Option<i64>,
    /// Đặt cọc, đồng; comes back, so it is no part of what is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deposit: Option<i64>,
    /// Trả góp, vay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instalments: Option<String>,
    /// Tự gia hạn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<String>,
    /// What the seller asks beyond the voucher's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_asked: Option<String>,
}

/// What a member reads before taking a voucher: a fixed list of fields, in a fixed order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferTerms {
    pub title: String,
    pub what: String,
    /// Đồng; `None`: no price of its own.
    pub price: Option<i64>,
    pub price_for_members: Option<i64>,
    /// Who may use it, exchange, how to cancel; empty: "không có".
    pub conditions: String,
    #[serde(default)]
    pub cost: Cost,
    pub place: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// Vouchers in all; `None`: no limit.
    pub quantity: Option<u32>,
    pub per_member: u8,
    pub double_use_borne_by: Bearer,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    pub id: OfferId,
    pub provider: UnitId,
    pub provider_name: String,
    /// Whose members it is for; its officers decide.
    pub for_unit: UnitId,
    /// The server that vouchers are signed for.
    pub server: Uuid,
    #[serde(flatten)]
    pub terms: OfferTerms,
    pub state: OfferState,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<Instant>,
    /// When it was ended; when it was decided on stays as it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Instant>,
}

/// How many vouchers of an offer were taken and redeemed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfferCount {
    pub id: OfferId,
    pub provider: UnitId,
    pub for_unit: UnitId,
    pub taken: u32,
    pub redeemed: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoucherState {
    Taken,
    Redeemed {
        /// The server's clock.
        at: Instant,
        by_device: Option<DeviceId>,
    },
}

/// One voucher. It names no person to the provider but by an id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voucher {
    pub id: VoucherId,
    pub offer: OfferId,
    pub provider: UnitId,
    pub person: PersonId,
    pub device: DeviceId,
    /// Which of the person's vouchers of this offer, from 0.
    pub n: u8,
    pub taken_at: Instant,
    pub expires_on: Date,
    #[serde(with = "serde_bytes")]
    pub signature: Vec<u8>,
    pub state: VoucherState,
}
