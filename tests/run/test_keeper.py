"""The keeper's turns: after any change its state is what a keeper that begins anew would make."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from airdate import dates
from airdate.catalogue import Store
from airdate.catalogue.records import Origin, Title
from airdate.publish.site.templates import address
from airdate.run.ahead import PagesAhead
from airdate.run.keeper import Keeper
from airdate.run.live import Changes, Place, Workspaces, place
from airdate.run.overview import WorkLine
from airdate.run.states import read_current
from airdate.run.told import Told
from airdate.types import Claim

WHERE = address("http://localhost:8000")


class Kept:
    """A keeper of its own over a workspace."""

    def __init__(self, where: Place, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.workspaces = Workspaces(where)
        self.workspaces.mine()  # makes the ledger, so that it can be watched
        self.changes = Changes(where)
        self.ahead = PagesAhead(folder.with_suffix(".db"), 10_000_000)
        self.keeper = Keeper(self.workspaces, self.changes, folder, WHERE, self.ahead)
        self.keeper.refresh()

    def state(self) -> tuple[tuple[WorkLine, ...], list[tuple[object, Told]], dict[str, bytes]]:
        """Works, lines with their changes, and the pages."""
        current = read_current(self.folder)
        assert current is not None and current[1].whole
        site, overview, told = current
        lines = [(line.slug, line.season, line.answer, line.rows, line.shelf) for line in overview.lines]
        changes = [told.at(line.told) for line in overview.lines]
        files = {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}
        return overview.works, list(zip(lines, changes, strict=True)), files

    def close(self) -> None:
        self.workspaces.mine().close()
        self.changes.close()
        self.ahead.close()


@pytest.fixture
def keep(tmp_path: Path) -> Iterator[Callable[[], Kept]]:
    where = place(
        {"ledger": str(tmp_path / "ledger.db"), "catalogue": str(tmp_path / "catalogue.db")}, {}, tmp_path
    )
    made: list[Kept] = []

    def begin() -> Kept:
        made.append(Kept(where, tmp_path / f"overview-{len(made)}"))
        return made[-1]

    Store(tmp_path / "catalogue.db").close()
    yield begin
    for each in made:
        each.close()


def told(title: str, season: int | None = 2) -> Claim:
    return Claim(
        title=title,
        season=season,
        kind="status",
        value="renewed",
        modality="confirmed",
        said_on=dates.of_day(date(2026, 3, 1)),
        said_via="outlet.example",
        document_id=f"https://outlet.example/{title}",
        url=f"https://outlet.example/{title}",
    )


def test_each_turn_is_as_if_all_were_made_anew(keep: Callable[[], Kept]) -> None:
    one = keep()
    ledger = one.workspaces.mine().ledger
    entries = ledger.entries(work_id="all-of-us-are-dead")
    signed = {"by": "a test", "reason": "a sample"}
    steps: list[Callable[[datetime], object]] = [
        lambda now: ledger.retract(entries[0].entry_id, known_at=now, **signed),
        lambda now: ledger.correct(entries[1].entry_id, {"work_id": "kingdom"}, known_at=now, **signed),
        lambda now: ledger.record([("tvmaze:1", told("A Sample"))], known_at=now),
        lambda now: ledger.record([("tvmaze:1", told("A Sample", 3))], known_at=now),
        lambda now: ledger.restore(entries[0].entry_id, known_at=now, **signed),
    ]
    seen = [one.state()]
    for step in steps:
        step(datetime.now(UTC))
        assert one.keeper.refresh() is True and one.keeper.refresh() is False
        seen.append(one.state())
        assert seen[-1] == keep().state()
    assert sum(before != after for before, after in pairwise(seen)) >= 3


def test_a_turn_makes_only_what_changed(keep: Callable[[], Kept], monkeypatch: pytest.MonkeyPatch) -> None:
    one = keep()
    airdate = one.workspaces.mine()
    asked: list[str] = []
    guide = type(airdate).guide

    def watched(self: object, title: str, *args: object, **named: object) -> object:
        asked.append(title)
        return guide(self, title, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(type(airdate), "guide", watched)
    entry = airdate.ledger.entries(work_id="kingdom")[0]
    airdate.retract(entry.entry_id, by="a test", reason="a sample")
    one.keeper.refresh()
    works = {airdate.work(title).work_id for title in asked}
    assert works == {airdate.work("kingdom").work_id}


def test_a_work_that_takes_a_slug_from_another_moves_it(keep: Callable[[], Kept], tmp_path: Path) -> None:
    """Of two works of one name the older one has the plain page; both are told under their own."""
    one = keep()
    store = Store(tmp_path / "catalogue.db")
    origin = Origin(source="sample", licence="cc0", retrieved_on=date(2026, 11, 24))
    store.put([Title(origin=origin, work="tvmaze:9", title="Same Name", form="series", year=2020)])
    store.put([Title(origin=origin, work="tvmaze:5", title="Same Name", form="series", year=1990)])
    store.close()
    ledger = one.workspaces.mine().ledger
    ledger.record([("tvmaze:9", told("Same Name"))], known_at=datetime.now(UTC))
    one.keeper.refresh()
    assert _slugs(one)["tvmaze:9"] == "same-name"
    one.workspaces.mine().ledger.record([("tvmaze:5", told("Same Name", 4))], known_at=datetime.now(UTC))
    one.keeper.refresh()
    assert (_slugs(one)["tvmaze:5"], _slugs(one)["tvmaze:9"]) == ("same-name", "same-name-2020")
    assert one.state() == keep().state()


def _slugs(kept: Kept) -> dict[str, str]:
    return {work.work_id: work.slug for work in kept.state()[0]}
