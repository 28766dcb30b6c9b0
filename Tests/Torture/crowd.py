"""Many clients that give commands at once and remember what each was told.

A client that gets no answer, or is told that the outcome is not known, does what a person would: it sends the same
command with the same id again. Some give up instead, and then do not know whether it was done.
"""

import http.client
import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

KIND = "supervised-task"
# Told to come back, or not told anything: the same command is sent again. What refuses it for good ends it.
COME_BACK = {429, 500, 503, 507}


@dataclass
class Record:
    """What one client was told."""
    opened: dict = field(default_factory=dict)      # command id -> matter
    moved: dict = field(default_factory=dict)       # command id -> (matter, version)
    abandoned: set = field(default_factory=set)     # command ids whose outcome nobody knows
    refused: list = field(default_factory=list)     # (command id, status, code): a refusal is an answer too
    entries: dict = field(default_factory=dict)     # command id -> every ledger entry it was answered with
    repeated: int = 0


def form(owner):
    """A task to be established, under an id of its own."""
    command = str(uuid.uuid4())
    return {
        "command-id": command, "title": f"断电演练 {command[:8]}", "requirement": "逐项整改并复查", "grade": "routine",
        "owner": owner, "day": str(date.today() + timedelta(days=60)),
    }


class Client(threading.Thread):
    def __init__(self, number, addresses, tokens, owners, seed, stop):
        super().__init__(daemon=True)
        self.record = Record()
        self.luck = random.Random(f"{seed}/{number}")
        self.addresses, self.tokens, self.owners, self.halt = addresses, tokens, owners, stop
        self.connection = None
        self.asking_since = None

    def run(self):
        while not self.halt.is_set():
            matter = self._open()
            if matter is not None:
                self._approve(matter)

    def _open(self):
        body = form(self.luck.choice(self.owners))
        answer = self._settle(f"/m/{KIND}/new/establish", "officer", body)
        if answer:
            self.record.opened[body["command-id"]] = answer["matter"]
            return answer["matter"]
        return None

    def _approve(self, matter):
        command = str(uuid.uuid4())
        answer = self._settle(f"/m/{KIND}/{matter}/approve", "approver", {"command-id": command})
        if answer:
            self.record.moved[command] = (matter, answer["version"])

    def _settle(self, path, role, body):
        """Sends until there is an answer; one in twenty lets it be after the first silence."""
        command, sent = body["command-id"], False
        while True:
            status, answer = self._send(path, role, body)
            if status in (200, 201):
                self.record.entries.setdefault(command, set()).add(answer["entry"])
                self.record.repeated += answer["repeated"]
                return answer
            if status is None or status in COME_BACK:
                sent = sent or status != "unsent"
                if self.halt.is_set() or self.luck.random() < 0.05:
                    self.record.abandoned.add(command)
                    return None
                time.sleep(self.luck.uniform(0.005, 0.05))
                continue
            self.record.refused.append((command, status, answer.get("code")))
            return None

    def _send(self, path, role, body):
        self.asking_since = time.monotonic()
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.luck.choice(self.addresses), timeout=20)
            self.connection.request(
                "POST", path, json.dumps(body), {
                    "Authorization": f"Bearer {self.tokens[role]}", "Content-Type": "application/json"})
            answer = self.connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else {}
        except (OSError, http.client.HTTPException, ValueError):
            if self.connection is not None:
                self.connection.close()
            self.connection = None
            return None, {}
        finally:
            self.asking_since = None

    def has_waited(self, seconds):
        """Whether it asked so long ago and was neither answered nor cut off."""
        since = self.asking_since
        return since is not None and time.monotonic() - since > seconds


class Crowd:
    """`with Crowd(…) as crowd:` works until the block ends; then `crowd.records` tell what was said."""

    def __init__(self, size, addresses, tokens, owners, seed):
        self.stop = threading.Event()
        self.clients = [Client(number, addresses, tokens, owners, seed, self.stop) for number in range(size)]

    def __enter__(self):
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for client in self.clients:
            client.join(60)

    @property
    def acknowledged(self):
        return sum(len(one.record.opened) + len(one.record.moved) for one in self.clients)

    @property
    def records(self):
        return [one.record for one in self.clients]
