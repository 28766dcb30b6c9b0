"""Sends what nobody would think of to every address in `/openapi.json`, as each role and as nobody, and holds each answer
against the description: no fault of the program, no status, type or shape that is not described.

    explore.py --short [--results FILE]        once each; in every run of the tests
    explore.py [--seconds N] [--seed N]        minutes of it, by `make explore`; a seed that is printed goes the same way again

Schemathesis makes the requests. The ids in them are those of matters that the role may read, so that they reach the work
behind the address and not only its refusal.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Acceptance"))
from journey import Tally  # noqa: E402
from server import PROGRAM, Server  # noqa: E402

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance",
          "response_headers_conformance")
# One person of the demo province for each role, by sign-in.
ROLES = ("zhou", "shen", "lu", "dept1", "town320116005a", "safety1", "head1", "system", "security", "audit")
NOBODY = "nobody"
AT_ONCE = 2
IDS_OF_A_KIND = 5
# A stream without end is no answer; the tests of the site listen to it.
STREAM = "/live"


class Explorer:
    def __init__(self, server, seed, seconds):
        self.server, self.seed, self.seconds = server, seed, seconds
        self.description = json.loads(server.get("/openapi.json")[2])
        operations = [one for path in self.description["paths"].values() for one in path.values()]
        self.amount = len(operations)
        self.scopes = sorted({scope for one in operations for needed in one.get("security", [])
                              for scope in needed.get("token", [])})
        self.kinds = sorted({path.split("/")[2] for path in self.description["paths"]
                             if path.startswith("/m/") and not path.startswith("/m/{")})

    def explore(self, role, folder):
        """What schemathesis reports of one role."""
        token = None if role == NOBODY else self.token(role)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        configuration, report = folder / "schemathesis.toml", folder / "report.json"
        configuration.write_text(self.configuration(headers))
        command = [
            SCHEMATHESIS, "--config-file", configuration, "run", self.server.address + "/openapi.json",
            "--checks", ",".join(CHECKS), "--exclude-path", STREAM, "--seed", str(self.seed), "--continue-on-failure",
            "--suppress-health-check", "all", "--request-timeout", "30", "--warnings", "off", "--no-color",
            "--report", "json", "--report-json-path", report]
        for name, value in headers.items():
            command += ["--header", f"{name}: {value}"]
        if self.seconds:
            command += ["--phases", "coverage,fuzzing", "--max-time", str(self.seconds)]
        else:
            command += ["--phases", "fuzzing", "--max-examples", "1"]
        ended = subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if not report.exists():
            raise RuntimeError(f"schemathesis wrote no report: {ended.stdout[-2000:]}")
        return json.loads(report.read_text()), ended.stdout

    def token(self, role):
        """With every scope there is; what the person's post does not hold is left out by the program."""
        words = [PROGRAM, "user", "token", "--database", self.server.data / "anlan.db", "--name", "exploration",
                 "--region", "32", "--owner", f"demo-{role}"]
        for scope in self.scopes:
            words += ["--scope", scope]
        return subprocess.run(
            words, cwd=ROOT, check=True, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout.split()[-1]

    def configuration(self, headers):
        ids = {kind: self.ids(kind, headers) for kind in self.kinds}
        every = [one for some in ids.values() for one in some]
        lines = ["[parameters]", f'"path.kind" = {json.dumps(self.kinds)}']
        if every:
            lines.append(f'"path.id" = {json.dumps(every)}')
        for kind, some in ids.items():
            if some:
                lines += ["[[operations]]", f'include-path-regex = "^/m/{kind}/"',
                          f'parameters = {{ "path.id" = {json.dumps(some)} }}']
        return "\n".join(lines) + "\n"

    def ids(self, kind, headers):
        status, _, body = self.server.get(
            f"/l/{kind}?size={IDS_OF_A_KIND}", {**headers, "Accept": "application/json"})
        return [row["id"] for row in json.loads(body)["matters"]] if status == 200 else []


def told(report):
    """The lines that say what is wrong."""
    return [json.dumps(one, ensure_ascii=False)[:600] for one in report["failures"] + report["errors"]]


def explore_all(tally, seed, seconds):
    with Server() as server, tempfile.TemporaryDirectory(prefix="anlan-exploration-") as folder:
        explorer = Explorer(server, seed, seconds)

        def one(role):
            place = Path(folder) / role
            place.mkdir()
            return explorer.explore(role, place)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            for role, (report, output) in zip((NOBODY, *ROLES), pool.map(one, (NOBODY, *ROLES))):
                cases = report["test_cases"]["generated"]
                reached = sum(phase["accepted"] for rates in report["valid_rates"].values() for phase in rates.values())
                wrong = told(report)
                if report["exit_code"] and not wrong:
                    wrong = [output[-1500:]]
                tally.check(f"What {role} sends is answered as described: {cases} requests, {reached} of them accepted", wrong)
                tally.check(f"What {role} sends reaches every address",
                            report["operations"]["tested"] >= explorer.amount - 1)
                if role in ("zhou", "safety1"):
                    tally.check(f"Some of what {role} sends is carried out", reached > 0)
        tally.check("The program is ready after all of it", server.get("/readyz")[0] == 200)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--short", action="store_true")
    options.add_argument("--seconds", type=int, default=60, help="for each role")
    options.add_argument("--seed", type=int)
    options.add_argument("--results")
    options = options.parse_args()
    tally = Tally()
    seed = options.seed if options.seed is not None else 1 if options.short else random.randrange(1 << 30)
    print(f"Exploration with seed {seed}", flush=True)
    explore_all(tally, seed, None if options.short else options.seconds)
    if options.results:
        Path(options.results).write_text(json.dumps({"passed": tally.passed, "failed": tally.failed}))
    print(f"Exploration: {tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed or not tally.passed else 0


if __name__ == "__main__":
    sys.exit(main())
