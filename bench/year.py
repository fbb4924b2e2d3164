"""A year of news on a local server, watched by processes that are killed, on a clock that is wrong at times.

    python -m bench.year [--days 365] [--feeds 300] [--seasons 100] [--kills 40]

The world is `tests/run/month`, larger. A child process watches it; this one kills it (SIGKILL) after random
moments of the first half, and starts it again; in the second half it is left alone, so that its memory can be
seen. On some days the machine's clock is hours off. All titles are followed, and what counts is the outbox:
no change missed, none told twice, at least 98 % right, no host called faster than allowed, memory flat. Ends
with 1 otherwise.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from tests.run.month.play import Clock, allowed, end_of, expected, follow_all, job_on, posted, shown
from tests.run.month.scripts import Script, write_script
from tests.run.month.server import World, serving

from airdate.publish.write import write_bytes
from airdate.run.watch import run_round
from airdate.watch.notices import Notice

START = datetime(2027, 1, 4, tzinfo=UTC)
EVERY = timedelta(hours=6)
FLOOR = 0.98
GROWTH = 1.15  # of memory over the second half
_NOT_NEWS = ("release.soon", "release.today", "release.likely")
_LOG = "rounds.jsonl"
_OUTBOX = "outbox.jsonl"  # what the outbox held; it forgets notices after 90 days
_WAKING = timedelta(seconds=5)
_LOOK_SECONDS = 0.05  # between looks at how far the child is


class Logged(msgspec.Struct, frozen=True):
    """A line of the child's log: what a round did, its memory, the hosts that were called too fast."""

    at: datetime
    looks: int
    failures: int
    megabytes: float
    requests: int
    too_fast: list[str]


def main() -> int:
    """Play the year, or be the child that does."""
    parser = argparse.ArgumentParser()
    sizes = {"--days": 365, "--feeds": 300, "--seasons": 100, "--kills": 40, "--minutes": 720, "--seed": 1}
    for name, default in sizes.items():
        parser.add_argument(name, type=int, default=default)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    script = write_script(
        start=START, days=given.days, feeds=given.feeds, seasons=given.seasons, seed=given.seed
    )
    if given.child:
        watch(World(script, seed=given.seed, minutes=given.minutes), given.child)
        return 0
    with tempfile.TemporaryDirectory() as name:
        began = time.perf_counter()
        kills, notices = supervise(script, Path(name), given.kills, given.seed)
        return say(script, Path(name), notices, kills, time.perf_counter() - began)


def skew(now: datetime) -> timedelta:
    """One day in three weeks the clock is two hours slow, another day three hours fast."""
    return timedelta(hours={5: -2, 13: 3}.get((now - START).days % 21, 0))


def watch(world: World, folder: Path) -> None:
    """The child: watch from where the last one was killed to the end."""
    world.now = _saved(folder, world) + _WAKING
    with serving(world) as port, job_on(world, port, folder, clock=Clock(world, skew=skew)) as job:
        follow_all(job, world.script)
        names = job.airdate.names()
        seen: set[str] = set()
        with (folder / _LOG).open("ab") as log, (folder / _OUTBOX).open("ab", 0) as outbox:
            while world.now < end_of(world):
                due = world.now + EVERY
                done = run_round(job, names, lambda news: None)
                line = Logged(
                    at=world.now,
                    looks=done.looked,
                    failures=len(done.failures),
                    megabytes=_megabytes(),
                    requests=world.requested,
                    too_fast=world.too_fast(),
                )
                log.write(msgspec.json.encode(line) + b"\n")
                log.flush()
                new = {id: notice for id, notice in posted(job.state).items() if id not in seen}
                outbox.write(b"".join(msgspec.json.encode(notice) + b"\n" for notice in new.values()))
                seen |= new.keys()
                world.now = max(world.now, due)
                write_bytes(folder / "now", world.now.isoformat().encode())
    write_bytes(folder / "done", b"")


def _saved(folder: Path, world: World) -> datetime:
    with suppress(FileNotFoundError):
        return datetime.fromisoformat((folder / "now").read_text())
    return world.script.start


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def supervise(script: Script, folder: Path, kills: int, seed: int) -> tuple[int, dict[str, Notice]]:
    """Start children and kill them until the year is over; how many were killed, and all notices."""
    rng = random.Random(seed)
    days = sorted(rng.uniform(0, script.days / 2) for _ in range(kills))
    moments = [script.start + timedelta(days=day) for day in days]
    world = World(script, seed=seed)
    command = [sys.executable, "-m", "bench.year", *sys.argv[1:], "--child", str(folder)]
    killed = 0
    while not (folder / "done").exists():
        child = subprocess.Popen(command)
        while child.poll() is None and (killed == kills or _saved(folder, world) < moments[killed]):
            time.sleep(_LOOK_SECONDS)
        time.sleep(rng.uniform(0, 1))
        if child.poll() is None:
            child.kill()
            killed += 1
        if child.wait() > 0:
            raise SystemExit("the watching process failed by itself")
    lines = (folder / _OUTBOX).read_bytes().splitlines()
    return killed, {n.notice_id: n for n in (msgspec.json.decode(line, type=Notice) for line in lines)}


def say(script: Script, folder: Path, notices: dict[str, Notice], kills: int, seconds: float) -> int:
    """Print what came of it; the exit code."""
    told = shown(n for n in notices.values() if n.event not in _NOT_NEWS)
    wanted = expected(script)
    missed, extra = wanted - told, told - wanted
    wrong = extra - allowed(script)
    total = sum(told.values())
    right = total - sum(wrong.values())
    twice = sum(count for line, count in wrong.items() if line in wanted)
    print(f"{script.days} days, {len(script.outlets)} feeds, {len(script.titles)} seasons")
    print(f"{len(script.beats)} beats, {sum(wanted.values())} changes to be told")
    lost = sum(missed.values())
    print(f"notices {total}, right {right} ({right / total:.1%}), missed {lost}, told twice {twice}")
    for heading, lines in (("missed", missed), ("wrong", wrong)):
        for line in sorted(lines.elements()):
            print(f"  {heading}: {' | '.join(line)}")
    reminders = sum(notice.event in _NOT_NEWS for notice in notices.values())
    rows = [msgspec.json.decode(row, type=Logged) for row in (folder / _LOG).read_bytes().splitlines()]
    fast = sorted({host for row in rows for host in row.too_fast})
    growth = _growth(rows)
    looks, failures = (sum(getattr(row, name) for row in rows) for name in ("looks", "failures"))
    print(f"{reminders} reminders and likelihoods beside them")
    print(f"{kills} kills; hosts called too fast: {', '.join(fast) or 'none'}")
    print(f"{len(rows)} rounds, {looks} looks, {failures} failures, {seconds:.0f} s")
    print(f"memory {rows[-1].megabytes:.0f} MB at the end, {growth:.2f} times that of the middle")
    fine = not (missed or twice or fast) and right >= FLOOR * total and growth <= GROWTH
    return 0 if fine else 1


def _growth(rows: list[Logged]) -> float:
    """The memory of the last tenth of the rounds to that of the first tenth of the second half."""
    second = rows[len(rows) // 2 :]
    tenth = max(1, len(second) // 10)
    first, last = second[tenth : 2 * tenth], second[-tenth:]
    return max(row.megabytes for row in last) / max(row.megabytes for row in first)


if __name__ == "__main__":
    sys.exit(main())
