# Everything begins here. Each target installs what it lacks (Debian and PyPI packages); `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.PHONY: help demo build test check format lint bench torture explore simulate fuzz setup setup-build setup-test setup-bench lock clean

SOURCES := Package.swift Sources Tests Benchmarks/Workloads
STATE := .anlan

# The C libraries are named by Package.swift itself; SQLite is GRDB's. pdftotext reads documents that arrive as PDF; the
# map's script is Debian's.
system_libraries := $(shell tr -d '\n' < Package.swift | grep -o '\.apt(\[[^]]*\])' | grep -o '"[^"]*"' | tr -d '"' | sort -u)
BUILD_PACKAGES := pkg-config libsqlite3-dev poppler-utils libjs-leaflet $(system_libraries)
TEST_PACKAGES := postgresql procps chromium fonts-noto-cjk python3 python3-venv zbar-tools
TORTURE_PACKAGES := postgresql python3 procps faketime
BENCH_PACKAGES := postgresql python3 python3-venv gcc libc6-dev

help:	## This list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:[^#]*## */\t/' | expand -t 14

demo: setup-build	## Build, load the demo province and serve it on this machine
	swift build --product anlan
	exec .build/debug/anlan demo --data $(STATE)/demo

build: setup-build	## Build the program for use: .build/release/anlan
	swift build --configuration release --product anlan

test: setup check	## Install, check, build and run every test
	swift build --build-tests
	Scripts/postgres.sh run Scripts/test.sh

check: lint	## Format, imports, names, glossary, schema: in seconds, without building the program
	swift test --package-path Tests/Architecture --scratch-path .build/architecture --quiet

lint:
	swift format lint --strict --parallel --recursive $(SOURCES)

format:	## Rewrite the sources as the formatter wants them
	swift format --in-place --parallel --recursive $(SOURCES)

bench: setup-bench build	## Measure beside the peers: one table, and JSON in .anlan/bench
	swift build --configuration release --product Workloads
	.venv/bench/bin/python Benchmarks/bench.py

torture: build	## Kill, starve and cut off the program under load, at full length (about half an hour)
	@Scripts/install-packages.sh $(TORTURE_PACKAGES)
	ANLAN_PROGRAM=.build/release/anlan python3 Tests/Torture/torture.py

explore: setup	## What nobody would think of, to every address as each role: SECONDS=60 each, SEED=… for the same again
	swift build --product anlan
	.venv/tests/bin/python Tests/Exploration/explore.py $(addprefix --seconds ,$(SECONDS)) $(addprefix --seed ,$(SEED))

simulate: setup-build	## Random commands on a bad day, against a model: SECONDS=60, or SEED=… alone; a failing seed is printed
	swift build --configuration release --product Simulate
	.build/release/Simulate --seconds $(or $(SECONDS),60) $(addprefix --seed ,$(SEED))

fuzz: setup-build	## Feed the parsers with what libFuzzer makes of real files: MINUTES=10 each, PARSER=… alone
	ANLAN_FUZZING=1 swift build --configuration release --product Fuzzing --sanitize fuzzer \
	    --scratch-path .build/fuzzing -Xswiftc -enable-testing
	Scripts/fuzz.sh

setup: setup-build setup-test	## Install everything that the build and the tests need

setup-build:
	@Scripts/install-packages.sh $(BUILD_PACKAGES)

setup-test: .venv/tests/installed
	@Scripts/install-packages.sh $(TEST_PACKAGES)

setup-bench: setup-build .venv/bench/installed
	@Scripts/install-packages.sh $(BENCH_PACKAGES)

.venv/tests/installed: Scripts/requirements.txt
.venv/bench/installed: Benchmarks/requirements.txt
.venv/tests/installed .venv/bench/installed:
	@Scripts/install-packages.sh python3 python3-venv
	python3 -m venv --clear $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement $<
	@touch $@

lock:	## Pin the Python packages anew: requirements.in to requirements.txt, with hashes
	python3 -m venv $(STATE)/lock
	$(STATE)/lock/bin/pip install --quiet --disable-pip-version-check pip-tools
	for folder in Scripts Benchmarks; do \
	    $(STATE)/lock/bin/pip-compile --quiet --upgrade --generate-hashes --strip-extras --no-header --no-emit-options \
	        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	        --output-file $$folder/requirements.txt $$folder/requirements.in; \
	done

clean:	## Remove what was built; data in .anlan stays
	rm -rf .build .venv
