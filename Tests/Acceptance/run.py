"""Runs the journeys, one line for each check, and ends with a count.

    run.py [--results FILE] [name ...]      names choose journeys: `run.py smoke` runs smoke_journey.py
"""

import argparse
import importlib
import json
import sys
import time
import traceback
from pathlib import Path

from playwright.sync_api import sync_playwright

from journey import Journey, Tally
from server import Server

HERE = Path(__file__).resolve().parent
CHROMIUM = "/usr/bin/chromium"


def journeys(names):
    for file in sorted(HERE.glob("*_journey.py")):
        if names and file.stem.removesuffix("_journey") not in names:
            continue
        module = importlib.import_module(file.stem)
        yield from (kind for kind in list(vars(module).values())
                    if isinstance(kind, type) and issubclass(kind, Journey) and kind.__module__ == file.stem)


def walk_all(names, tally):
    with sync_playwright() as playwright, Server() as server:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for kind in journeys(names):
            started = time.monotonic()
            try:
                kind(server, browser, tally).walk()
            except Exception:
                traceback.print_exc()
                tally.check(f"{kind.title}: walked to the end", False)
            print(f"  {kind.title}: {time.monotonic() - started:.1f} s", flush=True)
        browser.close()
    tally.check("The program stops cleanly when asked", server.exit_status == 0)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--results")
    options.add_argument("names", nargs="*")
    options = options.parse_args()
    tally = Tally()
    try:
        walk_all(options.names, tally)
    except Exception:
        traceback.print_exc()
        tally.check("The program and the browser start", False)
    if options.results:
        Path(options.results).write_text(json.dumps({"passed": tally.passed, "failed": tally.failed}))
    print(f"Browser: {tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
