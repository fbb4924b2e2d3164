"""Records in and out: nothing twice, nothing lost, nothing kept too long, no wrong join."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate import dates
from airdate.catalogue import database
from airdate.catalogue.records import (
    AnyRecord,
    Credit,
    Instalment,
    Name,
    Offer,
    Origin,
    Popularity,
    Record,
    Release,
    Same,
    Spelling,
    Tag,
    Title,
)
from airdate.catalogue.store import Store
from airdate.errors import DataError
from airdate.sqlite import migrate
from tests.catalogue.samples import FACTS, origin, title

ONE_OF_EACH: list[Record] = [
    title("tvmaze:1", "Lantern Street", country="GB", year=2021),
    Name(work="tvmaze:1", name="Laternengasse", language="de", origin=FACTS),
    Same(work="tvmaze:1", same_as="tt0000001", origin=FACTS),
    Instalment(
        work="tvmaze:1", season=2, label="Series 2", episodes=6, finale=dates.parse("2023-10"), origin=FACTS
    ),
    Release(work="tvmaze:1", season=2, window=dates.parse("2023-09"), region="GB", type="tv", origin=FACTS),
    Credit(work="tvmaze:1", name="Ann Example", person="nm0000001", character="Vic", origin=FACTS),
    Spelling(person="nm0000001", name="Анна", language="ru", script="Cyrl", origin=FACTS),
    Offer(work="tvmaze:1", service="Netflix", region="GB", origin=FACTS),
    Tag(work="tvmaze:1", kind="theme", value="ghost", origin=FACTS),
    Popularity(work="tvmaze:1", measure="hours", value=12.5, period=dates.parse("2023"), origin=FACTS),
]


def dump(store: Store) -> list[str]:
    return list(store.connection.iterdump())


def test_every_kind_of_record_comes_back_as_it_went_in() -> None:
    store = Store()
    store.put(ONE_OF_EACH)
    assert {type(record) for record in ONE_OF_EACH} == set(get_args(AnyRecord))
    for record in ONE_OF_EACH:
        key = record.person if isinstance(record, Spelling) else "tvmaze:1"
        assert store.read(type(record), [key]) == [record]


def test_the_same_records_again_change_nothing() -> None:
    store = Store()
    store.put(ONE_OF_EACH)
    before = dump(store)
    store.put(ONE_OF_EACH)
    assert dump(store) == before


def test_sources_that_disagree_stand_side_by_side_and_silence_takes_nothing_back() -> None:
    store = Store()
    releases = [
        Release(work="w", season=1, window=dates.parse(day), origin=origin(source))
        for source, day in (("a", "2024-05-01"), ("b", "2024-05-02"))
    ]
    store.put(releases)
    store.put([Release(work="w", season=1, window=None, origin=origin("a", day=date(2026, 2, 1)))])
    windows = [record.window and record.window.edtf for record in store.read(Release, ["w"])]
    assert sorted(windows, key=str) == ["2024-05-01", "2024-05-02", None]


def test_reading_again_later_renews_the_day_of_retrieval_and_an_older_file_does_not() -> None:
    store = Store()
    for day in (date(2026, 1, 1), date(2026, 3, 1), date(2025, 1, 1)):
        store.put([title("w", "Lantern Street", said_by=origin("a", day=day))])
    [held] = store.read(Title, ["w"])
    assert held.origin.retrieved_on == date(2026, 3, 1)


def test_the_freest_licence_comes_first() -> None:
    store = Store()
    names = {"imdb-non-commercial": "I", "cc-by-sa": "S", "cc0": "Z", "tmdb": "T"}
    store.put([title("w", name, said_by=origin(name, licence)) for licence, name in names.items()])  # type: ignore[arg-type]
    assert [record.title for record in store.read(Title, ["w"])] == ["Z", "S", "I", "T"]


class TestExpiry:
    """TMDB's values may be held for six months."""

    def test_they_vanish_on_their_day_with_the_forms_of_their_names(self) -> None:
        store = Store()
        cached = origin("tmdb", "tmdb", date(2026, 1, 1))
        store.put([title("tmdb:tv:1", "Lantern Street", said_by=cached), title("q", "Lantern Lane")])
        assert store.expire(date(2026, 6, 29)) == 0
        assert store.exact("lantern street")
        assert store.expire(date(2026, 6, 30)) == 1
        assert not store.exact("lantern street")
        assert "Street" not in "".join(dump(store))
        assert "teerts" not in "".join(dump(store))
        assert store.exact("lantern lane")

    def test_a_form_that_another_source_gives_stays(self) -> None:
        store = Store()
        cached = origin("tmdb", "tmdb", date(2026, 1, 1))
        store.put([title("w", "Lantern Street", said_by=cached), title("w", "Lantern Street")])
        store.expire(date(2027, 1, 1))
        assert store.exact("lantern street") == [("w", 0)]
        assert [record.origin.source for record in store.read(Title, ["w"])] == ["sample"]


class TestIdentity:
    def test_records_of_joined_ids_are_one_work(self) -> None:
        store = Store()
        store.put([Same(work="tvmaze:1", same_as="tt0000001", origin=FACTS)])
        store.put([Same(work="Q5", same_as="tt0000001", origin=FACTS)])
        assert store.identity.work_of("tvmaze:1") == "Q5"
        assert store.identity.ids_of("Q5") == ["Q5", "tt0000001", "tvmaze:1"]

    def test_two_ids_of_one_catalogue_are_never_one_work(self) -> None:
        store = Store()
        store.put([Same(work="tvmaze:1", same_as="tt0000001", origin=FACTS)])
        [refused] = store.put([Same(work="tvmaze:2", same_as="tt0000001", origin=FACTS)])
        assert "stay apart" in (refused.hint or "")
        assert store.identity.work_of("tvmaze:2") == "tvmaze:2"

    def test_anime_lists_number_seasons_apart(self) -> None:
        store = Store()
        links = [Same(work="tmdb:tv:7", same_as=f"mal:{n}", origin=FACTS) for n in (1, 2)]
        assert store.put(links) == []
        assert store.identity.ids_of("tmdb:tv:7") == ["tmdb:tv:7", "mal:1", "mal:2"]

    @given(
        st.lists(
            st.tuples(
                *[st.sampled_from(["tt1111111", "tt2222222", "Q1", "Q2", "tvmaze:1", "mal:1", "own"])] * 2
            )
        )
    )
    @settings(max_examples=60, deadline=None)
    def test_joins_in_any_order_keep_groups_whole(self, pairs: list[tuple[str, str]]) -> None:
        store = Store()
        store.put([Same(work=one, same_as=other, origin=FACTS) for one, other in pairs])
        ids = {id for pair in pairs for id in pair}
        for id in ids:
            group = store.identity.ids_of(store.identity.work_of(id))
            assert id in group
            assert len([each for each in group if each.startswith("tt")]) <= 1
            assert len([each for each in group if each.startswith("Q")]) <= 1
            assert {store.identity.work_of(each) for each in group} == {group[0]}


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
    store = Store(path)
    store.connection.execute("PRAGMA user_version = 99")
    store.close()
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
