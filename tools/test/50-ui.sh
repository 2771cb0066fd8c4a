title="Giao diện: kiểu, kiểm thử, dựng"
there() { [ -f app-tauri/ui/package.json ]; }
needs() { need_npm app-tauri/ui; }
has() { grep -q "\"$1\" *:" app-tauri/ui/package.json; }
layer() {
  step check exit npm --prefix app-tauri/ui run check
  has test && step test auto npm --prefix app-tauri/ui test
  step build exit npm --prefix app-tauri/ui run build
}
