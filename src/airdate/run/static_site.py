"""The site of a workspace as static files: each season with its feeds, and again only where it changed.

    works ─▶ each season: key the same? linked : made ─▶ its line ─▶ pages, feeds and calendars over all

Invariant: a season's key is a hash of all that its files come from: its work's rows and frozen forecasts, the
catalogue, our code and model, the site's address and the day. What it looked like on an earlier day does not
hang on today, and is kept from day to day. What hangs on all rows at once (lists, our record, outlets) is
made once a day. A work of which the ledger tells no change since the last build keeps its keys: nothing of it
is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from copy import copy
from datetime import date, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

from airdate.catalogue.codes import codes
from airdate.guide.meanwhile import SHOWN
from airdate.ledger import SqliteLedger
from airdate.publish.feeds import Feed, render_atom, render_json_feed
from airdate.publish.ical import calendar_of, event_text
from airdate.publish.site import Site, Tree, building, manifest_of, paths
from airdate.publish.site.build import Manifest
from airdate.publish.site.guide_pages import as_of_page, guide_page, work_page
from airdate.publish.site.model import (
    CodeRow,
    GuidePages,
    ListPage,
    OutletRow,
    Record,
    change_days,
)
from airdate.publish.site.render import overall_files, site_address
from airdate.publish.site.templates import fingerprint
from airdate.run.held import Watch, held, held_catalogue
from airdate.run.joins import publishable
from airdate.run.overview import Line, WorkLine, line_of, lines_by_id
from airdate.run.site import lists_of, outlet_rows, record_of
from airdate.run.site_state import UNIT, SiteState, carried_over
from airdate.run.subscriptions import authority, changed_at, season_feed, site_feed
from airdate.run.workspace import Airdate
from airdate.types import Guide, Struct

File = tuple[str, bytes]
Progress = Callable[[int], None]
Stamp = Callable[[Iterable[str]], object]

_NEWEST = 100  # entries of the feed over all titles


class Published(Struct, frozen=True, kw_only=True):
    """What a build did: pages of seasons in all, and files written anew."""

    guides: int
    written: int
    kept: int


class Season(Struct, frozen=True, kw_only=True):
    """What is noted of a season's files: its line, its earlier days, and when its rows last changed.

    `told` are the line's events as calendars tell them, in its order.
    """

    line: Line
    told: tuple[bytes, ...]
    days: tuple[date, ...]
    changed_at: datetime


class _Overall(Struct, frozen=True, kw_only=True):
    """What hangs on all rows at once."""

    lists: tuple[ListPage, ...]
    record: Record
    outlets: tuple[OutletRow, ...]


def publish(
    airdate: Airdate,
    folder: Path,
    base_url: str,
    progress: Progress = lambda done: None,
    checked_at: datetime | None = None,
) -> Published:
    """Build the site into a folder; what was there stays up until the new one is whole.

    Args:
        airdate: the workspace.
        folder: where the site will lie.
        base_url: where it will stand, as `https://example.org`.
        progress: told how many guides are done.
        checked_at: when the sources were last looked at (UTC); `None` is not told.

    Raises:
        InputError: the folder cannot be written to, or the address is none.
    """
    site_address(base_url)
    previous = manifest_of(folder)
    with _stamping(airdate) as (stamp, reading), building(folder, previous) as tree:
        builder = _Builder(reading, tree, base_url, checked_at, stamp, previous)
        seasons: list[Season] = []
        for id in builder.works:
            seasons += builder.work(id)
            progress(len(seasons))
        builder.overall(seasons)
    done = tree.done()
    return Published(guides=len(seasons), written=len(done.written), kept=done.kept)


class _Builder:
    """One build: the tree, and what all keys have in common."""

    def __init__(
        self,
        airdate: Airdate,
        tree: Tree,
        base_url: str,
        checked_at: datetime | None,
        stamp: Stamp,
        previous: Manifest | None,
    ) -> None:
        self._airdate = airdate
        self._tree = tree
        self._base_url = base_url.rstrip("/")
        self._where = site_address(base_url)
        self._checked_at = checked_at
        self._stamp = stamp
        self._authority = authority(airdate, base_url)
        self._common = (fingerprint(), airdate.catalogue.version, base_url, self._authority)
        self._previous = previous.units if previous is not None else {}
        state = _key(self._common, airdate.today(), self._checked_on(), airdate.ledger.frozen())
        mark = airdate.ledger.mark()  # before anything is read: what comes meanwhile is the next build's
        self._kept = carried_over(previous, state, airdate.ledger)
        self.works = lines_by_id(airdate, self._kept)
        self._named = {work.work_id: work for work in self.works.values()}
        self._slugs = {work.work_id: work.slug for work in self.works.values()}
        self._state = SiteState(mark=mark, key=state, works=self.works)

    # A work and its seasons

    def work(self, id: str) -> list[Season]:
        """The seasons of a work, and the page that leads to them; `id` is the ledger's."""
        work = self.works[id]
        stamp = None
        if work is not self._kept.get(id):
            stamp = (self._stamp(work.ids), len(self._airdate.ledger.forecasts(work.work_id)))
        seasons = [self._season(work, number, stamp) for number in work.seasons]
        name = f"work {work.slug}"
        key = self._key_of(name, stamp, work.slug, [season.line for season in seasons])
        self._tree.put(name, key, partial(self._work_files, work, seasons))
        return seasons

    def _season(self, work: WorkLine, number: int | None, stamp: object) -> Season:
        name = paths.guide(work.slug, number)
        key = self._key_of(name, stamp, self._airdate.today(), self._checked_on())
        note = self._tree.put(name, key, partial(self._season_files, work, number))
        season = msgspec.msgpack.decode(note, type=Season)
        for day in season.days:
            path = paths.as_of(work.slug, number, day)
            then = self._key_of(path, stamp, season.days)
            self._tree.put(path, then, partial(self._earlier_file, work, season, day))
        return season

    def _key_of(self, name: str, stamp: object, *parts: object) -> bytes:
        """A unit's key; of a work that is carried over (no stamp) the one that it had."""
        old = self._previous.get(name) if stamp is None else None
        return old.key if old is not None else _key(self._common, name, stamp, *parts)

    def _season_files(self, work: WorkLine, number: int | None) -> tuple[list[File], bytes]:
        guide = self._airdate.guide(work.work_id, number)
        rows = publishable(self._airdate.ledger.entries(work_id=work.work_id, include_closed=True))
        line = line_of(self._airdate, work, guide, rows, self._base_url)
        days = tuple(day for day in change_days(guide) if day < guide.as_of)
        told = tuple(event_text(event) for event in line.events)
        season = Season(line=line, told=told, days=days, changed_at=changed_at(rows))
        page = guide_page(self._pages(work, guide, days), self._where)
        path = paths.guide(work.slug, number)
        feed = season_feed(guide, rows, self._base_url + path, authority=self._authority)
        files = [
            (path, page),
            *self._feed_files(
                feed, paths.guide_feed(work.slug, number), paths.guide_json_feed(work.slug, number)
            ),
            self._calendar_file(paths.guide_calendar(work.slug, number), line.title, [season]),
        ]
        return files, msgspec.msgpack.encode(season)

    def _earlier_file(self, work: WorkLine, season: Season, day: date) -> tuple[list[File], bytes]:
        """The page as of a day. Of today's guide only the days are told on it."""
        number = season.line.season
        then = self._airdate.guide(work.work_id, number, as_of=day)
        today = Guide(
            work_id=work.work_id,
            title=then.title,
            season=number,
            as_of=self._airdate.today(),
            known_at=None,
            answer="",
        )
        content = as_of_page(self._pages(work, today, season.days), then, self._where)
        return [(paths.as_of(work.slug, number, day), content)], b""

    def _pages(self, work: WorkLine, guide: Guide, days: tuple[date, ...]) -> GuidePages:
        related = (one.work.work_id for one in self._airdate.public.related(work.work_id).works[:SHOWN])
        return GuidePages(
            slug=work.slug,
            guide=guide,
            days=days,
            related={other: paths.work(self._slugs[other]) for other in related if other in self._slugs},
            aliases=work.names,
            services=work.services,
            checked_at=self._checked_at,
        )

    def _work_files(self, work: WorkLine, seasons: list[Season]) -> tuple[list[File], bytes]:
        if work.seasons == (None,):
            return [], b""  # a film's own page stands there
        answers = [(season.line.season, season.line.answer) for season in seasons]
        page = work_page(work.slug, work.title, answers, self._where)
        return [page, self._calendar_file(paths.guide_calendar(work.slug, None), work.title, seasons)], b""

    def _checked_on(self) -> date | None:
        return self._checked_at.date() if self._checked_at else None

    # What is over all

    def overall(self, seasons: list[Season]) -> None:
        """Pages, feeds and calendars over all titles."""
        lines = [season.line for season in seasons]
        guides = tuple(self._slim(line) for line in lines)
        held = self._overall(guides)
        calendars = {path: (name, own) for path, name, own in self._calendars(seasons, held.lists)}
        site = Site(
            base_url=self._base_url,
            checked_at=self._airdate.now(),
            guides=guides,
            shelf=tuple(line.shelf for line in lines if line.shelf is not None),
            calendar=tuple(row for line in lines for row in line.rows),
            lists=held.lists,
            codes=tuple(CodeRow(code=code.code, name=code.name, link=code.link) for code in codes()),
            record=held.record,
            outlets=held.outlets,
            calendars=tuple((name, path) for path, (name, _) in calendars.items()),
        )
        works = [paths.work(work.slug) for work in self.works.values() if work.seasons != (None,)]
        self._put("overall", overall_files(site, self._where, works))
        self._put("calendars", (self._calendar_file(path, *named) for path, named in calendars.items()))
        self._put("forecasts", [self._calendar_file(paths.FORECASTS_FEED, "with forecasts", seasons, True)])
        self._put("changes", self._changes(seasons))
        note = msgspec.msgpack.encode(self._state)
        self._tree.put(UNIT, b"", lambda: ([], note), always=True)

    def _put(self, name: str, files: Iterable[File]) -> None:
        """A unit that is made at every build; its files are written only where they differ."""
        self._tree.put(name, b"", lambda: (files, b""), always=True)

    def _overall(self, guides: tuple[GuidePages, ...]) -> _Overall:
        key = _key(self._common, self._airdate.today(), sorted(self._slugs.items()))

        def make() -> tuple[list[File], bytes]:
            made = _Overall(
                lists=tuple(lists_of(self._airdate, self._slugs, list(guides))),
                record=record_of(self._airdate),
                outlets=outlet_rows(self._airdate),
            )
            return [], msgspec.msgpack.encode(made)

        return msgspec.msgpack.decode(self._tree.put("of all rows", key, make), type=_Overall)

    def _slim(self, line: Line) -> GuidePages:
        """What pages over all titles tell of a season."""
        guide = Guide(
            work_id=line.work_id,
            title=line.title,
            season=line.season,
            as_of=self._airdate.today(),
            known_at=None,
            answer=line.answer,
            changes=line.news,
        )
        return GuidePages(slug=line.slug, guide=guide, aliases=self._named[line.work_id].names)

    def _calendars(
        self, seasons: list[Season], lists: tuple[ListPage, ...]
    ) -> Iterator[tuple[str, str, list[Season]]]:
        """Each calendar file that can be followed: path, name, and the seasons in it."""
        yield paths.CALENDAR_FEED, "All titles", seasons
        services: dict[str, list[Season]] = {}
        for season in seasons:
            for service in self._named[season.line.work_id].services:
                services.setdefault(service, []).append(season)
        for service in sorted(services):
            yield paths.service_calendar(service), service, services[service]
        for each in lists:
            slugs = {item.slug for item in each.items if item.slug}
            own = [season for season in seasons if season.line.slug in slugs]
            if own:
                yield paths.list_calendar(each.key), f"{each.heading} titles", own

    def _changes(self, seasons: list[Season]) -> Iterator[File]:
        if not seasons:
            return
        entries = [entry for season in seasons for entry in season.line.entries]
        newest = sorted(entries, key=lambda entry: (entry.updated_at, entry.id), reverse=True)[:_NEWEST]
        stamp = max(season.changed_at for season in seasons)
        feed = site_feed(newest, stamp, self._base_url + paths.CHANGES, authority=self._authority)
        yield from self._feed_files(feed, paths.CHANGES_FEED, paths.CHANGES_JSON_FEED)

    def _feed_files(self, feed: Feed, atom: str, json: str) -> Iterator[File]:
        yield atom, render_atom(feed, self_url=self._base_url + atom)
        yield json, render_json_feed(feed, self_url=self._base_url + json)

    def _calendar_file(self, path: str, name: str, seasons: list[Season], forecasts: bool = False) -> File:
        """The dated seasons as a calendar; forecasts are in it only where it says so."""
        told = (each for season in seasons for each in zip(season.line.events, season.told, strict=True))
        shown = (each for each in told if forecasts or each[0].basis != "forecast")
        stamp = max((season.changed_at for season in seasons), default=self._airdate.now())
        return path, calendar_of(shown, name=f"Airdate: {name}", stamp=stamp)


def _key(*parts: object) -> bytes:
    return blake2b(msgspec.msgpack.encode(parts), digest_size=16).digest()


@contextmanager
def _stamping(airdate: Airdate) -> Iterator[tuple[Stamp, Airdate]]:
    """What tells the state of some works' rows, and a workspace for the time of a build.

    A stamp is the database's counts, or a hash of the rows themselves. The workspace keeps what it read of a
    work, for its pages as of earlier days ask the same again.
    """
    reading = copy(airdate)
    reading.public = held_catalogue(airdate.public)
    if isinstance(airdate.ledger, SqliteLedger) and airdate.ledger.path.is_file():
        with closing(Watch(airdate.ledger.path)) as watch:
            reading.ledger = held(airdate.ledger, watch.stamp)
            yield watch.stamp, reading
        return

    def hashed(work_ids: Iterable[str]) -> object:
        rows = [airdate.ledger.entries(work_id=work_id, include_closed=True) for work_id in work_ids]
        return blake2b(msgspec.msgpack.encode(rows), digest_size=16).digest()

    yield hashed, reading
