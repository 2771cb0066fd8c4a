title="Rào chắn: cạnh phụ thuộc, vòng, định dạng, clippy, các luật"
there() { true; }
needs() { need_rust && need_apt build; }
layer() {
  # shellcheck disable=SC2046 # file names of our own, no spaces
  step self-test node node --test $(find tools -name '*.test.mjs')
  step house plain node tools/guards/run.mjs
  show node tools/guards/run.mjs --figures
  step fmt exit cargo fmt --all -- --check -l
  step clippy exit cargo clippy -q --all-targets --keep-going -- -D warnings
}
