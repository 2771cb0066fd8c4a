# ./dev run: builds, founds the sample union once, serves it on this machine, opens one person's window.
#
# Everything it makes lies in $CONGDOAN_DEV_DIR (default ./.dev): server/ is the server's folder, homes/NAME a
# person's. The address stays the same from run to run, because an enrolled home remembers it.

DEV_DIR=${CONGDOAN_DEV_DIR:-$ROOT/.dev}
DEV_PORT=${CONGDOAN_DEV_PORT:-8787}
DEV_URL="http://127.0.0.1:$DEV_PORT"
BIN="$CARGO_TARGET_DIR/debug"
LAW_FILE="$ROOT/../shared/law/labour.jsonl.zst"

run() {
  who=hung; reset=no; window=yes
  while [ $# -gt 0 ]; do
    case $1 in
      --reset) reset=yes ;;
      --no-window) window=no ;;
      --as) who=${2:-}; [ $# -gt 1 ] && shift ;;
      --as=*) who=${1#--as=} ;;
      *) complain "Không hiểu '$1'. Chưa có gì thay đổi. Dùng: ./dev run [--reset] [--as hung|mai|hoa|lan] [--no-window]"; return 2 ;;
    esac
    shift
  done
  case $who in hung|mai|hoa|lan) ;; *)
    complain "Không có người tên '$who' trong tổ chức mẫu. Chưa có gì thay đổi. Chọn: hung, mai, hoa hay lan."; return 2 ;;
  esac
  [ -f sync-server/src/main.rs ] || { complain "Máy chủ chưa có trong bản mã này, nên chưa mở được."; return 1; }
  if [ "$window" = yes ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "Máy này không có màn hình đồ họa: sẽ in địa chỉ để mở bằng trình duyệt."
    window=no
  fi
  if [ "$window" = yes ] && [ ! -f app-tauri/shell/Cargo.toml ]; then
    say "Cửa sổ chưa có trong bản mã này: sẽ in địa chỉ để mở bằng trình duyệt."
    window=no
  fi

  build_programs && { [ "$reset" = no ] || forget_sample; } && found_sample && start_server && enrol "$who" && open_home "$who"
}

# part N TEXT: one numbered line of progress.
part() { say "[$1/5] $2"; }

build_programs() {
  part 1 "Cài những thứ còn thiếu"
  need_rust && need_node && need_apt build && need_npm app-tauri/ui || return 1
  if [ "$window" = yes ]; then need_apt desktop || return 1; fi
  part 2 "Dựng chương trình (lần đầu mất vài phút)"
  logged "$LOGS/run-ui.log" npm --prefix app-tauri/ui run build || { tail -n 20 "$LOGS/run-ui.log" >&2; return 1; }
  if [ "$window" = yes ]; then face=shell; else face=twin; fi
  logged "$LOGS/run-build.log" cargo build -p congdoan-server -p congdoan-cli && build_face && return 0
  grep -A 6 '^error' "$LOGS/run-build.log" | head -n 40 >&2
  complain "Chưa dựng được chương trình (nhật ký: $LOGS/run-build.log). Dữ liệu mẫu vẫn nguyên."
  return 1
}

build_face() {
  if [ "$face" = twin ]; then logged "$LOGS/run-build.log" cargo build -p congdoan-twin
  else # the page is embedded; always with this feature, or the next build starts over
    logged "$LOGS/run-build.log" cargo build --manifest-path app-tauri/shell/Cargo.toml --features tauri/custom-protocol
  fi
}

forget_sample() {
  if server_runs; then kill "$(cat "$DEV_DIR/server.pid")" && sleep 1; fi
  [ ! -e "$DEV_DIR" ] && return 0
  if [ ! -f "$DEV_DIR/SAMPLE" ]; then
    complain "$DEV_DIR không mang dấu là dữ liệu mẫu nên không xóa. Anh/chị tự xem lại thư mục này."
    return 1
  fi
  rm -rf "$DEV_DIR"
}

found_sample() {
  part 3 "Tổ chức mẫu và thư viện luật"
  [ -f "$DEV_DIR/READY" ] && return 0
  if [ -d "$DEV_DIR/server" ]; then # a founding that was cut short
    forget_sample || return 1
  fi
  mkdir -p "$DEV_DIR" && date -u >"$DEV_DIR/SAMPLE" || return 1
  "$BIN/congdoan-server" init --data "$DEV_DIR/server" --sample --url "$DEV_URL" || return 1
  if [ -f "$LAW_FILE" ]; then "$BIN/congdoan-server" import law "$LAW_FILE" --keep-good --data "$DEV_DIR/server" || return 1
  else say "  Không có ../shared/law: dùng một quy chế mẫu tự soạn."; fi
  "$BIN/congdoan-server" publish --data "$DEV_DIR/server" || return 1
  date -u >"$DEV_DIR/READY"
}

# Whether the server of a run before is at work: after a power cut its number may be another program's by now.
server_runs() {
  [ -f "$DEV_DIR/server.pid" ] || return 1
  pid=$(cat "$DEV_DIR/server.pid")
  { cat "/proc/$pid/comm" 2>/dev/null || ps -p "$pid" -o comm= 2>/dev/null; } | grep -q congdoan-server
}

start_server() {
  part 4 "Máy chủ tại $DEV_URL"
  # A second window uses the server of the first, which also ends it.
  server_runs && return 0
  "$BIN/congdoan-server" serve --data "$DEV_DIR/server" --listen "127.0.0.1:$DEV_PORT" >"$LOGS/run-server.log" 2>&1 </dev/null &
  server=$!
  printf '%s' "$server" >"$DEV_DIR/server.pid"
  trap 'kill "$server" 2>/dev/null; rm -f "$DEV_DIR/server.pid"' EXIT
  trap 'exit 130' INT TERM
  tries=0
  until node -e "fetch('$DEV_URL/v1/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"; do
    tries=$((tries + 1))
    if [ $tries -gt 100 ] || ! kill -0 "$server" 2>/dev/null; then
      tail -n 10 "$LOGS/run-server.log" >&2
      complain "Máy chủ chưa mở được ở cổng $DEV_PORT. Dữ liệu mẫu vẫn nguyên. Nếu cổng đang bận, đặt CONGDOAN_DEV_PORT rồi chạy ./dev run --reset."
      return 1
    fi
    sleep 0.2
  done
}

enrol() {
  [ -d "$DEV_DIR/homes/$1" ] && return 0
  mkdir -p "$DEV_DIR/homes"
  "$BIN/congdoan" --home "$DEV_DIR/homes/$1" enrol --sample --invitation "$(invitation "$1")" &&
    "$BIN/congdoan" --home "$DEV_DIR/homes/$1" sync
}

# The founding's invitations are good for three days; later ones are made when they are wanted.
invitation() {
  founded="$DEV_DIR/server/sample/$1.invitation"
  if [ -n "$(find "$founded" -mmin -4200 2>/dev/null)" ]; then echo "$founded"; return; fi
  set -- $(cat "$DEV_DIR/server/sample/$1.invitee") # two words of our own: --member or --grant, and an id
  "$BIN/congdoan-server" invite --data "$DEV_DIR/server" --url "$DEV_URL" "$1" "$2" | grep '^congdoan:'
}

open_home() {
  if [ "$face" = twin ]; then
    part 5 "Mở địa chỉ dưới đây bằng trình duyệt trên máy này; Ctrl+C để dừng"
    "$BIN/congdoan-twin" --home "$DEV_DIR/homes/$1" --page app-tauri/ui/dist
  else
    part 5 "Mở cửa sổ; đóng cửa sổ là dừng"
    "$BIN/congdoan-shell" --home "$DEV_DIR/homes/$1"
  fi
}
