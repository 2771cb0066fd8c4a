//! The machines a person uses (máy của đoàn viên, cán bộ). One row a device; its person and their office see it.
//!
//! Whoever has a working device speaks for themself: nobody else brings a further one in. A device that came when an
//! earlier one had been lost is theirs only on the word of whoever invited it ([`Device::vouched_by`]).

mod end;
mod enrol;
mod model;
mod person;
#[cfg(test)]
mod tests;

pub use end::EndDevice;
pub use enrol::EnrolDevice;
pub use model::{Device, DeviceState, KeyAlg};
pub use person::PersonDevices;
pub(crate) use person::{behind, in_charge_of, only_of, vouching, working};
