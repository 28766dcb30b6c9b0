"""Processes that the bench starts, what they use of the processor, and what everyone else uses meanwhile."""

import os
import resource
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A server in a session of its own, so that it and its workers end together."""

    def __init__(self, arguments, log, environment=None, folder=None):
        log.parent.mkdir(parents=True, exist_ok=True)
        self.started = subprocess.Popen(
            [str(argument) for argument in arguments], stdin=subprocess.DEVNULL, stdout=open(log, "a"),
            stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}, cwd=folder, start_new_session=True)
        self.pid, self.log = self.started.pid, log

    def wait_for(self, port, path, seconds=120, pause=0.1):
        """Until it answers at all; a refusal is an answer."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.started.poll() is not None:
                raise RuntimeError(f"ended before it answered; see {self.log}")
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(pause)
        raise RuntimeError(f"no answer after {seconds} s; see {self.log}")

    def stop(self):
        if self.started.poll() is None:
            os.killpg(self.pid, signal.SIGTERM)
        try:
            self.started.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self.started.wait()


def processor_seconds(*roots):
    """What these processes and all their descendants have used so far."""
    parents, used = {}, {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1])
        used[int(folder.name)] = sum(map(int, fields[11:15])) / TICKS
    return sum(seconds for pid, seconds in used.items() if _descends(pid, set(roots), parents))


def _descends(pid, roots, parents):
    while pid:
        if pid in roots:
            return True
        pid = parents.get(pid, 0)
    return False


def resident_bytes(pid):
    """Of one process and its descendants. Shared pages count once for each."""
    total = 0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (int(folder.name) == pid or _is_child(folder, pid)):
            for line in (folder / "status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1]) * 1024
    return total


def _is_child(folder, pid):
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid
    except OSError:
        return False


class Watch:
    """Between two moments: seconds passed, seconds the servers used, and the share of the machine others used."""

    def __init__(self, *roots):
        self.roots = roots
        self.begun = self._reading()

    def stop(self):
        wall, busy, servers, children = (b - a for a, b in zip(self.begun, self._reading()))
        others = max(0.0, busy - servers - children) / (wall * CORES)
        return {"server_seconds": servers, "others": round(others, 3)}

    def _reading(self):
        fields = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]))
        busy = (sum(fields) - fields[3] - fields[4]) / TICKS
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return (time.monotonic(), busy, processor_seconds(*self.roots), children.ru_utime + children.ru_stime)
