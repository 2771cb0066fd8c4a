title="Mô phỏng đồng bộ trên mạng xấu, 200 hạt giống"
there() { [ -f tests/src/bin/sim.rs ]; }
needs() { need_rust && need_apt build; }
layer() {
  step build exit built
  step seeds sim "$CARGO_TARGET_DIR/debug/sim" --seeds 200 --json
  show tail -n 1 "$LOGS/test-sim-seeds.log"
}
