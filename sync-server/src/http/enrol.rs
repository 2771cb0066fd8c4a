//! `POST /v1/enrol`.

use super::Shared;
use super::body::Body;
use super::caller::Caller;
use super::frame::{FEW, Frame, Refused, blocking, not_logged, read_few, spoken};
use super::limits::WRONG_CODE;
use crate::commit::{self, Submission};
use crate::reader;
use crate::store::{ReadTx, StoreError};
use axum::extract::State;
use axum::http::StatusCode;
use congdoan_domain::device::{Device, DeviceState, EnrolDevice};
use congdoan_domain::grant::Grant;
use congdoan_domain::invitation::{Code, Invitation, Invitee};
use congdoan_domain::member::Member;
use congdoan_domain::signature::{Purpose, message, verify};
use congdoan_domain::{Actor, CommandId, Envelope, GrantId, InvitationId};
use congdoan_wire::enrol::{DeviceCertificate, EnrolRequest, EnrolResponse};
use congdoan_wire::{Failure, ReceiptOutcome, Signed};
use std::sync::Arc;
use uuid::Uuid;

/// Namespace of the commands the server gives itself (UUIDv5).
const ENROLMENTS: Uuid = Uuid::from_bytes(*b"congdoanso-enrol");

/// What the person behind an invitation holds, wherever that is.
fn held(read: &dyn ReadTx, invitation: InvitationId) -> Result<Vec<GrantId>, StoreError> {
    let person = match reader::get::<Invitation>(read, invitation)?.map(|found| found.invitee) {
        Some(Invitee::Member(person)) => Some(person),
        Some(Invitee::Desk(grant)) => reader::get::<Grant>(read, grant)?.map(|grant| grant.person),
        None => None,
    };
    let Some(person) = person else { return Ok(vec![]) };
    Ok(reader::grants(read, person)?
        .iter()
        .map(|grant| grant.id)
        .collect())
}

pub(super) async fn enrol(
    State(doors): State<Shared>,
    Caller(from): Caller,
    Body(body): Body<FEW>,
) -> Result<Frame<EnrolResponse>, Refused> {
    let now = (doors.clock)();
    if !doors.limiter.allows(from, 1.0, now) {
        return Err(Refused::slow_down(20));
    }
    let request: EnrolRequest = read_few(&body)?;
    spoken(request.protocol)?;
    blocking(move || {
        let unknown = || {
            doors.limiter.allows(from, WRONG_CODE, now);
            Refused::new(StatusCode::FORBIDDEN, "invitation_unknown")
        };
        let code = Code::parse(&request.code).map_err(|_| unknown())?;
        let invitation = code.invitation();
        let server = doors.trust.1.server;
        let payload = [invitation.0.as_bytes().as_slice(), &request.public_key].concat();
        let bytes = message(Purpose::Enrol, server, Some(request.device), &payload);
        if !verify(request.alg, &request.public_key, &bytes, &request.proof) {
            return Err(Refused::new(StatusCode::FORBIDDEN, "proof_failed"));
        }
        if reader::get::<Invitation>(doors.store.begin_read()?.as_ref(), invitation)?.is_none() {
            return Err(unknown());
        }
        // The same invitation, device and key always give the same command: a lost answer can be asked for again.
        let name = [
            invitation.0.as_bytes().as_slice(),
            request.device.0.as_bytes(),
            &request.public_key,
        ]
        .concat();
        let id = CommandId(Uuid::new_v5(&ENROLMENTS, &name));
        let touched = commit::retried(|| {
            let tx = doors.store.begin_write()?;
            let command = EnrolDevice {
                invitation,
                device: request.device,
                name: request.device_name.clone(),
                alg: request.alg,
                public_key: request.public_key.clone(),
                holds: held(tx.as_ref(), invitation)?,
            };
            let envelope = Envelope {
                id,
                actor: Actor::Server,
                made_at: now,
                command: command.into(),
            };
            let open = commit::open(tx, Submission::from(envelope), now, doors.seal.as_ref())?;
            // A refusal is not kept: "wait for the second person" must not be the answer for ever, and a stranger's
            // tries leave nothing in the database.
            if let ReceiptOutcome::Rejected(rejection) = open.applied().receipt.outcome.clone() {
                return Ok(Err(Refused(
                    StatusCode::FORBIDDEN,
                    Failure {
                        code: rejection.code,
                        args: rejection.args,
                        retry_after: None,
                    },
                )));
            }
            if let Err(error) = doors.security.note(&open.applied().rows, now) {
                return Ok(Err(not_logged(&error)));
            }
            Ok(Ok(open.finish()?.touched))
        })??;
        let _ = doors.changed.send(Arc::new(touched));
        let snapshot = doors.store.begin_read()?;
        let device: Device = reader::get(snapshot.as_ref(), request.device)?
            .filter(|d: &Device| d.state == DeviceState::Active)
            .ok_or_else(|| Refused::new(StatusCode::FORBIDDEN, "device_ended"))?;
        let found: Invitation = reader::get(snapshot.as_ref(), invitation)?.ok_or_else(unknown)?;
        let name = match found.invitee {
            Invitee::Member(person) => {
                reader::get::<Member>(snapshot.as_ref(), person)?.map(|m| m.profile.name)
            }
            Invitee::Desk(grant) => reader::get::<Grant>(snapshot.as_ref(), grant)?.map(|g| g.name),
        };
        let certificate = DeviceCertificate {
            server,
            device: device.id,
            person: device.person,
            alg: device.alg,
            public_key: device.public_key,
            issued_at: device.enrolled_at,
        };
        let key = &doors.certificate;
        Ok(Frame(EnrolResponse {
            server,
            server_name: doors.name.clone(),
            person: device.person,
            person_name: name.unwrap_or(found.name),
            unit: device.unit,
            certificate: Signed::sign(
                &certificate,
                Purpose::DeviceCertificate,
                server,
                key.public(),
                |m| key.sign(m),
            ),
            trust: doors.trust.0.clone(),
            server_time: now,
        }))
    })
    .await
}
