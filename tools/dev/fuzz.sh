# ./dev fuzz: runs libFuzzer over the decoders (tests/fuzz/decoders.rs), one target after the other, and says one JSON
# object a line. New inputs lie in the build folder; --keep takes over those that reach something new.

FUZZ_CORPUS="$CARGO_TARGET_DIR/fuzz-corpus"

fuzz() {
  seconds=60; keep=no; targets=
  known=$(for file in tests/fuzz/fuzz_targets/*.rs; do basename "$file" .rs; done)
  while [ $# -gt 0 ]; do
    case $1 in
      --seconds) seconds=${2:-}; [ $# -gt 1 ] && shift ;;
      --seconds=*) seconds=${1#--seconds=} ;;
      --keep) keep=yes ;;
      --list) say "$known"; return 0 ;;
      *)
        printf '%s\n' $known | grep -qx -- "$1" || {
          complain "Không có đích '$1'. Chưa chạy gì. Các đích:" $known; return 2; }
        targets="$targets $1" ;;
    esac
    shift
  done
  case $seconds in ''|*[!0-9]*) complain "--seconds cần một số giây. Chưa chạy gì."; return 2 ;; esac
  need_rust && need_apt build && need_built cargo-fuzz || return 1
  PATH="$(dirname "$TOOL"):$PATH"; export PATH
  # On stable: coverage and the sanitizer are unstable options of the compiler.
  RUSTC_BOOTSTRAP=1; export RUSTC_BOOTSTRAP
  complain "  Dựng các đích (nhật ký: $LOGS/fuzz-build.log)"
  if ! logged "$LOGS/fuzz-build.log" cargo fuzz build --fuzz-dir tests/fuzz --target-dir "$CARGO_TARGET_DIR/fuzz"; then
    tail -n 20 "$LOGS/fuzz-build.log" >&2; return 1
  fi
  found=0
  for target in ${targets:-$known}; do
    fuzz_one "$target" || found=1
  done
  return $found
}

fuzz_one() {
  work="$FUZZ_CORPUS/$1"; seeds="tests/fuzz/corpus/$1"; log="$LOGS/fuzz-$1.log"
  artifacts="tests/fuzz/artifacts/$1"
  mkdir -p "$work" "$seeds" "$artifacts"
  before=$(ls "$artifacts" | wc -l)
  # A megabyte of anything must do; a decoder that needs more than a second for 64 KB is a fault as well.
  logged "$log" cargo fuzz run --fuzz-dir tests/fuzz --target-dir "$CARGO_TARGET_DIR/fuzz" "$1" "$work" "$seeds" -- \
    -max_total_time="$seconds" -max_len=65536 -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=256 -print_final_stats=1
  ended=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
  crashes=$(($(ls "$artifacts" | wc -l) - before))
  [ "$keep" = yes ] && [ "$crashes" = 0 ] &&
    logged "$LOGS/fuzz-$1-merge.log" cargo fuzz run --fuzz-dir tests/fuzz --target-dir "$CARGO_TARGET_DIR/fuzz" "$1" "$seeds" "$work" -- \
      -merge=1 -max_len=4096
  say "{\"target\": \"$1\", \"seconds\": $seconds, \"executions\": ${runs:-0}, \"edges\": ${covered:-0}, \"corpus\": $(ls "$seeds" | wc -l), \"crashes\": $crashes}"
  [ "$crashes" = 0 ] && [ "$ended" = 0 ] && [ "${runs:-0}" -gt 0 ] && return 0
  complain "  $1: xem $log và $artifacts. Mỗi tệp làm hỏng được chép vào $seeds/crash-TÊN cùng bản sửa."
  return 1
}
