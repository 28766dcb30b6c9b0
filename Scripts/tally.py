"""Adds up what the test runners wrote and prints the closing line, "N passed, N failed"."""

import json
import sys
import xml.etree.ElementTree as XML
from pathlib import Path


def swift_counts(folder):
    """Every report of `swift test`: one for XCTest, which we have none of, and one for Swift Testing."""
    tests = failures = 0
    for report in folder.glob("swift*.xml"):
        for case in XML.parse(report).iter("testcase"):
            if case.find("skipped") is None:
                tests += 1
                failures += case.find("failure") is not None or case.find("error") is not None
    return tests - failures, failures


def counts(report):
    """What a runner of our own wrote: how many passed and how many failed."""
    if not report.exists():
        return 0, 0
    written = json.loads(report.read_text())
    return written["passed"], written["failed"]


def main():
    folder = Path(sys.argv[1])
    status = dict(word.split("=") for word in sys.argv[2:])
    parts = [
        ("Swift", int(status["swift"]), *swift_counts(folder)),
        ("Browser", int(status["acceptance"]), *counts(folder / "acceptance.json")),
        ("Exploration", int(status["exploration"]), *counts(folder / "exploration.json")),
        ("Torture", int(status["torture"]), *counts(folder / "torture.json")),
    ]
    passed = failed = 0
    for name, status, part_passed, part_failed in parts:
        if part_passed + part_failed == 0:
            print(f"{name}: no test ran, which counts as a failure (the runner ended with {status})")
            part_failed = 1
        elif status and not part_failed:
            print(f"{name}: the runner ended with {status}, which counts as a failure")
            part_failed = 1
        passed += part_passed
        failed += part_failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
