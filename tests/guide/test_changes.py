"""What changed: moves and first words, each on the day of the saying."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from airdate.dates import parse
from airdate.guide.changes import timeline
from airdate.guide.evidence import gather
from airdate.types import Change, Entry
from tests.guide.sample_entries import AS_OF, ENTRIES, NAMES, entry, owner


def changes(entries: list[Entry], as_of: date = AS_OF) -> tuple[Change, ...]:
    return timeline(entries, gather(entries, as_of=as_of, known_at=None, names=NAMES), None)


def lines(entries: list[Entry], as_of: date = AS_OF) -> list[str]:
    return [f"{change.on} {change.text}" for change in changes(entries, as_of)]


def test_a_moved_date_says_from_what_to_what_and_who_said_so() -> None:
    entries = [
        owner("2026-01-05", "harbour.example", "release", "2026-06-12", "confirmed"),
        owner("2026-02-20", "harbour.example", "release", "2026-09-04", "confirmed"),
    ]
    assert lines(entries) == [
        "2026-02-20 Release: announced for 4 September 2026, said Brightwave via Harbour TV; "
        "before: announced for 12 June 2026.",
        "2026-01-05 Release: announced for 12 June 2026, said Brightwave via Harbour TV.",
    ]


def test_time_alone_changes_an_answer_on_the_day_after_the_window() -> None:
    entries = [owner("2023-03-01", "harbour.example", "release", "2024", "confirmed")]
    assert lines(entries, date(2024, 12, 31)) == [
        "2023-03-01 Release: announced for 2024, said Brightwave via Harbour TV."
    ]
    assert lines(entries, date(2025, 1, 1))[0] == (
        "2025-01-01 Release: the announced time has passed, with no word of a release; "
        "before: announced for 2024."
    )


def test_a_shoot_that_did_not_start_in_time_is_told_when_its_time_is_over() -> None:
    entries = [
        entry(
            "2024-05-23", "quaylight.example", "production", "filming_scheduled", "confirmed", when="2025-06"
        )
    ]
    assert lines(entries)[0] == (
        "2025-07-01 Production: the time planned for filming has passed, with no word that it started; "
        "before: filming was planned in June 2025."
    )


def test_a_month_stays_a_month() -> None:
    entries = [entry("2024-05", "quaylight.example", "production", "filming_started", "confirmed")]
    assert lines(entries) == ["2024-05 Production: filming started, said Quaylight."]


def test_saying_it_again_changes_nothing() -> None:
    first = owner("2023-06-06", "harbour.example", "status", "renewed", "confirmed")
    again = [
        entry(f"2023-06-{day:02d}", "notes.example", "status", "renewed", "confirmed") for day in (7, 20)
    ]
    assert len(changes([first, *again])) == 1


def test_people_of_whom_one_source_tells_the_same_are_told_together() -> None:
    assert (
        "2025-07-23 Cast: confirmed to return: Ines Halloran as Mara and Piet Okoro as Dunstan, "
        "said Brightwave via Harbour TV."
    ) in lines(list(ENTRIES))


def test_a_decision_that_is_turned_round_is_a_move() -> None:
    entries = [
        owner("2023-06-06", "harbour.example", "status", "renewed", "confirmed"),
        owner("2024-02-01", "harbour.example", "status", "cancelled", "confirmed"),
    ]
    assert lines(entries)[0] == (
        "2024-02-01 Decision: cancelled, said Brightwave via Harbour TV; before: renewed."
    )


def test_the_plot_and_undated_pages_change_nothing() -> None:
    quiet = [e for e in ENTRIES if e.claim.kind == "plot" or e.claim.said_on is None]
    assert quiet
    assert changes(quiet) == ()


@settings(max_examples=30, deadline=None)
@given(st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_the_newest_stands_first_and_none_lies_after_the_day(as_of: date) -> None:
    days = [change.on.latest for change in changes(list(ENTRIES), as_of)]
    assert all(day is not None and day <= as_of for day in days)
    assert days == sorted(days, key=lambda day: day or date.min, reverse=True)


@settings(max_examples=30, deadline=None)
@given(st.dates(date(2023, 1, 1), date(2026, 12, 31)), st.integers(1, 500))
def test_the_past_of_the_timeline_never_changes(as_of: date, later: int) -> None:
    earlier = changes(list(ENTRIES), as_of)
    grown = changes(list(ENTRIES), as_of + timedelta(days=later))
    assert grown[len(grown) - len(earlier) :] == earlier


KINDS = {
    "status": ("renewed", "cancelled"),
    "production": ("filming_scheduled", "filming_started", "delayed"),
    "release": ("unannounced", "2025", "2025-03", "2025-02-10", "2025/.."),
    "cast": ("returning", "leaving"),
    "provider": ("Netflix", "HBO"),
}


@st.composite
def rows(draw: st.DrawFn) -> list[Entry]:
    """Statements of any days, also later than the ledger's own, some of them corrected."""
    found: dict[str, list[Entry]] = {}
    for _ in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(sorted(KINDS)))
        day = date(2024, 1, 1) + timedelta(draw(st.integers(0, 800)))
        row = entry(
            draw(st.sampled_from([day.isoformat(), f"{day:%Y-%m}", None])),
            draw(st.sampled_from(["harbour.example", "notes.example"])),
            kind,
            draw(st.sampled_from(KINDS[kind])),
            draw(st.sampled_from(["confirmed", "expected"])),
            when=draw(st.sampled_from([None, "2025-05", "2024-12-01"])) if kind == "production" else None,
            person=draw(st.sampled_from(["Ines Halloran", "Piet Okoro"])) if kind == "cast" else None,
            season=draw(st.sampled_from([None, 3])),
            standing_of_source=draw(st.sampled_from(["rights_holder", "press", "farm"])),
        )
        known = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(draw(st.integers(0, 800)))
        row, mended = replace(row, known_from=known), known + timedelta(draw(st.integers(1, 300)))
        again = replace(row, known_from=mended, state=draw(st.sampled_from(["corrected", "retracted"])))
        is_mended = draw(st.booleans())
        found[row.entry_id] = [replace(row, known_to=mended), again] if is_mended else [row]
    return [row for history in found.values() for row in history]


@settings(max_examples=150, deadline=None)
@given(rows(), st.integers(-30, 900), st.integers(0, 400))
def test_an_earlier_timeline_is_the_beginning_of_a_later_one(found: list[Entry], day: int, on: int) -> None:
    as_of = date(2024, 1, 1) + timedelta(day)
    evidence = gather(found, as_of=as_of, known_at=None, names=NAMES)
    told = changes(found, as_of + timedelta(on))
    assert timeline(found, evidence, None, told) == changes(found, as_of)


@pytest.mark.parametrize("as_of", [date(2024, 6, 30), AS_OF])
def test_every_change_leads_to_an_entry(as_of: date) -> None:
    held = {row.entry_id for row in ENTRIES}
    assert {change.entry_id for change in changes(list(ENTRIES), as_of)} <= held


def test_a_change_is_data_as_well_as_words() -> None:
    first, last = changes(
        [
            owner("2026-01-05", "harbour.example", "release", "2026-06-12", "confirmed"),
            owner("2026-02-20", "harbour.example", "release", "2026-09-04", "confirmed"),
        ]
    )
    assert (first.question, first.season, first.standing) == ("release", 3, "confirmed")
    assert first.before == "announced for 12 June 2026" and first.now == "announced for 4 September 2026"
    assert first.before_window == parse("2026-06-12") and first.now_window == parse("2026-09-04")
    assert first.said_by == "Brightwave via Harbour TV" and not first.spoiler
    assert last.before is None and last.before_window is None


def test_what_may_tell_of_the_story_is_marked() -> None:
    told = changes(list(ENTRIES))
    assert {change.spoiler for change in told if change.question == "cast"} == {True}
    assert not any(change.spoiler for change in told if change.question in ("release", "decision"))
