"""A ledger of N claims: `python -m bench.scale.ledger [--claims 1000000] [--backend sqlite|postgresql]`.

Claims are generated: works as unequal as real ones (a hundredth of them has a twentieth of the claims), each
claim with a quote, a link, a source and a day. They are recorded in batches, as a reader of archives would.
At a tenth of the way and at the end: the rate, the size, and how long a belief as of a day takes. The server
is as safe against a power cut as SQLite is.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.ledger import server

from airdate import dates
from airdate.ledger import settle
from airdate.ledger.base import Ledger
from airdate.ledger.open import open_ledger
from airdate.types import Claim, Span

CLAIMS_PER_WORK = 100
QUESTIONS = 1_000
START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = [dates.of_day(date(2020, 1, 1) + timedelta(days=n)) for n in range(2_300)]
SERVER = ("shared_buffers=1GB", "max_wal_size=8GB", "checkpoint_timeout=15min")
VALUES = (
    *(("release", f"{year}-{month:02d}") for year in (2026, 2027) for month in range(1, 13)),
    *(("status", value) for value in ("renewed", "renewed", "renewed", "cancelled")),
    *(("production", value) for value in ("filming_started", "filming_wrapped", "delayed")),
)
QUOTE = "The studio said on Tuesday that the next season is to come in the spring, with most of the cast back"


def work_id(number: int) -> str:
    return f"wikidata:Q{number * 7919 % 100_000_007}"


def claims(count: int, works: int, seed: int = 5) -> Iterator[tuple[str, Claim]]:
    """Claims with the ids of their works; the same for the same arguments."""
    rng = random.Random(seed)
    for number in range(count):
        work = int(works * rng.random() ** 1.5)  # the first hundredth has a twentieth of the claims
        kind, value = rng.choice(VALUES)
        url = f"https://news{number % 400}.example/{number:x}"
        yield (
            work_id(work),
            Claim(
                title=f"A Title of Some Length {work}",
                season=1 + rng.randrange(4),
                kind=kind,  # type: ignore[arg-type]
                value=value,
                modality="confirmed" if number % 3 else "expected",
                who="A Person Named Here" if number % 4 == 0 else None,
                said_on=rng.choice(DAYS),
                said_via=f"news{number % 400}.example",
                url=url,
                document_id=url,
                span=Span(document_id=url, start=100, end=100 + len(QUOTE), quote=QUOTE),
                reader="patterns-1",
                rule="release-verb",
                retention_until=date(2027, 1, 1),
            ),
        )


def record(ledger: Ledger, source: Iterator[tuple[str, Claim]], first: int, count: int, batch: int) -> None:
    """Record so many claims, and say how fast it went; making the claims is not counted."""
    spent = cpu = 0.0
    for start in range(first, first + count, batch):
        offered = list(itertools.islice(source, min(batch, first + count - start)))
        wall, own = time.perf_counter(), time.process_time()
        done = ledger.record(offered, known_at=START + timedelta(seconds=start))
        spent, cpu = spent + time.perf_counter() - wall, cpu + time.process_time() - own
        assert done.added == len(offered)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {first + count:>12,} claims: {count / spent:,.0f} claims/s", end="")
    print(f" ({count / cpu:,.0f} per second of our processor time), peak memory {memory:.0f} MB", flush=True)


def ask(ledger: Ledger, works: int) -> None:
    """Say how long a season's belief as of a day takes, for works as often as they are told of."""
    rng = random.Random(7)
    read, settled, rows = [], [], []
    for _ in range(QUESTIONS):
        work, season = work_id(int(works * rng.random() ** 1.5)), 1 + rng.randrange(4)
        day = date(2020, 6, 1) + timedelta(days=rng.randrange(2_000))
        start = time.perf_counter()
        entries = ledger.entries(work_id=work, season=season, said_by=day)
        middle = time.perf_counter()
        settle(entries, as_of=day)
        read.append(middle - start)
        settled.append(time.perf_counter() - start)
        rows.append(len(entries))
    print(f"    a season's rows as of a day: {quantiles(read)}; its beliefs: {quantiles(settled)}", end="")
    print(f"; rows p50 {sorted(rows)[QUESTIONS // 2]}, most {max(rows)}", flush=True)


def quantiles(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return ", ".join(f"p{p} {ordered[len(ordered) * p // 100] * 1000:.2f} ms" for p in (50, 99))


@contextlib.contextmanager
def home(backend: str) -> Iterator[tuple[str, Path]]:
    """A ledger's address for the time of the run, and the folder whose size is its own."""
    if backend == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"{folder}/ledger.db", Path(folder)
        return
    with server.running(SERVER) as url:
        yield url, Path(url.partition("host=")[2]) / "data" / "base"


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def run(backend: str, count: int, batch: int) -> None:
    print(f"{backend}, {count:,} claims in batches of {batch:,}, {os.cpu_count()} cores", flush=True)
    works = max(1, count // CLAIMS_PER_WORK)
    source = claims(count, works)
    with home(backend) as (target, folder), open_ledger(target) as ledger:
        for first, last in ((0, count // 10), (count // 10, count)):
            record(ledger, source, first, last - first, batch)
            print(f"    {size(folder) / last:.0f} bytes a claim, {size(folder) / 1e9:.2f} GB")
            ask(ledger, works)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=20_000)
    parser.add_argument("--backend", choices=["sqlite", "postgresql"])
    arguments = parser.parse_args()
    for backend in [arguments.backend] if arguments.backend else ["sqlite", "postgresql"]:
        run(backend, arguments.claims, arguments.batch)


if __name__ == "__main__":
    main()
