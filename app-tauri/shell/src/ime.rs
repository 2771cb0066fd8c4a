//! Telex and VNI in WebKitGTK: the word being composed survives a click and a window switch.
//!
//! As wry ships it, the word is invisible until it is finished, and vanishes when the person clicks or switches
//! windows before that: "Lưu" right after the last word saves the form without it. With the preedit shown but
//! nothing else, the input method moves the word into the clicked field, or doubles it. So at these two moments
//! the word is finished here, before anyone else hears of the click. Figures and the setting that fcitx5 needs
//! besides: docs/adr/0006-tauri-svelte.md, docs/install.md.

#![allow(
    unsafe_code,
    reason = "reading the preedit and holding signals back have no safe binding in webkit2gtk 2 and glib 0.18"
)]

use glib::gobject_ffi as gobject;
use glib::prelude::*;
use glib::translate::*;
use gtk::gdk::{Event, EventFocus, EventType};
use gtk::prelude::*;
use std::ffi::c_ulong;
use std::ptr::null_mut;
use std::time::Duration;
use tauri::WebviewWindow;
use webkit2gtk::{InputMethodContext, InputMethodContextExt, WebViewExt};

/// fcitx5 hands the word over late, over D-Bus: its own copy arrives after the window has lost the focus.
const LATE: Duration = Duration::from_millis(300);

/// The two moments at which a word would be lost.
#[derive(Clone, Copy, PartialEq)]
enum Moment {
    Click,
    FocusLost,
}

/// Shows the word being composed in its field, and finishes it where it stands before a click or a window switch.
///
/// # Errors
/// The window is gone.
pub fn install(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| {
        let view = webview.inner();
        let Some(context) = view.input_method_context() else {
            return;
        };
        // wry 0.57 switches it off.
        context.set_enable_preedit(true);
        // This signal runs before WebKit's and the input method's own handlers.
        view.connect_event(move |_, event| {
            if let Some(moment) = moment(event) {
                finish_word(&context, moment);
            }
            glib::Propagation::Proceed
        });
    })
}

fn moment(event: &Event) -> Option<Moment> {
    match event.event_type() {
        EventType::ButtonPress => Some(Moment::Click),
        EventType::FocusChange => event
            .downcast_ref::<EventFocus>()
            .filter(|focus| !focus.is_in())
            .map(|_| Moment::FocusLost),
        _ => None,
    }
}

fn finish_word(context: &InputMethodContext, moment: Moment) {
    let word = preedit(context);
    if word.is_empty() {
        return;
    }
    // One insertion, at the old caret.
    context.emit_by_name::<()>("committed", &[&word]);
    // The input method commits the word too when it is reset; WebKit must not hear that.
    let held = hold_back(context);
    context.reset();
    context.notify_focus_out();
    if moment == Moment::Click {
        context.notify_focus_in();
        release(context, held);
    } else {
        let context = context.clone();
        glib::timeout_add_local_once(LATE, move || release(&context, held));
    }
}

/// The word as composed so far; empty when there is none.
fn preedit(context: &InputMethodContext) -> String {
    let mut text = null_mut();
    // SAFETY: the context is alive; null skips the two results nobody reads; the text is ours to free, which
    // `from_glib_full` does.
    let text: Option<String> = unsafe {
        webkit2gtk::ffi::webkit_input_method_context_get_preedit(
            context.to_glib_none().0,
            &mut text,
            null_mut(),
            null_mut(),
        );
        from_glib_full(text)
    };
    text.unwrap_or_default()
}

fn object(context: &InputMethodContext) -> *mut gobject::GObject {
    context.upcast_ref::<glib::Object>().to_glib_none().0
}

/// Blocks everyone who listens to the context; returns whom. One by one, because GLib before 2.78 cannot block
/// by the signal alone.
fn hold_back(context: &InputMethodContext) -> Vec<c_ulong> {
    let mut held = vec![];
    for name in [
        c"committed",
        c"preedit-started",
        c"preedit-changed",
        c"preedit-finished",
    ] {
        // SAFETY: the context is alive, its type has these four signals, and a handler that was found exists.
        unsafe {
            let signal = gobject::g_signal_lookup(name.as_ptr(), context.type_().into_glib());
            loop {
                let handler = gobject::g_signal_handler_find(
                    object(context),
                    gobject::G_SIGNAL_MATCH_ID | gobject::G_SIGNAL_MATCH_UNBLOCKED,
                    signal,
                    0,
                    null_mut(),
                    null_mut(),
                    null_mut(),
                );
                if handler == 0 {
                    break;
                }
                gobject::g_signal_handler_block(object(context), handler);
                held.push(handler);
            }
        }
    }
    held
}

fn release(context: &InputMethodContext, held: Vec<c_ulong>) {
    for handler in held {
        // SAFETY: the context is alive. WebKit disconnects its handlers only with the web view, after which no
        // event and no timer of this module's main loop runs.
        unsafe {
            if gobject::g_signal_handler_is_connected(object(context), handler) != 0 {
                gobject::g_signal_handler_unblock(object(context), handler);
            }
        }
    }
}
