title="Rust: đơn vị và tích hợp (giờ UTC, rồi giờ New York, rồi trên PostgreSQL)"
there() { [ -f tests/Cargo.toml ]; }
needs() { need_rust && need_apt build database && . tools/dev/postgres.sh && start_postgres; }
layer() {
  trap stop_postgres EXIT
  step utc cargo env TZ=UTC cargo test --no-fail-fast
  # The same programs again: legal dates must not follow the device's zone (law 12). By target, not by package: another
  # choice of packages is another choice of features, and half the tree would be built once more.
  step new-york cargo env TZ=America/New_York cargo test --no-fail-fast --test scenarios --test golden --test freeze --test logs
  # The same server again, each with a cell of the database in place of its file.
  step postgres-server cargo env CONGDOAN_TEST_STORE=postgres cargo test --no-fail-fast \
    --test faults --test session --test trust --test wake
  step postgres-scenarios cargo env CONGDOAN_TEST_STORE=postgres cargo test --no-fail-fast --test scenarios -- \
    device:: ended:: enrol:: grant:: market:: member:: people:: survey::
}
