//! The security log: who was let in and who was put out, in a file outside the database (design 4b).
//!
//! A database restored from a backup has forgotten what came after it; this file has not. One JSON line for each new
//! state of a device, a grant or an invitation, on the disk before the commit is answered. Ids only, never names.

use congdoan_domain::device::DeviceState;
use congdoan_domain::grant::GrantState;
use congdoan_domain::invitation::InvitationState;
use congdoan_domain::{Instant, Row, RowKey};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct SecurityLog(PathBuf);

impl SecurityLog {
    pub fn at(data: &Path) -> Self {
        Self(data.join("security.log"))
    }

    /// Notes what a command does to access, before its transaction commits. A line too many (the commit then failed)
    /// only takes away; a line too few would give back what was taken.
    ///
    /// # Errors
    /// The file cannot be written: the transaction must not commit.
    pub fn note(&self, rows: &BTreeMap<RowKey, Option<Row>>, at: Instant) -> std::io::Result<()> {
        let lines: Vec<Value> = rows.values().flatten().filter_map(|row| line(row, at)).collect();
        if lines.is_empty() {
            return Ok(());
        }
        let mut log = std::fs::File::options().create(true).append(true).open(&self.0)?;
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        log.write_all(text.as_bytes())?;
        log.sync_all()
    }
}

/// `at` is milliseconds since 1970, UTC.
fn line(row: &Row, at: Instant) -> Option<Value> {
    Some(match row {
        Row::Device(device) => {
            let what = match device.state {
                DeviceState::Active => "device_enrolled",
                DeviceState::Ended => "device_ended",
            };
            json!({"at": at.0, "what": what, "device": device.id, "person": device.person})
        }
        Row::Grant(grant) => {
            let what = match grant.state {
                GrantState::Proposed => "grant_proposed",
                GrantState::Active => "grant_active",
                GrantState::Ended => "grant_ended",
            };
            let role = grant.role.as_str();
            json!({"at": at.0, "what": what, "grant": grant.id, "person": grant.person, "unit": grant.unit, "role": role})
        }
        Row::Invitation(invitation) => {
            let what = match invitation.state {
                InvitationState::Open => "invitation_open",
                InvitationState::Used { .. } => "invitation_used",
                InvitationState::Revoked => "invitation_revoked",
            };
            json!({"at": at.0, "what": what, "invitation": invitation.id})
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use congdoan_domain::device::{Device, KeyAlg};
    use congdoan_domain::{DeviceId, InvitationId, PersonId, UnitId};
    use uuid::Uuid;

    #[test]
    fn a_revocation_is_a_line_without_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let log = SecurityLog::at(folder.path());
        let row = Row::from(Device {
            id: DeviceId(Uuid::from_u128(7)),
            person: PersonId(Uuid::from_u128(8)),
            unit: UnitId(Uuid::from_u128(9)),
            name: "Máy của chị Lan".into(),
            alg: KeyAlg::Ed25519,
            public_key: vec![1; 32],
            enrolled_at: Instant(1),
            invitation: InvitationId(Uuid::from_u128(10)),
            state: DeviceState::Ended,
            ended_at: Some(Instant(5)),
            above: vec![],
            vouched_by: vec![],
        });
        let rows = BTreeMap::from([(row.key(), Some(row))]);
        log.note(&rows, Instant(5)).unwrap();
        log.note(&BTreeMap::new(), Instant(6)).unwrap();
        log.note(&rows, Instant(7)).unwrap();
        let text = std::fs::read_to_string(folder.path().join("security.log")).unwrap();
        assert_eq!(text.lines().count(), 2);
        let first: Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        assert_eq!(first["what"], "device_ended");
        assert!(!text.contains("Lan"));
    }
}
