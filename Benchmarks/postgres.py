"""A PostgreSQL of the bench's own, on loopback, durable, and tuned as a careful operator would."""

import os
import subprocess
from pathlib import Path

import psycopg

from machine import free_port


class Cluster:
    def __init__(self, folder):
        self.data = folder / "postgres"
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        self.port = free_port()

    def start(self):
        if not (self.data / "PG_VERSION").exists():
            self._create()
        options = f"-p {self.port} -k {self.data} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "-D", self.data, "-l", self.data / "log", "-o", options, "-w", "start")
        self.pid = int((self.data / "postmaster.pid").read_text().split()[0])

    def stop(self):
        self._run("pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def address(self, database):
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def has(self, database):
        with psycopg.connect(self.address("postgres")) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
            return found.fetchone() is not None

    def execute(self, statements, database="postgres"):
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def version(self):
        with psycopg.connect(self.address("postgres")) as connection:
            return connection.execute("SHOW server_version").fetchone()[0]

    def _create(self):
        self.data.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            subprocess.run(["chown", "postgres", str(self.data)], check=True)
        self._run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (1 << 20)
        with open(self.data / "postgresql.conf", "a") as configuration:
            configuration.write(f"""
                shared_buffers = {memory // 8}MB
                effective_cache_size = {memory // 2}MB
                maintenance_work_mem = {memory // 48}MB
                max_wal_size = 8GB
                checkpoint_timeout = 15min
                random_page_cost = 1.1
                max_connections = 200
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                """)

    def _run(self, program, *arguments):
        """As the user postgres when we are root: the server refuses root."""
        command = [str(self.programs / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
