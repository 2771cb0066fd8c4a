title="Rào chắn: cạnh phụ thuộc, vòng, định dạng, clippy, các luật"
there() { true; }
needs() { need_rust && need_apt build && need_built cargo-deny; }
layer() {
  # shellcheck disable=SC2046 # file names of our own, no spaces
  step self-test node node --test $(find tools -name '*.test.mjs')
  step house plain node tools/guards/run.mjs
  show node tools/guards/run.mjs --figures
  step fmt exit cargo fmt --all -- --check -l
  # What we depend on: no second TLS or SQLite, licences that go with ours, nothing from outside crates.io (deny.toml).
  step deny exit "$TOOL" --all-features check bans licenses sources
  step clippy exit cargo clippy -q --all-targets --keep-going -- -D warnings
}
