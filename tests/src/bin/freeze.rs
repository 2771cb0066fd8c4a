//! `cargo run -p congdoan-tests --bin freeze -- vN`: writes `tests/fixtures/vN` with today's code. Once, at a release; a
//! folder that exists is frozen and is not touched.

use std::path::Path;

fn main() {
    let Some(version) = std::env::args().nth(1).filter(|name| name.starts_with('v')) else {
        eprintln!("Viết: cargo run -p congdoan-tests --bin freeze -- vN");
        std::process::exit(2);
    };
    let into = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(version);
    if into.exists() {
        eprintln!(
            "{} đã đóng băng nên không viết lại. Chưa có gì thay đổi.",
            into.display()
        );
        std::process::exit(1);
    }
    congdoan_tests::freeze::write(&into);
    println!("Đã viết {}.", into.display());
}
