//! A disk that fills up: a clear error, and nothing that was acknowledged is lost.
//!
//! On a tmpfs of a few megabytes, which only root may mount; elsewhere the tests say that they were skipped.

use congdoan_client::domain::member::Profile;
use congdoan_client::store::member::ListQuery;
use congdoan_client::{Client, Enrolment, Network, Options};
use congdoan_tests::kit::Office;
use congdoan_tests::kit::tap::Tap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;

/// A small disk; unmounted when dropped.
struct Disk {
    folder: TempDir,
}

impl Disk {
    fn of_megabytes(size: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}m"), "tmpfs"])
            .arg(folder.path())
            .output();
        match mounted {
            Ok(done) if done.status.success() => Some(Self { folder }),
            _ => {
                println!("bỏ qua: chỉ root gắn được ổ đĩa nhỏ để làm đầy");
                None
            }
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Nothing is left.
    fn fill(&self) {
        use std::io::Write;
        let mut file = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.ballast())
            .unwrap();
        for size in [1 << 16, 1 << 12, 1 << 8, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn free(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

fn total(client: &Client, text: &str) -> u64 {
    let query = ListQuery {
        text: text.into(),
        limit: 1,
        ..ListQuery::default()
    };
    client.member_list(&query).unwrap().total
}

/// The server has taken the invitation when the disk turns out to be full.
#[test]
fn a_home_that_finds_no_room_is_founded_later_with_the_same_invitation() {
    let Some(disk) = Disk::of_megabytes(24) else {
        return;
    };
    let (disk, office) = (Arc::new(disk), Office::open());
    let home = disk.path().join("lan");
    let mut ports = office.ports(&office.clock);
    let filling = disk.clone();
    Tap::changing(
        &mut ports,
        Arc::new(|_, body| body),
        Arc::new(move |door, body| {
            if door == "POST /v1/enrol" {
                filling.fill();
            }
            body
        }),
    );
    let choice = || Enrolment {
        device_name: "PC".into(),
        pin: Some("482913".into()),
        sample: true,
        signer: None,
    };
    let line = office.invitation("lan");
    let full = Client::enrol(&home, &line, ports, choice()).err().unwrap();
    assert_eq!(full.code, "disk_full");
    assert!(
        full.message.contains("Máy chủ đã nhận lời mời"),
        "{}",
        full.message
    );
    disk.free();
    let lan = Client::enrol(&home, &line, office.ports(&office.clock), choice()).unwrap();
    lan.sync_now();
    assert!(lan.me().unwrap().member.is_some());
}

#[test]
fn saving_on_a_full_disk_says_so_and_keeps_what_was_saved() {
    let Some(disk) = Disk::of_megabytes(24) else {
        return;
    };
    let office = Office::open();
    let home = disk.path().join("hung");
    let hung = office.enrol_at(&home, "hung").unwrap();
    hung.sync_now();
    let unit = hung.me().unwrap().unit.unwrap().id;
    hung.admit_member(unit, Profile::named("Trước Khi Đầy"), None)
        .unwrap();

    disk.fill();
    let mut refused = None;
    // The log of the database has a little room of its own: until that is gone, saving still works and counts.
    let mut saved = 1;
    for n in 0..200 {
        match hung.admit_member(unit, Profile::named(format!("Lúc Đầy {n}")), None) {
            Ok(_) => saved += 1,
            Err(error) => {
                refused = Some(error);
                break;
            }
        }
    }
    let refused = refused.expect("a full disk is noticed");
    assert_eq!(refused.code, "disk_full");
    assert!(refused.message.contains("vẫn còn"), "{}", refused.message);
    assert_eq!(hung.sync_status().unwrap().waiting, saved);
    assert_eq!(total(&hung, "Trước Khi Đầy"), 1, "reading goes on");
    drop(hung);

    disk.free();
    let hung = Client::open(&home, office.ports(&office.clock), Options::default()).unwrap();
    assert_eq!(
        hung.sync_status().unwrap().waiting,
        saved,
        "what was acknowledged is here"
    );
    hung.admit_member(unit, Profile::named("Sau Khi Đầy"), None)
        .unwrap();
    hung.sync_now();
    assert_eq!(hung.sync_status().unwrap().waiting, 0);
    assert_eq!(total(&hung, "Sau Khi Đầy"), 1);
}

#[test]
fn a_sync_on_a_full_disk_loses_no_command_and_goes_on_when_there_is_room() {
    let Some(disk) = Disk::of_megabytes(24) else {
        return;
    };
    let office = Office::open();
    let home = disk.path().join("lan");
    let lan = office.enrol_at(&home, "lan").unwrap();
    lan.sync_now();
    let hung = office.enrol("hung");
    let unit = hung.me().unwrap().unit.unwrap().id;
    disk.fill();
    // News for Lan comes in, and finds no room.
    for n in 0..40 {
        let draft = congdoan_client::survey::SurveyDraft {
            title: format!("Khảo sát {n} {}", "dài ".repeat(40)),
            intro: "lời mở đầu ".repeat(60),
            closes_on: office.clock.now().plus_hours(72).date(),
            questions: hung
                .survey(hung.survey_list().unwrap()[0].survey.id)
                .unwrap()
                .0
                .questions,
        };
        let id = congdoan_client::domain::SurveyId(hung.ports().id());
        hung.save_survey(id, unit, draft).unwrap();
        hung.publish_survey(id, None).unwrap();
    }
    hung.sync_now();
    lan.sync_now();
    let here = lan.survey_list().unwrap().len();
    assert!(here < 41, "the disk was full: {here}");
    // Said as it is: nobody frees a disk because "there is no network".
    let status = lan.sync_status().unwrap();
    let blocked = status.blocked.expect("a full disk is said");
    assert_eq!(
        (blocked.code.as_str(), status.network),
        ("disk_full", Network::Online)
    );
    assert!(
        blocked.message.contains("của máy này đã đầy"),
        "{}",
        blocked.message
    );
    assert!(status.next_try.is_some(), "it is tried again by itself");
    disk.free();
    lan.sync_now();
    assert_eq!(lan.survey_list().unwrap().len(), 41);
    assert_eq!(lan.sync_status().unwrap().blocked, None);
}

#[test]
fn a_pack_that_finds_no_room_leaves_the_old_one_and_goes_on_later() {
    let Some(disk) = Disk::of_megabytes(24) else {
        return;
    };
    let office = Office::open();
    office.publish();
    let home = disk.path().join("lan");
    let lan = office.enrol_at(&home, "lan").unwrap();
    lan.sync_now();
    lan.download_pack("card-status", |_| true).unwrap();
    disk.fill();
    let error = lan.download_pack("law", |_| true).unwrap_err();
    assert_eq!(error.code, "disk_full", "{}", error.message);
    assert!(
        lan.pack("card-status").unwrap().installed.is_some(),
        "the other pack stays"
    );
    disk.free();
    lan.download_pack("law", |_| true).unwrap();
    assert!(!lan.law().unwrap().documents().is_empty());
}

#[test]
fn a_server_without_room_commits_nothing_and_answers_again_when_there_is() {
    let Some(disk) = Disk::of_megabytes(40) else {
        return;
    };
    let office = Office::open_in(&disk.path().join("server"));
    let hung = office.enrol("hung");
    let unit = hung.me().unwrap().unit.unwrap().id;
    disk.fill();
    for n in 0..60 {
        hung.admit_member(unit, Profile::named(format!("Chờ Chỗ Trống {n:02}")), None)
            .unwrap();
    }
    hung.sync_now();
    let status = hung.sync_status().unwrap();
    assert!(status.waiting > 0, "a full server cannot have taken all of it");
    assert_eq!(status.refused, 0, "a full disk is no refusal");
    let blocked = status.blocked.expect("the server's full disk is said");
    assert_eq!(
        (blocked.code.as_str(), status.network),
        ("disk_full", Network::Online)
    );
    assert!(
        blocked.message.contains("của máy chủ đã đầy"),
        "{}",
        blocked.message
    );
    assert_eq!(total(&hung, "Chờ Chỗ Trống"), 60, "all of it is still seen here");
    disk.free();
    office.clock.advance_hours(1);
    hung.sync_now();
    let status = hung.sync_status().unwrap();
    assert_eq!((status.waiting, status.refused), (0, 0));
    let other = office.enrol_with("hung-2", &office.invitation("hung-2")).unwrap();
    other.sync_now();
    assert_eq!(total(&other, "Chờ Chỗ Trống"), 60, "each exactly once");
}
