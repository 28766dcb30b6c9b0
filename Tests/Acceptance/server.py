"""Starts the built program with its own data folder on a free port, and stops it again."""

import os
import queue
import re
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("ANLAN_PROGRAM", ROOT / ".build/debug/anlan"))
START_SECONDS = 120
STOP_SECONDS = 20


class Server:
    """`anlan demo` by default; `arguments` chooses another command. Use it with `with`."""

    def __init__(self, arguments=None, environment=None):
        self.folder = tempfile.TemporaryDirectory(prefix="anlan-acceptance-")
        self.data = Path(self.folder.name) / "data"
        self.arguments = arguments or ["demo", "--data", str(self.data), "--port", "0"]
        self.environment = {**os.environ, **(environment or {})}
        self.lines = []
        self.address = None
        self.exit_status = None

    def __enter__(self):
        self.process = subprocess.Popen(
            [str(PROGRAM), *self.arguments], cwd=ROOT, env=self.environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=open(self.log, "w"))
        self._printed = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        try:
            self._wait_for_address()
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.exit_status = self.process.returncode
        self.folder.cleanup()

    @property
    def password(self):
        """What all the demo people sign in with, as the program says at its start."""
        for line in self.lines:
            if found := re.search(r"密码都是 ([^）]+)）", line):
                return found[1]
        raise RuntimeError("the program named no password for its demo people")

    @property
    def log(self):
        place = ROOT / ".anlan/acceptance"
        place.mkdir(parents=True, exist_ok=True)
        return place / "server.log"

    def get(self, path, headers=None):
        """Status, headers and body; a refusal is an answer too. Redirects are not followed."""
        request = urllib.request.Request(self.address + path, headers=headers or {})
        try:
            with _opener.open(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.headers, refusal.read().decode()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            self._printed.put(line)
        self._printed.put(None)

    def _wait_for_address(self):
        deadline = time.monotonic() + START_SECONDS
        while self.address is None:
            try:
                line = self._printed.get(timeout=max(0.1, deadline - time.monotonic()))
            except queue.Empty:
                raise RuntimeError(f"no address after {START_SECONDS} s; see {self.log}") from None
            if line is None:
                raise RuntimeError(f"the program ended before it said its address; see {self.log}")
            if line.startswith("ADDRESS "):
                self.address = line.split()[1].rstrip("/")

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise RuntimeError(f"not ready after {START_SECONDS} s; see {self.log}")


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


_opener = urllib.request.build_opener(_NoRedirects)
