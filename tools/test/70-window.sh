title="Cửa sổ thật dưới Xvfb: WebDriver, gõ Telex"
there() { [ -x tests/window/run ]; }
needs() { need_rust && need_apt build desktop window && need_npm app-tauri/ui && need_cargo_tool tauri-driver 2.1.0; }
layer() { step webdriver auto tests/window/run; }
