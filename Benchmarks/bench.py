"""Measures the program beside its peers and the limits of the machine, in one run, and prints one table.

    bench.py [--rounds N] [--seconds S] [--matters N] [--fresh] [--only NAME ...]

Each round visits everyone in turn, so that whatever else the machine does falls on all alike. JSON goes to .anlan/bench.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import report
import settings
from contestants import CONTESTANTS, Anlan
from machine import Process, Watch, free_port, resident_bytes
from postgres import Cluster

HERE = settings.ROOT / "Benchmarks"
LIMITS = ("sync", "sqlite", "http")
PARTS = ("parts", "start")


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=settings.ROUNDS)
    parser.add_argument("--seconds", type=float, default=settings.SECONDS)
    parser.add_argument("--matters", type=int, default=settings.MATTERS)
    parser.add_argument("--fresh", action="store_true", help="forget the databases filled before")
    parser.add_argument("--only", nargs="*", choices=[*CONTESTANTS, *LIMITS, *PARTS],
                        default=[*CONTESTANTS, *LIMITS, *PARTS])
    return parser.parse_args()


def work_folder():
    """Where PostgreSQL's own user can reach it when we are root, and on a disk: memory would make syncs free."""
    folder = Path(os.environ.get("ANLAN_BENCH_FOLDER", settings.ROOT / ".anlan/bench/work"))
    folder.mkdir(parents=True, exist_ok=True)
    reachable = os.geteuid() != 0 or subprocess.run(
        ["runuser", "-u", "postgres", "--", "test", "-x", str(folder)]).returncode == 0
    if not reachable:
        folder = Path("/var/tmp/anlan-bench")
        folder.mkdir(exist_ok=True)
    kind = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], text=True, stdout=subprocess.PIPE).stdout.strip()
    if kind == "tmpfs":
        sys.exit(f"{folder} is memory, not a disk: set ANLAN_BENCH_FOLDER")
    return folder


def compiled(name, folder, *libraries):
    program = folder / name
    compiler = shutil.which("gcc") or shutil.which("clang")
    subprocess.run([compiler, "-O2", "-o", str(program), str(HERE / f"Load/{name}.c"), *libraries], check=True)
    return program


class Bench:
    def __init__(self, chosen, folder):
        self.chosen, self.folder, self.results = chosen, folder, []
        self.load = compiled("load", folder)
        self.limits = compiled("limits", folder, "-lsqlite3")
        self.cluster = Cluster(folder)

    def run(self):
        self.cluster.start()
        try:
            contestants = self._ready()
            for number in range(1, self.chosen.rounds + 1):
                for contestant in contestants:
                    print(f"round {number}: {contestant.name}", file=sys.stderr, flush=True)
                    self._visit(contestant)
                self._measure_limits(number)
                self._measure_parts(number)
        finally:
            self.cluster.stop()

    def _ready(self):
        ready = []
        for name, kind in CONTESTANTS.items():
            contestant = kind(self.folder, self.cluster, self.chosen.matters)
            if name not in self.chosen.only:
                continue
            if contestant.absent:
                print(f"{name} is left out: {contestant.absent}", file=sys.stderr)
                continue
            print(f"filling {name}", file=sys.stderr, flush=True)
            contestant.seed()
            ready.append(contestant)
        return ready

    def _visit(self, contestant):
        contestant.start()
        try:
            for clients in settings.CLIENTS:
                self._measure(contestant, "commands", clients)
            self._measure(contestant, "list", settings.LIST_CLIENTS)
            if contestant.has_pages:
                self._measure(contestant, "pages", settings.PAGE_CLIENTS)
            self.results[-1]["resident_bytes"] = resident_bytes(contestant.process.pid)
        finally:
            contestant.stop()

    def _measure(self, contestant, work, clients):
        scenario = contestant.scenario(work)
        watch = Watch(*contestant.process_ids)
        measured = self._load(contestant.port, clients, scenario)
        used = watch.stop()
        requests = measured["requests_per_second"] * (self.chosen.seconds + settings.WARM_UP_SECONDS)
        self.results.append({
            "who": contestant.name, "work": work, "clients": clients, "per_second": measured["requests_per_second"],
            "p50_ms": max(step["p50_ms"] for step in measured["steps"].values()),
            "p99_ms": max(step["p99_ms"] for step in measured["steps"].values()),
            "server_micros": round(used["server_seconds"] / requests * 1e6, 1) if requests else None,
            "others": used["others"], "errors": measured["errors"], "steps": measured["steps"],
        })

    def _load(self, port, clients, scenario):
        command = [self.load, port, clients, settings.WARM_UP_SECONDS, self.chosen.seconds]
        finished = subprocess.run(
            list(map(str, command)), input=scenario, text=True, stdout=subprocess.PIPE, check=True,
            timeout=self.chosen.seconds + settings.WARM_UP_SECONDS + 60)
        return json.loads(finished.stdout)

    def _measure_limits(self, number):
        for limit in LIMITS:
            if limit in self.chosen.only:
                print(f"round {number}: limit {limit}", file=sys.stderr, flush=True)
                getattr(self, f"_limit_{limit}")()

    def _measure_parts(self, number):
        """What no request shows by itself: see Workloads/. The same workbook is read by calamine."""
        if "parts" in self.chosen.only:
            print(f"round {number}: parts", file=sys.stderr, flush=True)
            watch = Watch()
            lines = subprocess.run([settings.WORKLOADS, str(self.chosen.seconds), str(self.folder)], check=True, text=True,
                                   stdout=subprocess.PIPE).stdout.splitlines()
            lines += subprocess.run(
                [sys.executable, HERE / "Peers/calamine_peer.py", str(self.folder / "sheet.xlsx"), str(self.chosen.seconds)],
                check=True, text=True, stdout=subprocess.PIPE).stdout.splitlines()
            others = watch.stop()["others"]
            self.results += [{**json.loads(line), "clients": 1, "others": others} for line in lines]
        if "start" in self.chosen.only:
            self._measure_start()

    def _measure_start(self):
        """From nothing running to the first answer, and what it holds in memory when nobody asks."""
        for name, kind in CONTESTANTS.items():
            contestant = kind(self.folder, self.cluster, self.chosen.matters)
            if not isinstance(contestant, Anlan) or name not in self.chosen.only or contestant.absent:
                continue
            watch, begun = Watch(), time.perf_counter()
            contestant.start(path="/healthz", pause=0.002)
            took = time.perf_counter() - begun
            time.sleep(5)
            self.results.append({"who": name, "work": "start", "clients": 1, "per_second": 1 / took,
                                 "p50_ms": took * 1000, "p99_ms": took * 1000, "others": watch.stop()["others"],
                                 "resident_bytes": resident_bytes(contestant.process.pid)})
            contestant.stop()

    def _limit_sync(self):
        self._record_limits("sync", self.folder, self.chosen.seconds)

    def _limit_sqlite(self):
        self._record_limits("sqlite", self.folder / "limits.sqlite", self.chosen.matters, self.chosen.seconds)

    def _record_limits(self, *arguments):
        watch = Watch()
        finished = subprocess.run(
            [str(self.limits), *map(str, arguments)], text=True, stdout=subprocess.PIPE, check=True)
        others = watch.stop()["others"]
        for line in finished.stdout.splitlines():
            found = json.loads(line)
            work = {"sqlite-commands": "commands", "sqlite-list": "list"}.get(found["limit"], found["limit"])
            clients = found.get("clients", settings.LIST_CLIENTS if work == "list" else 1)
            self.results.append({"who": "raw-sqlite" if work in ("commands", "list") else "disk", "work": work,
                                 "clients": clients, "per_second": found["per_second"], "others": others})

    def _limit_http(self):
        port = free_port()
        server = Process([self.limits, "http", port], self.folder / "log/http.log")
        try:
            server.wait_for(port, "/")
            for clients in settings.CLIENTS:
                watch = Watch(server.pid)
                measured = self._load(port, clients, 'step any POST /\nbody {"title":"' + settings.TITLE + '"}\n')
                self.results.append({
                    "who": "loopback", "work": "http", "clients": clients, "per_second": measured["requests_per_second"],
                    "others": watch.stop()["others"]})
        finally:
            server.stop()


def environment(bench):
    processor = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                      if line.startswith("model name")), "")
    return {
        "when": datetime.now().astimezone().isoformat(timespec="seconds"), "processor": processor,
        "cores": os.cpu_count(), "kernel": platform.release(), "python": platform.python_version(),
        "matters": bench.chosen.matters, "rounds": bench.chosen.rounds, "seconds": bench.chosen.seconds,
        "load_at_start": os.getloadavg(),
    }


def main():
    chosen, folder = options(), work_folder()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if chosen.fresh:
        shutil.rmtree(folder)
        folder.mkdir(parents=True)
    bench = Bench(chosen, folder)
    about = environment(bench)
    try:
        bench.run()
    except (KeyboardInterrupt, SystemExit):
        print("interrupted; what was measured until then:", file=sys.stderr)
    summaries = report.summarised(bench.results)
    found = report.ratios(summaries)
    place = settings.ROOT / ".anlan/bench" / f"results-{time.strftime('%Y%m%d-%H%M%S')}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(
        {"about": about, "summary": summaries, "ratios": found, "rounds": bench.results}, ensure_ascii=False, indent=1))
    print(report.table(summaries))
    if found:
        print("\n" + report.ratio_table(found))
    print(f"\n{place.relative_to(settings.ROOT)}")
    return 1 if any(one["errors"] for one in summaries) else 0


if __name__ == "__main__":
    sys.exit(main())
