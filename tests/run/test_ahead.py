"""Pages made ahead: given for the state that they were made from alone, within their room, never missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from airdate.catalogue import Store
from airdate.catalogue.records import Name, Origin, Title
from airdate.ledger import SqliteLedger
from airdate.ledger.open import open_ledger
from airdate.publish.site.templates import address
from airdate.run.ahead import PagesAhead
from airdate.run.keeper import Keeper
from airdate.run.live import Changes, Workspaces, open_held, place
from airdate.run.states import read_current
from tests.ledger.conftest import postgres, postgres_server

__all__ = ["postgres", "postgres_server"]  # fixtures

DAY = date(2026, 11, 24)
PAGE = "/all-of-us-are-dead/2/"


@pytest.fixture
def ahead(tmp_path: Path) -> Iterator[PagesAhead]:
    made = PagesAhead(tmp_path / "pages.db", 1_000_000)
    yield made
    made.close()


def test_a_page_is_given_for_its_state_alone(ahead: PagesAhead, tmp_path: Path) -> None:
    reader = PagesAhead(tmp_path / "pages.db", 1_000_000)
    assert reader.get(PAGE, b"one") is None
    ahead.put(PAGE, b"one", b"a page")
    assert reader.get(PAGE, b"one") == b"a page"
    ahead.put(PAGE, b"two", b"another")
    assert reader.get(PAGE, b"one") is None and reader.get(PAGE, b"two") == b"another"
    ahead.clear()
    assert reader.get(PAGE, b"two") is None
    reader.close()


def test_room_is_counted_and_freed_by_what_takes_a_place(tmp_path: Path) -> None:
    first = PagesAhead(tmp_path / "pages.db", 100)
    body = bytes(range(150))  # cannot be packed
    first.put("/a/", b"", body)
    assert not first.has_room
    first.put("/a/", b"", b"little")
    assert first.has_room
    first.put("/b/", b"", body)
    first.close()
    again = PagesAhead(tmp_path / "pages.db", 100)
    assert again.get("/b/", b"") == body and not again.has_room, "it counts what lies there"
    again.clear()
    assert again.has_room
    again.close()


def test_without_room_or_file_nothing_is_kept_and_no_file_is_made(tmp_path: Path) -> None:
    none = PagesAhead(tmp_path / "pages.db", 0)
    assert not none.has_room and none.get(PAGE, b"") is None
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_as_none(ahead: PagesAhead, tmp_path: Path) -> None:
    (tmp_path / "pages.db").write_bytes(b"no database at all" * 100)
    assert ahead.get(PAGE, b"one") is None
    ahead.put(PAGE, b"one", b"a page")
    ahead.clear()
    assert ahead.get(PAGE, b"one") is None


def test_a_state_is_the_same_for_all_who_ask_until_something_changes(tmp_path: Path) -> None:
    where = place(
        {"ledger": str(tmp_path / "ledger.db"), "catalogue": str(tmp_path / "catalogue.db")}, {}, tmp_path
    )
    open_held(where).close()
    Store(tmp_path / "catalogue.db").close()
    one, other = Changes(where), Changes(where)
    ids = ["all-of-us-are-dead"]
    seen = [one.state(ids, DAY)]
    assert seen == [other.state(ids, DAY)] and seen != [None]
    assert one.state(["kingdom"], DAY) not in seen and one.state(ids, date(2026, 11, 25)) not in seen
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        entry = ledger.entries(work_id=ids[0])[0]
        ledger.retract(entry.entry_id, by="a test", reason="a sample", known_at=datetime.now(UTC))
    seen.append(one.state(ids, DAY))
    store = Store(tmp_path / "catalogue.db")
    origin = Origin(source="sample", licence="cc0", retrieved_on=DAY)
    store.put([Title(origin=origin, work="tvmaze:1", title="A Sample", form="series")])
    store.close()
    seen.append(one.state(ids, DAY))
    assert len(set(seen)) == 3 and seen[-1] == other.state(ids, DAY)
    one.close()
    other.close()


def test_a_ledger_on_a_server_has_no_state_for_all(postgres: str, tmp_path: Path) -> None:
    open_ledger(postgres).close()
    where = place({"ledger": postgres, "catalogue": str(tmp_path / "catalogue.db")}, {}, tmp_path)
    changes = Changes(where)
    assert changes.state(["all-of-us-are-dead"], DAY) is None
    changes.close()


def test_the_keeper_sees_what_is_loaded_into_the_catalogue(ahead: PagesAhead, tmp_path: Path) -> None:
    """What it had read of the old one is dropped, and so are the pages made from it."""
    where = place(
        {"ledger": str(tmp_path / "ledger.db"), "catalogue": str(tmp_path / "catalogue.db")}, {}, tmp_path
    )
    open_held(where).close()
    store = Store(tmp_path / "catalogue.db")
    overview = tmp_path / "overview"
    overview.mkdir()
    changes, workspaces = Changes(where), Workspaces(where)
    keeper = Keeper(workspaces, changes, overview, address("http://localhost:8000"), ahead)
    keeper.refresh()
    work = workspaces.mine().work("all-of-us-are-dead")
    before = changes.state(_ids(overview, work.work_id), workspaces.mine().today())
    assert before is not None and ahead.get(PAGE, before) is not None
    origin = Origin(source="sample", licence="cc0", retrieved_on=DAY)
    store.put([Name(origin=origin, work=work.work_id, name="A Name of This Test")])
    assert keeper.refresh() is True
    after = changes.state(_ids(overview, work.work_id), workspaces.mine().today())
    assert after is not None and ahead.get(PAGE, before) is None and ahead.get(PAGE, after) is not None
    assert "A Name of This Test" in workspaces.mine().work("all-of-us-are-dead").aliases
    workspaces.mine().close()
    changes.close()
    store.close()


def _ids(overview: Path, work_id: str) -> tuple[str, ...]:
    read = read_current(overview)
    assert read is not None
    return next(work.ids for work in read[1].works if work.work_id == work_id)
