"""Kills, cuts off and starves the program under load, and counts whether everything it acknowledged is there.

    torture.py [--short] [--kills N] [--clients N] [--seed N] [--results FILE] [scenario ...]

`make torture` runs every scenario at full length; a short form of the kills is part of `make test`.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

import scenarios
from crowd import Crowd
from program import Program
from reckoning import reckon

COUNTIES = ("awb-320102", "awb-320104", "awb-320205", "awb-320303", "awb-320402", "awb-320505")


class Tally:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, sentence, wrong):
        if wrong:
            self.failed += 1
            shown = "; ".join(str(one) for one in (wrong if isinstance(wrong, list) else [wrong])[:3])
            print(f"✘ {sentence}: {shown}", flush=True)
        else:
            self.passed += 1
            print(f"✔ {sentence}", flush=True)


class Fire:
    """What a scenario works with: the programs, the crowd, and a place to say what happened."""

    def __init__(self, options, tally, folder):
        self.options, self.tally, self.folder = options, tally, folder
        self.luck = random.Random(options.seed)

    def program(self, database):
        place = self.folder / "data"
        place.mkdir(exist_ok=True)
        return Program(place, database)

    def under_load(self, programs, database, disturb, title):
        """Fills the database, lets the crowd work while `disturb` does its worst, and reckons."""
        first = programs[0]
        first.fill()
        tokens = first.tokens()
        for program in programs:
            program.start()
        for program in programs:
            self.tally.check(f"{title}: the program is ready at first", program.wait_until_ready() is None)
        before = time.monotonic()
        with Crowd(self.options.clients, [one.address for one in programs], tokens, COUNTIES, self.options.seed) as crowd:
            disturb(crowd)
            for program in programs:
                self.tally.check(f"{title}: it is ready again by itself", program.wait_until_ready() is None)
        seconds = time.monotonic() - before
        for program in programs:
            self.tally.check(f"{title}: it stops cleanly when asked", not program.stop())
        for sentence, wrong in reckon(crowd.records, database).items():
            self.tally.check(f"{title}: {sentence}", wrong)
        status, text = first.run("verify")
        self.tally.check(f"{title}: `anlan verify` finds nothing", text[-400:] if status else [])
        repeated = sum(record.repeated for record in crowd.records)
        abandoned = sum(len(record.abandoned) for record in crowd.records)
        self.tally.check(f"{title}: there was something to lose", crowd.acknowledged < 50 and [crowd.acknowledged])
        print(f"  {title}: {crowd.acknowledged} acknowledged in {seconds:.0f} s, {repeated} answered again, "
              f"{abandoned} never known", flush=True)


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true", help="a few kills on each engine, for every run of the tests")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--results", type=Path)
    parser.add_argument("scenario", nargs="*", choices=[*scenarios.ALL, []])
    chosen = parser.parse_args()
    if chosen.short:
        chosen.kills = min(chosen.kills, 6)
        chosen.scenario = chosen.scenario or list(scenarios.SHORT)
    chosen.scenario = chosen.scenario or list(scenarios.ALL)
    chosen.seed = chosen.seed if chosen.seed is not None else random.SystemRandom().randrange(1 << 32)
    return chosen


def main():
    chosen, tally = options(), Tally()
    print(f"seed {chosen.seed}", flush=True)
    for name in chosen.scenario:
        with tempfile.TemporaryDirectory(prefix="anlan-torture-") as folder:
            scenarios.ALL[name](Fire(chosen, tally, Path(folder)))
    print(f"Torture: {tally.passed} passed, {tally.failed} failed")
    if chosen.results:
        chosen.results.write_text(json.dumps({"passed": tally.passed, "failed": tally.failed}))
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
