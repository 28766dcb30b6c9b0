"""Reads a workbook with calamine again and again: calamine_peer.py FILE SECONDS. Prints rows a second as JSON."""

import json
import sys
import time

from python_calamine import CalamineWorkbook

path, seconds = sys.argv[1], float(sys.argv[2])
rows, begun = 0, time.perf_counter()
while time.perf_counter() - begun < seconds:
    rows += sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()) - 1
print(json.dumps({"who": "calamine", "work": "spreadsheet", "per_second": rows / (time.perf_counter() - begun)}))
