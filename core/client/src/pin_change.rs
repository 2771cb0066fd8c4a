//! Giving a home a PIN, another one, or none.

use crate::client::Client;
use crate::error::{ApiError, Retry};
use crate::home::Home;
use crate::{pin, reseal, vault};

fn none() -> ApiError {
    ApiError::new(
        "pin_none",
        Retry::Never,
        "Hồ sơ này chưa có mã PIN nên không có gì để đổi hay bỏ. Anh/chị đặt mã PIN trước.",
        "This profile has no PIN, so there is none to change or remove. Set one first.",
    )
}

fn there() -> ApiError {
    ApiError::new(
        "pin_there",
        Retry::Never,
        "Hồ sơ này đã có mã PIN. Chưa có gì thay đổi. Anh/chị dùng mục đổi mã PIN, và nhập mã đang dùng.",
        "This profile has a PIN already. Nothing was changed. Change it instead, giving the present one.",
    )
}

impl Client {
    /// Whether this home opens with a PIN.
    ///
    /// # Errors
    /// The vault cannot be read any more.
    pub fn has_pin(&self) -> Result<bool, ApiError> {
        vault::needs_pin(&self.dir)
    }

    /// From now on this home opens with a PIN.
    ///
    /// # Errors
    /// `pin_there`, `pin_short`; the disk is full or the key store does not answer: then all is as it was.
    pub fn set_pin(&self, new: &str) -> Result<(), ApiError> {
        if self.has_pin()? {
            return Err(there());
        }
        pin::fit(new)?;
        self.reseal(None, Some(new))
    }

    /// From now on this home opens with another PIN. The present one counts as a try, with the same waits.
    ///
    /// # Errors
    /// `pin_none`, `pin_short`, `pin_wrong`, `pin_wait`; the disk is full or the key store does not answer: then the
    /// present one stays.
    pub fn change_pin(&self, current: &str, new: &str) -> Result<(), ApiError> {
        if !self.has_pin()? {
            return Err(none());
        }
        pin::fit(new)?;
        self.reseal(Some(current), Some(new))
    }

    /// From now on this home opens without a PIN. The present one counts as a try, with the same waits.
    ///
    /// # Errors
    /// As [`Self::change_pin`].
    pub fn remove_pin(&self, current: &str) -> Result<(), ApiError> {
        if !self.has_pin()? {
            return Err(none());
        }
        self.reseal(Some(current), None)
    }

    fn reseal(&self, current: Option<&str>, new: Option<&str>) -> Result<(), ApiError> {
        reseal::change(&self.dir, current, new, &self.ports)?;
        let home = Home {
            pin: new.is_some(),
            ..self.home.clone()
        };
        // Done already; should the disk not take this, the vault is asked at every reading.
        if home.write(&self.dir).is_err() {
            tracing::warn!("home.json does not say how this home opens now; the vault does");
        }
        tracing::info!("the key of this home was sealed anew");
        Ok(())
    }
}
