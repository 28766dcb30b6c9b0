"""Compares what the clients were told with what the database holds, by SQL of its own and not by the program's."""

import sqlite3
import subprocess


class SQLiteFile:
    def __init__(self, path):
        self.path = path

    def rows(self, query):
        connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


class PostgresServer:
    def __init__(self, address):
        self.address = address

    def rows(self, query):
        done = subprocess.run(
            ["psql", "-X", "-A", "-t", "-F", "\t", self.address, "-c", query], text=True, check=True,
            stdout=subprocess.PIPE)
        return [tuple(line.split("\t")) for line in done.stdout.splitlines() if line]


def reckon(records, database):
    """Every sentence that must hold, with what is wrong; an empty list is as it should be."""
    ledger = {}
    for command, matter, version, entry in database.rows("SELECT command_id, matter, version, id FROM ledger_entry"):
        ledger.setdefault(command, []).append((matter, int(version), entry))
    matters = {row[0]: int(row[1]) for row in database.rows("SELECT id, version FROM matter")}
    ours = {row[0] for row in database.rows("SELECT id FROM matter WHERE kind = 'supervised-task'")}
    tasks = {row[0] for row in database.rows("SELECT id FROM supervised_task")}
    counts = dict((row[0], (int(row[1]), int(row[2]))) for row in database.rows(
        "SELECT matter, count(*), max(version) FROM ledger_entry GROUP BY matter"))

    acknowledged = {}
    for record in records:
        acknowledged.update({command: (matter, 1) for command, matter in record.opened.items()})
        acknowledged.update(record.moved)
    answers = {command: entries for record in records for command, entries in record.entries.items()}
    abandoned = {command for record in records for command in record.abandoned}
    refused = [one for record in records for one in record.refused]
    return {
        "every acknowledged command is in the ledger": [
            command for command in acknowledged if command not in ledger],
        "each is there once": [command for command, rows in ledger.items() if len(rows) > 1],
        "on the matter and version that were answered": [
            command for command, told in acknowledged.items()
            if command in ledger and ledger[command][0][:2] != told],
        "a command sent again was answered the same again": [
            command for command, entries in answers.items()
            if len(entries) > 1 or ledger.get(command, [(0, 0, None)])[0][2] not in entries],
        "no acknowledged matter is missing": [
            matter for matter, _ in acknowledged.values() if matter not in matters],
        "nothing is half there": sorted(ours ^ tasks) + sorted(set(matters) ^ set(counts)),
        "each matter's version is the number of its entries": [
            matter for matter, version in matters.items() if counts.get(matter) != (version, version)],
        "what nobody knows the outcome of is wholly there or not at all": [
            command for command in abandoned if command in ledger and ledger[command][0][0] not in matters],
        "nothing was refused that should not be": refused,
    }
