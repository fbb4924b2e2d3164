"""Pages over all titles: home, calendar, shelf, lists, codes, record, method, changes, index of titles."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from airdate.guide.words import say_said
from airdate.publish.clean import MAX_TITLE, clean, web_address
from airdate.publish.head import heading
from airdate.publish.site import cited, paths
from airdate.publish.site.calendar_pages import calendar_files
from airdate.publish.site.guide_pages import figures
from airdate.publish.site.league import FEWEST
from airdate.publish.site.model import CalendarRow, GuidePages, ListItem, ShelfRow, Site
from airdate.publish.site.templates import Address, page
from airdate.types import Change, Struct

File = tuple[str, bytes]
Item = tuple[str, str | None, str]  # words, link, why

_COMING = 10  # rows on the home page
_WEEKS = 20  # changes of this week on the home page
_NEWS = 100  # rows on the page of changes
_WEEK = timedelta(days=7)
_AWAITED = 6  # rows of the shelf on the home page
_SURENESS = {"confirmed": 0, "unconfirmed": 1, "window": 2, "likely": 3}


class News(Struct, frozen=True, kw_only=True):
    """A change of some season's page."""

    slug: str
    title: str
    season: int | None
    on: date
    day: str | None
    said: str
    text: str
    topic: str
    now: str
    before: str
    said_by: str


def shared_files(site: Site, where: Address) -> Iterator[File]:
    """Every page that is not a season's, as (path, bytes)."""
    news = _news(site.guides, site.checked_at.date())
    rows = [_clean_row(row) for row in site.calendar]
    yield _home(site, rows, news, where)
    yield paths.CHANGES, page("changes.html", where, paths.CHANGES, news=news)
    calendars = [(clean(name, MAX_TITLE), path) for name, path in site.calendars]
    yield from calendar_files(rows, calendars, site.checked_at.date(), where)
    yield paths.UNDATED, page("undated.html", where, paths.UNDATED, shelf=_shelf(site.shelf))
    yield from _lists(site, where)
    yield _codes(site, where)
    yield paths.RECORD, page("record.html", where, paths.RECORD, record=_clean_record(site))
    yield _outlets(site, where)
    yield paths.METHOD, page("method.html", where, paths.METHOD)
    yield from _titles(site.guides, where)
    yield paths.NOT_FOUND, page("not_found.html", where, paths.NOT_FOUND)


def _home(site: Site, rows: list[CalendarRow], news: list[News], where: Address) -> File:
    today = site.checked_at.date()
    coming: dict[tuple[str, int | None], CalendarRow] = {}
    for row in sorted(rows, key=_by_sureness):
        if not row.when.is_past(today):
            coming.setdefault((row.slug, row.season), row)
    week = [each for each in news if each.on > today - _WEEK]
    values = {
        "coming": list(coming.values())[:_COMING],
        "news": week[:_WEEKS],
        "shelf": [each for each in _shelf(site.shelf) if each[1]][:_AWAITED],
        "total": len(site.guides),
        "checked_at": site.checked_at,
    }
    return paths.HOME, page("home.html", where, paths.HOME, **values)


def _by_sureness(row: CalendarRow) -> tuple[int, date, str, int]:
    return _SURENESS[row.certainty], row.when.latest or date.max, row.title, row.season or 0


def _shelf(rows: tuple[ShelfRow, ...]) -> list[tuple[ShelfRow, object]]:
    told = [
        (replace(row, title=clean(row.title, MAX_TITLE), state=clean(row.state)), figures(row.forecast))
        for row in rows
    ]
    return sorted(told, key=lambda pair: (_median(pair[0]), pair[0].title, pair[0].season or 0))


def _median(row: ShelfRow) -> date:
    return row.forecast.quantiles.get("0.50", date.max) if row.forecast else date.max


def _lists(site: Site, where: Address) -> Iterator[File]:
    names: list[Item] = []
    for each in sorted(site.lists, key=lambda one: one.heading):
        path = paths.list_page(each.key)
        about = clean(each.about)
        names.append((clean(each.heading, MAX_TITLE), path, about))
        items = [_item(item) for item in each.items]
        yield path, _listing(path, clean(each.heading, MAX_TITLE), about, items, where)
    about = "Titles by what they share, each with what is known of its next season."
    yield paths.LISTS, _listing(paths.LISTS, "Lists", about, names, where)


def _item(item: ListItem) -> Item:
    target = None if item.slug is None else paths.guide(item.slug, item.season)
    return clean(item.title, MAX_TITLE), target, clean(item.why)


def _codes(site: Site, where: Address) -> File:
    about = "Numbers that open a category's page on Netflix, in a browser where you are signed in."
    rows = sorted(site.codes, key=lambda row: (row.name, row.code))
    items: list[Item] = [(clean(row.name, MAX_TITLE), web_address(row.link), str(row.code)) for row in rows]
    return paths.CODES, _listing(paths.CODES, "Category codes", about, items, where)


def _titles(guides: tuple[GuidePages, ...], where: Address) -> Iterator[File]:
    """The index: one page a letter, and `/titles/` that names the letters."""
    letters: dict[str, list[Item]] = defaultdict(list)
    for pages in guides:
        name = clean(heading(pages.guide), MAX_TITLE) or "untitled"
        path = paths.guide(pages.slug, pages.guide.season)
        letters[paths.initial(pages.guide.title)].append((name, path, ""))
    links = [("0–9" if each == "0" else each.upper(), paths.titles(each)) for each in sorted(letters)]
    for letter in sorted(letters):
        path = paths.titles(letter)
        name = "0–9" if letter == "0" else letter.upper()
        items = sorted(letters[letter])
        yield path, _listing(path, f"Titles: {name}", "All that we follow.", items, where, links)
    counts: list[Item] = [(name, path, "") for name, path in links]
    yield paths.TITLES, _listing(paths.TITLES, "All titles", "By first letter.", counts, where)


def _listing(
    path: str,
    name: str,
    about: str,
    items: list[Item],
    where: Address,
    groups: list[tuple[str, str]] | None = None,
) -> bytes:
    return page("listing.html", where, path, heading=name, about=about, items=items, groups=groups or [])


def _news(guides: tuple[GuidePages, ...], today: date) -> list[News]:
    """The latest changes over all guides up to today, without those that tell of a plot."""
    found = (
        (change.on.earliest, pages, change)
        for pages in guides
        for change in pages.guide.changes
        if change.on.earliest is not None and change.on.earliest <= today
    )
    latest = heapq.nlargest(2 * _NEWS, found, key=lambda each: (each[0], each[1].slug, each[2].text))
    shown = [each for each in latest if not _tells(each[2], each[1])]
    return [_told(on, pages, change) for on, pages, change in shown[:_NEWS]]


def _tells(change: Change, pages: GuidePages) -> bool:
    """May it tell of the story?"""
    return change.spoiler or change.entry_id in cited.spoilers(pages.guide)


def _told(on: date, pages: GuidePages, change: Change) -> News:
    return News(
        slug=pages.slug,
        title=clean(pages.guide.title, MAX_TITLE) or "untitled",
        season=pages.guide.season,
        on=on,
        day=cited.whole_day(change.on),
        said=say_said(change.on),
        text=clean(change.text),
        topic=clean(change.text.partition(":")[0], MAX_TITLE) if change.now else "",
        now=clean(change.now or ""),
        before=clean(change.before or ""),
        said_by=clean(change.said_by, MAX_TITLE),
    )


def _outlets(site: Site, where: Address) -> File:
    rows = [replace(row, outlet=clean(row.outlet, MAX_TITLE) or "unnamed outlet") for row in site.outlets]
    waiting = [row for row in rows if row.due == 0 and row.open]
    values = {
        "judged": [row for row in rows if row.due >= FEWEST],
        "few": [row for row in rows if 0 < row.due < FEWEST],
        "waiting": waiting,
        "waiting_open": sum(row.open for row in waiting),
        "fewest": FEWEST,
    }
    return paths.OUTLETS, page("outlets.html", where, paths.OUTLETS, **values)


def _clean_row(row: CalendarRow) -> CalendarRow:
    return replace(
        row,
        title=clean(row.title, MAX_TITLE) or "untitled",
        service=clean(row.service, MAX_TITLE),
        who=clean(row.who, MAX_TITLE),
    )


def _clean_record(site: Site) -> object:
    record = site.record
    scored = sorted(record.scored, key=lambda each: (each.frozen_on, each.title), reverse=True)
    return replace(
        record,
        notes=tuple(clean(note) for note in record.notes),
        bins=tuple(sorted(record.bins, key=lambda each: each.said)),
        scored=tuple(replace(each, title=clean(each.title, MAX_TITLE)) for each in scored),
    )
