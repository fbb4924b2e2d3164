"""From one catalogue into another and back: whatever was synced into it, and wherever it was cut off."""

import itertools
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from airdate import dates
from airdate.catalogue import Catalogue, add_starter, transfer
from airdate.catalogue.records import Name, Popularity, Same, Title
from airdate.catalogue.rows import applied, cursors, orphans
from airdate.catalogue.store import CHANGES, Store
from airdate.catalogue.titles import join_titles
from airdate.errors import DataError
from tests.catalogue.contract import ONE_OF_EACH
from tests.catalogue.samples import FACTS, contents, origin, title

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "CHUNK", 7)


def fill(store: Store) -> Store:
    """Something of everything: the shipped facts, each kind of record, joins that were refused, a chart."""
    add_starter(store)
    store.put(ONE_OF_EACH, ("file", "1", 10))
    store.put([Same(work="tvmaze:2", same_as="tt0000001", origin=FACTS)])
    odd = ["tab\t, line\n, \\N \\.", "등불 거리 🎬", "x" * 9_000]
    store.put([Name(work="tvmaze:1", name=name, origin=origin("b")) for name in odd])
    store.put([title("title:lantern-street", "Lantern Street"), title("tvmaze:9", "Ende", said_by=LENT)])
    period = dates.parse("2026-01")
    values = (1e16, 0.1, 30_500_000.0)
    store.put([Popularity(work="w", measure="hours", value=v, period=period, origin=FACTS) for v in values])
    join_titles(store)
    return store


LATER = origin("sample", day=date(2026, 9, 1))
LENT = origin("tmdb", "tmdb", date(2026, 8, 1))


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    with closing(fill(Store(tmp_path / "source.db"))) as store:
        yield store


def whole(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All that two homes share; not what counts the changes of one."""
    own = (CHANGES, transfer.UNFINISHED)
    held = contents(store)
    return {**held, "cursor": [row for row in held["cursor"] if row[0] not in own]}


def test_to_a_server_and_back_without_loss(source: Store, postgres: str, tmp_path: Path) -> None:
    with closing(Store(postgres)) as server, closing(Store(tmp_path / "back.db")) as back:
        there = transfer.copy(source, server, TODAY)
        again = transfer.copy(server, back, TODAY)
        assert there.digest == again.digest and there.rows == there.written == again.written
        assert whole(server) == whole(source) == whole(back)
        assert server.identity.work_of("title:lantern-street") == source.identity.work_of("tvmaze:1")
        assert transfer.copy(server, back, TODAY).written == 0
        for query in ("Lantern Street", "Lantern Stret", "등불거리", "All of Us Are Daed"):
            assert Catalogue(server).look_up(query) == Catalogue(source).look_up(query)
        assert orphans(server) == 0 and [number for number, _, _ in applied(server)] == [1]


def test_a_target_that_fell_behind_is_caught_up_with(source: Store, postgres: str) -> None:
    with closing(Store(postgres)) as server:
        transfer.copy(source, server, TODAY)
        later = origin("sample", day=date(2026, 5, 1))
        source.put([title("tvmaze:1", "Lantern Street", country="GB", year=2021, said_by=later)])
        source.put([title("tvmaze:77", "Kiln", said_by=later)], ("file", "2", 1))
        assert transfer.copy(source, server, TODAY).written == 2
        assert whole(server) == whole(source)


def test_what_may_be_held_no_longer_is_not_brought_along(source: Store, postgres: str) -> None:
    with closing(Store(postgres)) as server:
        transfer.copy(source, server, TODAY)
        assert server.exact("ende")
        transfer.copy(source, server, date(2027, 6, 1))
        assert not server.exact("ende") and whole(server) == whole(source)


class CutOffError(Exception):
    pass


@pytest.mark.parametrize("stop_at", [1, 20, 60])
def test_a_copy_that_was_cut_off_is_taken_up_again(source: Store, postgres: str, stop_at: int) -> None:
    calls = itertools.count(1)

    def cut(done: int) -> None:
        if next(calls) == stop_at:
            raise CutOffError

    with closing(Store(postgres)) as target:
        with pytest.raises(CutOffError):
            transfer.copy(source, target, TODAY, cut)
        assert transfer.is_unfinished(target)
        done = transfer.copy(source, target, TODAY)
        assert 0 < done.written < done.rows
        assert whole(target) == whole(source) and not transfer.is_unfinished(target)


def _copy(source: Path, target: str, started: Event) -> None:
    transfer.CHUNK = 100
    with closing(Store(source)) as old, closing(Store(target)) as new:
        started.set()
        transfer.copy(old, new, TODAY)


@pytest.mark.parametrize("milliseconds", [20, 90])
def test_a_copy_that_was_killed_is_taken_up_again(
    source: Store, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, milliseconds: int
) -> None:
    monkeypatch.setattr(transfer, "CHUNK", 1_000)
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    source.put([title(f"tvmaze:{n}", f"Lantern {n}") for n in range(1_000, 2_500)])
    copying = context.Process(target=_copy, args=(tmp_path / "source.db", postgres, started))
    copying.start()
    started.wait(60)
    copying.join(milliseconds / 1000)
    copying.kill()
    copying.join()
    with closing(Store(postgres)) as target:
        transfer.copy(source, target, TODAY)
        assert whole(target) == whole(source)


def _foreign_statement(store: Store) -> None:
    store.put([title("elsewhere", "Kiln")])


def _later_reading(store: Store) -> None:
    store.put([title("tvmaze:1", "Lantern Street", country="GB", year=2021, said_by=LATER)])


@pytest.mark.parametrize("happened", [_foreign_statement, _later_reading])
def test_a_target_that_holds_something_else_is_left_as_it_is(
    source: Store, tmp_path: Path, happened: Callable[[Store], None]
) -> None:
    with closing(Store(tmp_path / "target.db")) as target:
        transfer.copy(source, target, TODAY)
        happened(target)
        source.put([title("tvmaze:78", "Kiln")])
        before = contents(target)
        with pytest.raises(DataError, match="nothing was written"):
            transfer.copy(source, target, TODAY)
        assert contents(target) == before


def test_a_target_that_another_writes_to_is_found_out(source: Store, tmp_path: Path) -> None:
    def write_there(done: int) -> None:
        with closing(Store(tmp_path / "target.db")) as other:
            other.put([title("elsewhere", "Kiln")])

    with closing(Store(tmp_path / "target.db")) as target, pytest.raises(DataError):
        transfer.copy(source, target, TODAY, write_there)


def test_the_source_is_read_as_it_stood_at_the_beginning(source: Store, tmp_path: Path) -> None:
    before = whole(source)

    def write_meanwhile(done: int) -> None:
        with closing(Store(tmp_path / "source.db")) as other:
            other.put([title("tvmaze:79", "Kiln")])

    with closing(Store(tmp_path / "target.db")) as target:
        transfer.copy(source, target, TODAY, write_meanwhile)
        assert whole(target) == before


def test_what_a_server_cannot_hold_is_named(source: Store, postgres: str) -> None:
    source.put([title("tvmaze:80", "a\0b")])
    with closing(Store(postgres)) as server, pytest.raises(DataError, match="no text") as caught:
        transfer.copy(source, server, TODAY)
    assert caught.value.id == "tvmaze:80"


def test_a_digest_tells_any_two_catalogues_apart(source: Store) -> None:
    seen = {transfer.digest(source)[0]}
    source.put([title("tvmaze:81", "Kiln")])
    seen.add(transfer.digest(source)[0])
    source.put([], ("file", "3", 1))
    seen.add(transfer.digest(source)[0])
    with source.writing():
        source.identity.join("tvmaze:81", "Q81")
    seen.add(transfer.digest(source)[0])
    assert len(seen) == 4 and cursors(source) and source.read(Title, ["tvmaze:81"])
