title="Rust: đơn vị và tích hợp (giờ UTC, rồi giờ New York)"
there() { [ -f tests/Cargo.toml ]; }
needs() { need_rust && need_apt build; }
layer() {
  step utc cargo env TZ=UTC cargo test --no-fail-fast
  # The same binary again: legal dates must not follow the device's zone (law 12).
  step new-york cargo env TZ=America/New_York cargo test -p congdoan-tests --no-fail-fast
}
