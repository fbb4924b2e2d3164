"""Calendars and feeds by query, under the filter names that Sonarr and Radarr use.

    /feeds/calendar.ics?titles=kingdom,tvmaze:82&services=Netflix&pastDays=7&futureDays=90&releaseTypes=streaming
    /feeds/changes.atom?tags=zombie          /feeds/changes.json          …?token=feed_… for a private one

Invariant: a token brings its own query, whatever else the address says, and its answers are kept by nobody
in between. Our days are whole days and everything is monitored: `asAllDay` and `unmonitored` change nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from heapq import nlargest
from operator import attrgetter
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath

from airdate.errors import InputError
from airdate.publish.changes_feed import feed_id
from airdate.publish.feeds import NEWEST, Feed, FeedEntry, render_atom, render_json_feed
from airdate.publish.ical import EventFilter, render_calendar, select_events
from airdate.publish.site import paths
from airdate.run import Airdate
from airdate.run.shown import ShownLine
from airdate.run.subscriptions import authority
from airdate.types import ReleaseType, Struct
from airdate.web.answers import ATOM, CALENDAR, FRESH, JSON_FEED, PRIVATE, Answer, Made, reply
from airdate.web.config import Config
from airdate.web.private import query_of
from airdate.web.selection import selection
from airdate.web.service import Service
from airdate.web.shelves import Shelves

_MOST = 2_000  # characters of a query

#: Radarr's names of release types → ours.
_RADARR: dict[str, ReleaseType] = {
    "cinemaRelease": "theatrical",
    "digitalRelease": "digital",
    "physicalRelease": "physical",
}


class Wanted(Struct, frozen=True, kw_only=True, rename="camel"):
    """A feed's query; names with commas between make a list, an empty one asks for nothing in particular."""

    titles: str = ""
    services: str = ""
    tags: str = ""
    past_days: int | None = None
    future_days: int | None = None
    premieres_only: bool = False
    release_types: str = ""
    forecast: bool = False
    as_all_day: bool = True
    unmonitored: bool = False


Form = Literal["calendar.ics", "changes.atom", "changes.json"]


@get("/feeds/{name:str}", include_in_schema=False)
async def get_feed(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """A calendar or feed by query or by token."""
    service: Service = request.app.state.service
    query = request.scope["query_string"].decode("latin-1")[: _MOST + 1]
    token = dict(parse_qsl(query)).get("token")
    if token is not None:
        stored = await service.quick.run(lambda _: query_of(service.config.where.state(), token))
        return reply(await feed_of(service, name, read_query(stored)), request.headers, PRIVATE)
    return reply(await feed_of(service, name, read_query(query)), request.headers, FRESH)


def read_query(query: str) -> Wanted:
    """What a query asks for.

    Raises:
        InputError: a name that we do not know, or a value that does not fit.
    """
    if len(query) > _MOST:
        raise InputError("a query is shorter than that", hint=f"at most {_MOST} characters")
    try:
        return msgspec.convert(dict(parse_qsl(query)), _Strict, strict=False)
    except msgspec.ValidationError as error:
        raise InputError(f"no such filter: {error}", hint=f"one of {', '.join(_NAMES)}") from None


class _Strict(Wanted, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The same, where a misspelt filter is told and not passed over."""


_NAMES = tuple(field.encode_name for field in msgspec.structs.fields(Wanted))


async def feed_of(service: Service, name: str, wanted: Wanted) -> Answer:
    """The answer to a feed's query.

    Raises:
        InputError: no such feed or release type.
        BusyError: there is no overview yet.
    """
    shelves = await service.shelves()
    make = _FEEDS.get(name)
    if make is None:
        raise InputError("no such feed", id=name[:50], hint=f"one of {', '.join(_FEEDS)}")
    events = _filter(wanted)
    job = lambda airdate: make(airdate, shelves, wanted, events, service.config)  # noqa: E731
    return await service.answer(("feed", name, wanted), job)


def _filter(wanted: Wanted) -> EventFilter:
    names = [_RADARR.get(name, name) for name in wanted.release_types.split(",") if name]
    unknown = set(names) - set(get_args(ReleaseType))
    if unknown:
        known = ", ".join((*get_args(ReleaseType), *_RADARR))
        raise InputError("no such release type", id=min(unknown)[:50], hint=f"one of {known}")
    return EventFilter(
        past_days=wanted.past_days,
        future_days=wanted.future_days,
        premieres_only=wanted.premieres_only,
        release_types=frozenset(names),  # type: ignore[arg-type]
    )


def _calendar(
    airdate: Airdate, shelves: Shelves, wanted: Wanted, events: EventFilter, config: Config
) -> Made:
    chosen = selection(wanted.titles, wanted.services, wanted.tags)
    found = [
        event
        for line in chosen.lines(shelves)
        for event in line.events
        if wanted.forecast or event.basis != "forecast"
    ]
    selected = select_events(found, events, airdate.today())
    stamp = max((event.modified_at for event in selected), default=shelves.overview.made_at)
    body = render_calendar(selected, name="Airdate: releases", stamp=stamp)
    return Made(body=body, media=CALENDAR, modified_at=stamp)


def _changes(
    airdate: Airdate, shelves: Shelves, wanted: Wanted, config: Config, name: Form
) -> tuple[Feed, str]:
    chosen = selection(wanted.titles, wanted.services, wanted.tags)
    entries = _newest(chosen.lines(shelves), shelves)
    query = urlencode(
        {key: value for key, value in _plain(wanted).items() if key in ("titles", "services", "tags")}
    )
    stamp: datetime = max((entry.updated_at for entry in entries), default=shelves.overview.made_at)
    home = config.site.absolute(paths.CHANGES)
    feed = Feed(
        id=feed_id(authority(airdate, home), "changes", query),
        title="Airdate: what changed",
        home_url=home,
        stamp=stamp,
        entries=entries,
    )
    return feed, config.site.absolute(f"/feeds/{name}{'?' if query else ''}{query}")


def _newest(lines: Iterable[ShownLine], shelves: Shelves) -> tuple[FeedEntry, ...]:
    """Entries among which are all that a feed shows: each of those is of one of as many lines."""
    newest = nlargest(NEWEST, (line for line in lines if line.newest), key=attrgetter("newest"))
    return tuple(entry for line in newest for entry in shelves.told(line).entries)


def _plain(wanted: Wanted) -> dict[str, Any]:
    """The parts of a query that are not as they are when nothing is said."""
    plain = Wanted()
    pairs = ((name, getattr(wanted, name)) for name in Wanted.__struct_fields__)
    return {name: value for name, value in pairs if value != getattr(plain, name)}


def _atom(airdate: Airdate, shelves: Shelves, wanted: Wanted, events: EventFilter, config: Config) -> Made:
    feed, own = _changes(airdate, shelves, wanted, config, "changes.atom")
    return Made(body=render_atom(feed, self_url=own), media=ATOM, modified_at=feed.stamp)


def _json(airdate: Airdate, shelves: Shelves, wanted: Wanted, events: EventFilter, config: Config) -> Made:
    feed, own = _changes(airdate, shelves, wanted, config, "changes.json")
    return Made(body=render_json_feed(feed, self_url=own), media=JSON_FEED, modified_at=feed.stamp)


_FEEDS: dict[str, Callable[[Airdate, Shelves, Wanted, EventFilter, Config], Made]] = {
    "calendar.ics": _calendar,
    "changes.atom": _atom,
    "changes.json": _json,
}
