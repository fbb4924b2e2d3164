"""A site brought to its state step by step is as one made anew, wherever a build was cut off."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from airdate.catalogue import Store, load_catalogue
from airdate.catalogue.records import Origin, Tag, Title
from airdate.ledger import SqliteLedger
from airdate.run.static_site import publish
from airdate.run.workspace import Airdate
from tests.publish.site.cut_off import Killed, cut_off_after
from tests.publish.site.links import check_links
from tests.run.test_static_site import NOW, URL, Clock, files_of, said

TITLES = ("Tin Moon", "Glass Harbour", "Salt Lantern", "Paper Coast", "Glass Harbour")
WORKS = tuple(f"tvmaze:{number}" for number in range(1, 1 + len(TITLES)))
SAID = (
    ("status", "renewed"),
    ("status", "cancelled"),
    ("production", "filming_wrapped"),
    ("release", "2027-04"),
    ("release", "2027-04-09"),
    ("release", "unannounced"),
)


class World:
    """A ledger and a catalogue of related works of which two bear one name, on a clock of its own."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._rng = random.Random(seed)
        self._folder = folder
        self._clock = Clock()
        self._steps = 0
        self._fill(folder / "catalogue.db")
        self.ledger = SqliteLedger(folder / "ledger.db")
        self.catalogue = load_catalogue(folder / "catalogue.db")
        self.airdate = Airdate(self.ledger, self.catalogue, clock=self._clock)

    def close(self) -> None:
        self.airdate.close()

    def step(self) -> None:
        """Something is said, taken back or corrected, or a day goes by."""
        self._steps += 1
        self._clock.now += timedelta(minutes=1)
        ways: tuple[Callable[[], None], ...] = (self.say, self.say, self.take_back, self.correct, self.sleep)
        self._rng.choice(ways)()

    def say(self) -> None:
        number = self._rng.randrange(len(TITLES))
        kind, value = self._rng.choice(SAID)
        claim = said(
            f"outlet-{self._steps}.example",
            str(self._clock.now.date() - timedelta(days=self._rng.randrange(300))),
            kind,
            value,
            title=TITLES[number],
            season=self._rng.choice((1, 2)),
        )
        self.ledger.record([(WORKS[number], claim)], known_at=self._clock.now)

    def take_back(self) -> None:
        for entry in self._rng.sample(standing := self.ledger.entries(), min(3, len(standing))):
            self.airdate.retract(entry.entry_id, by="editor", reason="no such words")

    def correct(self) -> None:
        standing = [entry for entry in self.ledger.entries() if entry.claim.kind == "release"]
        if standing:
            entry = self._rng.choice(standing)
            self.airdate.correct(entry.entry_id, {"value": "2027-05"}, by="editor", reason="misread")

    def sleep(self) -> None:
        self._clock.now += timedelta(days=1)

    def publish(self, name: str = "site") -> Path:
        publish(self.airdate, self._folder / name, URL)
        return self._folder / name

    @staticmethod
    def _fill(path: Path) -> None:
        store, origin = Store(path), Origin(source="sample", licence="cc0", retrieved_on=NOW.date())
        for work, title, year in zip(WORKS, TITLES, range(2025, 2020, -1), strict=True):
            store.put(
                [
                    Title(origin=origin, work=work, title=title, form="series", country="US", year=year),
                    Tag(origin=origin, work=work, kind="genre", value="drama"),
                    Tag(origin=origin, work=work, kind="theme", value="zombie"),
                ]
            )
        store.close()


@pytest.fixture(params=[1, 3])
def world(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    made = World(tmp_path, request.param)
    made.say()
    yield made
    made.close()


def test_step_by_step_is_as_all_at_once(world: World) -> None:
    for _ in range(6):
        world.step()
        world.step()
        site = world.publish()
        check_links(site, URL)
    assert files_of(site) == files_of(world.publish("anew"))


@pytest.mark.parametrize("moves", [1, 7, 15])
def test_no_link_leads_nowhere_where_a_build_is_cut_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    world = World(tmp_path, moves)
    world.say()
    site = world.publish()
    for _ in range(3):
        for _ in range(3):
            world.step()
        with monkeypatch.context() as patched:
            cut_off_after(moves, patched)
            try:
                world.publish()
            except Killed:
                check_links(site, URL)
    assert files_of(world.publish()) == files_of(world.publish("anew"))
    world.close()
