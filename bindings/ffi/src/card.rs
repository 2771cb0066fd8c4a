use crate::{ApiError, Session};

/// This person's card.
#[derive(uniffi::Record)]
pub struct MemberCard {
    pub name: String,
    pub number: Option<String>,
    pub unit: String,
    /// `YYYY-MM-DD`
    pub expires_on: String,
    /// For the QR code; none until the unit has signed it.
    pub qr_text: Option<String>,
}

#[uniffi::export]
impl Session {
    /// # Errors
    /// The files cannot be read.
    pub fn my_card(&self) -> Result<Option<MemberCard>, ApiError> {
        let found = self.client.my_card()?;
        Ok(found.map(|(card, qr_text)| MemberCard {
            name: card.name,
            number: card.number,
            unit: card.unit_name,
            expires_on: card.expires_on.to_string(),
            qr_text,
        }))
    }

    /// The verdict's word, as in `docs/rooms/card.md`, and its reason in Vietnamese.
    ///
    /// # Errors
    /// The pack cannot be read.
    pub fn verify_card(&self, text: &str) -> Result<Vec<String>, ApiError> {
        let verdict = self.client.verify_card(text)?.verdict;
        Ok(vec![verdict.as_str().to_owned(), verdict.reason().vi])
    }
}
