//! The total-cost card: every field, always in the same order, and "không có" written where there is nothing.

use super::OfferTerms;
use crate::Words;

/// What stands on the right of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CostValue {
    /// Money, đồng.
    Dong(i64),
    Text(String),
    /// "không có".
    Nothing,
}

/// One line of the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostLine {
    /// Stable word for programs and tests.
    pub key: &'static str,
    pub label: Words,
    pub value: CostValue,
}

impl OfferTerms {
    /// What a member pays in all, đồng: member price (else the usual one) plus extra fees. `None`: no price is named.
    pub fn pays(&self) -> Option<i64> {
        let price = self.price_for_members.or(self.price)?;
        Some(price.saturating_add(self.cost.extra_fees.unwrap_or(0)))
    }

    /// The lines of the card, in their fixed order.
    pub fn cost_card(&self) -> Vec<CostLine> {
        let line = |key, vi: &str, en: &str, value| CostLine {
            key,
            label: Words {
                vi: vi.into(),
                en: en.into(),
            },
            value,
        };
        let dong = |money: Option<i64>| money.map_or(CostValue::Nothing, CostValue::Dong);
        let text = |text: Option<&str>| match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => CostValue::Text(text.to_owned()),
            None => CostValue::Nothing,
        };
        let known = match text(self.cost.data_asked.as_deref()) {
            CostValue::Text(more) => CostValue::Text(format!("mã phiếu, không tên; thêm: {more}")),
            _ => CostValue::Text("mã phiếu, không tên".into()),
        };
        let cost = &self.cost;
        vec![
            line("price", "Giá bán", "Price", dong(self.price)),
            line(
                "price_for_members",
                "Giá đoàn viên",
                "Member price",
                dong(self.price_for_members),
            ),
            line("extra_fees", "Phí thêm", "Extra fees", dong(cost.extra_fees)),
            line("pays", "Anh/chị trả", "You pay", dong(self.pays())),
            line("deposit", "Đặt cọc", "Deposit", dong(cost.deposit)),
            line(
                "instalments",
                "Trả góp, vay",
                "Instalments, loan",
                text(cost.instalments.as_deref()),
            ),
            line(
                "renewal",
                "Tự gia hạn",
                "Renews itself",
                text(cost.renewal.as_deref()),
            ),
            line(
                "conditions",
                "Điều kiện, hủy, đổi trả",
                "Conditions, returns",
                text(Some(&self.conditions)),
            ),
            line("data_asked", "Nơi bán biết", "The seller learns", known),
        ]
    }
}
