"""What only a catalogue's file has: a place, versions of its schema, names that wait."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate import dates
from airdate.catalogue import database
from airdate.catalogue.records import Credit, Instalment, Origin, Popularity, Same
from airdate.catalogue.store import Store
from airdate.catalogue.tables import cells_of
from airdate.errors import DataError
from airdate.sqlite import migrate
from tests.catalogue.samples import FACTS, title


def test_a_foreign_file_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(DataError, match="no catalogue of ours"):
        Store(path)
    assert path.read_bytes() == before


def test_a_later_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    Store(path).close()
    with closing(sqlite3.connect(path)) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(DataError, match="later version"):
        Store(path)


def test_a_text_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    path.write_text("these are notes, not a database " * 40, encoding="utf-8")
    with pytest.raises(DataError, match="cannot be used"):
        Store(path)


def test_a_file_of_the_first_schema_keeps_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    old = sqlite3.connect(path, isolation_level=None)
    migrate(old, database.steps()[:1])
    old.execute("INSERT INTO origin VALUES (1, 'sample', 'facts', '', '2026-01-02', NULL)")
    old.execute("INSERT INTO credit VALUES ('w', 'Ann Example', 'actor', '', 'Vic', 'sample', 1)")
    old.execute("INSERT INTO instalment VALUES ('w', '2', 'Part Two', '6', 'sample', 1)")
    old.close()
    store = Store(path)
    said = Origin(source="sample", licence="facts", retrieved_on=date(2026, 1, 2))
    assert store.read(Credit, ["w"]) == [Credit(work="w", name="Ann Example", character="Vic", origin=said)]
    assert store.read(Instalment, ["w"]) == [
        Instalment(work="w", season=2, label="Part Two", episodes=6, origin=said)
    ]
    store.put([Credit(work="w", name="Ann Example", character="Vic", season=2, origin=said)])
    assert len(store.read(Credit, ["w"])) == 2


@given(st.integers(0, 10**14).map(lambda thousandths: thousandths / 1000))
def test_a_fraction_is_written_as_sqlite_writes_it(value: float) -> None:
    """So that a row that an earlier version wrote is the same row when it is read again."""
    period = dates.parse("2026-01")
    [cells] = cells_of(
        Popularity, [Popularity(work="w", measure="hours", value=value, period=period, origin=FACTS)]
    )
    with closing(sqlite3.connect(":memory:")) as db:
        assert db.execute("SELECT CAST(? AS TEXT)", (value,)).fetchone() == (cells[2],)


def test_names_that_wait_are_found_after_the_merge_and_not_lost_with_the_process(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    store = Store(path)
    store.put([title("tt0000001", "Lantern Street")], merge_at=1_000)
    assert not store.exact("lantern street")
    store.close()
    again = Store(path)
    again.merge()
    assert again.exact("lantern street") == [("tt0000001", 0)]
    again.put([title("tt0000002", "Lantern Street")], merge_at=1)
    assert len(again.exact("lantern street")) == 2


@given(
    st.lists(
        st.tuples(*[st.sampled_from(["tt1111111", "tt2222222", "Q1", "Q2", "tvmaze:1", "mal:1", "own"])] * 2)
    )
)
@settings(max_examples=60, deadline=None)
def test_joins_in_any_order_keep_groups_whole(pairs: list[tuple[str, str]]) -> None:
    store = Store()
    store.put([Same(work=one, same_as=other, origin=FACTS) for one, other in pairs])
    ids = {id for pair in pairs for id in pair}
    for id in ids:
        group = store.identity.ids_of(store.identity.work_of(id))
        assert id in group
        assert len([each for each in group if each.startswith("tt")]) <= 1
        assert len([each for each in group if each.startswith("Q")]) <= 1
        assert {store.identity.work_of(each) for each in group} == {group[0]}
