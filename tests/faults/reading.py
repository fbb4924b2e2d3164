"""Reading web archives and feeds, cut off: the next run goes on, and every statement is there once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace

from airdate.catalogue import Catalogue, load_catalogue
from airdate.ledger import SqliteLedger
from airdate.run import Airdate
from airdate.run.crawl import Crawled, Plan, crawl
from airdate.run.notices import Wishes
from airdate.run.watch import run_round
from airdate.watch import polls, state
from airdate.watch.schedule import read_schedule
from tests.conftest import NOW
from tests.faults.kills import Acknowledge
from tests.run.month.play import follow_all, job_on, posted
from tests.run.month.scripts import write_script
from tests.run.month.server import World
from tests.sources.archives.warc import sample_pages, write_archive

AT_ONCE = Wishes(schedule=read_schedule("UTC", 9, ""), patience=timedelta(0))
ARCHIVES, PAGES = 6, 3
FEEDS = 4


class Crawling:
    """`airdate crawl` over some archives; one that is done is read no more."""

    seconds = 0.5

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._catalogue: Catalogue = load_catalogue()
        (folder / "archives").mkdir()
        pages = sample_pages()
        for number in range(ARCHIVES):
            own = pages[number * PAGES : (number + 1) * PAGES]
            write_archive(folder / "archives" / f"{number}.warc.gz", own)
        whole = folder / "whole"
        assert len(self._crawl(whole)) == ARCHIVES
        self._expected = _held(whole)
        self._begin_anew()

    def work(self, acknowledge: Acknowledge) -> None:
        with self._airdate(self._place) as airdate:
            for done in crawl(airdate, self._plan(self._place)):
                assert isinstance(done, Crawled)
                acknowledge(int(Path(done.report.place).name[0]))

    def verify(self, acknowledged: list[int]) -> None:
        assert not self._done & set(acknowledged), "an archive that was done was read again"
        self._done |= set(acknowledged)
        if (self._place / "ledger.db").exists():
            assert _held(self._place) <= self._expected
        if len(self._done) == ARCHIVES:
            self.finish()

    def finish(self) -> None:
        """Crawl the rest: ledger and tables hold what they hold without a kill."""
        for draft in self._place.glob("out/.*"):
            os.utime(draft, (0, 0))  # the process is long gone
        again = set(self._crawl(self._place))
        assert not again & self._done, "an archive that was done was read again"
        assert _held(self._place) == self._expected
        assert sorted(_tabled(self._place)) == sorted(_tabled(self._folder / "whole"))
        left = [*self._place.glob("out/*.claims"), *self._place.glob("out/.*")]
        assert not left, "what is quoted has stayed"
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._place = self._folder / "cut"
        shutil.rmtree(self._place, ignore_errors=True)
        self._done: set[int] = set()

    def _crawl(self, place: Path) -> list[int]:
        done: list[int] = []
        with self._airdate(place) as airdate:
            for one in crawl(airdate, self._plan(place)):
                assert isinstance(one, Crawled)
                done.append(int(Path(one.report.place).name[0]))
        return done

    @contextmanager
    def _airdate(self, place: Path) -> Iterator[Airdate]:
        with SqliteLedger(place / "ledger.db") as ledger:
            yield Airdate(ledger, self._catalogue, clock=lambda: NOW)

    def _plan(self, place: Path) -> Plan:
        return Plan(places=(str(self._folder / "archives"),), folder=place / "out")


class Watching:
    """A round of `airdate watch`; a feed that was looked at is not looked at again, nothing is told twice."""

    seconds = 0.5

    def __init__(self, folder: Path, world: World, port: int) -> None:
        self._folder, self._world, self._port = folder, world, port
        self._looked: dict[str, datetime] = {}
        self._round(folder / "whole", lambda _: None)
        self._expected = _held(folder / "whole")
        self._told = _posted(folder / "whole")
        assert self._expected and self._told
        self._begin_anew()

    def work(self, acknowledge: Acknowledge) -> None:
        self._round(self._place, acknowledge)

    def verify(self, acknowledged: list[int]) -> None:
        if (self._place / "ledger.db").exists():
            assert _held(self._place) <= self._expected
        if (self._place / "state.db").exists():
            looked = _looked(self._place)
            assert looked.keys() >= self._looked.keys(), "a look that was marked as done is forgotten"
            again = [feed for feed, at in self._looked.items() if looked[feed] != at]
            assert not again, "a feed was looked at again before its time"
            self._looked = looked
        if acknowledged:
            self.finish()

    def finish(self) -> None:
        """Do the round to its end: statements and notices are those of a round that nobody disturbed."""
        self._round(self._place, lambda _: None)
        assert len(_looked(self._place)) == FEEDS
        assert _held(self._place) == self._expected
        assert _posted(self._place) == self._told
        self._begin_anew()

    def _round(self, place: Path, acknowledge: Acknowledge) -> None:
        place.mkdir(exist_ok=True)
        with job_on(self._world, self._port, place) as job:
            follow_all(job, self._world.script)
            done = run_round(replace(job, wishes=AT_ONCE), job.airdate.names(), lambda news: None)
            assert not done.failures, done.failures
            acknowledge(done.looked)

    def _begin_anew(self) -> None:
        self._place = self._folder / "cut"
        shutil.rmtree(self._place, ignore_errors=True)
        self._looked = {}


def small_world() -> World:
    """Some feeds and what they carry after three days, without faults of their own."""
    start = datetime(2027, 3, 1, tzinfo=UTC)
    world = World(write_script(start=start, days=6, feeds=FEEDS, seasons=3, seed=2), seed=2, faults=False)
    world.now += timedelta(days=3)
    return world


def _held(place: Path) -> set[str]:
    with SqliteLedger(place / "ledger.db") as ledger:
        ids = [entry.entry_id for entry in ledger.entries()]
        assert len(ids) == len(set(ids)), "a statement is held twice"
        assert ledger.check() == []
    return set(ids)


def _looked(place: Path) -> dict[str, datetime]:
    connection = state.connect(place / "state.db")
    try:
        return {feed: poll.due_at for feed, poll in polls.read_polls(connection).items()}
    finally:
        connection.close()


def _posted(place: Path) -> set[tuple[str, str]]:
    connection = state.connect(place / "state.db")
    try:
        return {(notice.title, notice.event) for notice in posted(connection).values()}
    finally:
        connection.close()


def _tabled(place: Path) -> list[tuple[object, ...]]:
    import duckdb

    query = "SELECT entry_id, title, season, kind, value FROM read_parquet(?)"
    with duckdb.connect() as connection:
        return connection.execute(query, [str(place / "out" / "*.parquet")]).fetchall()
