"""What is measured, and how each contestant is spoken to. Everything that may change with the program's interface stands here."""

import csv
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

MATTERS = 1_000_000
CLIENTS = (1, 16, 128)
ROUNDS = 3
SECONDS = 8
WARM_UP_SECONDS = 2
LIST_CLIENTS = 4
PAGE_CLIENTS = 1

TITLE = "配电箱未接地，门锁损坏，缺少警示标识"
DUE_DAY = date.today() + timedelta(days=60)

# The program itself. {database} is a file or a postgres:// address, {port} a free port.
ANLAN_PROGRAM = ROOT / ".build/release/anlan"
WORKLOADS = ROOT / ".build/release/Workloads"
ANLAN_SEED = ["demo", "--database", "{database}", "--load-only", "--matters", "{matters}"]
ANLAN_TOKENS = {
    "officer": ["user", "token", "--database", "{database}", "--name", "bench", "--region", "32", "--owner", "demo-zhou",
                "--scope", "supervised-tasks.read", "--scope", "supervised-tasks.establish"],
    "approver": ["user", "token", "--database", "{database}", "--name", "bench", "--region", "32", "--owner", "demo-shen",
                 "--scope", "supervised-tasks.read", "--scope", "supervised-tasks.approve"],
}
ANLAN_SERVE = ["serve", "--database", "{database}", "--port", "{port}"]
ANLAN_COMMANDS = f"""\
choices owner {{owners}}
step create POST /m/supervised-task/new/establish
header Authorization: Bearer {{officer}}
body {{"command-id":"{{uuid}}","title":"{TITLE}","requirement":"逐项整改并复查","grade":"routine","owner":"{{owner}}","day":"{DUE_DAY}"}}
take id "matter":
step transition POST /m/supervised-task/{{id}}/approve
header Authorization: Bearer {{approver}}
body {{"command-id":"{{uuid}}"}}
"""
ANLAN_LIST = """\
header Authorization: Bearer {officer}
choices county {counties}
step list GET /l/supervised-task?scope={county}&size=50
"""

# The pages of the first hour of the day: what waits for me, the board, the brief.
ANLAN_PAGES = """\
header Authorization: Bearer {officer}
step my-tasks GET /
step board GET /lights
step brief GET /lights/brief
step some GET /l/supervised-task?size=20
take id "id":
step detail GET /m/supervised-task/{id}
"""

# The peers in Peers/, both with the same interface.
PEER_COMMANDS = f"""\
header Authorization: Bearer {{token}}
choices township {{townships}}
step create POST /matters
body {{"number":"B{{sequence}}","region":"{{township}}","enterprise":{{below:800000}},"title":"{TITLE}","grade":{{below:4}}}}
take id "id":
step transition POST /matters/{{id}}/move
body {{"to":1,"version":1,"note":"请按期整改"}}
"""
PEER_LIST = """\
header Authorization: Bearer {token}
choices county {counties}
step list GET /matters?county={county}
"""
PEER_COUNTIES = [f"32{city:02}{county:02}" for city in range(1, 14) for county in range(1, 9)]
PEER_TOWNSHIPS = [f"{county}{township}000" for county in PEER_COUNTIES for township in (100, 104, 108, 112)]
PEER_SEED = f"""
    INSERT INTO matter (number, region, enterprise, title, grade, state, due, version)
    SELECT 'A' || lpad(n::text, 15, '0'),
        '32' || lpad((1 + floor(random() * 13))::text, 2, '0') || lpad((1 + floor(random() * 8))::text, 2, '0')
            || (100 + floor(random() * 14))::text || '000',
        floor(random() * 800000), '{TITLE}', floor(random() * 4), floor(random() * 4), 1780000000 + n, 1
    FROM generate_series(1, %d) AS n;
    INSERT INTO entry (matter_id, version, person, origin, destination, note, at)
    SELECT id, 1, 7, -1, 0, '', 1780000000 FROM matter;
"""


def anlan_counties():
    """The counties of the demo province, as its own list of regions has them today."""
    with open(ROOT / "Resources/regions/jiangsu.csv", newline="") as table:
        return [row["code"] + "000000" for row in csv.DictReader(table) if len(row["code"]) == 6 and row["code"][4:] != "00" and not row["to"]
                and row["statutory"] == "1"]
