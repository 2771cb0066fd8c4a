//! "Trust in a page", sentence by sentence, where no other test holds it: the table in `docs/security.md` names each.

mod house;

use congdoan_domain::device::{EndDevice, KeyAlg};
use congdoan_domain::grant::{EndGrant, ProposeGrant, Role};
use congdoan_domain::invitation::{Code, Invite, Invitee};
use congdoan_domain::member::{AdmitMember, Profile};
use congdoan_domain::signature::{Purpose, message};
use congdoan_domain::unit::{CreateUnit, UnitKind};
use congdoan_domain::{Command, CommandId, DeviceId, GrantId, PersonId, Scope, UnitId};
use congdoan_wire::enrol::{DeviceCertificate, EnrolResponse};
use congdoan_wire::invitation::InvitationText;
use congdoan_wire::{CommandMsg, ReceiptOutcome, SyncResponse, TrustDocument, codec};
use house::{DEVICE, House, PERSON, UNIT, heard, house, refusal};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use std::path::Path;
use std::process::{Command as Process, Stdio};
use uuid::Uuid;

const OTHER: DeviceId = DeviceId(Uuid::from_u128(5));

#[test]
fn the_code_of_an_invitation_is_nowhere_on_the_server() {
    let house = house();
    let invitation = house.invite();
    assert_eq!(house.enrol(OTHER, &invitation, |_| {}).0, 200);
    let shown = invitation.code.to_string();
    let plain = shown.replace('-', "");
    for file in files(house.folder.path()) {
        let bytes = std::fs::read(&file).unwrap();
        for secret in [shown.as_bytes(), plain.as_bytes()] {
            let found = bytes
                .windows(secret.len())
                .any(|part| part.eq_ignore_ascii_case(secret));
            assert!(!found, "{}", file.display());
        }
    }
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

#[test]
fn enrolment_returns_a_certificate_that_the_root_vouches_for() {
    let house = house();
    let invitation = house.invite();
    let (status, answer) = house.enrol(OTHER, &invitation, |_| {});
    assert_eq!(status, 200);
    let answer: EnrolResponse = codec::decode(&answer, 1 << 20).unwrap();
    let trust = TrustDocument::open(&answer.trust, &invitation.root).unwrap();
    let certificate: DeviceCertificate = trust
        .verify(&answer.certificate, Purpose::DeviceCertificate, house.now())
        .unwrap();
    assert_eq!(
        (certificate.device, certificate.person, certificate.server),
        (OTHER, PERSON, house.founding.server)
    );
    assert_eq!(certificate.public_key, house.key.public_key().as_ref());
    // The same bytes for another purpose are no certificate of anything.
    assert!(
        trust
            .verify::<DeviceCertificate>(&answer.certificate, Purpose::PackManifest, house.now())
            .is_err()
    );
    assert!(
        TrustDocument::open(&answer.trust, &[0; 32]).is_err(),
        "another root"
    );
}

#[test]
fn a_phones_key_is_taken_and_a_key_that_is_not_held_is_not() {
    let house = house();
    let (random, invitation) = (congdoan_server::clock::source(), house.invite());
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
    let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random).unwrap();
    let public = key.public_key().as_ref().to_vec();
    let payload = [invitation.code.invitation().0.as_bytes().as_slice(), &public].concat();
    let proof = |server, device| {
        let bytes = message(Purpose::Enrol, server, Some(device), &payload);
        key.sign(&random, &bytes).unwrap().as_ref().to_vec()
    };
    let enrol = |proof: Vec<u8>| {
        house.enrol(OTHER, &invitation, |request| {
            (request.alg, request.public_key, request.proof) = (KeyAlg::ES256, public.clone(), proof);
        })
    };
    let server = house.founding.server;
    let failed = (403, "proof_failed".to_owned());
    assert_eq!(
        refusal(enrol(proof(Uuid::from_u128(9), OTHER))),
        failed,
        "made for another server"
    );
    assert_eq!(
        refusal(enrol(proof(server, DEVICE))),
        failed,
        "made for another device"
    );
    assert_eq!(enrol(proof(server, OTHER)).0, 200);
}

fn synced(house: &House, token: &str, commands: Vec<CommandMsg>) -> SyncResponse {
    let (status, answer) = house.sync(token, |request| {
        request.commands = commands;
        request.cursors = vec![];
    });
    assert_eq!(status, 200);
    codec::decode(&answer, codec::MAX_UNPACKED).unwrap()
}

fn reads_desk(response: &SyncResponse) -> bool {
    response.pages.iter().any(|page| page.scope == Scope::Desk(UNIT))
}

#[test]
fn a_grant_is_looked_up_at_every_request_and_its_end_closes_the_stream() {
    let house = house();
    let token = house.token();
    let mut lines = house.listen(&token);
    assert!(reads_desk(&synced(&house, &token, vec![])));
    let grant = GrantId::of(PERSON, UNIT, Role::Officer.as_str());
    house.founding.command(house.now(), EndGrant { grant }).unwrap();
    // The same token, the very next request: nothing of the desk is read, and nothing done there.
    let unit: Command = CreateUnit {
        id: UnitId(Uuid::from_u128(8)),
        parent: Some(UNIT),
        name: "Công đoàn cơ sở thử".into(),
        short_name: "CĐCS thử".into(),
        kind: UnitKind::Branch,
    }
    .into();
    let sent = CommandMsg::new(CommandId(Uuid::from_u128(101)), house.now(), &unit);
    let response = synced(&house, &token, vec![sent]);
    assert!(!reads_desk(&response));
    assert!(
        matches!(&response.receipts[0].outcome, ReceiptOutcome::Rejected(why) if why.code == "not_allowed")
    );
    while heard(&mut lines).is_some() {}
}

#[test]
fn a_grant_runs_out_by_the_servers_clock() {
    let house = house();
    let person = PersonId(Uuid::from_u128(20));
    let proposal = ProposeGrant {
        person,
        name: "Cán bộ có hạn".into(),
        unit: UNIT,
        role: Role::Officer,
        from: house.now(),
        to: Some(house.now().plus_hours(1)),
    };
    house.founding.command(house.now(), proposal).unwrap();
    let grant = GrantId::of(person, UNIT, Role::Officer.as_str());
    let invitation = house.invite_to(grant);
    assert_eq!(house.enrol(OTHER, &invitation, |_| {}).0, 200);
    let token = house.token_of(OTHER);
    assert!(reads_desk(&synced(&house, &token, vec![])));
    house.pass(50 * 60);
    let token = house.token_of(OTHER);
    house.pass(10 * 60);
    assert!(
        !reads_desk(&synced(&house, &token, vec![])),
        "the token lives, the grant does not"
    );
    let late = house.invite_to(grant);
    let answer = house.enrol(DeviceId(Uuid::from_u128(6)), &late, |_| {});
    assert_eq!(refusal(answer), (403, "invitation_grant_ended".into()));
}

/// A chair of a branch who ended the device of a province's officer, a member there, and brought in another for them
/// would otherwise sit at the province's desk alone.
#[test]
fn a_branch_brings_in_no_device_of_an_officer_above_it() {
    let house = house();
    let (branch, chair) = (UnitId(Uuid::from_u128(8)), PersonId(Uuid::from_u128(30)));
    let create = CreateUnit {
        id: branch,
        parent: Some(UNIT),
        name: "Công đoàn cơ sở thử".into(),
        short_name: "CĐCS thử".into(),
        kind: UnitKind::Branch,
    };
    house.founding.command(house.now(), create).unwrap();
    let proposal = ProposeGrant {
        person: chair,
        name: "Chủ tịch thử".into(),
        unit: branch,
        role: Role::Chair,
        from: house.now(),
        to: None,
    };
    house.founding.command(house.now(), proposal).unwrap();
    let admit = AdmitMember {
        id: PERSON,
        unit: branch,
        profile: Profile::named("Cán bộ thử"),
        joined: None,
    };
    house.founding.command(house.now(), admit).unwrap();
    let own = EndDevice { device: DEVICE };
    house.founding.command(house.now(), own).unwrap();

    let came = house.invite_to(GrantId::of(chair, branch, Role::Chair.as_str()));
    assert_eq!(house.enrol(OTHER, &came, |_| {}).0, 200);
    let code = Code::new([9; 10]);
    let invite = Invite {
        invitation: code.invitation(),
        invitee: Invitee::Member(PERSON),
    };
    let sent = CommandMsg::new(CommandId(Uuid::from_u128(101)), house.now(), &invite.into());
    let response = synced(&house, &house.token_of(OTHER), vec![sent]);
    assert_eq!(response.receipts[0].outcome, ReceiptOutcome::Accepted);
    let device = DeviceId(Uuid::from_u128(6));
    let invitation = InvitationText { code, ..came };
    let answer = house.enrol(device, &invitation, |_| {});
    assert_eq!(refusal(answer), (403, "invitation_not_enough".into()));
    // Their own desk brings them back.
    assert_eq!(house.enrol(device, &house.invite(), |_| {}).0, 200);
    assert!(reads_desk(&synced(&house, &house.token_of(device), vec![])));
}

fn program(arguments: &[&str], data: &Path) -> Process {
    let mut process = Process::new(env!("CARGO_BIN_EXE_congdoan-server"));
    process
        .args(arguments)
        .arg("--data")
        .arg(data)
        .stdout(Stdio::piped());
    process
}

#[test]
fn init_makes_a_certificate_that_invitations_pin_and_plain_http_beyond_this_machine_needs_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, secure) = (folder.path().join("plain"), folder.path().join("secure"));
    assert!(program(&["init"], &plain).status().unwrap().success());
    let refused = program(&["serve", "--listen", "0.0.0.0:0"], &plain)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--insecure-http"));

    let half = folder.path().join("half");
    let told = program(&["init", "--tls", "--url", "http://congdoan.example"], &half)
        .stderr(Stdio::null())
        .status();
    assert!(
        !told.unwrap().success() && !half.exists(),
        "a bad address leaves nothing behind"
    );

    let made = program(
        &["init", "--tls", "--url", "https://congdoan.example:8787"],
        &secure,
    )
    .output()
    .unwrap();
    let printed = String::from_utf8(made.stdout).unwrap();
    let invitation = congdoan_wire::invitation::InvitationText::parse(&printed).unwrap();
    let pin = congdoan_server::tls::pin_of_file(&secure.join("keys/tls.crt")).unwrap();
    assert_eq!(invitation.tls, congdoan_wire::invitation::TlsTrust::Pin(pin));
    let mut serving = program(&["serve", "--listen", "0.0.0.0:0"], &secure)
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut said = std::io::BufReader::new(serving.stdout.take().unwrap());
    std::io::BufRead::read_line(&mut said, &mut line).unwrap();
    assert!(line.starts_with("listening on https://"), "{line}");
    // SIGTERM, as a service manager sends it: the process ends by itself, and in good order.
    let told = Process::new("kill")
        .arg(serving.id().to_string())
        .status()
        .unwrap();
    assert!(told.success());
    assert!(serving.wait().unwrap().success());
}
