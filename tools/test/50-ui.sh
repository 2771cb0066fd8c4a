title="Giao diện: kiểu, kiểm thử, dựng"
# The page stands only when every room its shell names is there; until then the layer says "chưa có".
there() { [ -f app-tauri/ui/src/survey/SurveyRoom.svelte ] && [ -f app-tauri/ui/src/member/MemberRoom.svelte ]; }
needs() { need_npm app-tauri/ui; }
has() { grep -q "\"$1\" *:" app-tauri/ui/package.json; }
layer() {
  step check exit npm --prefix app-tauri/ui run check
  has test && step test auto npm --prefix app-tauri/ui test
  step build exit npm --prefix app-tauri/ui run build
}
