title="Cửa sổ thật dưới Xvfb: WebDriver, gõ Telex"
there() { [ -x tests/window/run ]; }
needs() { need_rust && need_apt build desktop window && need_npm app-tauri/ui && need_cargo_tool tauri-driver 2.1.0; }
layer() {
  # The shell is no default member, so the other layers do not see it. The feature is always there: without it all
  # of Tauri is built once more.
  step page exit npm --prefix app-tauri/ui run build
  step clippy exit cargo clippy -q -p congdoan-shell --no-deps --all-targets --features tauri/custom-protocol -- -D warnings
  step shell cargo cargo test -p congdoan-shell --features tauri/custom-protocol
  step webdriver auto tests/window/run
}
