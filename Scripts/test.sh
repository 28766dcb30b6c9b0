#!/bin/bash
# Runs every test there is, against both databases and in a real browser, and ends with "N passed, N failed".
# Fails when anything failed, crashed, or when no test ran. Needs `swift build --build-tests` before.
set -uo pipefail
cd "$(dirname "$0")/.."

results=.anlan/test-results
rm -rf "$results" && mkdir -p "$results"
trap 'Scripts/postgres.sh stop >/dev/null 2>&1' EXIT
trap 'exit 130' INT TERM

# Into a file and not through a pipe: the server that stays behind would keep the pipe open.
Scripts/postgres.sh start >"$results/postgres" || { echo "PostgreSQL did not start" >&2; exit 1; }
ANLAN_TEST_POSTGRES=$(tail -n 1 "$results/postgres")
ANLAN_PYTHON=$PWD/.venv/tests/bin/python
export ANLAN_TEST_POSTGRES ANLAN_PYTHON

swift test --skip-build --xunit-output "$results/swift.xml"
swift_status=$?
"$ANLAN_PYTHON" Tests/Acceptance/run.py --results "$results/acceptance.json"
acceptance_status=$?

"$ANLAN_PYTHON" Scripts/tally.py "$results" "$swift_status" "$acceptance_status"
