//! Offers and vouchers on this device.

mod offers;
mod project;
mod vouchers;

pub use offers::{offer, offers};
pub(crate) use project::{SCHEMA_1, project_voucher};
pub use vouchers::{voucher, vouchers_at, vouchers_of};
