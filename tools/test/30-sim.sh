title="Mô phỏng đồng bộ trên mạng xấu, 200 hạt giống"
there() { [ -f tests/src/bin/sim.rs ]; }
needs() { need_rust && need_apt build; }
layer() {
  step build exit cargo build -p congdoan-tests --bin sim
  step seeds sim ./dev sim --seeds 200 --json
  show tail -n 1 "$LOGS/test-sim-seeds.log"
}
