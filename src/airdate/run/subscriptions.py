"""Calendars and feeds of a workspace. The same ledger gives the same bytes, whenever it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from airdate.errors import InputError
from airdate.publish.changes_feed import authority_of, change_entries, feed_id
from airdate.publish.events import Event, forecast_event, season_events
from airdate.publish.feeds import Feed, FeedEntry, render_atom, render_json_feed
from airdate.publish.head import heading
from airdate.publish.ical import EventFilter, render_calendar, select_events
from airdate.run.joins import publishable
from airdate.run.workspace import Airdate
from airdate.types import Entry, Guide, Work


def authority(airdate: Airdate, url: str) -> str:
    """What the ids in feeds begin with: as the owner set it, else by the site's address.

    An id that was published must never change; so a site that moves keeps its ids by the setting.
    """
    return airdate.feed_authority or authority_of(url)


def calendar(airdate: Airdate, title: str | None, wanted: EventFilter, *, forecasts: bool = False) -> bytes:
    """The dated seasons of one title, or of all that the ledger speaks of, as iCalendar.

    Raises:
        UnknownTitleError: no work goes by that title.
    """
    ids = [airdate.find(title).work_id] if title else airdate.ledger.works()
    works = [airdate.work(work_id) for work_id in ids]
    events = [event for work in works for event in _events(airdate, work, forecasts)]
    name = f"{works[0].title}: releases" if title else "Airdate: releases"
    stamp = changed_at(row for work in works for row in _rows(airdate, work))
    return render_calendar(select_events(events, wanted, airdate.today()), name=name, stamp=stamp)


def feed(airdate: Airdate, title: str, season: int | None, form: str, url: str) -> bytes:
    """What changed about a season, as an Atom (`atom`) or JSON (`json`) feed without spoilers.

    `url` is where the feed will lie; the link of its entries.

    Raises:
        UnknownTitleError: no work goes by that title.
    """
    guide = airdate.guide(title, season)
    rows = _rows(airdate, airdate.work(guide.work_id))
    made = season_feed(guide, rows, url, authority=authority(airdate, url))
    return render_atom(made, self_url=url) if form == "atom" else render_json_feed(made, self_url=url)


def season_feed(guide: Guide, rows: Iterable[Entry], page_url: str, *, authority: str) -> Feed:
    """What changed about a season; `rows` are its work's, `page_url` is the season's page."""
    own = [row for row in rows if row.claim.season in (guide.season, None)]
    entries = change_entries(
        guide.changes,
        own,
        authority=authority,
        work_id=guide.work_id,
        season=guide.season,
        title=heading(guide),
        url=page_url,
    )
    return Feed(
        id=feed_id(authority, guide.work_id, str(guide.season or "film")),
        title=f"{heading(guide)}: what changed",
        home_url=page_url,
        stamp=changed_at(own),
        entries=entries,
    )


def site_feed(entries: Iterable[FeedEntry], stamp: datetime, page_url: str, *, authority: str) -> Feed:
    """What changed over all titles."""
    return Feed(
        id=feed_id(authority, "changes"),
        title="Airdate: what changed",
        home_url=page_url,
        stamp=stamp,
        entries=tuple(entries),
    )


def _events(airdate: Airdate, work: Work, forecasts: bool) -> Iterator[Event]:
    rows = _rows(airdate, work)
    for number in sorted({row.claim.season for row in rows}, key=lambda n: (n is not None, n)):
        own = [row for row in rows if row.claim.season == number]
        yield from season_events(
            own, number, title=work.title, known_at=airdate.now(), names=airdate.outlet_names()
        )
        if forecasts:
            history = [made for _, made in airdate.ledger.forecasts(work.work_id)]
            expected = forecast_event(history, work_id=work.work_id, season=number, title=work.title)
            yield from [expected] if expected else []


def _rows(airdate: Airdate, work: Work) -> list[Entry]:
    return publishable(airdate.ledger.entries(work_id=work.work_id, include_closed=True))


def changed_at(rows: Iterable[Entry]) -> datetime:
    """When any of the rows last changed.

    Raises:
        InputError: there are none.
    """
    instants = [row.known_to or row.known_from for row in rows]
    if not instants:
        raise InputError("nothing is known of it", id="calendar", hint="read articles first")
    return max(instants)
