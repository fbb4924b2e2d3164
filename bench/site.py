"""How long the site takes: `python -m bench.site [GUIDES] [WORKS]` (10,000 and 300 unless told), all made up.

First the files alone, from values at hand, each guide with two earlier days; then the whole way from a
ledger. Each is built whole, again with nothing changed, and again with one guide or one claim changed.
Prints seconds on the clock and of the processor, files written and kept, and the peak of memory.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace
from tests.publish.site import sample_site

from airdate import dates
from airdate.catalogue import load_catalogue
from airdate.ledger import SqliteLedger
from airdate.publish.site import Site, build
from airdate.publish.site.model import GuidePages
from airdate.run.static_site import publish
from airdate.run.workspace import Airdate
from airdate.types import Claim

URL = "https://airdate.example"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def made_up(count: int) -> Site:
    """The sample's guide under so many names."""
    days = (date(2026, 6, 2), date(2026, 11, 19))
    today, first, second = (sample_site.guide(day) for day in (sample_site.TODAY, *days))
    guides = tuple(
        GuidePages(
            slug=f"title-{n}",
            guide=replace(today, title=f"Title {n}"),
            versions=(replace(first, title=f"Title {n}"), replace(second, title=f"Title {n}")),
            days=days,
        )
        for n in range(count)
    )
    return replace(sample_site.site(), guides=guides)


def timed(label: str, job: Callable[[], tuple[int, int]]) -> None:
    """Do it, and print how long it took and how many files were written and kept."""
    start, worked = time.perf_counter(), time.process_time()
    written, kept = job()
    seconds, cpu = time.perf_counter() - start, time.process_time() - worked
    print(
        f"{label}: {seconds:.1f} s ({cpu:.1f} s of the processor), {written} written, {kept} kept", flush=True
    )


def from_values(count: int, folder: Path) -> None:
    """Files from values at hand."""
    site = made_up(count)
    changed = replace(site.guides[0], guide=replace(site.guides[0].guide, answer="4 May 2027."))
    updated = replace(site, guides=(changed, *site.guides[1:]))

    def job(value: Site) -> tuple[int, int]:
        built = build(value, folder)
        return len(built.written), built.kept

    timed(f"{count} guides from values", lambda: job(site))
    timed("nothing changed", lambda: job(site))
    timed("one guide changed", lambda: job(updated))


def claims(work: int) -> list[Claim]:
    """What is said of one made-up work."""
    said = (
        ("2025-03-02", "status", "renewed"),
        ("2025-11-02", "production", "filming_started"),
        ("2026-05-02", "production", "filming_wrapped"),
        ("2026-06-02", "release", "2027"),
        ("2026-09-02", "release", "unannounced"),
    )
    return [claim(work, day, kind, value) for day, kind, value in said]


def claim(work: int, day: str, kind: str, value: str) -> Claim:
    """One statement on it."""
    return Claim(
        title=f"Made-up Title {work}",
        season=2,
        kind=kind,  # type: ignore[arg-type]
        value=value,
        modality="confirmed",
        said_on=dates.parse(day),
        said_via=f"outlet-{work % 40}.example",
        document_id=f"{work} {day}",
        url=f"https://outlet-{work % 40}.example/{work}/{day}",
    )


def from_ledger(works: int, folder: Path) -> None:
    """The whole way: read, settle, forecast, assemble, render, write."""
    with SqliteLedger(folder.parent / "ledger.db") as ledger:
        airdate = Airdate(ledger, load_catalogue(), clock=lambda: NOW)
        held = [(f"title:made-up-title-{n}", each) for n in range(works) for each in claims(n)]
        ledger.record(held, known_at=NOW - timedelta(days=1))

        def job() -> tuple[int, int]:
            done = publish(airdate, folder, URL)
            return done.written, done.kept

        timed(f"{works} guides from a ledger", job)
        timed("nothing changed", job)
        news = claim(0, "2026-11-24", "release", "2027-05-04")
        ledger.record([("title:made-up-title-0", news)], known_at=NOW - timedelta(hours=1))
        timed("one claim changed", job)


def main(guides: int, works: int) -> None:
    """Run both."""
    with tempfile.TemporaryDirectory() as parent:
        from_values(guides, Path(parent) / "values")
    with tempfile.TemporaryDirectory() as parent:
        from_ledger(works, Path(parent) / "site")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory: {peak:.0f} MB")


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(given[0] if given else 10_000, given[1] if len(given) > 1 else 300)
