"""Medians with their spread, and ratios to the peers and to the limits."""

from statistics import median

HEADINGS = ("work", "clients", "who", "per second", "spread", "p50 ms", "p99 ms", "µs of server", "others")


def summarised(results):
    """One entry for each contestant, work and number of clients, over its rounds."""
    groups = {}
    for result in results:
        groups.setdefault((result["work"], result["clients"], result["who"]), []).append(result)
    return [_summary(*key, rounds) for key, rounds in sorted(groups.items())]


def _summary(work, clients, who, rounds):
    rates = [one["per_second"] for one in rounds]
    summary = {
        "work": work, "clients": clients, "who": who, "rounds": len(rounds), "per_second": median(rates),
        "lowest": min(rates), "highest": max(rates), "errors": sum(one.get("errors", 0) for one in rounds),
    }
    for name in ("p50_ms", "p99_ms", "server_micros", "others"):
        values = [one[name] for one in rounds if one.get(name) is not None]
        if values:
            summary[name] = max(values) if name == "others" else median(values)
    return summary


def ratios(summaries):
    """Each of ours divided by each that is not ours, at the same work and number of clients."""
    found = []
    for ours in summaries:
        if not ours["who"].startswith("anlan"):
            continue
        for other in summaries:
            same = (other["work"], other["clients"]) == (ours["work"], ours["clients"])
            if same and not other["who"].startswith("anlan") and other["per_second"]:
                found.append({
                    "work": ours["work"], "clients": ours["clients"], "who": ours["who"], "beside": other["who"],
                    "ratio": round(ours["per_second"] / other["per_second"], 2),
                    "lowest": round(ours["lowest"] / other["highest"], 2),
                    "highest": round(ours["highest"] / other["lowest"], 2),
                })
    return found


def table(summaries):
    rows = [HEADINGS]
    for one in summaries:
        rows.append((
            one["work"], str(one["clients"]), one["who"], f"{one['per_second']:,.0f}",
            f"{one['lowest']:,.0f}–{one['highest']:,.0f}", _number(one, "p50_ms", 2), _number(one, "p99_ms", 2),
            _number(one, "server_micros", 0), f"{one['others']:.0%}" if "others" in one else ""))
        if one["errors"]:
            rows.append(("", "", f"{one['errors']} errors", "", "", "", "", "", ""))
    return _aligned(rows)


def ratio_table(found):
    rows = [("work", "clients", "who", "beside", "ratio", "spread")]
    for one in found:
        rows.append((one["work"], str(one["clients"]), one["who"], one["beside"], f"{one['ratio']:.2f}",
                     f"{one['lowest']:.2f}–{one['highest']:.2f}"))
    return _aligned(rows)


def _number(one, name, digits):
    return f"{one[name]:,.{digits}f}" if name in one else ""


def _aligned(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) if column in (0, 2) else cell.rjust(width)
                       for column, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
