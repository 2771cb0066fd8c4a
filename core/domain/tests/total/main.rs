//! `decide` is total and deterministic over arbitrary small worlds, `needs` ends, and every command has its day.
//!
//! Worlds are drawn from a stream of bytes, with clocks of every kind, broken ones too.

mod commands;
mod draw;
mod world;

use commands::command;
use congdoan_domain::*;
use draw::Draw;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;
use world::world;

struct Case {
    facts: MapFacts,
    envelope: Envelope,
    at: Instant,
}

fn case(bytes: Vec<u8>) -> Case {
    let mut draw = Draw {
        bytes: bytes.into_iter(),
    };
    let actor = if draw.byte() < 60 {
        Actor::Server
    } else {
        Actor::Person {
            person: draw.person(),
            device: draw.device(),
        }
    };
    let (made_at, at) = (draw.instant(), draw.instant());
    let facts = world(&mut draw);
    let command = command(&mut draw, actor, &facts);
    let id = CommandId(Uuid::from_u128(1));
    let envelope = Envelope {
        id,
        actor,
        made_at,
        command,
    };
    Case { facts, envelope, at }
}

/// Loads what `needs` asks for, as a commit does. `None`: no end within 20 rounds.
fn loaded(case: &Case) -> Option<MapFacts> {
    let mut loaded = MapFacts::default();
    for _ in 0..20 {
        let missing = needs(&case.envelope, case.at, &loaded);
        if missing.is_empty() {
            return Some(loaded);
        }
        for key in missing {
            loaded.0.insert(key, case.facts.row(key));
        }
    }
    None
}

/// The widest audience a level allows (law 9).
fn within(level: Level, scope: Scope) -> bool {
    match scope {
        Scope::Public => level == Level::Public,
        Scope::Org(_) => level <= Level::Member,
        Scope::Desk(_) | Scope::Member(_) => true,
    }
}

/// Refusals that repeat what somebody typed.
const TYPED: [&str; 2] = ["bad_phone", "voucher_used"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn decide_is_total_deterministic_and_reads_only_what_it_needs(
        bytes in prop::collection::vec(any::<u8>(), 400..600)
    ) {
        let case = case(bytes);
        let loaded = loaded(&case);
        prop_assert!(loaded.is_some(), "needs has no end for {}", case.envelope.command.name());
        let first = decide(&case.envelope, case.at, &case.facts);
        prop_assert_eq!(&first, &decide(&case.envelope, case.at, &case.facts));
        prop_assert_eq!(&first, &decide(&case.envelope, case.at, &loaded.unwrap()));
        match first {
            Err(refusal) => {
                // Every refusal has its own words, with every argument filled in.
                let words = refusal.words();
                prop_assert!(!words.vi.contains(&refusal.code), "{} has no words", refusal.code);
                prop_assert!(!words.vi.contains('{') && !words.en.contains('{'), "{:?}", words);
                // Names of fields and things too are English in the English sentence; what a person typed stays.
                prop_assert!(TYPED.contains(&refusal.code.as_str()) || !congdoan_domain::text::has_marks(&words.en), "{:?}", words);
            }
            Ok(changes) => {
                let keys: BTreeSet<_> = changes.iter().map(Change::key).collect();
                prop_assert_eq!(keys.len(), changes.len(), "a row is changed once");
                for change in &changes {
                    if let Change::Put(row) = change {
                        let read = Row::decode(row.key().kind.as_str(), &row.encode()).unwrap();
                        prop_assert_eq!(&read, row);
                        prop_assert!(!row.placement().is_empty());
                        let level = row.key().kind.level();
                        for scope in row.placement() {
                            prop_assert!(within(level, scope), "{:?} of level {level:?} in {scope}", row.key());
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_command_reads_back_from_its_bytes(bytes in prop::collection::vec(any::<u8>(), 100..200)) {
        let command = case(bytes).envelope.command;
        prop_assert_eq!(&Command::decode(command.name(), &command.encode()).unwrap(), &command);
    }
}

/// The property above says little if the worlds never let a command through.
#[test]
fn every_command_is_accepted_in_some_world() {
    let mut accepted = BTreeSet::new();
    let mut seed: u64 = 1;
    for _ in 0..100_000 {
        let bytes = (0..500)
            .map(|_| {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                seed.to_le_bytes()[3]
            })
            .collect();
        let case = case(bytes);
        let name = case.envelope.command.name();
        if !accepted.contains(name) && decide(&case.envelope, case.at, &case.facts).is_ok() {
            accepted.insert(name);
        }
        if accepted.len() == Command::NAMES.len() {
            return;
        }
    }
    let never: Vec<_> = Command::NAMES
        .iter()
        .filter(|name| !accepted.contains(*name))
        .collect();
    panic!("never accepted: {never:?}");
}
