"""A ledger of N claims: `python -m bench.scale.ledger [--claims 1000000] [--backend sqlite|postgresql]`.

Claims are generated: works as unequal as real ones (a hundredth of them has a twentieth of the claims), each
claim with a quote, a link, a source and a day. They are recorded in batches, as a reader of archives would.
After each tenth of the way the rate is told, so that a run that is ended early is worth something; after some
also the size and how long a belief as of a day takes; at the end, what asks about all works. The server is as
safe against a power cut as SQLite is. The load is the average over the last minutes.
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
from collections.abc import Callable, Iterator
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
ROUND = 1_000  # claims that come after all others, as from a round of watching
ASKED_AT = (1, 2, 5, 10)  # tenths of the way
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
    moved = transferred()
    for start in range(first, first + count, batch):
        offered = list(itertools.islice(source, min(batch, first + count - start)))
        wall, own = time.perf_counter(), time.process_time()
        done = ledger.record(offered, known_at=START + timedelta(seconds=start))
        spent, cpu = spent + time.perf_counter() - wall, cpu + time.process_time() - own
        assert done.added == len(offered)
    read, written = (now - then for now, then in zip(transferred(), moved, strict=True))
    print(f"  {first:,} to {first + count:,} claims: {count / spent:,.0f} claims/s", end="")
    print(f" ({count / cpu:,.0f} per second of our processor time)", end="; ")
    print(f"read {read / count:,.0f} and wrote {written / count:,.0f} bytes a claim", end="; ")
    print(f"peak memory {memory():.0f} MB, load {os.getloadavg()[1]:.1f}", flush=True)


def transferred() -> tuple[int, int]:
    """Bytes that this process has asked the system to read and to write; (0, 0) where that is not told."""
    try:
        told = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    except OSError:
        return 0, 0
    return int(told["rchar"]), int(told["wchar"])


def memory() -> float:
    """The most that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
    print(
        f"; rows p50 {sorted(rows)[QUESTIONS // 2]}, most {max(rows)}; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


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


def look_over(ledger: Ledger, more: list[tuple[str, Claim]]) -> None:
    """Say how long the questions take that are about all works; `more` are a round's new claims."""
    mark = ledger.mark()
    assert mark is not None
    ledger.record(more, known_at=START + timedelta(days=3_650))
    questions: dict[str, Callable[[], object]] = {
        "all works": ledger.works,
        "the newest instant": ledger.latest,
        f"works with a claim among the last {len(more):,}": lambda: ledger.works_since(mark),
    }
    for name, question in questions.items():
        start = time.perf_counter()
        question()
        print(f"    {name}: {(time.perf_counter() - start) * 1000:,.0f} ms", flush=True)


def run(backend: str, count: int, batch: int) -> None:
    print(f"{backend}, {count:,} claims in batches of {batch:,}, {os.cpu_count()} cores", flush=True)
    works = max(1, count // CLAIMS_PER_WORK)
    source = claims(count + ROUND, works)
    step = max(1, count // 10)
    with home(backend) as (target, folder), open_ledger(target) as ledger:
        for last in range(step, count + 1, step):
            record(ledger, source, last - step, step, batch)
            if last // step in ASKED_AT:
                print(f"    {size(folder) / last:.0f} bytes a claim, {size(folder) / 1e9:.2f} GB")
                ask(ledger, works)
        look_over(ledger, list(source))


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
