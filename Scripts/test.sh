#!/bin/bash
# Runs every test there is, against both databases and in a real browser, and ends with "N passed, N failed".
# Fails when anything failed, crashed, or when no test ran. `make test` builds first and lends it a PostgreSQL.
set -uo pipefail
cd "$(dirname "$0")/.."
: "${ANLAN_TEST_POSTGRES:?the address of a PostgreSQL to test on; run make test}"

results=.anlan/test-results
rm -rf "$results" && mkdir -p "$results"
export ANLAN_PYTHON=$PWD/.venv/tests/bin/python

swift test --skip-build --xunit-output "$results/swift.xml"
swift_status=$?
"$ANLAN_PYTHON" Tests/Acceptance/run.py --results "$results/acceptance.json"
acceptance_status=$?
"$ANLAN_PYTHON" Tests/Exploration/explore.py --short --results "$results/exploration.json"
exploration_status=$?
"$ANLAN_PYTHON" Tests/Torture/torture.py --short --results "$results/torture.json"
torture_status=$?

"$ANLAN_PYTHON" Scripts/tally.py "$results" "swift=$swift_status" "acceptance=$acceptance_status" \
    "exploration=$exploration_status" "torture=$torture_status"
