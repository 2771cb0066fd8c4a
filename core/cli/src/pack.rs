use crate::arguments::Pack;
use crate::output::Answer;
use congdoan_client::packs::{NAMES, PackView};
use congdoan_client::{ApiError, Client, PackProgress, Retry};
use serde_json::json;
use std::sync::atomic::{AtomicBool, Ordering};

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
                format!("Gói {name}: đã đọc lại hết, không hỏng phần nào.")
            } else {
                format!(
                    "Gói {name}: {} phần hỏng, đã bỏ ({}). Phần còn lại dùng được. Tải lại phần hỏng: congdoan pack download {name}",
                    wanting.len(),
                    wanting.join(", ")
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
    format!("{:.1} MB", bytes as f64 / 1e6).replace('.', ",")
}

fn line(pack: &PackView) -> String {
    let mut parts = vec![match &pack.installed {
        Some(installed) => format!(
            "{}: bản {}, {}",
            pack.name,
            installed.manifest.version,
            megabytes(installed.bytes)
        ),
        None => format!("{}: chưa có trên máy", pack.name),
    }];
    if pack.installed.is_some() && !pack.signed {
        parts.push("không có chữ ký đúng".into());
    }
    if let Some(missing) = pack
        .installed
        .as_ref()
        .map(|i| i.missing)
        .filter(|missing| *missing > 0)
    {
        parts.push(format!("{missing} phần hỏng, cần tải lại"));
    }
    if let Some(staged) = &pack.staged {
        parts.push(format!(
            "đang dừng ở {} trong {}",
            megabytes(staged.have),
            megabytes(staged.total)
        ));
    } else if let Some(update) = pack.update() {
        parts.push(format!(
            "có bản {}, tải {}",
            update.manifest.version,
            megabytes(update.total)
        ));
    } else if let (None, Some(offered)) = (&pack.installed, &pack.offered) {
        parts.push(format!("tải {}", megabytes(offered.total)));
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
            eprintln!("{} trong {}", megabytes(progress.have), megabytes(progress.total));
        }
        !STOPPED.load(Ordering::SeqCst)
    }
}
