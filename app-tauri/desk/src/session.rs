//! Signing in, locking, leaving, enrolling.

use crate::desk::Desk;
use crate::face;
use crate::label::{self, Label};
use crate::outbox::{self, OutboxItem};
use crate::person::home_id;
use crate::person::{self, Me, Person};
use crate::place::Place;
use crate::seat::IDLE_SECONDS;
use crate::shape::NoArguments;
use congdoan_client::domain::Instant;
use congdoan_client::store::CommandState;
use congdoan_client::{ApiError, Client, Enrolment, Options, Retry, TlsTrust, read_invitation};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use ts_rs::TS;

/// A home that was just left is let go of within an exchange.
const LETS_GO_IN: u32 = 150;
const PAUSE: Duration = Duration::from_millis(100);

/// Under which unfinished words are kept.
const DRAFTS: [&str; 3] = ["survey-draft/", "survey-answer/", "market-offer/"];

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    Nobody,
    Locked,
    Open,
}

/// Who sits at this PC, and who could.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SessionView {
    pub state: SessionState,
    pub people: Vec<Person>,
    /// Set when open.
    pub me: Option<Me>,
    /// The home that is locked on screen.
    pub locked_home_id: Option<String>,
    pub device_name: String,
    /// Seconds without a key or pointer before the page calls session_lock (Rust locks too, as a backstop).
    pub idle_lock_seconds: u32,
}

/// What signing out would lose.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LeavingList {
    pub waiting: Vec<OutboxItem>,
    pub refused: Vec<OutboxItem>,
    /// Surveys and offers being written, answers begun: none of it was ever sent.
    pub drafts: usize,
}

/// How the server of an invitation is recognised.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ServerTrust {
    Pin,
    PublicCa,
    Loopback,
}

/// What an invitation text says, read with no network and nothing used up.
#[derive(Clone, Debug, Serialize, TS)]
pub struct InvitationReading {
    pub server_address: String,
    pub trust: ServerTrust,
    pub root_fingerprint: String,
    pub unit_name: Option<String>,
    pub person_name: Option<String>,
    #[ts(type = "Instant | null")]
    pub expires_at: Option<Instant>,
}

pub fn view(desk: &Desk, _: NoArguments) -> Result<SessionView, ApiError> {
    let client = desk.seat().client().ok();
    let open = client.as_ref().map(|client| home_id(client.home()));
    let people = desk.people();
    let state = match (&open, people.is_empty()) {
        (Some(_), _) => SessionState::Open,
        (None, true) => SessionState::Nobody,
        (None, false) => SessionState::Locked,
    };
    let now = desk.ports().clock.now();
    let device = people.first().map(|place| place.home.device_name.clone());
    let people: Vec<_> = people
        .into_iter()
        .map(|Place { dir, home, copies }| {
            let open = open.as_ref() == Some(&home_id(&home));
            label::line(&home, Label::read(&dir), open, now, copies)
        })
        .collect();
    Ok(SessionView {
        state,
        people,
        me: client.as_deref().map(sitting).transpose()?,
        locked_home_id: desk.seat().locked(),
        device_name: device.unwrap_or_default(),
        idle_lock_seconds: IDLE_SECONDS,
    })
}

fn sitting(client: &Client) -> Result<Me, ApiError> {
    let mut me = person::me(client)?;
    me.title = label::last_title(client, me.title)?;
    Ok(me)
}

#[derive(Deserialize, TS)]
pub struct SessionOpen {
    home_id: String,
    pin: String,
}

pub fn open(desk: &Desk, asked: SessionOpen) -> Result<SessionView, ApiError> {
    let people = desk.people();
    let Place { dir, home, .. } = people
        .iter()
        .find(|place| home_id(&place.home) == asked.home_id)
        .ok_or_else(ApiError::not_found)?;
    drop(desk.seat().rise(true));
    let mut tries = 0;
    let client = loop {
        let options = Options {
            pin: home.pin.then(|| asked.pin.clone()),
            ..Options::default()
        };
        match Client::open(dir, desk.ports().clone(), options) {
            Err(error) if error.code == "home_in_use" && tries < LETS_GO_IN => {
                tries += 1;
                std::thread::sleep(PAUSE);
            }
            other => break other?,
        }
    };
    desk.seat().sit(client);
    view(desk, NoArguments {})
}

pub fn lock(desk: &Desk, _: NoArguments) -> Result<SessionView, ApiError> {
    drop(desk.seat().rise(true));
    view(desk, NoArguments {})
}

pub fn switch(desk: &Desk, _: NoArguments) -> Result<SessionView, ApiError> {
    drop(desk.seat().rise(false));
    view(desk, NoArguments {})
}

pub fn leaving(desk: &Desk, _: NoArguments) -> Result<LeavingList, ApiError> {
    let client = desk.seat().client()?;
    Ok(LeavingList {
        waiting: outbox::items(&client, CommandState::Waiting)?,
        refused: outbox::items(&client, CommandState::Refused)?,
        drafts: begun(&client)?,
    })
}

/// How much was begun here and never sent. Where nothing is known of surveys and offers (an ended device, a lost cache) all
/// that was kept counts: rather too much than a word too little.
fn begun(client: &Client) -> Result<usize, ApiError> {
    if client.may_show().is_err() || client.lack()?.is_some() {
        let kept = client.store().drafts()?;
        let own = |key: &str| DRAFTS.iter().any(|of| key.starts_with(of));
        return Ok(kept.iter().filter(|(key, _)| own(key)).count());
    }
    Ok(crate::survey::unpublished(client)?.len()
        + crate::survey::unanswered(client)?
        + crate::market::unsent(client)?)
}

#[derive(Deserialize, TS)]
pub struct SessionLeave {
    give_up: bool,
}

pub fn leave(desk: &Desk, asked: SessionLeave) -> Result<SessionView, ApiError> {
    desk.seat().client()?.may_wipe(asked.give_up)?;
    let mut client = desk.seat().rise(false).ok_or_else(face::locked)?;
    for _ in 0..LETS_GO_IN {
        match Arc::try_unwrap(client) {
            Ok(alone) => {
                alone.wipe(asked.give_up)?;
                desk.changed(&["session"]);
                return view(desk, NoArguments {});
            }
            Err(shared) => client = shared,
        }
        std::thread::sleep(PAUSE);
    }
    Err(ApiError::new(
        "session.home_busy",
        Retry::Now,
        "Hồ sơ còn đang được dùng nên chưa xóa. Dữ liệu vẫn còn nguyên. Anh/chị mở lại rồi rời máy lần nữa.",
        "The profile is still in use and was not deleted. Open it and leave again.",
    ))
}

#[derive(Deserialize, TS)]
pub struct InvitationGiven {
    invitation: String,
}

pub fn invitation_read(_: &Desk, asked: InvitationGiven) -> Result<InvitationReading, ApiError> {
    let read = read_invitation(&asked.invitation)?;
    let trust = match read.tls {
        TlsTrust::Plain => ServerTrust::Loopback,
        TlsTrust::PublicCa => ServerTrust::PublicCa,
        TlsTrust::Pin(_) => ServerTrust::Pin,
    };
    Ok(InvitationReading {
        server_address: read.address,
        trust,
        root_fingerprint: congdoan_client::hex::encode(&read.root),
        unit_name: None,
        person_name: None,
        expires_at: None,
    })
}

#[derive(Deserialize, TS)]
pub struct SessionEnrol {
    invitation: String,
    pin: String,
    device_name: String,
}

pub fn enrol(desk: &Desk, asked: SessionEnrol) -> Result<SessionView, ApiError> {
    // Its home would pass for invented data, whatever the invitation is for.
    if desk.sample_only() {
        return Err(ApiError::new(
            "enrol_not_here",
            congdoan_client::Retry::Never,
            "Bản chạy trong trình duyệt chỉ mở dữ liệu mẫu nên không nhận lời mời. Lời mời chưa bị dùng. Hãy dùng ứng dụng trên máy.",
            "The browser twin opens invented data only and takes no invitation. The invitation was not used.",
        ));
    }
    // By the invitation, so that a try whose answer was lost is gone on with in the same folder.
    let invitation = read_invitation(&asked.invitation)?.code.invitation();
    let mut dir = desk.folder().join(invitation.0.to_string());
    if dir.join("home.json").exists() {
        dir = desk.folder().join(desk.ports().id().to_string());
    }
    let choice = Enrolment {
        device_name: asked.device_name,
        pin: Some(asked.pin).filter(|pin| !pin.is_empty()),
        sample: false,
        signer: None,
    };
    let client = Client::enrol(&dir, &asked.invitation, desk.ports().clone(), choice)?;
    drop(desk.seat().rise(false));
    desk.seat().sit(client);
    view(desk, NoArguments {})
}

pub fn touch(desk: &Desk, _: NoArguments) -> Result<(), ApiError> {
    desk.seat().touch();
    Ok(())
}
