"""The date grammar on the gold phrases, beside a peer: `python bench/dates_grammar.py [PYTHON]`.

The peer is Microsoft's recognizers. PYTHON is the interpreter of a separate environment that holds
`recognizers-text-suite==1.0.2a2` and `emoji<2` (it needs old packages, so it never shares ours); without
it only our own figures are printed.

Both read the same phrases and are held to the same rule: a phrase is right where the windows that do not
lie before the day of saying are exactly the gold one, by their first and last day. "By half" forgives the
peer our conventions for early, mid and late: the windows need only overlap by half. The peer's season
codes are read as our seasons; it is given two reference days where a page has none, and only what both
give is counted. Time is CPU time a phrase, import left out.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from airdate.dates import Window, between, parse
from airdate.errors import DateError
from airdate.reading.phrases import find

GOLD = Path(__file__).parent.parent / "tests" / "reading" / "phrases.csv"
UNDATED = (date(2010, 5, 12), date(2030, 9, 19))  # reference days for a peer that cannot do without
SEASONS = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
PEER = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
from datetime import datetime
from recognizers_date_time import recognize_datetime
recognize_datetime("warm up on May 5", "en-us")
for line in sys.stdin:
    text, day = json.loads(line)
    start = time.process_time()
    try:
        found = recognize_datetime(text, "en-us", reference=datetime.fromisoformat(day))
        values = [r.resolution["values"] for r in found if r.resolution]
    except Exception:
        values = []
    print(json.dumps([time.process_time() - start, values]))
"""

Answer = tuple[list[Window], float]


def main(arguments: list[str]) -> None:
    """Print a table of shares right and of time, and the ratios."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    own = [ask_own(row) for row in rows]
    print(f"{'':<24}{'dev':>8}{'held':>8}{'by half':>9}{'µs a phrase':>13}")
    figures = [report("airdate", rows, own)]
    if not arguments:
        print("peer skipped: no interpreter that holds recognizers-text-suite was given")
        return
    figures.append(report("recognizers-text 1.0.2a2", rows, ask_peer(arguments[0], rows)))
    (right, half, micro), (peer_right, peer_half, peer_micro) = figures
    shares = f"right {right / peer_right:.2f}, by half {half / peer_half:.2f}"
    print(f"ratio: {shares}, time 1:{peer_micro / micro:.0f}")


def report(name: str, rows: list[dict[str, str]], answers: list[Answer]) -> tuple[float, float, float]:
    """Print one line; the share right, the share right by half, and the time a phrase in µs."""
    gold = [parse(row["edtf"]) if row["edtf"] else None for row in rows]
    right = [is_match(found, want, same) for (found, _), want in zip(answers, gold, strict=True)]
    half = [is_match(found, want, overlaps) for (found, _), want in zip(answers, gold, strict=True)]
    micro = 1e6 * sum(seconds for _, seconds in answers) / len(rows)
    split = {s: [r for r, row in zip(right, rows, strict=True) if row["split"] == s] for s in ("dev", "held")}
    shares = [sum(of) / len(of) for of in (split["dev"], split["held"], half)]
    print(f"{name:<24}{shares[0]:>8.3f}{shares[1]:>8.3f}{shares[2]:>9.3f}{micro:>13.0f}")
    return sum(right) / len(right), shares[2], micro


def same(found: Window, want: Window) -> bool:
    """Are first and last day the same?"""
    return (found.earliest, found.latest) == (want.earliest, want.latest)


def overlaps(found: Window, want: Window) -> bool:
    """Do they share half of their days?"""
    return found.overlap(want) >= 0.5


def is_match(found: list[Window], want: Window | None, agree: Callable[[Window, Window], bool]) -> bool:
    """Nothing where gold has nothing; else windows that all agree with gold, and at least one."""
    if want is None:
        return not found
    return bool(found) and all(agree(window, want) for window in found)


def ask_own(row: dict[str, str]) -> Answer:
    """Our windows for a row, and the CPU seconds that they took."""
    published = parse(row["published"]) if row["published"] else None
    start = time.process_time()
    found = find(row["phrase"], published)
    seconds = time.process_time() - start
    return still_to_come([phrase.window for phrase in found], published), seconds


def still_to_come(windows: list[Window], published: Window | None) -> list[Window]:
    """Those that do not lie wholly before the day of saying."""
    first = published.earliest if published else None
    return [w for w in windows if first is None or not w.is_past(first)]


def ask_peer(python: str, rows: list[dict[str, str]]) -> list[Answer]:
    """The peer's windows for all rows, and the CPU seconds of each."""
    questions = [(row["phrase"], day) for row in rows for day in reference_days(row)]
    lines = "\n".join(json.dumps((text, day.isoformat())) for text, day in questions)
    done = subprocess.run([python, "-c", PEER], input=lines, capture_output=True, text=True, check=True)
    replies = iter([json.loads(line) for line in done.stdout.splitlines()])
    return [peer_answer(row, [next(replies) for _ in reference_days(row)]) for row in rows]


def reference_days(row: dict[str, str]) -> tuple[date, ...]:
    """The page's day, the first and last of its month, or two days far apart."""
    if not row["published"]:
        return UNDATED
    published = parse(row["published"])
    assert published.earliest is not None and published.latest is not None  # gold has days and months
    return tuple(sorted({published.earliest, published.latest}))


def peer_answer(row: dict[str, str], replies: list[tuple[float, Any]]) -> Answer:
    """What all reference days give alike."""
    days = reference_days(row)
    answers = [
        [w for values in found if (w := peer_window(values, day))]
        for (_, found), day in zip(replies, days, strict=True)
    ]
    windows = [w for w in answers[0] if all(w in other for other in answers)]
    published = parse(row["published"]) if row["published"] else None
    return still_to_come(windows, published), replies[0][0]


def peer_window(values: list[dict[str, Any]], day: date) -> Window | None:
    """The first of the peer's readings that does not lie before the day, or its last."""
    windows = [w for value in values if (w := value_window(value))]
    ahead = [w for w in windows if not w.is_past(day)]
    return next(iter([*ahead, *windows]), None)


def value_window(value: dict[str, Any]) -> Window | None:
    """One reading as a window; its ends are exclusive, and its seasons come as codes."""
    year, _, code = value.get("timex", "").partition("-")
    start, end = value.get("start"), value.get("end")
    try:
        if code in SEASONS and year.isdigit():
            return parse(f"{year}-{SEASONS[code]}")
        if not start and not end:
            return parse(value["value"][:10])
        first = date.fromisoformat(start[:10]) if start else None
        return between(first, date.fromisoformat(end[:10]) - timedelta(1) if end else None)
    except (DateError, KeyError, ValueError):
        return None


if __name__ == "__main__":
    main(sys.argv[1:])
