title="Bỏ từng quy tắc đồng bộ: mô phỏng phải phát hiện"
there() { ls tests/mutants/*.patch >/dev/null 2>&1; }
needs() { need_rust && need_apt build; }
layer() {
  step patches mutants ./dev mutants --json
  show cat "$LOGS/test-mutants-patches.log"
}
