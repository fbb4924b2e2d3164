"""Calendars: valid in two parsers, the same bytes for the same state, and no title can break one."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date, timedelta

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from airdate.dates import of_day, parse
from airdate.publish.events import Event
from airdate.publish.ical import EventFilter, render_calendar, select_events
from tests.publish.feeds import samples
from tests.publish.feeds.history import at

HOSTILE = [
    "Sea\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged",
    "Sea\u202eedils",
    "<script>alert(1)</script>",
    "x" * 10_000,
    "a,b;c\\d\\n:\"'",
    "\u6d77" * 300,
    "\ud800\x00",
    "",
]


def event(**fields: object) -> Event:
    return replace(samples.EVENTS[0], **fields)


def rendered(*events: Event) -> bytes:
    return render_calendar(events, name="Followed", stamp=at(50))


def read(data: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


@given(st.one_of(st.sampled_from(HOSTILE), st.text()))
@settings(max_examples=60, deadline=None)
def test_any_title_gives_one_well_formed_event(title: str) -> None:
    data = rendered(event(title=title, said_by=title, url=title, region=None))
    lines = data.split(b"\r\n")
    assert lines[-1] == b"" and not any(b"\n" in line or b"\r" in line for line in lines)
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if line.startswith(b"BEGIN:")] == [b"BEGIN:VCALENDAR", b"BEGIN:VEVENT"]
    other = vobject.readOne(data.decode())
    (ours,) = read(data)
    assert other.vevent.summary.value == str(ours["summary"])
    assert "\u202e" not in ours["summary"] and len(ours["summary"]) < 300


@pytest.fixture(params=["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_the_day_is_the_same_in_every_zone(zone: str) -> None:
    assert os.environ["TZ"] == zone
    data = rendered(event(window=of_day(date(2026, 12, 31))))
    assert b"DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in data
    assert vobject.readOne(data.decode()).vevent.dtstart.value == date(2026, 12, 31)


@given(st.dates(max_value=date.max - timedelta(days=1)))
@settings(max_examples=40, deadline=None)
def test_the_uid_does_not_hang_on_the_date(day: date) -> None:
    (read_back,) = read(rendered(event(window=of_day(day))))
    assert read_back["uid"] == "season-w1-3-US-streaming@airdate"
    assert read_back["dtstart"].dt == day


def test_the_same_events_give_the_same_bytes_in_any_order() -> None:
    assert rendered(*samples.EVENTS) == rendered(*reversed(samples.EVENTS))


def test_every_event_says_what_it_is() -> None:
    told = {str(e["summary"]): (str(e["status"]), e["sequence"]) for e in read(rendered(*samples.EVENTS))}
    assert told == {
        "The Lantern Coast, season 3 (US, streaming)": ("CONFIRMED", 1),
        "The Lantern Coast, season 3 (KR) (unconfirmed)": ("TENTATIVE", 0),
        "The Lantern Coast, season 4: late 2028 (window, not a date)": ("TENTATIVE", 0),
        "The Lantern Coast, season 5: forecast, not announced": ("TENTATIVE", 0),
        "Quay (theatrical): date withdrawn": ("CANCELLED", 2),
    }
    assert all(e["transp"] == "TRANSPARENT" and "dtstamp" in e for e in read(rendered(*samples.EVENTS)))


def test_the_calendar_says_its_name_and_when_to_come_again() -> None:
    head = rendered().decode().splitlines()
    for line in ("NAME:Followed", "X-WR-CALNAME:Followed", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"):
        assert line in head
    assert "X-PUBLISHED-TTL:PT6H" in head


TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("wanted", "seasons"),
    [
        (EventFilter(), [3, 3, 4, 5, None]),
        (EventFilter(past_days=0), [3, 3, 4, 5]),
        (EventFilter(future_days=30), [3, None]),
        (EventFilter(tags=frozenset({"family"})), [4]),
        (EventFilter(premieres_only=True), [3, 4, 5, None]),
        (EventFilter(release_types=frozenset({"streaming", "theatrical"})), [3, None]),
    ],
)
def test_filters_keep_what_was_asked_for(wanted: EventFilter, seasons: list[int | None]) -> None:
    assert [e.season for e in select_events(samples.EVENTS, wanted, TODAY)] == seasons


def test_filters_go_by_the_names_of_sonarr() -> None:
    assert EventFilter.__struct_encode_fields__ == (
        "pastDays",
        "futureDays",
        "tags",
        "premieresOnly",
        "releaseTypes",
    )


def test_a_window_spans_all_its_days() -> None:
    (span,) = read(rendered(event(window=parse("2027-02"), basis="window", status="tentative")))
    assert (span["dtstart"].dt, span["dtend"].dt) == (date(2027, 2, 1), date(2027, 3, 1))
