"""What works and seasons show on pages over all titles: rows of the manifest's listings, and what they hold.

Invariant: a page over all titles is made from its listings and the day alone; so it is made again only where
one of them changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

from airdate.publish.events import Event
from airdate.publish.ical import calendar_rank, event_text
from airdate.publish.site import Row, paths
from airdate.publish.site.calendar_pages import by_day, months_of
from airdate.publish.site.indexes import search_row
from airdate.publish.site.model import CalendarRow, GuidePages
from airdate.publish.site.shared_pages import (
    by_sureness,
    by_time,
    clean_row,
    named,
    news_of,
    shelf_row,
)
from airdate.publish.site.templates import Address
from airdate.run.overview import Line
from airdate.types import Struct

pack = msgspec.msgpack.Encoder().encode

#: Of works: how they are called by their id, the ledger's names for them, whom they name as related, and the
#: first season of each slug.
CALLED = "called"
KNOWN = "known"
RELATED = "related"
FIRST = "first"

#: Of pages and seasons.
PAGES = "page"
SEARCH = "search"
SHELF = "shelf"
COMING = "coming"
NEWS = "news"
ENTRIES = "entry"
EVENTS = "event/all"
FORECASTS = "event/forecast"
STAMPS = "stamp/all"

#: What listings by letter, month and service begin with.
TITLES = "title/"
MONTHS = "month/"
SERVICE_EVENTS = "event of/"
SERVICE_STAMPS = "stamp of/"


class Called(Struct, frozen=True, kw_only=True):
    """A work by the id under which the ledger speaks of it, and what its slug is made from."""

    id: str
    work_id: str
    title: str
    year: int | None
    slug: str = ""


class Told(Struct, frozen=True, kw_only=True):
    """An event's lines in a calendar, and where they stand."""

    rank: str
    text: bytes
    is_forecast: bool


def told(events: Iterable[Event]) -> list[Told]:
    """Events as calendars tell them."""
    return [
        Told(rank=calendar_rank(event), text=event_text(event), is_forecast=event.basis == "forecast")
        for event in events
    ]


def stamp_rank(stamp: datetime) -> str:
    """An instant as it is ranked, and read back by `datetime.fromisoformat`."""
    return stamp.astimezone(UTC).isoformat(timespec="microseconds")


def season_rows(
    pages: GuidePages, line: Line, events: Iterable[Told], changed_at: datetime, where: Address
) -> Iterator[Row]:
    """All that a season shows. `pages` hold its guide, with the changes that listings tell."""
    name = named(pages)
    yield Row(PAGES, name[1])
    yield Row(f"{TITLES}{paths.initial(line.title)}", "\t".join(name), pack(name))
    yield Row(SEARCH, *search_row(pages, where))
    if line.shelf is not None:
        rank, awaited = shelf_row(line.shelf)
        yield Row(SHELF, rank, pack(awaited))
    for row in line.rows:
        yield from _calendar_rows(clean_row(row))
    yield from (Row(NEWS, by_time(news), pack(news)) for news in news_of(pages))
    for entry in line.entries:
        yield Row(ENTRIES, f"{stamp_rank(entry.updated_at)}\t{entry.id}", pack(entry))
    yield from _event_rows(events, stamp_rank(changed_at), pages.services)


def _calendar_rows(row: CalendarRow) -> Iterator[Row]:
    packed = pack(row)
    yield Row(COMING, by_sureness(row), packed)
    for year, month in months_of(row.when):
        yield Row(f"{MONTHS}{year:04d}-{month:02d}", by_day(row), packed)


def _event_rows(events: Iterable[Told], changed_at: str, services: Iterable[str]) -> Iterator[Row]:
    """In the calendars over all titles and of its services; forecasts are in one of their own."""
    yield Row(STAMPS, changed_at)
    services = dict.fromkeys(services)
    yield from (Row(SERVICE_STAMPS + service, changed_at) for service in services)
    for event in events:
        if event.is_forecast:
            yield Row(FORECASTS, event.rank, event.text)
            continue
        yield Row(EVENTS, event.rank, event.text)
        yield from (Row(SERVICE_EVENTS + service, event.rank, event.text) for service in services)
