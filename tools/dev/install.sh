# What a fresh Debian bookworm lacks, installed when a step needs it. Each function returns at once when
# there is nothing to do, and says exactly what to install by hand when it cannot.

apt_packages() {
  case $1 in
    build) say build-essential pkg-config libssl-dev clang ca-certificates python3 python3-venv ;;
    desktop) say libwebkit2gtk-4.1-dev libayatana-appindicator3-dev librsvg2-dev libxdo-dev libsoup-3.0-dev \
      file fonts-noto-core ;;
    database) say postgresql ;;
    browser) say chromium chromium-driver fonts-noto-core ;;
    window) say xvfb xauth openbox dbus dbus-x11 imagemagick x11-utils x11-xserver-utils xdotool \
      webkit2gtk-driver dconf-gsettings-backend libglib2.0-bin ibus ibus-gtk3 ibus-unikey ;;
  esac
}

# need_apt GROUP…: installs what is missing of these groups.
need_apt() {
  wanted=$(for group in "$@"; do apt_packages "$group"; done)
  if ! command -v dpkg-query >/dev/null; then
    complain "Máy này không phải Debian hay Ubuntu nên chưa tự cài được. Cần có các gói tương ứng với: $wanted"
    return 1
  fi
  missing=
  for package in $wanted; do
    [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = 'install ok installed' ] ||
      missing="$missing $package"
  done
  [ -z "$missing" ] && return 0

  if [ "$(id -u)" = 0 ]; then as_root=
  elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then as_root=sudo
  else
    complain "Thiếu gói hệ thống, mà tài khoản này không có quyền cài. Chưa có gì thay đổi. Anh/chị nhờ quản trị chạy:"
    complain "  apt-get update && apt-get install -y --no-install-recommends$missing"
    return 1
  fi
  say "  Cài gói hệ thống:$missing"
  # shellcheck disable=SC2086 # lists of words on purpose
  if logged "$LOGS/apt-update.log" $as_root apt-get update &&
    logged "$LOGS/apt-install.log" $as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends $missing; then return 0; fi
  tail -n 15 "$LOGS/apt-update.log" "$LOGS/apt-install.log" >&2
  complain "Chưa cài được gói hệ thống (nhật ký: $LOGS/apt-install.log). Anh/chị kiểm tra mạng rồi chạy lại lệnh này."
  return 1
}

# Rust 1.95 by rustup, with clippy and rustfmt; Node 20.
need_rust() {
  if ! command -v cargo >/dev/null; then
    complain "Chưa có Rust. Cài Rust 1.95 trở lên bằng rustup (rustup.rs), rồi chạy lại lệnh này."
    return 1
  fi
  for component in clippy rustfmt; do
    case $component in clippy) probe=clippy ;; rustfmt) probe=fmt ;; esac
    cargo "$probe" --version >/dev/null 2>&1 && continue
    say "  Cài $component"
    if ! { command -v rustup >/dev/null && logged "$LOGS/rustup.log" rustup component add "$component"; }; then
      complain "Thiếu $component. Anh/chị chạy: rustup component add $component (bản Debian: apt-get install rust-$component)"
      return 1
    fi
  done
}

need_node() {
  major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
  [ "${major:-0}" -ge 20 ] && command -v npm >/dev/null && return 0
  complain "Cần Node.js 20 trở lên cùng npm (máy này: ${major:-chưa có}). Cài xong anh/chị chạy lại lệnh này."
  return 1
}

# need_npm FOLDER: `npm ci`, again only when the lock file has changed.
need_npm() {
  [ -f "$1/package.json" ] || return 0
  need_node || return 1
  lock=$(cksum <"$1/package-lock.json") || { complain "Thiếu $1/package-lock.json."; return 1; }
  stamp="$1/node_modules/.dev-stamp"
  [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ] && return 0
  say "  Cài thư viện npm cho $1"
  if ! (cd "$1" && logged "$LOGS/npm.log" npm ci --no-audit --no-fund --loglevel=error); then
    tail -n 15 "$LOGS/npm.log" >&2
    complain "Chưa cài được thư viện npm của $1 (nhật ký: $LOGS/npm.log). Anh/chị kiểm tra mạng rồi chạy lại."
    return 1
  fi
  printf '%s' "$lock" >"$stamp"
}

# need_venv NAME REQUIREMENTS: a Python environment in the build folder; its interpreter is then in $PYTHON.
need_venv() {
  venv="$CARGO_TARGET_DIR/dev-venv/$1"; PYTHON="$venv/bin/python"
  export PYTHON
  sum=$(cksum <"$2" 2>/dev/null)
  [ -x "$PYTHON" ] && [ "$(cat "$venv/.dev-stamp" 2>/dev/null)" = "$sum" ] && return 0
  need_apt build || return 1
  say "  Dựng môi trường Python $1"
  rm -rf "$venv"
  interpreter=/usr/bin/python3
  [ -x "$interpreter" ] || interpreter=python3
  if ! { "$interpreter" -m venv "$venv" && { [ ! -s "$2" ] || logged "$LOGS/pip.log" "$PYTHON" -m pip install -q -r "$2"; }; }; then
    complain "Chưa dựng được môi trường Python (nhật ký: $LOGS/pip.log). Anh/chị kiểm tra mạng rồi chạy lại."
    return 1
  fi
  printf '%s' "$sum" >"$venv/.dev-stamp"
}

# need_cargo_tool NAME VERSION: a pinned program from crates.io in the build folder; its path is then in $TOOL.
need_cargo_tool() {
  TOOL="$CARGO_TARGET_DIR/dev-tools/bin/$1"
  export TOOL
  [ -x "$TOOL" ] && [ "$(cat "$TOOL.version" 2>/dev/null)" = "$2" ] && return 0
  say "  Cài $1 $2"
  if ! logged "$LOGS/$1.log" cargo install "$1" --version "$2" --locked --root "$CARGO_TARGET_DIR/dev-tools"; then
    tail -n 15 "$LOGS/$1.log" >&2
    complain "Chưa cài được $1 $2 (nhật ký: $LOGS/$1.log)."
    return 1
  fi
  printf '%s' "$2" >"$TOOL.version"
}

# need_built NAME: a cargo program that PyPI carries ready built, pinned by hash in tools/dev/NAME.txt; where there is
# none for this machine, cargo compiles it. Its path is then in $TOOL.
need_built() {
  if need_venv "$1" "tools/dev/$1.txt" 2>/dev/null; then
    TOOL="$CARGO_TARGET_DIR/dev-venv/$1/bin/$1"; export TOOL
    return 0
  fi
  need_cargo_tool "$1" "$(sed -n 's/^[^#]*==\([0-9.]*\).*/\1/p' "tools/dev/$1.txt")"
}
