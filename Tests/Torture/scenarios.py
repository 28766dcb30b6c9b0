"""What is done to the program while the crowd works. Each takes a `Fire`, see torture.py."""

import json
import socket
import subprocess
import time
from contextlib import ExitStack

from clocks import SteppingClock
from clusters import Cluster, Pair
from crowd import form
from program import Program
from reckoning import PostgresServer, SQLiteFile

# A crash comes at any moment: long enough for a new start to have done some work, and sometimes not.
BETWEEN_KILLS = (0.02, 0.9)


def kills_on_sqlite(fire):
    """The server is killed without warning, again and again."""
    file = fire.folder / "anlan.sqlite"
    program = fire.program(str(file))

    def disturb(_):
        for _ in range(fire.options.kills):
            time.sleep(fire.luck.uniform(*BETWEEN_KILLS))
            program.kill()
            program.start()
            # Half of the time the next kill comes before it has begun to answer.
            if fire.luck.random() < 0.5:
                program.wait_until_ready()

    fire.under_load([program], SQLiteFile(file), disturb, f"{fire.options.kills} kills on SQLite")


def kills_on_postgres(fire):
    """The server and the database are killed in turn."""
    with Cluster(fire.folder) as cluster:
        program = fire.program(cluster.address)

        def disturb(_):
            for number in range(fire.options.kills):
                time.sleep(fire.luck.uniform(*BETWEEN_KILLS))
                if number % 2 == 0:
                    program.kill()
                    program.start()
                else:
                    cluster.kill()
                    cluster.start()
                if fire.luck.random() < 0.5:
                    program.wait_until_ready()

        fire.under_load(
            [program], PostgresServer(cluster.address), disturb, f"{fire.options.kills} kills on PostgreSQL")


# Requests under way have ten seconds; the rest is for a busy machine.
STOP_SECONDS = 15


def stops_on_sqlite(fire):
    file = fire.folder / "anlan.sqlite"
    stops(fire, str(file), SQLiteFile(file), "stops on SQLite")


def stops_on_postgres(fire):
    with Cluster(fire.folder) as cluster:
        stops(fire, cluster.address, PostgresServer(cluster.address), "stops on PostgreSQL")


def stops(fire, address, database, name):
    """An operator stops the program under load, again and again, while pages are open; at last while a client never sends
    the rest of its request."""
    program = fire.program(address)

    def disturb(crowd):
        for number in range(4):
            title = f"{name}, {number + 1}"
            time.sleep(fire.luck.uniform(0.3, 1.2))
            with ExitStack() as open_ends:
                streams = [open_ends.enter_context(live_page(program, crowd)) for _ in range(3)]
                if number == 3:
                    streams.append(open_ends.enter_context(unfinished_form(program, crowd)))
                before, began = crowd.acknowledged, time.monotonic()
                ended = program.stop()
                seconds = time.monotonic() - began
                fire.tally.check(f"{title}: it ends by itself, and well", not ended)
                fire.tally.check(f"{title}: in its time", seconds > STOP_SECONDS and [f"{seconds:.1f} s"])
                time.sleep(1)
                fire.tally.check(f"{title}: nobody is left waiting", [
                    f"client {index}" for index, one in enumerate(crowd.clients) if one.has_waited(1)]
                    + [stream for stream in map(left_open, streams) if stream])
                print(f"  {title}: {seconds:.1f} s, {crowd.acknowledged - before} acknowledged meanwhile", flush=True)
            program.start()
            program.wait_until_ready()

    fire.under_load([program], database, disturb, name)


# How long a connection may stand still in the scenario below.
IDLE_SECONDS = 2
TRICKLE = "one that sends its head a letter at a time"


def slow_clients(fire):
    """Clients that say nothing, or never come to the end of what they say, hold no connection for ever; those that are
    slow but go on are served, and pages that are open stay so."""
    file = fire.folder / "anlan.sqlite"
    program = fire.program(str(file))
    program.environment["ANLAN_IDLE_TIMEOUT"] = str(IDLE_SECONDS)

    def disturb(crowd):
        with ExitStack() as open_ends:
            page = open_ends.enter_context(live_page(program, crowd))
            idlers = {
                "a client that says nothing": socket.create_connection(("127.0.0.1", program.port), timeout=20),
                "one that never ends its head": opened(program, crowd, "GET /readyz", ended=False),
                "one that never ends its body": unfinished_form(program, crowd),
                "one that was answered and stays": answered(program, crowd),
                TRICKLE: opened(program, crowd, "GET /readyz", ended=False),
            }
            began, closed = time.monotonic(), {}
            for connection in idlers.values():
                open_ends.enter_context(connection)
            while len(closed) < len(idlers) and time.monotonic() - began < IDLE_SECONDS * 4:
                time.sleep(0.2)
                closed.update({name: time.monotonic() - began for name, connection in idlers.items()
                               if name not in closed and has_ended(connection, b"X" if name == TRICKLE else b"")})
            for name in idlers:
                fire.tally.check(f"slow clients: {name} is cut off in time", off(closed.get(name)))
            fire.tally.check("slow clients: a slow form that goes on is taken in", slow_form(program, crowd) != 201)
            fire.tally.check("slow clients: a page that is open is still open", has_ended(page))

    fire.under_load([program], SQLiteFile(file), disturb, "slow clients")


def off(seconds):
    """What is wrong with having been cut off after so long."""
    if seconds is None:
        return ["never"]
    return not IDLE_SECONDS * 0.9 < seconds < IDLE_SECONDS * 3 and [f"after {seconds:.1f} s"]


def has_ended(connection, word=b""):
    """Whether the other end let go; says a word to it first. What it has to say itself is passed over."""
    try:
        connection.sendall(word)
        connection.setblocking(False)
        while connection.recv(65536):
            pass
        return True
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        connection.setblocking(True)


def answered(program, crowd):
    connection = opened(program, crowd, "GET /readyz")
    if b" 200" not in connection.recv(65536):
        raise RuntimeError("the program is not ready")
    return connection


def slow_form(program, crowd):
    """A form whose parts come one by one, in all three times as long as a connection may stand still: its status."""
    body = json.dumps(form(crowd.clients[0].owners[0])).encode()
    pieces = [body[number:number + 1] for number in range(6)] + [body[6:]]
    with opened(program, crowd, "POST /m/supervised-task/new/establish",
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n") as connection:
        try:
            for piece in pieces:
                time.sleep(IDLE_SECONDS / 2)
                connection.sendall(piece)
            return int(connection.recv(65536).split()[1])
        except (OSError, IndexError):
            return None


def live_page(program, crowd):
    """A page that is open and is told of changes."""
    connection = opened(program, crowd, "GET /live?counts=workbench")
    begun = connection.recv(15)
    if b" 200" not in begun:
        raise RuntimeError(f"the page is not told of changes: {begun}")
    return connection


def unfinished_form(program, crowd):
    return opened(program, crowd, "POST /m/supervised-task/new/establish",
                  "Content-Type: application/json\r\nContent-Length: 1000\r\n", begun="{")


def opened(program, crowd, request, headers="", begun="", ended=True):
    connection = socket.create_connection(("127.0.0.1", program.port), timeout=20)
    token = crowd.clients[0].tokens["officer"]
    connection.sendall((f"{request} HTTP/1.1\r\nHost: {program.address}\r\nAuthorization: Bearer {token}\r\n"
                        f"{headers}" + (f"\r\n{begun}" if ended else "")).encode())
    return connection


def left_open(connection):
    """What is wrong when the other end has not let go of it."""
    connection.settimeout(2)
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return "a connection is still open"
    except OSError:
        pass
    return None


def two_instances(fire):
    """Two instances share one database; one of them is killed at a time."""
    with Cluster(fire.folder) as cluster:
        # They share the folder for data, as they must: secret and attachments lie there.
        programs = [fire.program(cluster.address) for _ in range(2)]

        def disturb(_):
            for _ in range(max(4, fire.options.kills // 10)):
                time.sleep(fire.luck.uniform(0.2, 1))
                victim = fire.luck.choice(programs)
                victim.kill()
                victim.start()
                victim.wait_until_ready()

        fire.under_load(programs, PostgresServer(cluster.address), disturb, "two instances on one PostgreSQL")


def database_restarted(fire):
    """An operator restarts PostgreSQL in the middle of the day."""
    with Cluster(fire.folder) as cluster:
        program = fire.program(cluster.address)

        def disturb(_):
            for _ in range(5):
                time.sleep(fire.luck.uniform(1, 2))
                cluster.restart()

        fire.under_load([program], PostgresServer(cluster.address), disturb, "PostgreSQL restarted")


def failover(fire):
    """The primary is lost for good and its synchronous standby is promoted."""
    with Pair(fire.folder) as pair:
        program = fire.program(pair.address)

        def disturb(_):
            time.sleep(3)
            pair.lose_primary()
            time.sleep(fire.luck.uniform(0.2, 1))
            pair.promote_standby()
            program.wait_until_ready()
            time.sleep(3)

        fire.under_load([program], PostgresServer(pair.standby.address), disturb, "failover to the standby")


def disk_full(fire):
    """The disk is filled up and emptied again; a small file system of its own, which takes root to mount."""
    place = fire.folder / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)], stderr=subprocess.PIPE)
    if mounted.returncode:
        print("  disk full: left out, a small file system cannot be mounted here", flush=True)
        return
    try:
        file = place / "anlan.sqlite"
        program = fire.program(str(file))

        def disturb(crowd):
            for _ in range(4):
                time.sleep(1)
                ballast = place / "ballast"
                with open(ballast, "wb") as heavy:
                    try:
                        while True:
                            heavy.write(b"\0" * 65536)
                            heavy.flush()
                    except OSError:
                        pass
                before = crowd.acknowledged
                time.sleep(1)
                full = program.readiness()
                ballast.unlink()
                ready = program.wait_until_ready()
                fire.tally.check("disk full: it answers while the disk is full", full is None)
                fire.tally.check("disk full: it works again once there is room", ready is None)
                deadline = time.monotonic() + 20
                while crowd.acknowledged <= before and time.monotonic() < deadline:
                    time.sleep(0.1)
                fire.tally.check("disk full: commands are acknowledged again", crowd.acknowledged <= before)

        fire.under_load([program], SQLiteFile(file), disturb, "disk full")
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def read_only_disk(fire):
    """The file system turns read-only, as it does when a disk fails, and is mounted again."""
    place = fire.folder / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", str(place)], stderr=subprocess.PIPE)
    if mounted.returncode:
        print("  read-only disk: left out, a file system cannot be mounted here", flush=True)
        return
    try:
        file = place / "anlan.sqlite"
        program = fire.program(str(file))

        def disturb(crowd):
            for _ in range(3):
                time.sleep(1)
                # The program is stopped for the change: a file system with open files refuses to turn read-only.
                program.kill()
                subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
                program.start()
                time.sleep(1)
                fire.tally.check("read-only disk: it is not ready", program.readiness() == 200)
                subprocess.run(["mount", "-o", "remount,rw", str(place)], check=True)
                fire.tally.check("read-only disk: it is ready again", program.wait_until_ready() is None)

        fire.under_load([program], SQLiteFile(file), disturb, "read-only disk")
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def clock_steps(fire):
    """The clock of the machine steps back and forth, while the program runs and while it does not."""
    if SteppingClock.library is None:
        print("  clock steps: left out, libfaketime is not installed", flush=True)
        return
    file = fire.folder / "anlan.sqlite"
    with SteppingClock(fire.folder) as clock:
        program = fire.program(str(file))
        program.environment.update(clock.environment())

        def disturb(_):
            for number, step in enumerate(("-3600", "+60", "-60", "+7200", "+0", "-1", "+1", "+0") * 4):
                time.sleep(0.7)
                if number % 2 == 0:
                    clock.step(step)
                    continue
                program.kill()
                clock.step(step)
                program.environment.update(clock.environment())
                program.start()
                program.wait_until_ready()

        fire.under_load([program], SQLiteFile(file), disturb, "the clock steps")


def backups(fire):
    """Backups are taken while the crowd works; each is restored elsewhere, onto either database."""
    with Cluster(fire.folder) as cluster:
        file = fire.folder / "anlan.sqlite"
        for name, address, database in (
                ("SQLite", str(file), SQLiteFile(file)),
                ("PostgreSQL", cluster.address, PostgresServer(cluster.address))):
            program, taken, store = fire.program(address), [], fire.folder / f"backup-{name}"

            def disturb(crowd):
                for _ in range(4):
                    time.sleep(fire.luck.uniform(0.5, 2))
                    known = {command for record in crowd.records for command in list(record.entries)}
                    status, text = program.run("backup", "--to", str(store))
                    fire.tally.check(f"backups on {name}: one is taken under load", text[-400:] if status else [])
                    # Whole seconds on the command line: the next point is in another one.
                    time.sleep(1.1)
                    taken.append((known, time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + 8 * 3600))))

            fire.under_load([program], database, disturb, f"backups on {name}")
            sealed = [row[0] for row in database.rows("SELECT entry FROM sealed_entry ORDER BY leaf")]
            for number, (known, until) in enumerate(taken):
                there = fire.folder / f"restored-{name}-{number}"
                status, text = Program(there, str(there / "anlan.sqlite")).run(
                    "restore", "--from", str(store), "--until", until)
                title = f"backups on {name}, as of {until}"
                fire.tally.check(f"{title}: restored, and `anlan verify` finds nothing", text[-400:] if status else [])
                if status:
                    continue
                restored = SQLiteFile(there / "anlan.sqlite")
                commands = {row[0] for row in restored.rows("SELECT command_id FROM ledger_entry")}
                fire.tally.check(f"{title}: all that was acknowledged before is there", sorted(known - commands))
                entries = [row[0] for row in restored.rows("SELECT entry FROM sealed_entry ORDER BY leaf")]
                fire.tally.check(
                    f"{title}: the sealed log is the beginning of what it became",
                    entries != sealed[:len(entries)] and [len(entries)])


ALL = {
    "sqlite": kills_on_sqlite, "postgres": kills_on_postgres, "stops": stops_on_sqlite,
    "stops-postgres": stops_on_postgres, "slow": slow_clients, "instances": two_instances,
    "restart": database_restarted, "failover": failover, "disk-full": disk_full, "read-only": read_only_disk,
    "clock": clock_steps, "backups": backups,
}
SHORT = ("sqlite", "postgres", "stops", "stops-postgres", "slow")
