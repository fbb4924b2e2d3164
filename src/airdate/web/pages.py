"""The site's pages, live: a season's page is made when it is asked for, those over all by the keeper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, NamedTuple

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery, QueryParameter
from litestar.response import Redirect

from airdate.errors import InputError
from airdate.publish.ical import EventFilter
from airdate.publish.site import paths
from airdate.publish.site.templates import asset, asset_path, page
from airdate.run import Airdate, pages, subscriptions
from airdate.run.overview import WorkLine
from airdate.web.answers import (
    ATOM,
    CALENDAR,
    FOR_EVER,
    HTML,
    JSON,
    JSON_FEED,
    Answer,
    Made,
    answer_of,
    reply,
)
from airdate.web.asked_path import path_of
from airdate.web.config import Config
from airdate.web.feeds import Wanted, feed_of
from airdate.web.service import Job, Page, Service
from airdate.web.shelves import Shelves

_ASSETS = {
    asset_path(name): (name, media)
    for name, media in (
        ("site.css", "text/css"),
        ("site.js", "text/javascript"),
        ("icon.svg", "image/svg+xml"),
    )
}
_MEDIA = {".xml": "application/xml", ".txt": "text/plain", ".json": JSON}
_FEEDS = {
    paths.CALENDAR_FEED: "calendar.ics",
    paths.CHANGES_FEED: "changes.atom",
    paths.CHANGES_JSON_FEED: "changes.json",
}
_SEASON_FEEDS = {"feed.atom": ("atom", ATOM), "feed.json": ("json", JSON_FEED)}
_OF_A_SERIES = ((), ("calendar.ics",))
_FOUND = 50  # works that a search without script lists

#: The season that a page belongs to, and which of its pages.
AsOf = Annotated[date | None, QueryParameter(name="as-of", description="As it stood on that day.")]


class Spot(NamedTuple):
    """A place of the site that belongs to a season, or to a series where that is none of its seasons."""

    work: WorkLine
    season: int | None
    rest: tuple[str, ...]


@get(["/", "/{rest:path}"], include_in_schema=False)
async def site_page(
    request: Request[Any, Any, Any], as_of: AsOf = None, q: FromQuery[str | None] = None
) -> Response[bytes] | Redirect:
    """Any page of the site."""
    path = path_of(request)
    if path in _ASSETS:
        name, media = _ASSETS[path]
        answer = answer_of(Made(body=asset(name), media=media), ())
        return reply(answer, request.headers, FOR_EVER)
    service: Service = request.app.state.service
    shelves = await service.shelves()
    if path == paths.TITLES and q is not None:
        return Response(_search_page(shelves, service.config, q), media_type=HTML)
    if path in _FEEDS:
        return reply(await feed_of(service, _FEEDS[path], Wanted()), request.headers)
    spot = spot_of(path, shelves)
    if spot is not None:
        return reply(await _season(service, shelves, spot, as_of), request.headers)
    shared = await _shared(service, shelves, path)
    if shared is not None:
        return reply(shared, request.headers)
    if not path.endswith("/") and _is_page(f"{path}/", shelves):
        return Redirect(service.config.site.href(f"{path}/"), status_code=301)
    raise NotFoundException("No page of ours lies there.")


def spot_of(path: str, shelves: Shelves) -> Spot | None:
    """The season or series that a path belongs to; `None` where it belongs to none.

    `/kingdom/3/as-of/2026-01-01/` is season 3's page as of that day, `/dune/` a film's, `/kingdom/` that of
    a series.
    """
    if not path.endswith(("/", "/calendar.ics", "/feed.atom", "/feed.json")):
        return None
    slug, *rest = path.strip("/").split("/")
    work = shelves.by_slug.get(slug)
    if work is None:
        return None
    if rest and rest[0].isascii() and rest[0].isdigit() and len(rest[0]) <= 4:
        season, rest = int(rest[0]), rest[1:]
    else:
        season = None
    spot = Spot(work, season, tuple(rest))
    return spot if season in work.seasons or (season is None and spot.rest in _OF_A_SERIES) else None


def _is_page(path: str, shelves: Shelves) -> bool:
    spot = spot_of(path, shelves)
    return (spot is not None and not spot.rest) or shelves.has(path)


async def _season(service: Service, shelves: Shelves, spot: Spot, as_of: date | None) -> Answer:
    job = _job(spot, as_of, shelves.by_id, service.config)
    if job is None:
        raise NotFoundException("No page of ours lies there.")
    key = ("page", spot.work.work_id, spot.season, spot.rest, as_of)
    page = Page(paths.guide(spot.work.slug, spot.season), spot.work.ids)
    is_todays = not spot.rest and as_of is None and spot.season in spot.work.seasons
    return await service.answer(key, job, page if is_todays else None)


def _job(spot: Spot, as_of: date | None, works: Mapping[str, WorkLine], config: Config) -> Job | None:
    """What makes the page, feed or calendar; `None` where there is none such."""
    work, season, site = spot.work, spot.season, config.site
    match spot.rest:
        case () if season not in work.seasons:
            return lambda airdate: _page(pages.series_page(airdate, work, site), work)
        case ():
            day = as_of
        case ("as-of", text):
            day = _day(text)
        case ("calendar.ics",):
            return lambda airdate: _calendar(airdate, work)
        case (name,) if name in _SEASON_FEEDS:
            url = site.absolute(paths.guide(work.slug, season))
            return lambda airdate: _feed(airdate, work, season, url, *_SEASON_FEEDS[name])
        case _:
            return None
    if day is None:
        return lambda airdate: _page(pages.season_page(airdate, work, season, works, site), work)
    return lambda airdate: _page(pages.earlier_page(airdate, work, season, day, works, site), work)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFoundException("No page of ours lies there.") from None


def _page(body: bytes, work: WorkLine) -> Made:
    return Made(body=body, media=HTML, work_ids=work.ids)


def _calendar(airdate: Airdate, work: WorkLine) -> Made:
    body = subscriptions.calendar(airdate, work.work_id, EventFilter())
    return Made(body=body, media=CALENDAR, work_ids=work.ids)


def _feed(airdate: Airdate, work: WorkLine, season: int | None, url: str, form: str, media: str) -> Made:
    body = subscriptions.feed(airdate, work.work_id, season, form, url)
    return Made(body=body, media=media, work_ids=work.ids)


async def _shared(service: Service, shelves: Shelves, path: str) -> Answer | None:
    """A page over all titles."""
    body = shelves.page(path)
    if body is None:
        return None
    suffix = path[path.rfind(".") :] if "." in path else ""
    return answer_of(Made(body=body, media=_MEDIA.get(suffix, HTML)), ())


def _search_page(shelves: Shelves, config: Config, query: str) -> bytes:
    """What a search finds, for those without script."""
    if len(query) > 100:
        raise InputError("a title is shorter than that", hint="at most 100 characters")
    items = [
        (
            f"{work.title}, season {season}" if season is not None else work.title,
            paths.guide(work.slug, season),
            "",
        )
        for work in shelves.search(query, _FOUND)
        for season in work.seasons
    ]
    about = (
        f"Titles with “{query}” in one of their names." if items else f"No title with “{query}” in its names."
    )
    return page(
        "listing.html", config.site, paths.TITLES, heading="Search", about=about, items=items, groups=[]
    )
