"""A site over many works, built whole and then again: `python -m bench.scale.incremental [--works 100000]`.

All made up: a catalogue with a first season of each work, and two articles a work with two statements each on
its second. The site is built whole (beliefs, forecasts, pages), again with nothing new, and again after a new
statement on 1, 100 and 1,000 works of the same day. Each build is a process of its own, as one that a timer
starts; told are seconds on the clock and of the processor, files written and kept, and the peak of the
process's memory. With `--next-day` comes a build on the day after. Use a copy of the sources that nobody
edits: other code means other pages, and all of them are made anew.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from airdate import dates
from airdate.catalogue import Store, load_catalogue
from airdate.catalogue.records import Instalment, Offer, Origin, Record, Release, Tag, Title
from airdate.ledger import SqliteLedger
from airdate.run.static_site import publish
from airdate.run.workspace import Airdate
from airdate.types import Claim

URL = "https://airdate.example"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ORIGIN = Origin(source="made-up", licence="cc0", retrieved_on=date(2026, 11, 1))
GENRES = ("drama", "comedy", "horror", "fantasy", "thriller")
CHANGED = (1, 100, 1_000)
BATCH = 5_000  # works whose records, or statements, are put at a time


def work_id(number: int) -> str:
    return f"tvmaze:{1_000_000 + number}"


def title(number: int) -> str:
    return f"Made-up Title {number}"


def records(number: int) -> list[Record]:
    """What the catalogue knows of one work."""
    work, rng = work_id(number), random.Random(number)
    first = date(2023, 1, 1) + timedelta(days=rng.randrange(800))
    return [
        Title(origin=ORIGIN, work=work, title=title(number), form="series", country="US", year=first.year),
        Instalment(origin=ORIGIN, work=work, season=1, episodes=8),
        Release(origin=ORIGIN, work=work, season=1, window=dates.of_day(first)),
        Offer(origin=ORIGIN, work=work, service=f"Service {number % 12}"),
        Tag(origin=ORIGIN, work=work, kind="genre", value=GENRES[number % len(GENRES)]),
    ]


def statements(number: int) -> Iterator[Claim]:
    """What is said of its second season, on two days of its own."""
    first = date(2025, 3, 1) + timedelta(days=number % 200)
    second = first + timedelta(days=100 + number % 150)
    last = ("release", f"2027-{1 + number % 12:02d}") if number % 2 else ("release", "unannounced")
    said = {first: (("status", "renewed"), ("production", "filming_started"))}
    said[second] = (("production", "filming_wrapped"), last)
    yield from (statement(number, day, *each) for day, told in said.items() for each in told)


def statement(number: int, said_on: date, kind: str, value: str) -> Claim:
    outlet = f"outlet-{number % 40}.example"
    url = f"https://{outlet}/{number}/{said_on}"
    return Claim(
        title=title(number),
        season=2,
        kind=kind,  # type: ignore[arg-type]
        value=value,
        modality="confirmed",
        said_on=dates.of_day(said_on),
        said_via=outlet,
        document_id=url,
        url=url,
    )


def fill(folder: Path, works: int) -> None:
    """The catalogue and the ledger."""
    store = Store(folder / "catalogue.db")
    with SqliteLedger(folder / "ledger.db") as ledger:
        for batch in batches(works):
            store.put([record for number in batch for record in records(number)])
            held = [(work_id(number), claim) for number in batch for claim in statements(number)]
            ledger.record(held, known_at=NOW - timedelta(days=1))
    store.close()


def batches(works: int) -> Iterator[Sequence[int]]:
    for first in range(0, works, BATCH):
        yield range(first, min(works, first + BATCH))


def news(folder: Path, numbers: Sequence[int], hours: int) -> None:
    """A new statement on some works."""
    held = [(work_id(n), statement(n, NOW.date(), "release", f"2027-0{hours}-04")) for n in numbers]
    with SqliteLedger(folder / "ledger.db") as ledger:
        assert ledger.record(held, known_at=NOW + timedelta(hours=hours)).added == len(held)


def build(folder: Path, label: str, now: datetime) -> None:
    """Build the site as a timer would, and say what it took."""
    start, own = time.perf_counter(), time.process_time()
    with SqliteLedger(folder / "ledger.db") as ledger:
        airdate = Airdate(ledger, load_catalogue(folder / "catalogue.db"), clock=lambda: now)
        done = publish(airdate, folder / "site", URL)
        airdate.catalogue.close()
    seconds, cpu = time.perf_counter() - start, time.process_time() - own
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {label}: {seconds:.1f} s, {cpu:.1f} s of the processor", end="; ")
    print(f"{done.written:,} written, {done.kept:,} kept of {done.guides:,} guides", end="; ")
    print(f"peak memory {peak:.0f} MB, load {os.getloadavg()[0]:.1f}", flush=True)


def run(folder: Path, works: int, next_day: bool) -> None:
    """Fill both, and build again and again."""
    print(f"{works:,} works, {os.cpu_count()} cores", flush=True)
    apart(fill, folder, works)
    apart(build, folder, "whole", NOW)
    apart(build, folder, "nothing new", NOW + timedelta(hours=1))
    for hours, count in enumerate(CHANGED, start=2):
        step = max(1, works // count)
        apart(news, folder, range(0, min(works, step * count), step), hours)
        apart(build, folder, f"{count:,} works changed", NOW + timedelta(hours=hours))
    if next_day:
        apart(build, folder, "the next day", NOW + timedelta(days=1))


def apart(job: Callable[..., None], *given: object) -> None:
    """Do it in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as processes:
        processes.submit(job, *given).result()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--next-day", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), arguments.works, arguments.next_day)


if __name__ == "__main__":
    main()
