"""Pages over all titles: home, calendar, shelf, lists, codes, record, method, changes, index of titles."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec.structs import replace

from airdate import dates
from airdate.dates import Window
from airdate.guide.words import say_said
from airdate.publish.clean import MAX_TITLE, clean, web_address
from airdate.publish.head import heading
from airdate.publish.site import cited, paths
from airdate.publish.site.guide_pages import figures
from airdate.publish.site.model import CalendarRow, GuidePages, ListItem, ShelfRow, Site
from airdate.publish.site.templates import Address, page
from airdate.types import Change, Struct

File = tuple[str, bytes]
Item = tuple[str, str | None, str]  # words, link, why

_COMING = 9  # rows on the home page
_NEWS = 100  # rows on the page of changes
_WEEK = timedelta(days=7)
_LONGEST = 366  # days; a longer window says nothing about a month
_GROUPS = (("Confirmed days", "confirmed"), ("Windows", "window"), ("Likely months", "likely"))
_SURENESS = {"confirmed": 0, "window": 1, "likely": 2}


class News(Struct, frozen=True, kw_only=True):
    """A change of some season's page."""

    slug: str
    title: str
    season: int | None
    on: date
    day: str | None
    said: str
    text: str


def shared_files(site: Site, where: Address) -> Iterator[File]:
    """Every page that is not a season's, as (path, bytes)."""
    news = _news(site.guides, site.checked_at.date())
    rows = [_clean_row(row) for row in site.calendar]
    yield _home(site, rows, news, where)
    yield paths.CHANGES, page("changes.html", where, paths.CHANGES, news=news)
    yield from _calendar(rows, site.checked_at.date(), where)
    yield paths.UNDATED, page("undated.html", where, paths.UNDATED, shelf=_shelf(site.shelf))
    yield from _lists(site, where)
    yield _codes(site, where)
    yield paths.RECORD, page("record.html", where, paths.RECORD, record=_clean_record(site))
    yield paths.METHOD, page("method.html", where, paths.METHOD)
    yield from _titles(site.guides, where)
    yield paths.NOT_FOUND, page("not_found.html", where, paths.NOT_FOUND)


def _home(site: Site, rows: list[CalendarRow], news: list[News], where: Address) -> File:
    today = site.checked_at.date()
    coming = [row for row in rows if not row.when.is_past(today)]
    week = [each for each in news if each.on > today - _WEEK]
    values = {
        "coming": sorted(coming, key=_by_sureness)[:_COMING],
        "news": week,
        "total": len(site.guides),
        "checked_at": site.checked_at,
    }
    return paths.HOME, page("home.html", where, paths.HOME, **values)


def _by_sureness(row: CalendarRow) -> tuple[int, date, str, int]:
    return _SURENESS[row.certainty], row.when.latest or date.max, row.title, row.season or 0


def _calendar(rows: list[CalendarRow], today: date, where: Address) -> Iterator[File]:
    """A page for each month that holds something; `/calendar/` is the first of them from today on."""
    by_month: dict[tuple[int, int], list[CalendarRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: (each.when.earliest or date.max, each.title, each.season or 0)):
        for month in _months(row.when):
            by_month[month].append(row)
    links = [(dates.parse(f"{year:04d}-{n:02d}"), paths.month(year, n)) for year, n in sorted(by_month)]
    ahead = next((window for window, _ in links if not window.is_past(today)), None)
    for window, path in links:
        groups = _groups(by_month[_key(window)])
        yield path, page("calendar.html", where, path, month=window, months=links, groups=groups)
    groups = _groups(by_month[_key(ahead)]) if ahead else []
    yield (
        paths.CALENDAR,
        page("calendar.html", where, paths.CALENDAR, month=ahead, months=links, groups=groups),
    )


def _key(month: Window) -> tuple[int, int]:
    assert month.earliest is not None  # a month is closed
    return month.earliest.year, month.earliest.month


def _months(when: Window) -> list[tuple[int, int]]:
    first, last = when.earliest, when.latest
    if first is None or last is None or (last - first).days > _LONGEST:
        return []
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(number // 12, number % 12 + 1) for number in numbers]


def _groups(rows: list[CalendarRow]) -> list[tuple[str, list[CalendarRow]]]:
    return [(name, [row for row in rows if row.certainty == certainty]) for name, certainty in _GROUPS]


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
    shown = [each for each in latest if each[2].entry_id not in cited.spoilers(each[1].guide)]
    return [_told(on, pages, change) for on, pages, change in shown[:_NEWS]]


def _told(on: date, pages: GuidePages, change: Change) -> News:
    return News(
        slug=pages.slug,
        title=clean(pages.guide.title, MAX_TITLE) or "untitled",
        season=pages.guide.season,
        on=on,
        day=cited.whole_day(change.on),
        said=say_said(change.on),
        text=clean(change.text),
    )


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
