"""Pages, feeds and calendars over all titles, from the rows that works and seasons show.

Invariant: each is a unit that is made again only where one of its listings changed, or the day where it hangs
on the day. What must look at every row of the ledger (our record, outlets) is made once a day.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple, TypeVar, get_args

import msgspec

from airdate.catalogue.codes import codes
from airdate.publish.feeds import FeedEntry, render_atom, render_json_feed
from airdate.publish.ical import calendar_of
from airdate.publish.site import Output, Row, Shown, Site, Tree, paths
from airdate.publish.site.calendar_pages import (
    Month,
    MonthLink,
    calendar_page,
    first_ahead,
    month_links,
    month_page,
)
from airdate.publish.site.indexes import robots_file, search_file, sitemap_files
from airdate.publish.site.model import CalendarRow, Certainty, CodeRow, ListPage
from airdate.publish.site.render import asset_files
from airdate.publish.site.shared_pages import (
    Awaited,
    News,
    changes_page,
    home_page,
    letter_page,
    letters_page,
    list_pages,
    shelf_page,
    standing_files,
    still_open,
)
from airdate.publish.site.templates import Address
from airdate.run import site_rows as of
from airdate.run.site import listed, outlet_rows, record_of
from airdate.run.site_works import slugs
from airdate.run.subscriptions import site_feed
from airdate.run.workspace import Airdate

File = tuple[str, bytes]
T = TypeVar("T")

_NEWEST = 100  # entries of the feed over all titles


class Basis(NamedTuple):
    """What all units of a build have in common: workspace, address, and what every key hangs on."""

    airdate: Airdate
    where: Address
    authority: str
    common: tuple[object, ...]

    def key(self, *parts: object) -> bytes:
        """A unit's key."""
        return blake2b(of.pack((self.common, parts)), digest_size=16).digest()


class _Calendar(NamedTuple):
    """A calendar file that can be followed: its events' and stamps' listings, and of which slugs alone."""

    path: str
    name: str
    events: str = of.EVENTS
    stamps: str = of.STAMPS
    slugs: frozenset[str] | None = None


def make_overall(basis: Basis, tree: Tree) -> None:
    """Bring all that is over all titles to the state of its listings."""
    _Overall(basis, tree).make()


class _Overall:
    def __init__(self, basis: Basis, tree: Tree) -> None:
        self._basis = basis
        self._tree = tree
        self._where = basis.where
        self._today = basis.airdate.today()
        self._empty_on: date | None = None  # the day, for what else has none, where there is no season

    def make(self) -> None:
        self._empty_on = None if self._total() else self._today
        lists = self._lists()
        self._home()
        self._news()
        self._shelf()
        self._titles()
        calendars = [*self._calendars(lists)]
        self._months(calendars)
        for calendar in calendars:
            self._calendar(calendar)
        self._forecasts()
        self._put("standing", (), (self._today,), self._standing)
        self._put("assets", (), (), asset_files)
        self._tree.end()
        # What leads to pages hangs on which there are, and so comes once all of them are known.
        self._put("search", (of.SEARCH,), (), self._search, owner="indexes")
        self._put("sitemap", (of.PAGES,), (), self._sitemap, owner="indexes")
        self._tree.end("indexes")

    def _put(
        self,
        name: str,
        listings: Iterable[str],
        parts: Sequence[object],
        make: Callable[[], Iterable[File]],
        owner: str = "",
    ) -> None:
        """A unit that hangs on listings and on `parts`; its pages are in the sitemap."""

        def output() -> Output:
            files = [*make()]
            pages = (path for path, _ in files if path.endswith("/"))
            return Output(files=files, rows=[Row(of.PAGES, path) for path in pages])

        always = not self._tree.changed.isdisjoint(listings)
        self._tree.put(name, self._basis.key(name, *parts), output, owner=owner, always=always)

    def _read(self, type: type[T], rows: Iterable[Shown]) -> Iterator[T]:
        decode = msgspec.msgpack.Decoder(type).decode
        return (decode(row.body) for row in rows)

    # Pages

    def _home(self) -> None:
        total = self._total()

        def make() -> Iterator[File]:
            shelf = self._read(Awaited, self._tree.rows(of.SHELF))
            now = self._basis.airdate.now()
            yield home_page(self._coming(), self._newest(), shelf, total, now, self._where)

        self._put("home", (of.COMING, of.NEWS, of.SHELF), (self._today, total), make)

    def _coming(self) -> Iterator[CalendarRow]:
        for certainty in get_args(Certainty):
            since, before = still_open(certainty, self._today)
            yield from self._read(CalendarRow, self._tree.rows(of.COMING, since=since, before=before))

    def _newest(self) -> Iterator[News]:
        tomorrow = str(self._today + timedelta(days=1))
        return self._read(News, self._tree.rows(of.NEWS, before=tomorrow, newest=True))

    def _total(self) -> int:
        return self._tree.counts(of.STAMPS).get(of.STAMPS, 0)

    def _news(self) -> None:
        self._put("changes", (of.NEWS,), (self._today,), lambda: [changes_page(self._newest(), self._where)])
        self._put("feed", (of.ENTRIES, of.STAMPS), (self._empty_on,), self._feed)

    def _feed(self) -> Iterator[File]:
        entries = self._read(FeedEntry, islice(self._tree.rows(of.ENTRIES, newest=True), _NEWEST))
        page = self._where.absolute(paths.CHANGES)
        stamp = self._stamp(self._tree.rows(of.STAMPS, newest=True))
        feed = site_feed(entries, stamp, page, authority=self._basis.authority)
        for path, render in ((paths.CHANGES_FEED, render_atom), (paths.CHANGES_JSON_FEED, render_json_feed)):
            yield path, render(feed, self_url=self._where.absolute(path))

    def _shelf(self) -> None:
        def make() -> list[File]:
            return [shelf_page(self._read(Awaited, self._tree.rows(of.SHELF)), self._where)]

        self._put("shelf", (of.SHELF,), (), make)

    def _titles(self) -> None:
        letters = [name.removeprefix(of.TITLES) for name in self._tree.counts(of.TITLES)]
        for letter in letters:
            listing = f"{of.TITLES}{letter}"
            self._put(listing, (listing,), letters, partial(self._letter, letter, listing, letters))
        self._put("titles", (), letters, lambda: [letters_page(letters, self._where)])

    def _letter(self, letter: str, listing: str, letters: list[str]) -> Iterator[File]:
        yield letter_page(letter, self._read(tuple[str, str], self._tree.rows(listing)), letters, self._where)

    def _lists(self) -> tuple[ListPage, ...]:
        """Lists of the catalogue's works, with links to those that have a page."""

        def make() -> Output:
            first = {row.rank: msgspec.msgpack.decode(row.body) for row in self._tree.rows(of.FIRST)}
            lists = tuple(listed(self._basis.airdate, slugs(self._tree), first))
            files = [*list_pages(lists, self._where)]
            return Output(files, of.pack(lists), [Row(of.PAGES, path) for path, _ in files])

        key, is_other = self._basis.key("lists", self._today), of.PAGES in self._tree.changed
        note = self._tree.put("lists", key, make, always=is_other)
        return msgspec.msgpack.decode(note, type=tuple[ListPage, ...])

    def _standing(self) -> Iterator[File]:
        airdate = self._basis.airdate
        site = Site(
            base_url=self._where.absolute(""),
            checked_at=airdate.now(),
            codes=tuple(CodeRow(code=code.code, name=code.name, link=code.link) for code in codes()),
            record=record_of(airdate),
            outlets=outlet_rows(airdate),
        )
        yield from standing_files(site, self._where)
        yield robots_file(self._where)

    def _search(self) -> Iterator[File]:
        yield search_file(row.body for row in self._tree.rows(of.SEARCH))

    def _sitemap(self) -> Iterator[File]:
        yield from sitemap_files((row.rank for row in self._tree.rows(of.PAGES)), self._where)

    # The calendar

    def _months(self, calendars: Sequence[_Calendar]) -> None:
        counts = {_month(name): count for name, count in self._tree.counts(of.MONTHS).items()}
        links = month_links(counts, self._today)
        for month in counts:
            listing = _listing(month)
            self._put(listing, (listing,), links, partial(self._month, month, links))
        ahead = first_ahead(counts, self._today)
        names = [(calendar.name, calendar.path) for calendar in calendars]

        def make() -> Iterator[File]:
            rows = self._rows_of(ahead) if ahead else []
            yield calendar_page(ahead, rows, links, names, self._where)

        listings = (_listing(ahead),) if ahead else ()
        self._put("calendar", listings, (links, names, ahead), make)

    def _month(self, month: Month, links: Sequence[MonthLink]) -> Iterator[File]:
        yield month_page(month, self._rows_of(month), links, self._where)

    def _rows_of(self, month: Month) -> list[CalendarRow]:
        return [*self._read(CalendarRow, self._tree.rows(_listing(month)))]

    # Calendar files

    def _calendars(self, lists: Iterable[ListPage]) -> Iterator[_Calendar]:
        """Those that can be followed, each at a path of its own."""
        yield _Calendar(paths.CALENDAR_FEED, "All titles")
        services: dict[str, _Calendar] = {}
        for listing in self._tree.counts(of.SERVICE_STAMPS):
            service = listing.removeprefix(of.SERVICE_STAMPS)
            path = paths.service_calendar(service)
            services[path] = _Calendar(path, service, of.SERVICE_EVENTS + service, listing)
        yield from services.values()
        for each in lists:
            listed = frozenset(item.slug for item in each.items if item.slug)
            if listed:
                yield _Calendar(paths.list_calendar(each.key), f"{each.heading} titles", slugs=listed)

    def _calendar(self, calendar: _Calendar) -> None:
        def make() -> Iterator[File]:
            events = self._own(calendar, self._tree.rows(calendar.events))
            yield self._calendar_file(calendar, events)

        parts = (calendar.name, sorted(calendar.slugs or ()), self._empty_on)
        self._put(f"calendar {calendar.path}", (calendar.events, calendar.stamps), parts, make)

    def _forecasts(self) -> None:
        def make() -> Iterator[File]:
            calendar = _Calendar(paths.FORECASTS_FEED, "with forecasts")
            events = heapq.merge(self._tree.rows(of.EVENTS), self._tree.rows(of.FORECASTS))
            yield self._calendar_file(calendar, events)

        self._put("forecasts", (of.EVENTS, of.FORECASTS, of.STAMPS), (self._empty_on,), make)

    def _calendar_file(self, calendar: _Calendar, events: Iterable[Shown]) -> File:
        stamps = self._own(calendar, self._tree.rows(calendar.stamps, newest=True))
        texts, stamp = (row.body for row in events), self._stamp(stamps)
        return calendar.path, calendar_of(texts, name=f"Airdate: {calendar.name}", stamp=stamp)

    def _own(self, calendar: _Calendar, rows: Iterable[Shown]) -> Iterable[Shown]:
        """The rows that belong into a calendar: a season's unit is called by its page, `/slug/2/`."""
        own = calendar.slugs
        return rows if own is None else (row for row in rows if row.unit.split("/")[1] in own)

    def _stamp(self, newest: Iterable[Shown]) -> datetime:
        """When any of some seasons last changed; of none the day."""
        stamps = (datetime.fromisoformat(row.rank) for row in newest)
        return next(stamps, datetime.combine(self._today, time.min, UTC))


def _month(listing: str) -> Month:
    year, month = listing.removeprefix(of.MONTHS).split("-")
    return int(year), int(month)


def _listing(month: Month) -> str:
    return f"{of.MONTHS}{month[0]:04d}-{month[1]:02d}"
