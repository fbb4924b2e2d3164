"""Rewrites of a story that was read in an earlier run are not taken for independent sources."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from airdate import dates
from airdate.catalogue import load_catalogue
from airdate.catalogue.gazetteer import Gazetteer
from airdate.ledger import SqliteLedger, settle
from airdate.run.news import next_instant, take_in
from airdate.run.stories import KEPT, Told, joined, read_told, write_told
from airdate.run.workspace import Airdate
from airdate.sqlite import transaction
from airdate.types import Claim, Document, Reading
from airdate.watch.state import connect

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
TITLE = "Severance"
WORDS = (
    f"Season 2 of “{TITLE}” will premiere on August 20, 2027. The cast has been seen by the old harbour, "
    "where a school was built for the shoot and taken down again within a week."
)
OTHER = (
    f"The second season of “{TITLE}” premieres on August 20, 2027. We looked at the schedule that a regional "
    "broadcaster keeps, and asked two people who work on the music of the show."
)


def article(number: int, text: str, outlet: str, day: int = 1) -> Document:
    return Document(
        id=f"doc-{number}",
        title=f"‘{TITLE}’ Season 2 Date",
        text=text,
        url=f"https://{outlet}/{number}",
        outlet=outlet,
        published=dates.of_day(date(2027, 3, day)),
    )


def reading(document: Document) -> Reading:
    claim = Claim(title=TITLE, season=2, kind="release", value="2027-08-20", modality="confirmed")
    return Reading(document_id=document.id, claims=(claim,))


def test_a_rewrite_in_a_later_run_has_the_first_tellers_origin() -> None:
    first, second, third = (
        article(1, WORDS, "a.example"),
        article(2, WORDS, "b.example", 2),
        article(3, OTHER, "c.example"),
    )
    alone, kept = joined([], [(first, reading(first))])
    assert alone[0].claims[0].origin is None and kept[0].teller == "a.example"
    again, more = joined(kept, [(second, reading(second)), (third, reading(third))])
    assert [r.claims[0].origin for r in again] == ["a.example", None]
    chain, _ = joined(
        [*kept, *more], [(article(4, WORDS, "d.example", 3), reading(article(4, WORDS, "d.example")))]
    )
    assert chain[0].claims[0].origin == "a.example"


def test_a_document_that_is_read_again_is_no_rewrite_of_itself() -> None:
    first = article(1, WORDS, "a.example")
    _, kept = joined([], [(first, reading(first))])
    assert joined(kept, [(first, reading(first))])[0][0].claims[0].origin is None


def test_signatures_are_kept_between_runs_for_as_long_as_a_rewrite_may_follow(tmp_path: Path) -> None:
    first = article(1, WORDS, "a.example")
    _, kept = joined([], [(first, reading(first))])
    with closing(connect(tmp_path / "state.db")) as state:
        with transaction(state):
            write_told(state, kept, NOW)
        assert read_told(state) == kept
        stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"harbour" not in stored and b"premiere on August" not in stored
        with transaction(state):
            write_told(state, [], NOW + KEPT + timedelta(seconds=1))
        assert read_told(state) == []


def test_a_day_is_confirmed_by_a_second_source_and_not_by_a_rewrite(tmp_path: Path) -> None:
    catalogue = load_catalogue()
    names = Gazetteer.of(catalogue.names())
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        airdate = Airdate(ledger, catalogue, clock=lambda: NOW)
        held: list[Told] = []

        def standing(document: Document) -> str:
            taken = take_in(airdate, names, [document], held)
            held.extend(taken.told)
            (work_id,) = taken.works
            beliefs = settle(ledger.entries(work_id=work_id), as_of=date(2027, 3, 5))
            return next(b.standing for b in beliefs if b.question == "release" and b.window)

        assert standing(article(1, WORDS, "alphapaper.example")) == "expected"
        assert standing(article(2, WORDS, "betajournal.example", 2)) == "expected"
        assert standing(article(3, OTHER, "gammawire.example", 3)) == "confirmed"


def test_what_is_known_is_known_later_than_all_before_whatever_the_clock_says(tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        airdate = Airdate(ledger, load_catalogue(), clock=lambda: NOW)
        airdate.seed()
        airdate._clock = lambda: NOW - timedelta(days=2)
        latest = ledger.latest()
        assert latest is not None and next_instant(airdate) > latest
