# ./dev test: every layer in order, a table, and one last line `N passed, N failed`.
#
# A layer is a file tools/test/NN-NAME.sh that sets `title` and defines
#   there    does the code it tests exist yet? (a layer that is not there counts nothing)
#   needs    installs what the layer needs
#   layer    calls `step NAME PARSER COMMAND…` for each program whose tests count
# PARSER names how tools/dev/counts.mjs reads the program's output. A failing step fails the layer; the
# other steps and layers still run.

layer_names() { for file in tools/test/[0-9][0-9]-*.sh; do basename "$file" .sh | cut -c 4-; done; }

step() {
  step_name=$1; parser=$2; shift 2
  step_log="$LOGS/test-$layer_name-$step_name.log"
  step_from=$(date +%s)
  logged "$step_log" "$@"; step_status=$?
  # shellcheck disable=SC2046 # three numbers
  set -- $(node tools/dev/counts.mjs "$parser" "$step_log" "$step_status")
  printf '%s %s %s\n' "$@" >>"$tally"
  say "  $step_name: $1 đạt, $2 hỏng, $3 bỏ qua ($(minutes $(($(date +%s) - step_from))) phút)"
  node tools/dev/counts.mjs --skips "$step_log"
  [ "$2" = 0 ] && return 0
  [ "$step_status" = 0 ] && [ "$1" = 0 ] && say "    Chương trình kết thúc êm nhưng không chạy kiểm thử nào."
  node tools/dev/counts.mjs --failures "$step_log"
  say "    Nhật ký đầy đủ: $step_log"
  return 1
}

# What a layer has to show besides its counts (`show COMMAND…`): printed, and part of no count.
show() { "$@" 2>&1 | sed 's/^/    /'; }

run_layer() (
  layer_name=$1; tally=$2
  . "$(ls tools/test/[0-9][0-9]-"$layer_name".sh)"
  if ! there; then say "  chưa có"; echo none >"$tally"; exit 0; fi
  : >"$tally"
  if ! needs; then
    complain "  Lớp này chưa chạy được vì thiếu thứ nói ở trên."
    echo '0 1 0' >>"$tally"; exit 1
  fi
  layer
)

run_tests() {
  case ${1:-} in
    --list)
      for name in $(layer_names); do say "$name"; done; return 0 ;;
  esac
  chosen=${*:-$(layer_names)}
  for name in $chosen; do
    layer_names | grep -qx -- "$name" && continue
    complain "Không có lớp kiểm tra '$name'. Các lớp: $(layer_names | tr '\n' ' ')"; return 2
  done
  need_node || return 1
  export CARGO_TERM_COLOR=never NO_COLOR=1 FORCE_COLOR=0
  table="$LOGS/test-table.txt"; : >"$table"
  passed=0; failed=0; all_from=$(date +%s)
  for name in $chosen; do
    title=$(sed -n 's/^title="\(.*\)"$/\1/p' tools/test/[0-9][0-9]-"$name".sh)
    say ""; say "== $name: $title"
    tally="$LOGS/test-$name.tally"; from=$(date +%s)
    rm -f "$tally"; run_layer "$name" "$tally"
    took=$(minutes $(($(date +%s) - from)))
    if [ "$(cat "$tally" 2>/dev/null)" = none ]; then
      printf '%-10s %6s %6s %6s %6s  %s\n' "$name" - - - "$took" "$title (chưa có)" >>"$table"
      continue
    fi
    [ -s "$tally" ] || echo '0 1 0' >"$tally" # a layer that ended without one count did not pass
    # shellcheck disable=SC2046 # three numbers
    set -- $(awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }' "$tally")
    passed=$((passed + $1)); failed=$((failed + $2))
    printf '%-10s %6s %6s %6s %6s  %s\n' "$name" "$1" "$2" "$3" "$took" "$title" >>"$table"
  done
  say ""
  say "lớp           đạt   hỏng bỏ qua   phút"
  cat "$table"
  say "tất cả: $(minutes $(($(date +%s) - all_from))) phút"
  say ""
  say "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
