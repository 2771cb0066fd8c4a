title="Giao diện trong Chromium với bản đôi (twin) và máy chủ thật"
there() { [ -f app-tauri/ui/e2e/run.ts ] && [ -f app-tauri/twin/src/main.rs ]; }
needs() { need_rust && need_apt build browser && need_npm app-tauri/ui; }
layer() {
  step page exit npm --prefix app-tauri/ui run build
  step programs exit cargo build -p congdoan-server -p congdoan-cli -p congdoan-twin
  step chromium auto npm --prefix app-tauri/ui run e2e
}
