//! `./dev sim --seeds N [--from S] [--json]`

use congdoan_tests::simulation::run_seeds;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let number = |name: &str, default: u64| {
        let at = arguments.iter().position(|a| a == name);
        at.and_then(|i| arguments.get(i + 1))
            .and_then(|n| n.parse().ok())
            .unwrap_or(default)
    };
    let (seeds, from) = (number("--seeds", 200), number("--from", 1));
    // A panic inside a seed is a fault of that seed and is reported as one; its text is only wanted alone.
    if seeds > 1 {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let summary = run_seeds(from, seeds);
    for fault in summary.faults.iter().take(10) {
        eprintln!("{fault}");
    }
    println!("{}", summary.json());
    if !summary.faults.is_empty() {
        std::process::exit(1);
    }
}
