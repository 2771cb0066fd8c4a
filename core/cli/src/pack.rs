use crate::language::{english, say};
use crate::output::{Answer, note};
use clap::Subcommand;
use congdoan_client::packs::{NAMES, PackView};
use congdoan_client::{ApiError, Client, PackProgress, Retry};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Subcommand)]
pub enum Pack {
    /// Gói đang có
    List,
    /// Hỏi máy chủ có bản mới không, chưa tải
    Check {
        /// Tên gói
        name: String,
    },
    /// Tải về, tải tiếp nếu dở dang, tải lại phần hỏng: law, card-status; Ctrl+C để dừng
    Download {
        /// Tên gói
        name: String,
    },
    /// Đọc lại từng byte; phần hỏng bị bỏ để tải lại
    Verify {
        /// Tên gói
        name: String,
    },
}

/// Set by Ctrl+C; a second one ends the program as usual.
static STOPPED: AtomicBool = AtomicBool::new(false);

pub fn run(client: &Client, command: &Pack) -> Result<Answer, ApiError> {
    match command {
        Pack::List => {
            let packs = NAMES
                .iter()
                .map(|name| client.pack(name))
                .collect::<Result<Vec<_>, _>>()?;
            let rows: Vec<_> = packs.iter().map(row).collect();
            let text: Vec<_> = packs.iter().map(line).collect();
            Ok(Answer::new(json!(rows), text.join("\n")))
        }
        Pack::Check { name } => {
            client.check_pack(name)?;
            one(client, name)
        }
        Pack::Download { name } => {
            stop_on_interrupt();
            client.download_pack(name, telling()).map_err(go_on_here)?;
            one(client, name)
        }
        Pack::Verify { name } => {
            stop_on_interrupt();
            let wanting = client.verify_pack(name, telling())?;
            if STOPPED.load(Ordering::SeqCst) {
                return Err(ApiError::new(
                    "stopped",
                    Retry::Now,
                    "Đã dừng giữa chừng nên chưa biết gói có hỏng không. Gói vẫn còn nguyên; chạy lại lệnh này để kiểm từ đầu.",
                    "Stopped in the middle: it is not known whether the pack is whole. Run this again.",
                ));
            }
            let text = if wanting.is_empty() {
                say(
                    format!("Gói {name}: đã đọc lại hết, không hỏng phần nào."),
                    format!("Pack {name}: all of it was read again, nothing is damaged."),
                )
            } else {
                let (n, which) = (wanting.len(), wanting.join(", "));
                say(
                    format!(
                        "Gói {name}: {n} phần hỏng, đã bỏ ({which}). Phần còn lại dùng được. Tải lại phần hỏng: congdoan pack download {name}"
                    ),
                    format!(
                        "Pack {name}: {n} damaged parts were dropped ({which}). The rest can be used. To fetch them again: congdoan pack download {name}"
                    ),
                )
            };
            Ok(Answer::new(json!({"name": name, "damaged": wanting}), text))
        }
    }
}

/// A pause, in words for a terminal.
fn go_on_here(error: ApiError) -> ApiError {
    if error.code != "pack_paused" {
        return error;
    }
    ApiError::new(
        "pack_paused",
        Retry::Now,
        "Đã dừng tải. Phần đã tải vẫn còn; chạy lại lệnh này để tải nốt.",
        "Download paused. What came is kept; run this again to go on.",
    )
}

fn one(client: &Client, name: &str) -> Result<Answer, ApiError> {
    let pack = client.pack(name)?;
    Ok(Answer::new(row(&pack), line(&pack)))
}

fn row(pack: &PackView) -> serde_json::Value {
    json!({
        "name": pack.name,
        "version": pack.installed.as_ref().map(|i| i.manifest.version),
        "bytes": pack.installed.as_ref().map(|i| i.bytes),
        "missing": pack.installed.as_ref().map(|i| i.missing),
        "signed": pack.signed,
        "checked_at": pack.checked_at,
        "staged": pack.staged.as_ref().map(|s| json!({"version": s.manifest.version, "have": s.have, "size": s.total})),
        "offered": pack.offered.as_ref().map(|s| json!({"version": s.manifest.version, "size": s.total})),
    })
}

fn megabytes(bytes: u64) -> String {
    let text = format!("{:.1} MB", bytes as f64 / 1e6);
    if english() { text } else { text.replace('.', ",") }
}

fn line(pack: &PackView) -> String {
    let mut parts = vec![match &pack.installed {
        Some(installed) => format!(
            "{}: {} {}, {}",
            pack.name,
            say("bản", "version"),
            installed.manifest.version,
            megabytes(installed.bytes)
        ),
        None => format!("{}: {}", pack.name, say("chưa có trên máy", "not on this device")),
    }];
    if pack.installed.is_some() && !pack.signed {
        parts.push(say("không có chữ ký đúng", "has no good signature").into());
    }
    if let Some(missing) = pack
        .installed
        .as_ref()
        .map(|i| i.missing)
        .filter(|missing| *missing > 0)
    {
        parts.push(say(
            format!("{missing} phần hỏng, cần tải lại"),
            format!("{missing} damaged parts, to be fetched again"),
        ));
    }
    if let Some(staged) = &pack.staged {
        parts.push(format!(
            "{} {} {} {}",
            say("đang dừng ở", "stopped at"),
            megabytes(staged.have),
            say("trong", "of"),
            megabytes(staged.total)
        ));
    } else if let Some(update) = pack.update() {
        parts.push(format!(
            "{} {}, {} {}",
            say("có bản", "there is version"),
            update.manifest.version,
            say("tải", "to download"),
            megabytes(update.total)
        ));
    } else if let (None, Some(offered)) = (&pack.installed, &pack.offered) {
        parts.push(format!(
            "{} {}",
            say("tải", "to download"),
            megabytes(offered.total)
        ));
    }
    parts.join(" · ")
}

fn stop_on_interrupt() {
    // A handler that cannot be set leaves Ctrl+C as it was: the program ends, and what came is kept as well.
    let _ = ctrlc::set_handler(|| {
        if STOPPED.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });
}

/// Prints every tenth part; false once Ctrl+C was pressed.
fn telling() -> impl FnMut(PackProgress) -> bool {
    let mut last = 0;
    move |progress| {
        let tenth = progress.have * 10 / progress.total.max(1);
        if tenth > last {
            last = tenth;
            let (have, total) = (megabytes(progress.have), megabytes(progress.total));
            note(&format!("{have} {} {total}", say("trong", "of")));
        }
        !STOPPED.load(Ordering::SeqCst)
    }
}
