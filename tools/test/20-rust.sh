title="Rust: đơn vị và tích hợp (giờ UTC, rồi giờ New York)"
there() { [ -f tests/Cargo.toml ]; }
needs() { need_rust && need_apt build; }
layer() {
  step utc cargo env TZ=UTC cargo test --no-fail-fast
  # The same programs again: legal dates must not follow the device's zone (law 12). By target, not by package: another
  # choice of packages is another choice of features, and half the tree would be built once more.
  step new-york cargo env TZ=America/New_York cargo test --no-fail-fast --test scenarios --test golden --test freeze --test logs
}
