"""The servers that do the same work, each with the same few verbs: seed once, start, stop, and what to ask."""

import os
import subprocess
import sys

import settings
from machine import Process, free_port

HERE = settings.ROOT / "Benchmarks"
PROGRAMS = HERE.parent / ".venv/bench/bin"


def filled(text, **values):
    """Only these braces; the load generator fills the others."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


class Contestant:
    name = ""
    uses_postgres = True
    has_pages = False

    def __init__(self, folder, cluster):
        self.folder, self.cluster = folder, cluster
        self.process = None

    @property
    def absent(self):
        """Why it cannot be measured here, or None."""
        return None

    def stop(self):
        self.process.stop()

    @property
    def process_ids(self):
        return (self.process.pid, self.cluster.pid) if self.uses_postgres else (self.process.pid,)


class Anlan(Contestant):
    has_pages = True

    def __init__(self, folder, cluster, matters):
        super().__init__(folder, cluster)
        self.matters = matters

    @property
    def absent(self):
        return None if settings.ANLAN_PROGRAM.exists() else "not built: make build"

    def seed(self):
        if self.seeded():
            return
        self._run(settings.ANLAN_SEED)
        self.mark_seeded()

    def start(self, path="/readyz", pause=0.1):
        self.port = free_port()
        self.process = Process(
            self._command(settings.ANLAN_SERVE), self.folder / "log" / f"{self.name}.log", folder=settings.ROOT)
        self.process.wait_for(self.port, path, pause=pause)

    def scenario(self, work):
        tokens = {role: self._run(words).split()[-1] for role, words in settings.ANLAN_TOKENS.items()}
        pattern = {"commands": settings.ANLAN_COMMANDS, "list": settings.ANLAN_LIST, "pages": settings.ANLAN_PAGES}[work]
        counties = settings.anlan_counties()
        owners = " ".join(f"awb-{county[:6]}" for county in counties)
        return filled(pattern, counties=" ".join(counties), owners=owners, **tokens)

    def _command(self, pattern):
        values = dict(database=self.database, matters=self.matters, port=getattr(self, "port", ""))
        return [settings.ANLAN_PROGRAM, *(filled(word, **values) for word in pattern)]

    def _run(self, pattern):
        return subprocess.run(
            self._command(pattern), check=True, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            cwd=settings.ROOT).stdout


class AnlanOnSQLite(Anlan):
    name = "anlan-sqlite"
    uses_postgres = False

    @property
    def database(self):
        return self.folder / f"anlan-{self.matters}.sqlite"

    def seeded(self):
        return self.database.with_suffix(".seeded").exists()

    def mark_seeded(self):
        self.database.with_suffix(".seeded").touch()


class AnlanOnPostgres(Anlan):
    name = "anlan-postgres"

    @property
    def database(self):
        return self.cluster.address(f"anlan_{self.matters}")

    def seeded(self):
        return self.cluster.has(f"anlan_{self.matters}")

    def seed(self):
        if self.seeded():
            return
        self.cluster.execute([f"CREATE DATABASE anlan_{self.matters}"])
        try:
            super()._run(settings.ANLAN_SEED)
        except BaseException:
            self.cluster.execute([f"DROP DATABASE anlan_{self.matters}"])
            raise
        self.cluster.execute(["VACUUM ANALYZE", "CHECKPOINT"], f"anlan_{self.matters}")


class Peer(Contestant):
    """Both peers work on one database, which Django's models make."""

    def __init__(self, folder, cluster, matters):
        super().__init__(folder, cluster)
        self.matters = matters
        self.environment = {"PEERS_POSTGRES_PORT": str(cluster.port)}

    def seed(self):
        if self.cluster.has("peers"):
            return
        self.cluster.execute(["CREATE DATABASE peers"])
        try:
            self._python("django_peer.py", "migrate")
            self.cluster.execute([settings.PEER_SEED % self.matters, "VACUUM ANALYZE", "CHECKPOINT"], "peers")
        except BaseException:
            self.cluster.execute(["DROP DATABASE peers"])
            raise

    def start(self):
        self.port = free_port()
        self.token = self._python(self.script, "token").strip()
        self.process = Process(
            self.command(), self.folder / "log" / f"{self.name}.log", self.environment, HERE / "Peers")
        self.process.wait_for(self.port, "/matters?county=320101")

    def scenario(self, work):
        pattern = settings.PEER_COMMANDS if work == "commands" else settings.PEER_LIST
        return filled(pattern, token=self.token, counties=" ".join(settings.PEER_COUNTIES),
                      townships=" ".join(settings.PEER_TOWNSHIPS))

    def _python(self, script, *arguments):
        return subprocess.run(
            [sys.executable, script, *arguments], check=True, text=True, stdout=subprocess.PIPE, cwd=HERE / "Peers",
            env={**os.environ, **self.environment}).stdout


class Django(Peer):
    name = "django"
    script = "django_peer.py"

    def command(self):
        return [PROGRAMS / "gunicorn", "--bind", f"127.0.0.1:{self.port}", "--workers", "4", "--worker-class", "gthread",
                "--threads", "4", "--keep-alive", "60", "--log-level", "error", "django_peer:application"]


class FastAPI(Peer):
    name = "fastapi"
    script = "fastapi_peer.py"

    def command(self):
        return [PROGRAMS / "uvicorn", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "2", "--loop", "uvloop",
                "--http", "httptools", "--no-access-log", "--log-level", "error", "fastapi_peer:app"]


CONTESTANTS = {kind.name: kind for kind in (AnlanOnSQLite, AnlanOnPostgres, Django, FastAPI)}
