"""Pages over all titles: home, calendar, shelf, lists, codes, record, method, changes, index of titles."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from msgspec.structs import replace

from airdate.guide.words import say_said
from airdate.publish.clean import MAX_TITLE, clean, web_address
from airdate.publish.head import heading
from airdate.publish.site import cited, paths
from airdate.publish.site.calendar_pages import calendar_files
from airdate.publish.site.guide_pages import Figures, figures
from airdate.publish.site.league import FEWEST
from airdate.publish.site.model import CalendarRow, Certainty, GuidePages, ListItem, ListPage, ShelfRow, Site
from airdate.publish.site.templates import Address, page
from airdate.types import Change, Struct

File = tuple[str, bytes]
Item = tuple[str, str | None, str]  # words, link, why
Named = tuple[str, str]  # words, path

_COMING = 10  # rows on the home page
_WEEKS = 20  # changes of this week on the home page
NEWS = 100  # rows on the page of changes
_WEEK = timedelta(days=7)
_AWAITED = 6  # rows of the shelf on the home page
_SURENESS = {"confirmed": 0, "unconfirmed": 1, "window": 2, "likely": 3}


class Awaited(NamedTuple):
    """A row of the shelf without its forecast, and what is told of that."""

    row: ShelfRow
    told: Figures | None


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
    today = site.checked_at.date()
    news = _latest(site.guides, today)
    rows = [clean_row(row) for row in site.calendar]
    shelf = [awaited for _, awaited in sorted(map(shelf_row, site.shelf), key=itemgetter(0))]
    yield home_page(sorted(rows, key=by_sureness), news, shelf, len(site.guides), site.checked_at, where)
    yield changes_page(news, where)
    yield from calendar_files(rows, site.calendars, today, where)
    yield shelf_page(shelf, where)
    yield from _titles(site.guides, where)
    yield from list_pages(site.lists, where)
    yield from standing_files(site, where)


def standing_files(site: Site, where: Address) -> Iterator[File]:
    """The pages that no season stands on: codes, our record, outlets, method, and what is not found."""
    yield _codes(site, where)
    yield paths.RECORD, page("record.html", where, paths.RECORD, record=_clean_record(site))
    yield _outlets(site, where)
    yield paths.METHOD, page("method.html", where, paths.METHOD)
    yield paths.NOT_FOUND, page("not_found.html", where, paths.NOT_FOUND)


def home_page(
    rows: Iterable[CalendarRow],
    news: Iterable[News],
    shelf: Iterable[Awaited],
    total: int,
    checked_at: datetime,
    where: Address,
) -> File:
    """The home page: the calendar's rows `by_sureness`, the newest changes first, the shelf in its order."""
    today = checked_at.date()
    values = {
        "coming": _coming(rows, today),
        "news": list(islice((each for each in news if each.on > today - _WEEK), _WEEKS)),
        "shelf": list(islice((each for each in shelf if each.told), _AWAITED)),
        "total": total,
        "checked_at": checked_at,
    }
    return paths.HOME, page("home.html", where, paths.HOME, **values)


def _coming(rows: Iterable[CalendarRow], today: date) -> list[CalendarRow]:
    """The first rows that are not past, one a season."""
    coming: dict[tuple[str, int | None], CalendarRow] = {}
    for row in rows:
        if not row.when.is_past(today):
            coming.setdefault((row.slug, row.season), row)
        if len(coming) == _COMING:
            break
    return list(coming.values())


def changes_page(news: Iterable[News], where: Address) -> File:
    """The page of the latest changes, the newest first."""
    return paths.CHANGES, page("changes.html", where, paths.CHANGES, news=list(islice(news, NEWS)))


def shelf_page(shelf: Iterable[Awaited], where: Address) -> File:
    """The page of what is awaited without a date, in the order of `shelf_row`."""
    return paths.UNDATED, page("undated.html", where, paths.UNDATED, shelf=list(shelf))


def by_sureness(row: CalendarRow) -> str:
    """Where a cleaned row stands among all: confirmed days first, then by the last day it leaves open."""
    return f"{_SURENESS[row.certainty]} {row.when.latest or date.max}\t{row.title}\t{row.season or 0:06d}"


def still_open(certainty: Certainty, today: date) -> tuple[str, str]:
    """The first place `by_sureness` of rows of a certainty that are not past, and the one after the last."""
    sureness = _SURENESS[certainty]
    return f"{sureness} {today}", f"{sureness + 1}"


def by_time(news: News) -> str:
    """Where a change stands among all: the oldest first."""
    return f"{news.on} {news.slug}\t{news.text}"


def shelf_row(row: ShelfRow) -> tuple[str, Awaited]:
    """A season's place on the shelf, and what stands there; those without a forecast are last."""
    told = replace(row, title=clean(row.title, MAX_TITLE), state=clean(row.state), forecast=None)
    median = row.forecast.quantiles.get("0.50", date.max) if row.forecast else date.max
    return f"{median}\t{told.title}\t{row.season or 0:06d}", Awaited(told, figures(row.forecast))


def list_pages(lists: Iterable[ListPage], where: Address) -> Iterator[File]:
    """A page for each list, and the one that names them."""
    names: list[Item] = []
    for each in sorted(lists, key=lambda one: one.heading):
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
    letters: dict[str, list[Named]] = defaultdict(list)
    for pages in guides:
        letters[paths.initial(pages.guide.title)].append(named(pages))
    for letter in sorted(letters):
        yield letter_page(letter, sorted(letters[letter]), letters, where)
    yield letters_page(letters, where)


def named(pages: GuidePages) -> Named:
    """A season in the index of titles."""
    name = clean(heading(pages.guide), MAX_TITLE) or "untitled"
    return name, paths.guide(pages.slug, pages.guide.season)


def letter_page(letter: str, titles: Iterable[Named], letters: Iterable[str], where: Address) -> File:
    """The titles of a letter in their order; `letters` are those that have a page."""
    path, name = paths.titles(letter), _letter_name(letter)
    items: list[Item] = [(*title, "") for title in titles]
    return path, _listing(path, f"Titles: {name}", "All that we follow.", items, where, _links(letters))


def letters_page(letters: Iterable[str], where: Address) -> File:
    """The page that names the letters."""
    counts: list[Item] = [(name, path, "") for name, path in _links(letters)]
    return paths.TITLES, _listing(paths.TITLES, "All titles", "By first letter.", counts, where)


def _links(letters: Iterable[str]) -> list[Named]:
    return [(_letter_name(each), paths.titles(each)) for each in sorted(letters)]


def _letter_name(letter: str) -> str:
    return "0–9" if letter == "0" else letter.upper()


def _listing(
    path: str,
    name: str,
    about: str,
    items: list[Item],
    where: Address,
    groups: list[Named] | None = None,
) -> bytes:
    return page("listing.html", where, path, heading=name, about=about, items=items, groups=groups or [])


def _latest(guides: tuple[GuidePages, ...], today: date) -> list[News]:
    """The latest changes over all guides up to today, without those that tell of a plot."""
    found = (
        (change.on.earliest, pages, change)
        for pages in guides
        for change in pages.guide.changes
        if change.on.earliest is not None and change.on.earliest <= today
    )
    latest = heapq.nlargest(2 * NEWS, found, key=lambda each: (each[0], each[1].slug, each[2].text))
    shown = [each for each in latest if not _tells(each[2], each[1])]
    return [_told(on, pages, change) for on, pages, change in shown[:NEWS]]


def news_of(pages: GuidePages) -> Iterator[News]:
    """The dated changes of one season, without those that tell of a plot."""
    for change in pages.guide.changes:
        if change.on.earliest is not None and not _tells(change, pages):
            yield _told(change.on.earliest, pages, change)


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


def clean_row(row: CalendarRow) -> CalendarRow:
    """The row with every text in it cleaned."""
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
