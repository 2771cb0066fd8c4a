//! The machines a person uses (máy của đoàn viên, cán bộ). One row a device; its person and their office see it.

mod end;
mod enrol;
mod model;

pub use end::EndDevice;
pub use enrol::EnrolDevice;
pub use model::{Device, DeviceState, KeyAlg};
