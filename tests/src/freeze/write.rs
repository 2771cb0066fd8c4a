//! Writing a fixture with today's code. A written one never changes again.

use super::contents::{of_home, of_server};
use super::life::People;
use super::playback::Recording;
use super::ports::fixed;
use super::unpack::Contents;
use crate::kit::Office;
use crate::kit::tap::Tap;
use congdoan_client::domain::market::token;
use congdoan_client::domain::member::Profile;
use congdoan_client::{Client, Enrolment};
use congdoan_server::store::{ServerStore, SqliteOptions, SqliteStore};
use std::collections::BTreeMap;
use std::path::Path;

/// Files that today's program makes anew or needs only while it runs.
const PASSING: [&str; 4] = ["-wal", "-shm", ".lock", ".new"];

/// # Panics
/// The folder exists, or anything goes wrong.
pub fn write(into: &Path) {
    assert!(!into.exists(), "{} is frozen", into.display());
    let mut office = Office::open();
    office.publish();
    let people = People {
        hung: office.enrol("hung"),
        mai: office.enrol("mai"),
        lan: office.enrol("lan"),
        hoa: office.enrol("hoa"),
    };
    let lived = people.live();
    office.publish();
    office.stop();

    let data = into.join("server");
    for part in ["keys", "packs"] {
        keep(&office.data().join(part), &data.join(part));
    }
    // Neither is needed for serving, and neither belongs beside a server.
    for key in ["root.key", "pack.key"] {
        let _ = std::fs::remove_file(data.join("keys").join(key));
    }
    for file in ["server.db", "security.log"] {
        keep_file(&office.data().join(file), &data);
    }
    let server = {
        let store = SqliteStore::open(&office.data().join("server.db"), SqliteOptions::default()).unwrap();
        of_server(store.begin_read().unwrap().as_ref())
    };
    people.make_waiting(&lived);
    let mut homes = BTreeMap::new();
    for (name, client) in [
        ("hung", people.hung),
        ("mai", people.mai),
        ("lan", people.lan),
        ("hoa", people.hoa),
    ] {
        homes.insert(name.to_owned(), of_home(&client));
        drop(client);
        keep(&office.home(name), &into.join("homes").join(name));
    }
    let contents = Contents {
        clock: office.clock.now().0,
        server,
        homes,
    };
    let json = serde_json::to_string_pretty(&contents).unwrap() + "\n";
    std::fs::write(into.join("freeze.json"), json).unwrap();

    office.start();
    record(&office, "hoa-2", &into.join("wire/1-provider"), |client| {
        client.sync_now();
        client.download_pack("card-status", |_| true).unwrap();
        client.redeem_voucher(&lived.voucher).unwrap();
        let mut forged = token::parse(&lived.voucher).unwrap();
        forged.n = 2;
        client.redeem_voucher(&token::to_text(&forged)).unwrap();
        client.sync_now();
    });
    record(&office, "hung-2", &into.join("wire/2-chair"), |client| {
        client.sync_now();
        let unit = client.me().unwrap().unit.unwrap().id;
        client
            .admit_member(unit, Profile::named("Đào Văn Mẫu"), None)
            .unwrap();
        client.sync_now();
    });
}

/// Enrols a second device of a persona with a tap in its line, lives, and ends with a refusal at the door.
fn record(office: &Office, persona: &str, folder: &Path, live: impl FnOnce(&Client)) {
    let invitation = office.invitation(persona);
    let (mut ports, signer) = fixed(persona, &office.clock);
    let tap = Tap::into(&mut ports);
    let choice = Enrolment {
        device_name: "Máy ghi lại".into(),
        pin: None,
        sample: true,
        signer: Some(signer),
    };
    let client = Client::enrol(&office.home(persona), &invitation, ports.clone(), choice.clone()).unwrap();
    live(&client);
    // The same code once more, by another device: used up.
    let other = office.home(&format!("{persona}-again"));
    Client::enrol(&other, &invitation, ports, choice).err().unwrap();
    Recording::new(persona, office.clock.now().0, &invitation, tap.passed()).write(folder);
}

/// Copies what a home or a data folder consists of.
fn keep(from: &Path, to: &Path) {
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            keep(&path, &to.join(name));
        } else if !PASSING.iter().any(|ending| name.ends_with(ending)) {
            keep_file(&path, to);
        } else {
            let empty = std::fs::metadata(&path).unwrap().len() == 0;
            assert!(
                empty || !name.ends_with("-wal"),
                "{} was not closed",
                path.display()
            );
        }
    }
}

/// Packed where that makes it much smaller; an encrypted file stays as it is.
fn keep_file(file: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let (bytes, name) = (
        std::fs::read(file).unwrap(),
        file.file_name().unwrap().to_string_lossy(),
    );
    let packed = zstd::encode_all(bytes.as_slice(), 19).unwrap();
    if packed.len() * 2 < bytes.len() {
        std::fs::write(to.join(format!("{name}.zst")), packed).unwrap();
    } else {
        std::fs::write(to.join(name.as_ref()), bytes).unwrap();
    }
}
