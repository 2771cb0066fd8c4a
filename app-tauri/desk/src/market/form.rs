//! An offer as its form shows it.

use crate::face::missing;
use congdoan_client::ApiError;
use congdoan_client::domain::Date;
use congdoan_client::domain::market::{
    Bearer, Cost, CostLine as Line, CostValue, MOST_PER_MEMBER, OfferTerms,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DoubleUseBearer {
    Provider,
    Union,
}

/// A draft may be incomplete: null is not filled in yet, or "không có" where the field says so.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct OfferForm {
    pub title: String,
    pub what: String,
    /// Null: no price of its own.
    #[ts(type = "Dong | null")]
    pub price: Option<i64>,
    #[ts(type = "Dong | null")]
    pub price_for_members: Option<i64>,
    /// The rest of the total-cost card; null is "không có".
    #[serde(default)]
    #[ts(type = "Dong | null")]
    pub extra_fees: Option<i64>,
    #[serde(default)]
    #[ts(type = "Dong | null")]
    pub deposit: Option<i64>,
    #[serde(default)]
    pub instalments: Option<String>,
    #[serde(default)]
    pub renewal: Option<String>,
    #[serde(default)]
    pub data_asked: Option<String>,
    pub conditions: String,
    pub place: String,
    #[ts(type = "CivilDate | null")]
    pub starts_on: Option<Date>,
    #[ts(type = "CivilDate | null")]
    pub ends_on: Option<Date>,
    /// Vouchers in all; null: no limit.
    pub quantity: Option<u32>,
    /// Vouchers for each member, 1 to 20.
    pub per_member: Option<u32>,
    pub double_use_bearer: DoubleUseBearer,
}

impl From<&OfferTerms> for OfferForm {
    fn from(terms: &OfferTerms) -> Self {
        let cost = terms.cost.clone();
        Self {
            title: terms.title.clone(),
            what: terms.what.clone(),
            price: terms.price,
            price_for_members: terms.price_for_members,
            extra_fees: cost.extra_fees,
            deposit: cost.deposit,
            instalments: cost.instalments,
            renewal: cost.renewal,
            data_asked: cost.data_asked,
            conditions: terms.conditions.clone(),
            place: terms.place.clone(),
            starts_on: Some(terms.starts_on),
            ends_on: Some(terms.ends_on),
            quantity: terms.quantity,
            per_member: Some(terms.per_member.into()),
            double_use_bearer: match terms.double_use_borne_by {
                Bearer::Provider => DoubleUseBearer::Provider,
                Bearer::Union => DoubleUseBearer::Union,
            },
        }
    }
}

impl OfferForm {
    pub(super) fn bearer(&self) -> Bearer {
        match self.double_use_bearer {
            DoubleUseBearer::Provider => Bearer::Provider,
            DoubleUseBearer::Union => Bearer::Union,
        }
    }

    /// The terms, for the rules to judge.
    ///
    /// # Errors
    /// A field without which there are no terms is still empty.
    pub(super) fn terms(self) -> Result<OfferTerms, ApiError> {
        let bearer = self.bearer();
        let asked = |field: &str, vi: &str, en: &str| {
            missing(
                field,
                &format!("Chưa chọn {vi}. Bản nháp vẫn còn trên máy. Anh/chị điền rồi gửi lại."),
                &format!(
                    "{en} is not filled in. The draft is kept on this device. Fill it in and send again."
                ),
            )
        };
        let per_member = self.per_member.and_then(|n| u8::try_from(n).ok());
        Ok(OfferTerms {
            starts_on: self
                .starts_on
                .ok_or_else(|| asked("starts_on", "ngày bắt đầu", "The first day"))?,
            ends_on: self
                .ends_on
                .ok_or_else(|| asked("ends_on", "ngày kết thúc", "The last day"))?,
            per_member: per_member.ok_or_else(|| {
                asked(
                    "per_member",
                    &format!("số phiếu mỗi người, từ 1 đến {MOST_PER_MEMBER}"),
                    &format!("The number of vouchers a person (1 to {MOST_PER_MEMBER})"),
                )
            })?,
            title: self.title,
            what: self.what,
            price: self.price,
            price_for_members: self.price_for_members,
            cost: Cost {
                extra_fees: self.extra_fees,
                deposit: self.deposit,
                instalments: self.instalments,
                renewal: self.renewal,
                data_asked: self.data_asked,
            },
            conditions: self.conditions,
            place: self.place,
            quantity: self.quantity,
            double_use_borne_by: bearer,
        })
    }

    /// The total-cost card of what is filled in so far.
    pub(super) fn cost_card(&self) -> Vec<CostLine> {
        let any = Date::constant(2000, 1, 1);
        let filled = Self {
            starts_on: self.starts_on.or(Some(any)),
            ends_on: self.ends_on.or(Some(any)),
            per_member: Some(1),
            ..self.clone()
        };
        let terms = filled.terms().ok();
        terms.map_or(vec![], |terms| {
            terms.cost_card().into_iter().map(CostLine::from).collect()
        })
    }
}

/// One line of the total-cost card; neither money nor text is "không có".
#[derive(Clone, Debug, Serialize, TS)]
pub struct CostLine {
    /// Stable word; the page has its label in both languages.
    #[ts(
        type = "'price' | 'price_for_members' | 'extra_fees' | 'pays' | 'deposit' | 'instalments' | 'renewal' | 'conditions' | 'data_asked'"
    )]
    pub key: &'static str,
    #[ts(type = "Dong | null")]
    pub dong: Option<i64>,
    pub text: Option<String>,
}

impl From<Line> for CostLine {
    fn from(line: Line) -> Self {
        let (dong, text) = match line.value {
            CostValue::Dong(dong) => (Some(dong), None),
            CostValue::Text(text) => (None, Some(text)),
            CostValue::Nothing => (None, None),
        };
        Self {
            key: line.key,
            dong,
            text,
        }
    }
}
