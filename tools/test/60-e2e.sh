title="Giao diện trong Chromium với bản đôi (twin) và máy chủ thật"
there() { [ -x tests/e2e/run ]; }
needs() { need_rust && need_apt build browser && need_npm app-tauri/ui && need_npm tests/e2e; }
layer() { step chromium auto tests/e2e/run; }
