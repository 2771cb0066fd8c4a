//! `congdoan-shell [--home DIR]`: the desk in a window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod carrier;
#[cfg(target_os = "linux")]
mod ime;
mod start;
mod window;

use clap::Parser;
use congdoan_desk::Desk;
use std::sync::{Arc, mpsc};
use std::time::Duration;
use tauri::RunEvent;

/// A running exchange with the server is waited for this long. After that the process ends all the same:
/// every write is a transaction of its own, and what was under way is sent again at the next start.
const LETS_GO_IN: Duration = Duration::from_secs(5);

fn main() -> tauri::Result<()> {
    let arguments = start::Arguments::parse();
    if !window::has_screen() {
        eprintln!(
            "Không có màn hình đồ họa nào mở được, nên chưa mở cửa sổ. Dữ liệu vẫn còn nguyên. Hãy mở trong phiên làm việc có màn hình. (No display.)"
        );
        std::process::exit(1);
    }
    let mut context = tauri::generate_context!();
    if let Some(identifier) = arguments.identifier(&context.config().identifier) {
        context.config_mut().identifier = identifier;
    }
    let seat = carrier::Seat::default();
    let at_end = seat.clone();
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::show(app)))
        .invoke_handler(carrier::answer(seat.clone()))
        .setup(move |app| {
            let place = arguments.place(app.handle())?;
            let desk = Arc::new(Desk::new(place.people.clone(), false));
            carrier::tell_topics(&desk, app.handle());
            place.open_home(&desk);
            seat.take(desk);
            Ok(window::open(app, &place)?)
        })
        .build(context)?
        .run(move |_, event| {
            if let RunEvent::Exit = event {
                close(&at_end);
            }
        });
    Ok(())
}

fn close(seat: &carrier::Seat) {
    let Some(desk) = seat.desk() else { return };
    let (done, wait) = mpsc::channel();
    std::thread::spawn(move || {
        desk.close();
        let _ = done.send(());
    });
    let _ = wait.recv_timeout(LETS_GO_IN);
}
