#!/usr/bin/env bash
# A private, throw-away PostgreSQL on 127.0.0.1 for tests and measurements.
#
#   postgres.sh run COMMAND…    runs the command with ANLAN_TEST_POSTGRES set to the address, then removes it all
#   postgres.sh start [PID]     prints the folder, then the address; removed when process PID (the caller) ends
#   postgres.sh halt FOLDER     stops the server without a farewell, as a crash would
#   postgres.sh resume FOLDER   starts it again on the same port
#   postgres.sh stop [FOLDER]   removes it; without a folder, all that the caller has started
set -euo pipefail

programs=${POSTGRES_PROGRAMS:-/usr/lib/postgresql/15/bin}

# What the caller has open would stay open in the server: a caller who waits for that to close waits for ever.
for path in /proc/$$/fd/*; do
    descriptor=${path##*/}
    if [ "$descriptor" -gt 2 ] && [ "$descriptor" -lt 255 ]; then eval "exec $descriptor>&-"; fi
done

# PostgreSQL refuses to run as root.
unprivileged() {
    if [ "$(id -u)" -ne 0 ]; then
        "$@"
    elif id postgres >/dev/null 2>&1; then
        runuser -u postgres -- "$@"
    else
        runuser -u nobody -- "$@"
    fi
}

control() {
    local folder=$1
    shift
    (cd / && unprivileged "$programs/pg_ctl" -s -w -D "$folder/data" "$@" >>"$folder/control.log" 2>&1 </dev/null)
}

resume() {
    local port
    port=$(cat "$1/port")
    control "$1" -l "$1/server.log" -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$1" start
}

create() {
    if [ ! -x "$programs/initdb" ]; then
        echo "PostgreSQL 15 is missing: apt-get install postgresql-15, or set POSTGRES_PROGRAMS" >&2
        exit 1
    fi
    folder=$(mktemp -d "${TMPDIR:-/tmp}/anlan-postgres.XXXXXX")
    if [ "$(id -u)" -eq 0 ]; then
        chown "$(unprivileged id -u)" "$folder"
    fi
    : >"$folder/control.log"
    (cd / && unprivileged "$programs/initdb" -D "$folder/data" -U anlan -A trust -E UTF8 --locale=C --no-sync \
        >>"$folder/control.log" 2>&1)
    cat >>"$folder/data/postgresql.conf" <<'SETTINGS'
max_connections = 500
shared_buffers = 256MB
max_wal_size = 2GB
SETTINGS
    for _ in $(seq 20); do
        port=$((RANDOM % 20000 + 20000))
        echo "$port" >"$folder/port"
        if resume "$folder"; then
            address="postgres://anlan@127.0.0.1:$port/postgres?sslmode=disable"
            return
        fi
    done
    cat "$folder/control.log" "$folder/server.log" >&2
    rm -rf "$folder"
    exit 1
}

remove() {
    control "$1" -m immediate stop || true
    rm -rf "$1"
}

case ${1:-} in
run)
    shift
    create
    trap 'remove "$folder"' EXIT
    trap 'exit 130' INT TERM
    ANLAN_TEST_POSTGRES=$address "$@"
    ;;
start)
    owner=${2:-$PPID}
    create
    # Its own session, so that a signal to the caller's group does not end it before its work is done.
    setsid bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; exec bash "$2" stop "$3"' \
        watch "$owner" "$(realpath "$0")" "$folder" >/dev/null 2>&1 </dev/null &
    echo "$owner" >"$folder/owner"
    echo "$folder"
    echo "$address"
    ;;
halt) control "$2" -m immediate stop ;;
resume) resume "$2" ;;
stop)
    if [ -n "${2:-}" ]; then
        remove "$2"
    else
        for owner in "${TMPDIR:-/tmp}"/anlan-postgres.*/owner; do
            if [ -e "$owner" ] && [ "$(cat "$owner")" = "$PPID" ]; then remove "$(dirname "$owner")"; fi
        done
    fi
    ;;
*)
    sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
    exit 64
    ;;
esac
