//! The one window.

use crate::start::Place;
use tauri::webview::NewWindowResponse;
use tauri::{App, AppHandle, Manager, Runtime, Url, WebviewWindowBuilder};

const LABEL: &str = "main";
/// Beside the homes, so that a window leaves nothing outside the folder it was given.
const PAGE_DATA: &str = "webview";

/// Asked first: without a screen Tauri ends in a panic.
pub fn has_screen() -> bool {
    #[cfg(target_os = "linux")]
    return gtk::init().is_ok();
    #[cfg(not(target_os = "linux"))]
    return true;
}

/// Opens the window that tauri.conf.json describes.
///
/// # Errors
/// The system's web view cannot be had.
pub fn open(app: &mut App, place: &Place) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL)
        .ok_or(tauri::Error::WindowNotFound)?
        .clone();
    let window = WebviewWindowBuilder::from_config(app, &config)?
        .data_directory(place.people.join(PAGE_DATA))
        .on_navigation(is_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    #[cfg(target_os = "linux")]
    crate::ime::install(&window)?;
    #[cfg(not(target_os = "linux"))]
    drop(window);
    Ok(())
}

/// The window never leaves the built-in page: `tauri:` here and on macOS, `http(s)://tauri.localhost` on Windows.
fn is_page(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

/// Brings the window to the front.
pub fn show<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_shows_nothing_but_the_built_in_page() {
        for (url, own) in [
            ("tauri://localhost/#/member", true),
            ("http://tauri.localhost/", true),
            ("https://example.com/", false),
            ("http://tauri.localhost.example.com/", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(is_page(&url.parse().unwrap()), own, "{url}");
        }
    }
}
