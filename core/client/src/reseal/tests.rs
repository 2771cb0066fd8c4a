use super::*;
use crate::ports::{NoKeychain, Random, Secrets as KeyStore};
use crate::vault::tests::{Memory, ports, secrets};
use crate::vault::{FILE, kept_by, needs_pin, open, seal};
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;
use zeroize::Zeroizing;

const OLD: &str = "482913";
const NEW: &str = "715204";

/// A home, and the key store beside it, as a program that is killed leaves them.
struct Moment {
    when: &'static str,
    dir: TempDir,
    store: BTreeMap<String, Vec<u8>>,
}

/// A home whose key store and randomness are asked between the steps: each time is a moment.
struct Watched {
    home: TempDir,
    store: Option<Arc<Memory>>,
    random: Arc<dyn Random>,
    moments: Mutex<Vec<Moment>>,
}

impl Watched {
    fn new(keychain: bool) -> (Arc<Self>, Ports) {
        let plain = ports(None);
        let watched = Arc::new(Self {
            home: tempfile::tempdir().unwrap(),
            store: keychain.then(Arc::default),
            random: plain.random.clone(),
            moments: Mutex::default(),
        });
        let ports = Ports {
            random: watched.clone(),
            secrets: keychain.then(|| watched.clone() as Arc<dyn KeyStore>),
            ..plain
        };
        (watched, ports)
    }

    fn dir(&self) -> &Path {
        self.home.path()
    }

    fn kept(&self) -> BTreeMap<String, Vec<u8>> {
        let store = self.store.as_ref();
        store.map_or_else(BTreeMap::new, |store| store.kept.lock().unwrap().clone())
    }

    fn take(&self, when: &'static str) {
        let dir = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(self.dir()).unwrap().flatten() {
            std::fs::copy(file.path(), dir.path().join(file.file_name())).unwrap();
        }
        let store = self.kept();
        self.moments.lock().unwrap().push(Moment { when, dir, store });
    }

    fn taken(&self) -> Vec<Moment> {
        std::mem::take(&mut self.moments.lock().unwrap())
    }

    fn memory(&self) -> &Memory {
        self.store.as_deref().unwrap()
    }
}

impl KeyStore for Watched {
    fn put(&self, name: &str, secret: &[u8]) -> Result<(), NoKeychain> {
        self.take("before the new secret is in the key store");
        self.memory().put(name, secret)?;
        self.take("after it");
        Ok(())
    }
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, NoKeychain> {
        self.memory().get(name)
    }
    fn forget(&self, name: &str) -> Result<(), NoKeychain> {
        self.take("before a secret is forgotten");
        self.memory().forget(name)?;
        self.take("after it is");
        Ok(())
    }
}

impl Random for Watched {
    fn fill(&self, bytes: &mut [u8]) {
        self.take("while the new vault is made");
        self.random.fill(bytes);
    }
}

fn opens(dir: &Path, pin: Option<&str>, ports: &Ports) -> bool {
    open(dir, pin, ports).is_ok_and(|found| found.database_key == secrets().database_key)
}

/// What a moment left: exactly one of the two PINs opens it, and after the next opening nothing is left of the other.
fn heals(moment: &Moment, from: Option<&str>, to: Option<&str>, keychain: bool) {
    let (dir, when) = (moment.dir.path(), moment.when);
    std::fs::write(dir.join("vault.cbor.new"), b"half a va").unwrap();
    let store = Arc::new(Memory::default());
    *store.kept.lock().unwrap() = moment.store.clone();
    let ports = ports(keychain.then(|| store.clone()));
    let by = match needs_pin(dir).unwrap() == to.is_some() && opens(dir, to, &ports) {
        true => to,
        false => from,
    };
    assert!(opens(dir, by, &ports), "{when}: neither opens it");
    let other = if by == to { from } else { to };
    if other.is_some() && by.is_some() {
        assert!(!opens(dir, other, &ports), "{when}: both open it");
    }
    forget_spare(dir, &ports);
    assert!(opens(dir, by, &ports), "{when}: what is needed was forgotten");
    let file = dir.join(KEY_FILE).exists();
    assert_eq!(
        file,
        kept_by(dir).unwrap() == Keeper::File,
        "{when}: the key file"
    );
    assert!(!dir.join(SPARE).exists(), "{when}");
    assert_eq!(
        store.kept.lock().unwrap().len(),
        usize::from(keychain),
        "{when}: secrets in the key store"
    );
}

const CHANGES: [(Option<&str>, Option<&str>); 3] =
    [(Some(OLD), Some(NEW)), (None, Some(NEW)), (Some(OLD), None)];

#[test]
fn a_kill_at_any_moment_leaves_a_home_that_one_of_the_two_pins_opens() {
    for keychain in [false, true] {
        for (from, to) in CHANGES {
            let (watched, ports) = Watched::new(keychain);
            seal(watched.dir(), &secrets(), from, &ports).unwrap();
            let key_file = watched.dir().join(KEY_FILE);
            let old_key = std::fs::read(&key_file).ok();
            watched.taken();
            change(watched.dir(), from, to, &ports).unwrap();
            watched.take("at the end");
            if let Some(key) = old_key {
                std::fs::write(&key_file, key).unwrap();
                watched.take("before the old key file is gone");
            }
            let moments = watched.taken();
            // The randomness is asked for an id, a salt, a key and a nonce; the key store for one more and one fewer.
            assert!(moments.len() >= if keychain { 8 } else { 5 }, "{}", moments.len());
            for moment in &moments {
                heals(moment, from, to, keychain);
            }
            assert!(opens(moments[moments.len() - 1].dir.path(), to, &ports));
        }
    }
}

#[test]
fn the_present_pin_must_be_given_and_counts_as_a_try() {
    let (dir, ports) = (tempfile::tempdir().unwrap(), ports(None));
    seal(dir.path(), &secrets(), Some(OLD), &ports).unwrap();
    let before = std::fs::read(dir.path().join(FILE)).unwrap();
    let refused = |current| change(dir.path(), current, Some(NEW), &ports).unwrap_err();
    assert_eq!(refused(None).code, "pin_missing");
    assert_eq!(refused(Some("000000")).args["left"], "4");
    // The same count as at the door.
    let door = open(dir.path(), Some("000000"), &ports).map(|_| ()).unwrap_err();
    assert_eq!(door.args["left"], "3");
    let codes: Vec<_> = (0..3).map(|_| refused(Some("000000")).code).collect();
    assert_eq!(codes, ["pin_wrong", "pin_wrong", "pin_wait"]);
    assert_eq!(refused(Some(OLD)).code, "pin_wait", "the right one waits too");
    assert_eq!(
        std::fs::read(dir.path().join(FILE)).unwrap(),
        before,
        "nothing was written"
    );
}

#[test]
fn a_key_store_that_takes_nothing_leaves_the_present_pin_and_never_a_weaker_home() {
    let (dir, store) = (tempfile::tempdir().unwrap(), Arc::new(Memory::default()));
    let ports = ports(Some(store.clone()));
    seal(dir.path(), &secrets(), Some(OLD), &ports).unwrap();
    *store.full.lock().unwrap() = true;
    for to in [Some(NEW), None] {
        let refused = change(dir.path(), Some(OLD), to, &ports).unwrap_err();
        assert_eq!(refused.code, "keychain_closed");
    }
    assert!(opens(dir.path(), Some(OLD), &ports) && !dir.path().join(SPARE).exists());
    assert_eq!(kept_by(dir.path()).unwrap(), Keeper::Keychain);
    assert_eq!(store.kept.lock().unwrap().len(), 1);
}

#[test]
fn a_home_that_is_destroyed_takes_the_spare_secrets_with_it() {
    let (dir, store) = (tempfile::tempdir().unwrap(), Arc::new(Memory::default()));
    let ports = ports(Some(store.clone()));
    seal(dir.path(), &secrets(), Some(OLD), &ports).unwrap();
    store.put("an-older-one", &[7; 32]).unwrap();
    std::fs::write(dir.path().join(SPARE), "an-older-one").unwrap();
    crate::vault::destroy(dir.path(), &ports).unwrap();
    assert!(store.kept.lock().unwrap().is_empty());
}
