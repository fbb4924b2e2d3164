"""A month of news on a local server: what the watch loop shows, beside what truly happened.

    python -m bench.month [--days 30] [--feeds 20] [--seasons 30] [--site]

20 feeds in three formats, articles on 30 seasons with the turns of real timelines (moved and contested days,
rewritten exclusives, farms' rumours, false alarms), failing hosts: the world of `tests/run/month`.
Prints how many changes were shown, right, missed and told twice; what pages, feeds and calendars hold; time
and peak memory. Ends with 1 where a change was missed or fewer than 98 % of those shown were right.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.run.month.checks import calendar_faults, feed_faults, lines_shown, lines_wanted
from tests.run.month.play import Played, allowed, expected, job_on, play, shown
from tests.run.month.scripts import Script, write_script
from tests.run.month.server import World, serving

from airdate.run.watch import run_round

FLOOR = 0.98


def main() -> int:
    """Play the month and print what came of it."""
    parser = argparse.ArgumentParser()
    for name, default in (("--days", 30), ("--feeds", 20), ("--seasons", 30), ("--seed", 1)):
        parser.add_argument(name, type=int, default=default)
    parser.add_argument(
        "--site", action="store_true", help="publish the site after each round that changed it"
    )
    given = parser.parse_args()
    script = write_script(
        start=datetime(2027, 3, 1, tzinfo=UTC),
        days=given.days,
        feeds=given.feeds,
        seasons=given.seasons,
        seed=given.seed,
    )
    world = World(script, seed=given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        site = folder / "site" if given.site else None
        played = play(world, folder, every=timedelta(minutes=30), site=site)
        seconds = time.perf_counter() - began
        fine = say_told(script, played)
        fine = say_published(world, folder) and fine
    say_cost(world, played, seconds)
    return 0 if fine else 1


def say_told(script: Script, played: Played) -> bool:
    """What was told, and whether it is good enough."""
    wanted, told = expected(script), shown(played.news)
    extra = told - wanted
    wrong = extra - allowed(script)
    missed = wanted - told
    total = sum(told.values())
    right = total - sum(wrong.values())
    print(f"beats {len(script.beats)}, changes to be told {sum(wanted.values())}")
    print(f"told {total}, right {right} ({right / total:.1%}), missed {sum(missed.values())}")
    twice = sum(count for line, count in wrong.items() if line in wanted)
    print(f"told twice {twice}")
    for heading, lines in (("missed", missed), ("wrong", wrong)):
        for line in sorted(lines.elements()):
            print(f"  {heading}: {' | '.join(line)}")
    return not missed and right >= FLOOR * total


def say_published(world: World, folder: Path) -> bool:
    """What pages, feeds, calendars and the built site hold at the end."""
    with serving(world) as port, job_on(world, port, folder, site=folder / "site") as job:
        run_round(job, job.airdate.names(), lambda news: None)
        wanted, held = lines_wanted(world.script), lines_shown(job.airdate, world.script)
        feeds, calendar = feed_faults(job.airdate, world.script), calendar_faults(job.airdate, world.script)
    pages = sum(1 for _ in (folder / "site").rglob("index.html"))
    off_lines = (wanted - held) + (held - wanted)
    off = sum(off_lines.values())
    print(f"lines on pages {sum(held.values())} of {sum(wanted.values())}, {off} off; {pages} pages built")
    print(
        f"feeds off {len(feeds)}, calendars off {len(calendar)}: {'; '.join([*feeds, *calendar]) or 'none'}"
    )
    return not (feeds or calendar) and off <= (1 - FLOOR) * sum(wanted.values())


def say_cost(world: World, played: Played, seconds: float) -> None:
    """What it took, and what failed on the way."""
    rounds, looks = len(played.rounds), sum(each.looked for each in played.rounds)
    faults: Counter[str] = Counter({name: n for name, n in world.faulted.items() if name})
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rounds} rounds, {looks} looks, {world.requested} requests, {seconds:.0f} s, {peak:.0f} MB")
    print("faults: " + ", ".join(f"{name} {n}" for name, n in faults.most_common()))


if __name__ == "__main__":
    sys.exit(main())
