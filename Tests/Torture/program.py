"""The program under fire: started, killed without warning, started again on the same port and data."""

import os
import random
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("ANLAN_PROGRAM", ROOT / ".build/debug/anlan"))
TOKENS = {"officer": ("demo-zhou", "supervised-tasks.establish"), "approver": ("demo-shen", "supervised-tasks.approve")}


def free_port():
    """Below the ports from which clients are given theirs: one that keeps asking where nobody listens any more would
    otherwise be given that very port some day, be connected to itself, and hold it for good."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Program:
    def __init__(self, folder, database):
        self.folder, self.database, self.port = folder, database, free_port()
        self.environment = dict(os.environ)
        self.process = None

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def run(self, *words):
        """One of the other commands, to its end; its exit status and what it printed."""
        done = subprocess.run(
            [str(PROGRAM), *words, "--database", self.database, "--data", str(self.folder)], text=True, cwd=ROOT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment)
        return done.returncode, done.stdout

    def fill(self):
        status, text = self.run("demo", "--load-only")
        if status:
            raise RuntimeError(f"the demo province was not loaded: {text[-500:]}")

    def tokens(self):
        given = {}
        for role, (owner, scope) in TOKENS.items():
            status, text = self.run(
                "user", "token", "--name", "torture", "--region", "32", "--owner", owner, "--scope",
                "supervised-tasks.read", "--scope", scope)
            if status:
                raise RuntimeError(text[-500:])
            given[role] = text.split()[-1]
        return given

    def start(self):
        self.process = subprocess.Popen(
            [str(PROGRAM), "serve", "--database", self.database, "--data", str(self.folder), "--port", str(self.port)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=self.environment,
            stderr=open(self.folder / "server.log", "a"))

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """As an operator stops it; true when it ended by itself and well."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(30) == 0
        except subprocess.TimeoutExpired:
            self.kill()
            return False

    def wait_until_ready(self, seconds=60):
        """How long it took to say so, in seconds; `None` when it did not."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if self.process.poll() is not None:
                self.start()
            if self.readiness() == 200:
                return time.monotonic() - began
            time.sleep(0.02)
        return None

    def readiness(self):
        try:
            return urllib.request.urlopen(f"http://{self.address}/readyz", timeout=5).status
        except urllib.error.HTTPError as refusal:
            return refusal.code
        except OSError:
            return None
