"""Works that are passed over: a run that passes over what is quiet tells what one that looks at all tells."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from airdate.catalogue import load_catalogue
from airdate.catalogue.catalogue import Catalogue
from airdate.ledger import SqliteLedger
from airdate.run.following import follow, unfollow
from airdate.run.notices import Wishes, decide
from airdate.run.workspace import Airdate
from airdate.watch import outbox
from airdate.watch.schedule import Schedule
from airdate.watch.state import connect
from tests.ledger.samples import claim

T0 = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
WISHES = Wishes(schedule=Schedule(zone=ZoneInfo("America/New_York")), patience=timedelta(minutes=30))
AT_ONCE = replace(WISHES, patience=timedelta(0))
TITLES = ("Lighthouse", "Night Ferry", "The Long Tide")


@pytest.fixture(scope="module")
def catalogue() -> Iterator[Catalogue]:
    with closing(load_catalogue()) as made:
        yield made


class World:
    """A ledger on a clock of its own."""

    def __init__(self, folder: Path, catalogue: Catalogue) -> None:
        self.now = T0
        self.airdate = Airdate(SqliteLedger(folder / "ledger.db"), catalogue, clock=lambda: self.now)

    def say(self, title: str, kind: str, value: str, **fields: object) -> str:
        self.now += timedelta(minutes=1)
        said = {"said_on": str(self.now.date()), "said_via": "harbour-post.example", "title": title, **fields}
        made = claim(kind, value, document_id=f"doc-{self.now.isoformat()}", **said)
        (id,) = self.airdate.ledger.record([(self.airdate.home(title), made)], known_at=self.now).ids
        return id


@pytest.fixture
def world(tmp_path: Path, catalogue: Catalogue) -> Iterator[World]:
    made = World(tmp_path, catalogue)
    for title in TITLES:
        made.say(title, "status", "undecided", said_on="2024-01-02")
    yield made
    made.airdate.ledger.close()


@pytest.fixture
def state(tmp_path: Path, world: World) -> Iterator[sqlite3.Connection]:
    """Two titles are followed, and all was looked at."""
    with closing(connect(tmp_path / "state.db")) as made:
        for title in TITLES[:2]:
            follow(world.airdate, made, "title", title, at=world.now)
        assert decide(world.airdate, made, world.now, AT_ONCE).works == 2
        yield made


def test_where_nothing_has_changed_nothing_is_looked_at(world: World, state: sqlite3.Connection) -> None:
    for _ in range(3):
        world.now += timedelta(minutes=10)
        assert decide(world.airdate, state, world.now, AT_ONCE).works == 0


def test_a_row_wakes_its_work_alone(world: World, state: sqlite3.Connection) -> None:
    entry = world.say("Night Ferry", "status", "renewed")
    done = decide(world.airdate, state, world.now, AT_ONCE)
    assert (done.works, [n.event for n in done.notices]) == (1, ["season.renewed"])
    world.now += timedelta(minutes=1)
    world.airdate.ledger.retract(entry, by="desk", reason="misread", known_at=world.now)
    done = decide(world.airdate, state, world.now, AT_ONCE)
    assert (done.works, [n.event for n in done.notices]) == (1, ["decision.undone"])
    world.say("The Long Tide", "status", "renewed")  # nobody follows it
    assert decide(world.airdate, state, world.now, AT_ONCE).works == 0


def test_what_waits_is_looked_at_until_it_is_told(world: World, state: sqlite3.Connection) -> None:
    world.say("Lighthouse", "status", "renewed")
    for minutes, works, told in ((0, 1, 0), (10, 1, 0), (20, 1, 1), (1, 0, 0)):
        world.now += timedelta(minutes=minutes)
        done = decide(world.airdate, state, world.now, WISHES)
        assert (done.works, len(done.notices)) == (works, told)


@pytest.mark.parametrize(
    "change",
    [
        lambda world, state: follow(world.airdate, state, "title", "The Long Tide", at=world.now),
        lambda world, state: unfollow(world.airdate, state, "title", "Lighthouse"),
        lambda world, state: setattr(world, "now", world.now + timedelta(days=1)),
        lambda world, state: setattr(world, "now", world.now - timedelta(days=1)),
        lambda world, state: setattr(world, "now", T0.replace(hour=14)),  # nine o'clock in New York
    ],
)
def test_a_day_an_hour_and_a_follow_wake_all(
    world: World, state: sqlite3.Connection, change: Callable[[World, sqlite3.Connection], object]
) -> None:
    change(world, state)
    works = decide(world.airdate, state, world.now, AT_ONCE).works
    assert works == state.execute("SELECT count(*) FROM follow").fetchone()[0]


@pytest.mark.parametrize("seed", range(4))
def test_passing_over_what_is_quiet_loses_nothing(
    world: World, state: sqlite3.Connection, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    with closing(connect(tmp_path / "other.db")) as other:
        for each in (state, other):
            each.execute("PRAGMA synchronous = OFF")
        for title in TITLES[:2]:
            follow(world.airdate, other, "title", title, at=T0)
        entries: list[str] = []
        decide(world.airdate, other, world.now, WISHES)
        for _ in range(60):
            world.now += timedelta(minutes=rng.choice((1, 7, 20, 40, 300, 900)))
            if rng.random() < 0.4:
                kind, values = rng.choice(
                    (
                        ("status", ("renewed", "cancelled")),
                        ("release", (f"{world.now + timedelta(days=8):%Y-%m-%d}", "2027-03-05")),
                        ("production", ("filming_started", "filming_wrapped")),
                    )
                )
                entries.append(world.say(rng.choice(TITLES), kind, rng.choice(values)))
            elif entries and rng.random() < 0.2:
                gone = entries.pop(rng.randrange(len(entries)))
                world.airdate.ledger.retract(gone, by="desk", reason="misread", known_at=world.now)
            decide(world.airdate, state, world.now, WISHES)
            other.execute("DELETE FROM follow_note WHERE name = 'works looked at'")
            decide(world.airdate, other, world.now, WISHES)
        told = [{(n.notice_id, n.headline) for n in outbox.recent(each, 1_000)} for each in (state, other)]
        assert told[0] == told[1] and told[0]
