"""Registers at the size of a province, and the import of 100,000 rows beside openpyxl with sqlite3.

    registers.py [--enterprises 200000] [--dangers 2000000] [--through-desk 100000] [--rows 100000] [--rounds 200]
                 [--database WHERE] [--program .build/release/anlan] [--only registers|import]

Fills the database once (a file under .anlan/bench, or the postgres:// address given), then asks each list, one at a time,
and says p50, p99 and the bytes of its JSON. Counts are compared with a plain recount: of a file right here, of PostgreSQL
by `anlan verify`. With --through-desk only so many dangers are carried out as commands; a file then gets as many copies of
each as it takes, with all that lists and counts read, but without entries in the ledger. The import goes through the
program's own page for it: sent, checked, accepted, waited for.
"""

import argparse
import http.client
import json
import sqlite3
import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path

import settings
from machine import Process, Watch, free_port

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
HEADINGS = ["企业名称", "统一社会信用代码", "所属区划", "生产经营地址", "行业类别", "监管行业", "经营状态", "从业人数"]

LISTS = {
    "dangers, the province's newest": "/l/hidden-danger?size=50",
    "dangers of a city": "/l/hidden-danger?scope=320100000000&size=50",
    "dangers of a county": "/l/hidden-danger?scope=320116000000&size=50",
    "open dangers of a county": "/l/hidden-danger?scope=320116000000&open=1&size=50",
    "major open dangers of a city": "/l/hidden-danger?scope=320100000000&open=1&grade=major&size=50",
    "overdue dangers of a county": "/l/hidden-danger?scope=320116000000&open=1&light=red&size=50",
    "dangers of a township": "/l/hidden-danger?scope=320116001000&size=50",
    "major open dangers of a township": "/l/hidden-danger?scope=320116001000&open=1&grade=major&size=50",
    "warned dangers of the province": "/l/hidden-danger?scope=320000000000&open=1&light=yellow&size=50",
    "overdue dangers of the province": "/l/hidden-danger?scope=320000000000&open=1&light=red&size=50",
    "open dangers of the province by term": "/l/hidden-danger?scope=320000000000&open=1&sort=due&size=50",
    "open dangers of a township by term": "/l/hidden-danger?scope=320116001000&open=1&sort=due&size=50",
    "how dangers stand in the province": "/hidden-dangers?scope=320000000000",
    "the map of a city": "/map?scope=320100000000",
    "enterprises of a county": "/enterprises?scope=320116000000&size=50",
    "enterprises of a sector in a city": "/enterprises?scope=320100000000&sector=chemicals&size=50",
    "enterprises by name": "/enterprises?q=%E6%81%92%E8%BE%BE&size=50",
}


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--enterprises", type=int, default=200_000)
    parser.add_argument("--dangers", type=int, default=2_000_000)
    parser.add_argument("--through-desk", type=int, help="carry out only so many dangers as commands, and copy them")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--database")
    parser.add_argument("--program", type=Path, default=settings.ANLAN_PROGRAM)
    parser.add_argument("--only", choices=["registers", "import"])
    return parser.parse_args()


class Program:
    def __init__(self, chosen, folder):
        self.chosen, self.folder = chosen, folder
        self.database = chosen.database or str(folder / f"registers-{chosen.enterprises}-{chosen.dangers}.sqlite")
        self.is_file = "://" not in self.database

    def run(self, *words):
        return subprocess.run([str(self.chosen.program.resolve()), *words, "--database", self.database, "--data", str(self.folder / "data")],
                              check=True, text=True, stdout=subprocess.PIPE, cwd=settings.ROOT).stdout

    def fill(self):
        if self.is_file and Path(self.database).exists():
            return
        started = time.monotonic()
        by_command = min(self.chosen.through_desk or self.chosen.dangers, self.chosen.dangers)
        self.run("demo", "--load-only", "--enterprises", str(self.chosen.enterprises), "--dangers", str(by_command))
        print(f"filled in {time.monotonic() - started:.0f} s", flush=True)
        if by_command < self.chosen.dangers:
            started = time.monotonic()
            multiply(self.database, self.chosen.dangers // by_command)
            print(f"multiplied by {self.chosen.dangers // by_command} in {time.monotonic() - started:.0f} s", flush=True)

    def start(self):
        scopes = ["hidden-dangers.read", "enterprises.read", "enterprises.maintain", "enterprises.import"]
        self.token = self.run("user", "token", "--name", "bench", "--region", "32", "--owner", "demo-zhou",
                              *(word for scope in scopes for word in ("--scope", scope))).split()[-1]
        self.port = free_port()
        self.process = Process([self.chosen.program.resolve(), "serve", "--database", self.database, "--data", self.folder / "data", "--port", self.port],
                               self.folder / "registers.log", folder=settings.ROOT)
        self.process.wait_for(self.port, "/readyz")
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)

    def ask(self, path, method="GET", body=None, kind="application/json"):
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = kind
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status} {text[:300].decode()}")
        return text

    def peak_kib(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])

    def forget_peak(self):
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")


def multiply(path, times):
    """Each hidden danger so many times, under other ids and numbers, and the counts with them."""
    base = sqlite3.connect(path, isolation_level=None)
    base.execute("PRAGMA cache_size = -1000000")
    base.execute("PRAGMA foreign_keys = OFF")
    columns = {table: [row[1] for row in base.execute(f"PRAGMA table_info({table})")] for table in ("matter", "hidden_danger")}
    base.execute("CREATE TEMP TABLE original AS SELECT id, number FROM matter WHERE kind = 'hidden-danger' ORDER BY id")
    for copy in range(1, times):
        # The last byte of an id is chance: another one there keeps its place in time.
        byte = " + ".join(f"{weight} * (instr('0123456789abcdef', substr(own.id, {place}, 1)) - 1)" for place, weight in ((35, 16), (36, 1)))
        renamed = {"id": f"substr(own.id, 1, 34) || printf('%02x', ({byte} + {copy}) % 256)", "number": f"own.number || '-{copy}'"}
        base.execute("BEGIN")
        for table, names in columns.items():
            values = ", ".join(renamed.get(name, f"own.{name}") for name in names)
            base.execute(f"INSERT INTO {table} ({', '.join(names)})"
                         f" SELECT {values} FROM original JOIN {table} own ON own.id = original.id")
        base.execute(f"INSERT INTO matter_text (id, words) SELECT {renamed['id']}, own.words"
                     " FROM original JOIN matter_text own ON own.id = original.id")
        base.execute("COMMIT")
    base.execute(f"UPDATE tally SET amount = amount * {times} WHERE kind = 'hidden-danger'")
    base.execute(f"UPDATE owner_tally SET amount = amount * {times} WHERE kind = 'hidden-danger'")
    base.execute(f"UPDATE danger_tally SET amount = amount * {times}")
    base.close()


def registers(program):
    rounds, results = program.chosen.rounds, []
    for name, path in LISTS.items():
        program.ask(path)
        times = []
        for _ in range(rounds):
            started = time.perf_counter()
            text = program.ask(path)
            times.append((time.perf_counter() - started) * 1000)
        times.sort()
        results.append({"list": name, "p50_ms": round(statistics.median(times), 2),
                        "p99_ms": round(times[min(rounds - 1, int(rounds * 0.99))], 2), "bytes": len(text)})
        print(f"{name:40} p50 {results[-1]['p50_ms']:8.2f} ms   p99 {results[-1]['p99_ms']:8.2f} ms   {len(text)} bytes", flush=True)
    return results


def recount(program):
    """The figures of the page against the rows themselves."""
    if not program.is_file:
        print(program.run("verify").strip())
        return
    told = json.loads(program.ask("/hidden-dangers?scope=320000000000"))["divisions"]
    rows = sqlite3.connect(f"file:{program.database}?mode=ro", uri=True)
    for division in told:
        code = division["region"].rstrip("0")
        code = code + "0" * (-len(code) % 2) if len(code) > 2 else "32"
        plain = rows.execute(
            "SELECT count(*), sum(is_open), sum(is_open AND grade = 'major'), sum(is_open AND light = 'red'), sum(state = 'cleared')"
            " FROM matter WHERE kind = 'hidden-danger' AND region LIKE ?", (code + "%",)).fetchone()
        stated = tuple(division[key] for key in ("total", "open", "majorOpen", "overdue", "cleared"))
        if stated != plain:
            sys.exit(f"{division['name']}: the page says {stated}, the rows {plain}")
    print(f"the figures of {len(told)} divisions equal a plain recount of the rows")
    recount_categories(program, rows)
    recount_lists(program, rows)


def recount_categories(program, rows):
    """By category and grade, month by month, for the province, a city and a county."""
    compared = 0
    for scope in ("320000000000", "320100000000", "320116000000"):
        months = [row[0] for row in rows.execute("SELECT DISTINCT month FROM matter WHERE kind = 'hidden-danger'")]
        for month in months:
            page = json.loads(program.ask(f"/hidden-dangers?scope={scope}&month={month}"))
            stated = sorted((one["category"], one["grade"] or "", one["found"], one["cleared"]) for one in page["categories"])
            plain = sorted(rows.execute(
                "SELECT own.category, coalesce(matter.grade, ''), count(*), sum(matter.state = 'cleared')"
                " FROM matter JOIN hidden_danger own ON own.id = matter.id"
                " WHERE matter.kind = 'hidden-danger' AND matter.month = ? AND matter.region BETWEEN ? AND ? GROUP BY 1, 2",
                (month, scope.rstrip("0"), scope.rstrip("0") + "~")).fetchall())
            if stated != plain:
                sys.exit(f"{scope} {month}: the page says {stated}, the rows {plain}")
            compared += len(plain)
    print(f"{compared} figures by category equal a plain recount of the rows")


def recount_lists(program, rows):
    """The totals of lists, up to where lists stop counting."""
    limit = 10_000
    for scope in ("320000000000", "320100000000", "320116000000"):
        for words, condition in (("", "1"), ("&open=1", "is_open"), ("&open=1&light=red", "is_open AND light = 'red'"),
                                 ("&open=1&grade=major", "is_open AND grade = 'major'"), ("&state=cleared", "state = 'cleared'")):
            total = json.loads(program.ask(f"/l/hidden-danger?scope={scope}{words}"))["total"]
            plain = rows.execute(
                f"SELECT count(*) FROM matter WHERE kind = 'hidden-danger' AND region BETWEEN ? AND ? AND {condition}",
                (scope.rstrip("0"), scope.rstrip("0") + "~")).fetchone()[0]
            if total != min(plain, limit):
                sys.exit(f"{scope}{words}: the list says {total}, the rows {plain}")
    print("the totals of lists equal a plain recount of the rows")


def credit_code(number):
    body = f"91320116YT{number:06d}0"
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def workbook(path, rows):
    import openpyxl
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for number in range(rows):
        sheet.append([f"规模测试第{number}号有限公司", credit_code(number), "320116", f"示例路{number}号", "C2614", "危险化学品", "在产（营业）", 10 + number % 500])
    book.save(path)


def wait(program, page, *states):
    while True:
        job = json.loads(program.ask(page))
        job = job.get("import", job)
        if job["state"] in states:
            return job
        time.sleep(0.2)


def import_here(program, path):
    boundary = uuid.uuid4().hex
    body = b"".join([
        f'--{boundary}\r\nContent-Disposition: form-data; name="source"\r\n\r\nsupervisor\r\n'.encode(),
        f'--{boundary}\r\nContent-Disposition: form-data; name="file.purpose"\r\n\r\ndocument\r\n'.encode(),
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'.encode(), path.read_bytes(),
        f"\r\n--{boundary}--\r\n".encode()])
    program.forget_peak()
    watch, started = Watch(program.process.pid), time.monotonic()
    page = json.loads(program.ask("/imports/enterprises", "POST", body, f"multipart/form-data; boundary={boundary}"))["page"]
    wait(program, page, "checked", "failed")
    checked = time.monotonic()
    program.ask(page + "/accept", "POST", "{}")
    job = wait(program, page, "done", "failed")
    used = watch.stop()
    return {"who": "anlan", "checked_s": round(checked - started, 1), "total_s": round(time.monotonic() - started, 1),
            "peak_mib": program.peak_kib() // 1024, "processor_s": round(used["server_seconds"], 1), "others": used["others"], "job": job}


PEER = """
import openpyxl, resource, sqlite3, sys, time
started = time.monotonic()
rows = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0].iter_rows(min_row=2, values_only=True)
base = sqlite3.connect(sys.argv[2])
base.execute("PRAGMA journal_mode=WAL"); base.execute("PRAGMA synchronous=FULL")
base.execute("CREATE TABLE enterprise (name TEXT NOT NULL, code TEXT UNIQUE, region TEXT, address TEXT, industry TEXT, sector TEXT, status TEXT, employees INTEGER)")
alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
def valid(code):
    return len(code) == 18 and (31 - sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17])) % 31) % 31 == alphabet.index(code[17])
with base:
    base.executemany("INSERT INTO enterprise VALUES (?,?,?,?,?,?,?,?)", (row for row in rows if row[0] and valid(row[1])))
print(time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, base.execute("SELECT count(*) FROM enterprise").fetchone()[0])
"""


def import_peer(path, folder):
    base = folder / "peer.sqlite"
    for end in ("", "-wal", "-shm"):
        Path(f"{base}{end}").unlink(missing_ok=True)
    seconds, peak, rows = subprocess.run([sys.executable, "-c", PEER, str(path), str(base)], check=True, text=True, stdout=subprocess.PIPE).stdout.split()
    return {"who": "openpyxl + sqlite3: one table, the check digit, no search, no history", "total_s": round(float(seconds), 1),
            "peak_mib": int(peak), "rows": int(rows)}


def main():
    chosen = options()
    folder = settings.ROOT / ".anlan/bench"
    folder.mkdir(parents=True, exist_ok=True)
    program = Program(chosen, folder)
    program.fill()
    program.start()
    results = {"enterprises": chosen.enterprises, "dangers": chosen.dangers, "database": "file" if program.is_file else "postgres"}
    try:
        if chosen.only != "import":
            results["registers"] = registers(program)
            recount(program)
        if chosen.only != "registers":
            path = folder / f"import-{chosen.rows}.xlsx"
            if not path.exists():
                workbook(path, chosen.rows)
            results["import"] = [import_here(program, path), import_peer(path, folder)]
            for one in results["import"]:
                print(json.dumps(one, ensure_ascii=False))
    finally:
        program.process.stop()
    (folder / "registers.json").write_text(json.dumps(results, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
