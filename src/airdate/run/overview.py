"""What pages and listings over all titles say, made work by work: a change of one makes only its part anew.

Invariant: a part is kept as long as its work's rows, the catalogue and the day are what it was made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec.structs import replace

from airdate.catalogue.records import Tag
from airdate.dates import Window
from airdate.guide.shelf import decision_of, is_awaited
from airdate.publish.changes_feed import change_entries
from airdate.publish.events import Event, forecast_event, season_events
from airdate.publish.feeds import FeedEntry
from airdate.publish.site import paths
from airdate.publish.site.model import CalendarRow, GuidePages, ShelfRow
from airdate.run.joins import publishable
from airdate.run.site import calendar_rows, season_numbers
from airdate.run.subscriptions import authority
from airdate.run.workspace import Airdate
from airdate.types import Change, Entry, Form, Guide, Struct, Work

_NEWS = 20  # changes of a season that listings show


class WorkLine(Struct, frozen=True, kw_only=True):
    """A work that the ledger speaks of; `seasons` are those that have a page."""

    work_id: str
    slug: str
    title: str
    form: Form
    year: int | None = None
    country: str | None = None
    names: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    seasons: tuple[int | None, ...] = ()


class SeasonLine(Struct, frozen=True, kw_only=True):
    """One season as listings show it: its answer, calendar rows, place on the shelf and events."""

    work_id: str
    slug: str
    title: str
    season: int | None
    answer: str
    rows: tuple[CalendarRow, ...] = ()
    shelf: ShelfRow | None = None
    events: tuple[Event, ...] = ()


class Line(SeasonLine, frozen=True, kw_only=True):
    """The same with its changes, newest first, and those as entries of feeds."""

    news: tuple[Change, ...] = ()
    entries: tuple[FeedEntry, ...] = ()


def works_by_id(airdate: Airdate, kept: Mapping[str, WorkLine]) -> dict[str, WorkLine]:
    """The works by the ids under which the ledger speaks of them. Fast: no guide is made.

    `kept` are lines that are known to be as they were but for the slug; where that is, too, it is the same
    object that comes back.
    """
    works = {id: kept.get(id) or airdate.work(id) for id in airdate.ledger.works()}
    slugs = paths.slugs(works.values())
    return {id: _called(airdate, work, slugs[work.work_id]) for id, work in works.items()}


def _called(airdate: Airdate, work: Work | WorkLine, slug: str) -> WorkLine:
    if isinstance(work, Work):
        return work_line(airdate, work, slug)
    return work if work.slug == slug else replace(work, slug=slug)


def season_lines(airdate: Airdate, work: WorkLine, base_url: str) -> Iterator[Line]:
    """A line for each season of a work that has a page."""
    rows = publishable(airdate.ledger.entries(work_id=work.work_id, include_closed=True))
    for number in work.seasons:
        yield line_of(airdate, work, airdate.guide(work.work_id, number), rows, base_url)


def work_line(airdate: Airdate, work: Work, slug: str) -> WorkLine:
    """The line of one work, which goes by `slug`."""
    tags = airdate.public.records(Tag, work.work_id)
    return WorkLine(
        work_id=work.work_id,
        slug=slug,
        title=work.title,
        form=work.form,
        year=work.year,
        country=work.country,
        names=work.aliases,
        services=work.services,
        tags=tuple(sorted({tag.value for tag in tags})),
        ids=tuple(airdate.ids(work)),
        seasons=tuple(season_numbers(airdate, work.work_id)),
    )


def line_of(airdate: Airdate, work: WorkLine, guide: Guide, rows: list[Entry], base_url: str) -> Line:
    """The line of one season from its guide; `rows` are the work's that may be shown, closed ones too."""
    number = guide.season
    url = base_url.rstrip("/") + paths.guide(work.slug, number)
    page = GuidePages(slug=work.slug, guide=guide, services=work.services)
    own = [row for row in rows if row.claim.season in (number, None)]
    news = tuple(change for change in guide.changes if not change.spoiler)[:_NEWS]
    entries = change_entries(
        news,
        own,
        authority=authority(airdate, base_url),
        work_id=work.work_id,
        season=number,
        title=_heading(guide),
        url=url,
    )
    return Line(
        work_id=work.work_id,
        slug=work.slug,
        title=work.title,
        season=number,
        answer=guide.answer,
        rows=tuple(calendar_rows(page)),
        shelf=_shelf_row(airdate, work, guide),
        news=news,
        entries=entries,
        events=tuple(_events(airdate, work, number, own, url)),
    )


def _heading(guide: Guide) -> str:
    return guide.title if guide.season is None else f"{guide.title}, season {guide.season}"


def _shelf_row(airdate: Airdate, work: WorkLine, guide: Guide) -> ShelfRow | None:
    beliefs = [belief for belief in guide.beliefs if belief.season == guide.season]
    seasons = airdate.public.seasons(work.work_id)
    own = next((season for season in seasons if season.number == guide.season), None)
    if not is_awaited(beliefs, own, guide.as_of):
        return None
    return ShelfRow(
        slug=work.slug,
        title=work.title,
        season=guide.season,
        state=decision_of(beliefs),
        forecast=guide.forecast,
        last_said_on=max((s.said_on for s in guide.sources if s.said_on), key=_latest, default=None),
    )


def _latest(window: Window) -> date:
    return window.latest or date.min


def _events(
    airdate: Airdate, work: WorkLine, number: int | None, own: list[Entry], url: str
) -> Iterator[Event]:
    tags = (*work.tags, *work.services)
    yield from season_events(
        own,
        number,
        title=work.title,
        known_at=airdate.now(),
        names=airdate.outlet_names(),
        url=url,
        tags=tags,
    )
    history = [made for _, made in airdate.ledger.forecasts(work.work_id)]
    expected = forecast_event(
        history, work_id=work.work_id, season=number, title=work.title, url=url, tags=tags
    )
    if expected is not None:
        yield expected
