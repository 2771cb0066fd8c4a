title="Giao diện trong Chromium với bản đôi (twin) và máy chủ thật"
there() { [ -f app-tauri/ui/e2e/run.mjs ] && [ -f app-tauri/twin/src/main.rs ]; }
needs() { need_rust && need_apt build browser && need_npm app-tauri/ui; }
layer() {
  step page exit npm --prefix app-tauri/ui run build &&
    step programs exit built &&
    # Node itself, not npm: a run that is stopped then ends its own servers and browsers.
    step chromium plain node app-tauri/ui/e2e/run.mjs --bin "$CARGO_TARGET_DIR/debug" --pictures "$LOGS/e2e-pictures"
}
