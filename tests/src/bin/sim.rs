//! `./dev sim --seeds N [--from S] [--json]`, or `./dev sim --trace [--from S]` for the story of one seed.
//!
//! The last line of output is `{seeds, commands, faults, repairs, injected}`. It fails when a promise was broken, and
//! when one of the faults of a run of 50 seeds or more never happened.

use congdoan_tests::simulation::{Summary, run_seeds, tell_seed};

/// From here on every kind of fault must have happened.
const MANY: u64 = 50;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, default: u64| {
        let at = arguments.iter().position(|a| a == name);
        at.and_then(|i| arguments.get(i + 1))
            .and_then(|n| n.parse().ok())
            .unwrap_or(default)
    };
    let from = number("--from", 1);
    let summary = if arguments.iter().any(|a| a == "--trace") {
        tell_seed(from)
    } else {
        let seeds = number("--seeds", 200);
        // A panic inside a seed is a fault of that seed and is reported as one; its text is only wanted alone.
        if seeds > 1 {
            std::panic::set_hook(Box::new(|_| {}));
        }
        run_seeds(from, seeds)
    };
    finish(&summary);
}

fn finish(summary: &Summary) {
    for fault in summary.faults.iter().take(10) {
        eprintln!("{fault}");
    }
    if let Some(fault) = summary.faults.first() {
        let seed = fault.split([' ', ':']).nth(1).unwrap_or_default();
        eprintln!("câu chuyện của hạt giống này: ./dev sim --trace --from {seed}");
    }
    let never = if summary.seeds >= MANY {
        summary.never()
    } else {
        vec![]
    };
    if !never.is_empty() {
        eprintln!("chưa lần nào xảy ra: {}", never.join(", "));
    }
    println!("{}", summary.json());
    if !summary.faults.is_empty() || !never.is_empty() {
        std::process::exit(1);
    }
}
