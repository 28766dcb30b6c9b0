"""PostgreSQL servers of the torture's own, on loopback, that can be killed: one, or a primary with its standby."""

import os
import signal
import subprocess
import time
from pathlib import Path

from program import free_port

PROGRAMS = Path(os.environ.get("POSTGRES_PROGRAMS", "/usr/lib/postgresql/15/bin"))
# PostgreSQL refuses to run as root.
AS_ITS_USER = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


class Cluster:
    """One server. What was written survives a kill: syncs are on."""

    def __init__(self, folder, name="postgres"):
        # Its own user must reach it, whatever the folder of the run allows.
        self.folder = Path("/var/tmp") / f"{Path(folder).name}-{name}"
        self.data = self.folder / "data"
        self.port = free_port()

    @property
    def address(self):
        return f"postgres://anlan@127.0.0.1:{self.port}/postgres?sslmode=disable"

    def __enter__(self):
        self.folder.mkdir()
        if AS_ITS_USER:
            subprocess.run(["chown", "postgres", str(self.folder)], check=True)
        self.create()
        self.start()
        return self

    def __exit__(self, *_):
        self._control("-m", "immediate", "stop", check=False)
        subprocess.run(["rm", "-rf", str(self.folder)], check=True)

    def create(self):
        self._run("initdb", "-D", self.data, "-U", "anlan", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def start(self):
        # A killed server leaves its lock file and, for a moment, its port.
        for _ in range(50):
            if self._control("-l", self.folder / "server.log", "-o", self.options, "start", check=False) == 0:
                return
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'server.log').read_text()[-800:]}")

    @property
    def options(self):
        return (f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} "
                "-c max_connections=200")

    def kill(self):
        """Without warning, with all its children; what they shared in memory is gone with them."""
        own = int((self.data / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(own)], text=True, stdout=subprocess.PIPE).stdout.split()
        for process in [own, *map(int, children)]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        while any(Path(f"/proc/{process}").exists() and "Z" not in state(process) for process in [own, *children]):
            time.sleep(0.01)

    def restart(self):
        self._control("-m", "fast", "-l", self.folder / "server.log", "-o", self.options, "restart")

    def _control(self, *words, check=True):
        return self._run("pg_ctl", "-s", "-w", "-D", self.data, *words, check=check)

    def _run(self, program, *words, check=True):
        done = subprocess.run(
            [*AS_ITS_USER, str(PROGRAMS / program), *map(str, words)], cwd="/", stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE if check else subprocess.DEVNULL, text=True)
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stderr[-800:]}")
        return done.returncode


class Standby(Cluster):
    def __init__(self, folder, primary):
        super().__init__(folder, "standby")
        self.primary = primary

    def create(self):
        self._run("pg_basebackup", "-D", self.data, "-h", "127.0.0.1", "-p", self.primary.port, "-U", "anlan", "-R",
                  "-X", "stream", "-c", "fast")


class Pair:
    """A primary that answers only when its standby has it too; either may be asked for by one address."""

    def __init__(self, folder):
        self.primary = Cluster(folder, "primary")
        self.standby = Standby(folder, self.primary)

    @property
    def address(self):
        return (f"postgres://anlan@127.0.0.1:{self.primary.port},127.0.0.1:{self.standby.port}/postgres"
                "?sslmode=disable&target_session_attrs=read-write&connect_timeout=2")

    def __enter__(self):
        self.primary.__enter__()
        self.standby.__enter__()
        self._on_primary("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self._on_primary("SELECT pg_reload_conf()")
        return self

    def __exit__(self, *_):
        self.standby.__exit__()
        self.primary.__exit__()

    def lose_primary(self):
        self.primary.kill()

    def promote_standby(self):
        self.standby._control("promote")

    def _on_primary(self, statement):
        subprocess.run(["psql", "-X", "-q", self.primary.address, "-c", statement], check=True,
                       stdout=subprocess.DEVNULL)


def state(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "Z"
