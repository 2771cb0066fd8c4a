use crate::store::ReadTx;
use congdoan_domain::Row;

/// Signs rows that the rules only worded. `decide` is pure and cannot sign, so what needs a signature gets it between
/// the decision and the numbering; a row without one simply does not show as signed.
pub trait Seal {
    /// `read`: the open transaction, as it is before the row is written.
    fn seal(&self, row: Row, read: &dyn ReadTx) -> Row;
}

/// Leaves every row as it is.
pub struct NoSeal;

impl Seal for NoSeal {
    fn seal(&self, row: Row, _: &dyn ReadTx) -> Row {
        row
    }
}
