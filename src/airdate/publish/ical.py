"""Events as an iCalendar file (RFC 5545, names and refresh by RFC 7986), and what a subscriber may leave out.

Invariant: the same events and stamp give the same bytes; the clock is never read. Every event is all-day,
so that no time zone can move it, and only a confirmed day is `CONFIRMED`. Folding, escapes and line ends
are the library's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import icalendar

from airdate.guide.words import say
from airdate.publish.clean import MAX_TITLE, clean, web_address
from airdate.publish.events import Event
from airdate.types import ReleaseType, Struct

REFRESH = timedelta(hours=6)
_PRODID = "-//Airdate//Release dates//EN"
_END = b"END:VCALENDAR\r\n"


class EventFilter(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a subscriber asks for, under the names that Sonarr and Radarr use (`pastDays`, …).

    `None` or empty sets no limit. `premieres_only` keeps of each season the release that comes first.
    That drops no withdrawn date, so that calendars hear of it.
    """

    past_days: int | None = None
    future_days: int | None = None
    tags: frozenset[str] = frozenset()
    premieres_only: bool = False
    release_types: frozenset[ReleaseType] = frozenset()


def select_events(events: Iterable[Event], wanted: EventFilter, today: date) -> list[Event]:
    """The events that pass the filter, in their order; `today` is where its days are counted from."""
    passed = [event for event in events if _passes(event, wanted, today)]
    if not wanted.premieres_only:
        return passed
    live = [event for event in passed if event.status != "cancelled"]
    first: dict[tuple[str, int | None], Event] = {}
    for event in sorted(live, key=calendar_rank):
        first.setdefault((event.work_id, event.season), event)
    return [e for e in passed if e.status == "cancelled" or first[e.work_id, e.season] == e]


def _passes(event: Event, wanted: EventFilter, today: date) -> bool:
    starts, ends = _days(event)
    return (
        (wanted.past_days is None or (today - ends).days <= wanted.past_days)
        and (wanted.future_days is None or (starts - today).days <= wanted.future_days)
        and (not wanted.tags or not wanted.tags.isdisjoint(event.tags))
        and (not wanted.release_types or event.release_type in wanted.release_types)
    )


def render_calendar(events: Iterable[Event], *, name: str, stamp: datetime) -> bytes:
    """A calendar to subscribe to.

    Args:
        events: in any order, one of each `uid`.
        name: what calendar programs call it.
        stamp: the instant (UTC) when what it rests on last changed.
    """
    return calendar_of(map(event_text, sorted(events, key=calendar_rank)), name=name, stamp=stamp)


def event_text(event: Event) -> bytes:
    """The event's lines in a calendar. They hang on the event alone, and so may be kept."""
    return bytes(_component(event).to_ical())


def calendar_of(texts: Iterable[bytes], *, name: str, stamp: datetime) -> bytes:
    """A calendar of what `event_text` gave, in the order of `calendar_rank`; else as `render_calendar`."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, clean(name, MAX_TITLE) or "Airdate")
    calendar.add("last-modified", stamp)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    frame = bytes(calendar.to_ical())
    return b"".join([frame.removesuffix(_END), *texts, _END])


def calendar_rank(event: Event) -> str:
    """Where an event stands in a calendar: by its first day."""
    return f"{_days(event)[0]} {event.uid}"


def _component(event: Event) -> icalendar.Event:
    component = icalendar.Event()
    starts, ends = _days(event)
    component.add("uid", event.uid)
    component.add(
        "dtstamp", event.modified_at
    )  # without a METHOD it is the last revision (RFC 5545, 3.8.7.2)
    component.add("last-modified", event.modified_at)
    component.add("sequence", event.sequence)
    component.add("dtstart", starts)
    component.add("dtend", ends + timedelta(days=1))
    component.add("status", event.status.upper())
    component.add("transp", "TRANSPARENT")
    component.add("summary", _summary(event))
    component.add("description", _description(event))
    if url := web_address(event.url):
        component.add("url", url)
    return component


def _days(event: Event) -> tuple[date, date]:
    window = event.window
    assert window.earliest is not None and window.latest is not None  # `Event` holds closed windows alone
    return window.earliest, window.latest


def _summary(event: Event) -> str:
    name = clean(event.title, MAX_TITLE) or "untitled"
    heading = name if event.season is None else f"{name}, season {event.season}"
    place = ", ".join(part for part in (clean(event.region or "", MAX_TITLE), event.release_type) if part)
    return f"{heading}{f' ({place})' if place else ''}{_hedge(event)}"


def _hedge(event: Event) -> str:
    if event.status == "cancelled":
        return ": date withdrawn"
    if event.basis == "forecast":
        return ": forecast, not announced"
    if event.basis == "window":
        return f": {say(event.window)} (window, not a date)"
    return "" if event.status == "confirmed" else " (unconfirmed)"


def _description(event: Event) -> str:
    if event.status == "cancelled":
        return f"It was: {say(event.window)}. That date no longer stands."
    if event.basis == "forecast":
        return "Forecast by Airdate: of 10 outcomes, 8 fall into this span if it comes within five years."
    return clean(f"Said by {event.said_by}.")
