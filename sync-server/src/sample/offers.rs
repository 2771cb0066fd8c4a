use super::units::{CANTEEN, PHARMACY, PROVINCE};
use crate::init::{Founding, InitError};
use congdoan_domain::market::{ApproveOffer, Bearer, OfferTerms, SaveOffer, SubmitOffer};
use congdoan_domain::{Instant, OfferId};
use uuid::Uuid;

const fn offer(n: u128) -> OfferId {
    OfferId(Uuid::from_u128(0x5a3e_0000_0000_4000_b000_0000_0000_0000 + n))
}

/// Three offers: one members can use, one that waits for the province, one still a draft.
pub fn write(founding: &Founding, now: Instant) -> Result<(), InitError> {
    let terms = |title: &str, what: &str, price: i64, mine: i64, bearer| OfferTerms {
        title: title.into(),
        what: what.into(),
        price: Some(price),
        price_for_members: Some(mine),
        conditions: String::new(),
        cost: Default::default(),
        place: "Đường số 1, phường Tân Uyên (mẫu)".into(),
        starts_on: now.plus_hours(-24 * 10).date(),
        ends_on: now.plus_hours(24 * 60).date(),
        quantity: Some(100),
        per_member: 2,
        double_use_borne_by: bearer,
    };
    let mut tx = founding.store.begin_alone()?;
    for (id, provider, terms) in [
        (
            offer(1),
            PHARMACY,
            terms(
                "Đo huyết áp và tư vấn thuốc",
                "Đo huyết áp, xem toa, dặn cách dùng thuốc.",
                30_000,
                0,
                Bearer::Provider,
            ),
        ),
        (
            offer(2),
            CANTEEN,
            terms(
                "Cơm phần chiều",
                "Một phần cơm, canh và trái cây sau 16 giờ.",
                35_000,
                28_000,
                Bearer::Union,
            ),
        ),
        (
            offer(3),
            PHARMACY,
            terms(
                "Túi thuốc gia đình",
                "Bông băng, dung dịch sát khuẩn, thuốc hạ sốt.",
                120_000,
                99_000,
                Bearer::Provider,
            ),
        ),
    ] {
        let saved = SaveOffer {
            id,
            provider,
            for_unit: PROVINCE,
            server: founding.server,
            terms,
        };
        founding.run(tx.as_mut(), now.plus_hours(-24 * 9), saved)?;
    }
    founding.run(
        tx.as_mut(),
        now.plus_hours(-24 * 8),
        SubmitOffer {
            id: offer(1),
            draft: None,
        },
    )?;
    founding.run(
        tx.as_mut(),
        now.plus_hours(-24 * 7),
        ApproveOffer { id: offer(1) },
    )?;
    founding.run(
        tx.as_mut(),
        now.plus_hours(-24),
        SubmitOffer {
            id: offer(2),
            draft: None,
        },
    )?;
    Ok(tx.commit()?)
}
