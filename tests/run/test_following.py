"""Following in a workspace: what a name comes to, what is kept unmatched, and lists with their report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from airdate.catalogue import Catalogue, Store
from airdate.catalogue.records import Credit, Offer, Origin, Record, Same, Tag, Title
from airdate.errors import InputError, UnknownTitleError
from airdate.ledger import SqliteLedger
from airdate.run.following import follow, followed_works, match, match_again, unfollow
from airdate.run.importing import import_bytes, import_file, say_report
from airdate.run.workspace import Airdate
from airdate.watch.follow import list_follows
from airdate.watch.imports.own import render_csv, render_json
from airdate.watch.state import connect
from tests.ledger.samples import claim

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ORIGIN = Origin(source="samples", licence="cc0", retrieved_on=date(2026, 11, 24))


def title(work: str, name: str, year: int | None = None, form: str = "series", **more: object) -> Title:
    return Title(work=work, title=name, year=year, form=form, origin=ORIGIN, **more)  # type: ignore[arg-type]


RECORDS: list[Record] = [
    title("Q1", "Lighthouse", 2021),
    title("Q2", "Harbour", 2010, country="GB"),
    title("Q3", "Harbour", 2019, country="US"),
    title("Q4", "The Long Tide", 2027, "film"),
    title("Q5", "Lantern"),
    Same(work="Q1", same_as="tvdb:900001", origin=ORIGIN),
    Credit(work="Q1", name="Ada Sample", origin=ORIGIN),
    Offer(work="Q2", service="Harbour TV", origin=ORIGIN),
    Tag(work="Q1", kind="theme", value="zombie", origin=ORIGIN),
]


@pytest.fixture
def airdate(tmp_path: Path) -> Iterator[Airdate]:
    store = Store()
    store.put(RECORDS)
    made = Airdate(SqliteLedger(tmp_path / "ledger.db"), Catalogue(store), clock=lambda: NOW)
    made.ledger.record([("Q1", claim()), ("Q2", claim(title="Harbour"))], known_at=NOW)
    yield made
    made.close()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(tmp_path / "state.db")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("name", "year", "form", "ids", "outcome", "work_id"),
    [
        ("Lighthouse", None, None, (), "matched", "Q1"),
        ("Lighthouse", 2022, "series", (), "matched", "Q1"),  # sources differ by a year
        ("Lighthouse", 2024, None, (), "unmatched", None),
        ("Lighthouse", 2021, "film", (), "unmatched", None),
        ("Some Other Name", 1999, "film", ("tvdb:900001",), "matched", "Q1"),
        ("Lighthouse", None, None, ("tt9999999",), "matched", "Q1"),
        ("Harbour", None, None, (), "tied", None),
        ("Harbour", 2019, None, (), "matched", "Q3"),
        ("Harbour (2010)", None, None, (), "matched", "Q2"),
        ("Harbour (US)", None, None, (), "matched", "Q3"),
        ("Lantern", 1980, None, (), "matched", "Q5"),  # nothing is known that contradicts it
        ("Nonsuch", None, None, (), "unmatched", None),
        ("tt9999999", None, None, (), "unmatched", None),
    ],
)
def test_a_title_is_matched_by_id_then_by_name_year_and_form(
    airdate: Airdate,
    name: str,
    year: int | None,
    form: str | None,
    ids: tuple[str, ...],
    outcome: str,
    work_id: str | None,
) -> None:
    found = match(airdate, name, year=year, form=form, ids=ids)  # type: ignore[arg-type]
    assert (found.outcome, found.work and found.work.work_id) == (outcome, work_id)
    assert found.reason


def test_following_twice_is_once_and_a_tie_asks_which(airdate: Airdate, state: sqlite3.Connection) -> None:
    assert follow(airdate, state, "title", "Lighthouse", at=NOW)[1]
    assert not follow(airdate, state, "title", "Q1", at=NOW)[1]
    with pytest.raises(UnknownTitleError) as tie:
        follow(airdate, state, "title", "Harbour", at=NOW)
    assert len(tie.value.nearest) == 2
    with pytest.raises(InputError):
        follow(airdate, state, "title", " \u200e\n", at=NOW)


def test_what_nobody_knows_yet_is_kept_and_matched_later_once(
    airdate: Airdate, state: sqlite3.Connection
) -> None:
    made, _ = follow(airdate, state, "title", "Night Ferry", at=NOW)
    follow(airdate, state, "title", "Night Ferry (2025)", at=NOW)
    assert made.work_id is None and followed_works(airdate, state) == {}
    assert match_again(airdate, state) == []
    airdate.catalogue.store.put([title("Q9", "Night Ferry", 2025)])
    assert {held.work_id for held in match_again(airdate, state)} == {"Q9"}
    assert [held.work_id for held in list_follows(state)] == ["Q9"]
    assert match_again(airdate, state) == []


def test_a_title_that_only_statements_speak_of_is_matched_when_they_begin_to(
    airdate: Airdate, state: sqlite3.Connection
) -> None:
    follow(airdate, state, "title", "Night Ferry", at=NOW)
    match_again(airdate, state)
    airdate.ledger.record([("title:night-ferry", claim(title="Night Ferry"))], known_at=NOW)
    assert [held.work_id for held in match_again(airdate, state)] == ["title:night-ferry"]


def test_people_services_and_lists_come_to_the_works_that_statements_speak_of(
    airdate: Airdate, state: sqlite3.Connection
) -> None:
    follow(airdate, state, "person", "ada sample", at=NOW)
    follow(airdate, state, "service", "harbour tv", at=NOW)
    follow(airdate, state, "list", "Zombie", at=NOW)
    follow(airdate, state, "title", "The Long Tide", at=NOW)
    works = followed_works(airdate, state)
    assert {work_id: sorted(held.kind for held in follows) for work_id, follows in works.items()} == {
        "Q1": ["list", "person"],
        "Q2": ["service"],
        "Q4": ["title"],
    }
    unfollow(airdate, state, "person", "Ada Sample")
    unfollow(airdate, state, "title", "the long tide")
    assert followed_works(airdate, state).keys() == {"Q1", "Q2"}
    with pytest.raises(InputError):
        unfollow(airdate, state, "person", "Ada Sample")


def test_of_namesakes_one_is_removed_by_its_id(airdate: Airdate, state: sqlite3.Connection) -> None:
    for name in ("Harbour (2010)", "Harbour (2019)"):
        follow(airdate, state, "title", name, at=NOW)
    with pytest.raises(InputError, match="several"):
        unfollow(airdate, state, "title", "Harbour")
    assert unfollow(airdate, state, "title", "q3").work_id == "Q3"
    assert unfollow(airdate, state, "title", "harbour").work_id == "Q2"


LIST = """Const,Title,Year,Title Type
tt0000001,Lighthouse,2021,TV Series
tt0000002,Harbour,,TV Series
tt0000003,Nonsuch,2020,Movie
tt0000004,Pilot,2020,TV Episode
,,,Movie
tt0000001,Lighthouse,2021,TV Series
"""


def test_a_list_is_followed_with_every_row_accounted_for(airdate: Airdate, state: sqlite3.Connection) -> None:
    preview = import_bytes(airdate, state, "list.csv", LIST.encode(), at=NOW, dry_run=True)
    assert list_follows(state) == []
    report = import_bytes(airdate, state, "list.csv", LIST.encode(), at=NOW)
    assert report.counts == {"followed": 1, "tied": 1, "unmatched": 1, "left out": 2, "known": 1}
    assert preview.counts == {"followed": 2, "tied": 1, "unmatched": 1, "left out": 2}
    assert [(held.name, held.work_id) for held in list_follows(state)] == [
        ("Harbour", None),
        ("Lighthouse", "Q1"),
        ("Nonsuch", None),
    ]
    told = say_report(report)
    for words in ("6 rows read as imdb", "tied: Harbour [list.csv, row 3]", "Q3", "Nonsuch", "an episode"):
        assert words in told
    again = import_bytes(airdate, state, "list.csv", LIST.encode(), at=NOW)
    assert again.counts == {"known": 4, "left out": 2}


def test_an_export_imported_elsewhere_is_the_same(
    airdate: Airdate, state: sqlite3.Connection, tmp_path: Path
) -> None:
    follow(airdate, state, "person", "Ada Sample", at=NOW)
    import_bytes(airdate, state, "list.csv", LIST.encode(), at=NOW)
    held = list_follows(state)
    for name, data in (("x.json", render_json(held)), ("x.csv", render_csv(held))):
        other = connect(tmp_path / f"{name}.db")
        import_bytes(airdate, other, name, data, at=datetime(2030, 1, 1, tzinfo=UTC))
        assert list_follows(other) == held
        other.close()


def test_an_uploaded_copy_is_gone_whatever_came_of_it(
    airdate: Airdate, state: sqlite3.Connection, tmp_path: Path
) -> None:
    for name, data in (("list.csv", LIST), ("nonsense.csv", "a,b\n1,2")):
        path = tmp_path / name
        path.write_text(data, encoding="utf-8")
        try:
            import_file(airdate, state, path, at=NOW, delete=True)
        except InputError:
            assert name == "nonsense.csv"
        assert not path.exists()
    with pytest.raises(InputError):
        import_file(airdate, state, tmp_path / "none.csv", at=NOW)
