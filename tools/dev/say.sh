# What people see: plain lines, no colours, the same in a terminal and in a log.

say() { printf '%s\n' "$*"; }
complain() { printf '%s\n' "$*" >&2; }

# Minutes with one decimal and a comma, from seconds: 90 → 1,5.
minutes() {
  tenths=$((($1 * 10 + 30) / 60))
  printf '%d,%d' $((tenths / 10)) $((tenths % 10))
}

# Run a command with its output in a log, and say every half minute that it is still alive.
#   logged LOG COMMAND…   → the command's exit status
logged() {
  log=$1; shift
  started=$(date +%s); beat=$started
  "$@" >"$log" 2>&1 </dev/null &
  job=$!
  trap 'kill "$job" 2>/dev/null; exit 130' INT TERM
  while kill -0 "$job" 2>/dev/null; do
    sleep 0.3
    now=$(date +%s)
    if [ $((now - beat)) -ge 30 ]; then
      beat=$now
      say "    … $(minutes $((now - started))) phút: $(tail -n 1 "$log" | cut -c 1-90)"
    fi
  done
  wait "$job"; status=$?
  trap - INT TERM
  return $status
}
