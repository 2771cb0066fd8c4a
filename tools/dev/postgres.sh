# A PostgreSQL of its own for the tests: in a temporary folder, gone afterwards, reached by a Unix socket, and over
# loopback only with TLS. Commits wait for the disk (fsync on), as they do in earnest.

# As the account that the server runs under: PostgreSQL refuses root, Debian's package brings `postgres`.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# A certificate for `localhost` that vouches for itself.
make_certificate() {
  printf '%s\n' '[req]' 'prompt=no' 'distinguished_name=dn' 'x509_extensions=ext' '[dn]' 'CN=localhost' '[ext]' \
    'subjectAltName=DNS:localhost' 'basicConstraints=critical,CA:FALSE' |
    as_postgres tee "$POSTGRES/tls.cnf" >/dev/null &&
    logged "$LOGS/postgres-tls.log" as_postgres openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
      -nodes -days 30 -config "$POSTGRES/tls.cnf" -keyout "$POSTGRES/tls.key" -out "$POSTGRES/tls.crt"
}

# start_postgres: its address is then in $CONGDOAN_TEST_POSTGRES, the one with TLS in $CONGDOAN_TEST_POSTGRES_TLS and its
# certificate in $CONGDOAN_TEST_POSTGRES_CA. `stop_postgres` ends it.
start_postgres() {
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -n | tail -n 1)
  [ -x "$bin/initdb" ] || { complain "Không thấy initdb của PostgreSQL (gói postgresql)."; return 1; }
  POSTGRES=$(mktemp -d "${TMPDIR:-/tmp}/congdoan-pg.XXXXXX") || return 1
  [ "$(id -u)" != 0 ] || chown postgres "$POSTGRES" || return 1
  # Several runs on one machine: a number of its own keeps them apart.
  port=$(($$ % 20000 + 20000))
  if logged "$LOGS/postgres-init.log" as_postgres "$bin/initdb" -D "$POSTGRES/data" -U postgres -A trust -E UTF8 \
      --locale=C.UTF-8 --no-sync &&
    printf '%s\n' 'local all all trust' 'hostssl all all 127.0.0.1/32 trust' |
    as_postgres tee "$POSTGRES/data/pg_hba.conf" >/dev/null &&
    make_certificate &&
    logged "$LOGS/postgres-start.log" as_postgres "$bin/pg_ctl" -D "$POSTGRES/data" -w -l "$POSTGRES/log" \
      -o "-p $port -c listen_addresses=127.0.0.1 -c ssl=on -c ssl_cert_file='$POSTGRES/tls.crt' -c ssl_key_file='$POSTGRES/tls.key' -c unix_socket_directories='$POSTGRES' -c max_connections=400 -c deadlock_timeout=100ms" start
  then
    CONGDOAN_TEST_POSTGRES="postgresql://postgres@$(printf %s "$POSTGRES" | sed 's|/|%2F|g'):$port/postgres"
    CONGDOAN_TEST_POSTGRES_TLS="postgresql://postgres@localhost:$port/postgres?sslmode=require"
    CONGDOAN_TEST_POSTGRES_CA="$POSTGRES/tls.crt"
    export CONGDOAN_TEST_POSTGRES CONGDOAN_TEST_POSTGRES_TLS CONGDOAN_TEST_POSTGRES_CA
    return 0
  fi
  tail -n 15 "$LOGS/postgres-init.log" "$LOGS/postgres-start.log" "$POSTGRES/log" >&2 2>/dev/null
  complain "Chưa mở được PostgreSQL để thử (nhật ký ở trên)."
  stop_postgres
  return 1
}

stop_postgres() {
  [ -n "${POSTGRES:-}" ] || return 0
  [ ! -f "$POSTGRES/data/postmaster.pid" ] || as_postgres "$bin/pg_ctl" -D "$POSTGRES/data" -m immediate stop >/dev/null 2>&1
  rm -rf --one-file-system "$POSTGRES"
  POSTGRES=
}
