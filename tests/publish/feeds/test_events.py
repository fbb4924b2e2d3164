"""Events: one identity whatever the date, a count of moves, and no withdrawal without a word."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from airdate.dates import parse
from airdate.ledger.settle import settle
from airdate.publish.events import Event, forecast_event, is_confirmed, season_events
from airdate.types import Entry
from tests.guide.sample_entries import FORECAST, NAMES
from tests.publish.feeds.history import announced, at, reported, retracted

DAYS = st.dates(date(2026, 8, 1), date(2029, 12, 31))


def events(rows: list[Entry], day: int = 200) -> tuple[Event, ...]:
    return season_events(rows, 3, title="The Lantern Coast", known_at=at(day), names=NAMES)


def only(rows: list[Entry], day: int = 200) -> Event:
    (event,) = events(rows, day)
    return event


def confirmed(*rows: Entry) -> bool:
    belief = next(b for b in settle(rows, as_of=at(100).date()) if b.question == "release")
    return is_confirmed(belief)


def test_a_rights_holders_day_is_confirmed() -> None:
    assert confirmed(announced("2026-09-04", 0))


def test_one_outlets_day_is_not_confirmed_and_two_independent_ones_are() -> None:
    first = reported("2026-09-04", 0)
    assert not confirmed(first)
    assert confirmed(first, reported("2026-09-04", 1, "tidings.example"))


@pytest.mark.parametrize(
    "copy",
    [
        {"origin": "Quaylight"},
        {"origin": "quaylight.example"},
        {"origin": "The Quaylight"},
        {"standing_of_source": "farm"},
        {"modality": "expected"},
        {"said_on": None},
    ],
)
def test_a_copy_or_a_weak_word_is_no_second_source(copy: dict[str, object]) -> None:
    other = reported("2026-09-04", 1, "tidings.example")
    other = replace(other, claim=replace(other.claim, **copy))
    assert not confirmed(reported("2026-09-04", 0), other)


def test_two_reports_of_one_speaker_are_one_source() -> None:
    said = {"who": "Ines Halloran", "standing_of_source": "named_person"}
    assert not confirmed(
        reported("2026-09-04", 0, **said), reported("2026-09-04", 30, "tidings.example", **said)
    )


@pytest.mark.parametrize("value", ["2026-09", "2026-09-04?", "2026-09-01/2026-09-04"])
def test_a_window_or_an_uncertain_day_is_never_confirmed(value: str) -> None:
    assert not confirmed(announced(value, 0))
    assert only([announced(value, 0)]).status == "tentative"


def test_a_disputed_day_is_not_confirmed() -> None:
    assert not confirmed(announced("2026-09-04", 0), announced("2026-10-04", 1))


@given(st.lists(DAYS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_moved_date_is_one_event_with_a_higher_sequence(days: list[date]) -> None:
    rows = [announced(day.isoformat(), 40 * i) for i, day in enumerate(days)]
    seen = [only(rows, 40 * i) for i in range(len(rows))]
    assert len({event.uid for event in seen}) == 1
    assert [event.window.earliest for event in seen] == days
    for before, after, old, new in zip(seen, seen[1:], days, days[1:], strict=False):
        assert after.sequence == before.sequence + (old != new)
        assert after.modified_at >= before.modified_at


@given(st.lists(st.tuples(DAYS, st.booleans()), min_size=1, max_size=5), st.data())
@settings(max_examples=40, deadline=None)
def test_a_vanished_row_yields_no_cancellation(said: list[tuple[date, bool]], data: st.DataObject) -> None:
    rows = [(announced if own else reported)(d.isoformat(), 9 * i) for i, (d, own) in enumerate(said)]
    left = [row for row in rows if data.draw(st.booleans())]
    assert all(event.status != "cancelled" for event in events(left))


def test_a_date_taken_back_is_cancelled_under_the_same_uid() -> None:
    row = announced("2026-09-04", 0)
    before, after = only([row]), only(retracted(row, 5))
    assert (after.uid, after.window) == (before.uid, before.window)
    assert (after.status, after.sequence, after.modified_at) == ("cancelled", 1, at(5))


def test_a_date_that_is_no_longer_announced_is_cancelled_and_can_come_again() -> None:
    rows = [announced("2026-09-04", 0), announced("unannounced", 40)]
    assert only(rows).status == "cancelled"
    again = only([*rows, announced("2027-02-05", 80)])
    assert (again.status, again.sequence) == ("confirmed", 2)


def test_time_that_passes_takes_nothing_back() -> None:
    rows = [announced("2026-02", 0), reported("2027-01-08", 1, region="KR")]
    kept = events([*rows, reported("2027-01-09", 100, region="KR")], 300)
    assert {event.status for event in kept} == {"tentative"}


def test_one_state_of_the_ledger_gives_the_same_events_on_any_later_day() -> None:
    rows = [announced("2026-09-04", 0), announced("2026-10-02", 40)]
    assert events(rows, 41) == events(rows, 4_000) == events(rows[::-1], 41)


def test_a_month_counts_from_its_last_day() -> None:
    row = announced("2026-09-04", 0)
    row = replace(row, claim=replace(row.claim, said_on=parse("2026-01")))
    assert events([row], 20) == ()
    assert only([row], 22).status == "confirmed"


@pytest.mark.parametrize("value", ["unannounced", "2027/..", "../2027", "9999-12-31"])
def test_without_a_bounded_date_there_is_no_event(value: str) -> None:
    assert events([announced(value, 0)]) == ()


def test_a_guess_is_no_event() -> None:
    assert events([reported("2026-09-04", 0, standing_of_source="farm")]) == ()


def test_regions_and_types_have_events_of_their_own() -> None:
    rows = [
        announced("2026-09-04", 0, region="GB-SCT", release_type="theatrical"),
        announced("2026-09-05", 0, region="US"),
        announced("2026-09-06", 0, release_type="streaming"),
    ]
    assert {event.uid for event in events(rows)} == {
        "season-w1-3-GB%2DSCT-theatrical@airdate",
        "season-w1-3-US-*@airdate",
        "season-w1-3-*-streaming@airdate",
    }


def test_a_forecast_is_a_span_that_counts_its_moves() -> None:
    later = replace(FORECAST, quantiles={**FORECAST.quantiles, "0.90": date(2028, 3, 1)})
    frozen = [replace(f, known_at=at(i)) for i, f in enumerate([FORECAST, FORECAST, later])]
    event = forecast_event(frozen, work_id="w1", season=3, title="The Lantern Coast")
    assert event is not None
    assert (event.uid, event.sequence, event.modified_at) == ("season-w1-3-*-forecast@airdate", 1, at(2))
    assert event.window.latest == date(2028, 3, 1)
    assert event.window.earliest is not None and event.window.earliest > at(0).date() + timedelta(days=1)


def test_no_forecast_no_event() -> None:
    assert forecast_event([], work_id="w1", season=3, title="x") is None
    assert forecast_event([FORECAST], work_id="w1", season=3, title="never frozen") is None
