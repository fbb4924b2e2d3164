"""The one who keeps the pages over all titles up to date while a site is served, in a process of its own.

ledger changed? ─▶ lines of the changed works ─▶ pages ─▶ a new state (`states`)
                            └▶ their guides, made ahead (`ahead`)
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from heapq import nlargest
from pathlib import Path

from msgspec.structs import replace

from airdate.catalogue.codes import codes
from airdate.errors import AirdateError
from airdate.forecast.scores import OutletRecord, Record
from airdate.ledger.codec import Mark
from airdate.publish.site import paths
from airdate.publish.site.indexes import index_files
from airdate.publish.site.league import league
from airdate.publish.site.model import CodeRow, GuidePages, Site
from airdate.publish.site.model import Record as PageRecord
from airdate.publish.site.shared_pages import NEWS, shared_files
from airdate.publish.site.templates import Address
from airdate.run.ahead import PagesAhead
from airdate.run.live import Changes, Place, Workspaces
from airdate.run.overview import WorkLine, season_lines, works_by_id
from airdate.run.pages import season_page
from airdate.run.record import our_record, outlets_record
from airdate.run.shown import Overview, ShownLine, shown
from airdate.run.site import lists_of, record_of
from airdate.run.states import States
from airdate.run.told import ToldMap
from airdate.run.workspace import Airdate
from airdate.types import Change, Guide

_NICE = 10
_LONG_SECONDS = 5.0
_SECONDS = 2.0  # between looks at whether the ledger has changed
_REST = 3.0  # times what a turn took: news that does not end takes a quarter of a core
_MOST_REST_SECONDS = 60.0
_UNASKED_SECONDS = 300.0  # where it cannot tell, and everything is made anew


class Keeper:
    """Makes the state of all titles in a folder, and again where something changed."""

    def __init__(
        self, workspaces: Workspaces, changes: Changes, folder: Path, where: Address, ahead: PagesAhead
    ) -> None:
        self._workspaces = workspaces
        self._airdate = workspaces.mine()
        self._ahead = ahead
        self._changes = changes
        self._states = States(folder)
        self._told = self._states.told_file()
        self._where = where
        self._works: dict[str, WorkLine] = {}  # by the ledger's id
        self._lines: dict[str, tuple[ShownLine, ...]] = {}  # by slug
        self._state: tuple[object, ...] = ()
        self._mark: Mark | None = None  # the ledger's last row that was looked at
        self._catalogue = 0
        self._record = Record(scored=(), open=0, never_came=0)
        self._outlets: tuple[OutletRecord, ...] = ()
        self._scored_on: date | None = None
        self._score_seconds = 0.0

    def refresh(self) -> bool:
        """Bring the folder to the state of the ledger; `False` where it is so already."""
        state = (self._changes.ledger(), self._changes.catalogue(), self._airdate.today())
        if state == self._state and state[0] is not None:
            return False
        if self._state[1:] != state[1:]:
            self._begin_anew(state[1])
        mark = self._airdate.ledger.mark()  # before anything is read: what comes meanwhile is the next turn's
        self._drop_changed()
        works = self._all_works()
        if not self._state:
            self._states.publish(Overview(made_at=self._airdate.now(), works=works), self._told, ())
        self._score()
        made = self._whole(works)
        pages = _pages(self._airdate, made, ToldMap(self._told.path), self._where)
        self._states.publish(made, self._told, pages)
        self._state, self._mark = state, mark
        return True

    def _begin_anew(self, catalogue: int) -> None:
        """Drop all: another day has come, or another catalogue, of which a workspace keeps what it read."""
        self._works.clear()
        self._lines.clear()
        self._ahead.clear()
        self._told = self._states.told_file()
        self._workspaces.renew()
        self._airdate = self._workspaces.mine()
        self._catalogue = catalogue

    def _drop_changed(self) -> None:
        """Drop what was made of works of which the ledger has had a row since the last turn."""
        changed = self._airdate.ledger.works_since(self._mark) if self._mark is not None else None
        if changed is None:  # any may have
            self._works.clear()
            self._lines.clear()
            return
        for id, work in list(self._works.items()):
            if not {id, *work.ids}.isdisjoint(changed):
                del self._works[id]
                self._lines.pop(work.slug, None)

    def _all_works(self) -> tuple[WorkLine, ...]:
        """Every work once; of one that goes by another slug than before, the lines are dropped."""
        before, self._works = self._works, works_by_id(self._airdate, self._works)
        for id, work in before.items():
            if self._works.get(id) is not work:
                self._lines.pop(work.slug, None)
        return tuple({work.work_id: work for work in self._works.values()}.values())

    def _whole(self, works: tuple[WorkLine, ...]) -> Overview:
        by_id = {id: work for work in works for id in (*work.ids, work.work_id)}
        for work in works:
            if work.slug not in self._lines:
                lines = list(season_lines(self._airdate, work, self._where.absolute("")))
                self._lines[work.slug] = shown(lines, self._told)
                self._pages(work, by_id)
        self._tidy()
        return Overview(
            made_at=self._airdate.now(),
            works=works,
            lines=tuple(line for work in works for line in self._lines[work.slug]),
            record=self._record,
            outlets=self._outlets,
            whole=True,
        )

    def _pages(self, work: WorkLine, works: Mapping[str, WorkLine]) -> None:
        """Leave the guides of a work's seasons for those who answer: what they tell was just worked out."""
        state = self._changes.state(work.ids, self._airdate.today())
        is_as_read = self._changes.catalogue() == self._catalogue  # what was loaded since is not in our pages
        if state is None or not is_as_read or not self._ahead.has_room:
            return
        for number in work.seasons:
            page = season_page(self._airdate, work, number, works, self._where)
            self._ahead.put(paths.guide(work.slug, number), state, page)

    def _tidy(self) -> None:
        """Begin another file of changes where most of the present one is of the past."""
        if not self._told.is_mostly_past(line.told for lines in self._lines.values() for line in lines):
            return
        old, self._told = ToldMap(self._told.path), self._states.told_file()
        for slug, lines in self._lines.items():
            places = self._told.put(old.packed(line.told) for line in lines)
            moved = zip(lines, places, strict=True)
            self._lines[slug] = tuple(replace(line, told=place) for line, place in moved)

    def _score(self) -> None:
        """Score forecasts and outlets anew: each time, or once a day where that takes long."""
        today = self._airdate.today()
        if self._scored_on == today and self._score_seconds > _LONG_SECONDS:
            return
        start = time.monotonic()
        self._record = our_record(self._airdate)
        self._outlets = tuple(outlets_record(self._airdate))
        self._scored_on, self._score_seconds = today, time.monotonic() - start


def _pages(airdate: Airdate, made: Overview, told: ToldMap, where: Address) -> Iterator[tuple[str, bytes]]:
    """Every page and file over all titles, as (path, bytes)."""
    named = {work.work_id: work for work in made.works}
    guides = tuple(
        _slim(line, named[line.work_id], made.made_at.date(), news)
        for line, news in _with_news(made.lines, told)
    )
    site = Site(
        base_url=where.absolute(""),
        checked_at=made.made_at,
        guides=guides,
        shelf=tuple(line.shelf for line in made.lines if line.shelf is not None),
        calendar=tuple(row for line in made.lines for row in line.rows),
        lists=tuple(lists_of(airdate, {work.work_id: work.slug for work in made.works}, list(guides))),
        codes=tuple(CodeRow(code=code.code, name=code.name, link=code.link) for code in codes()),
        record=record_of(airdate) if made.record.open or made.record.scored else PageRecord(),
        outlets=league(made.outlets, airdate.outlet_names()),
    )
    shared = list(shared_files(site, where))
    yield from shared
    yield from index_files(guides, (path for path, _ in shared), where)


def _with_news(lines: Sequence[ShownLine], told: ToldMap) -> Iterator[tuple[ShownLine, tuple[Change, ...]]]:
    """Each line with its changes, where they are new enough to be told on pages over all titles."""
    days = (line.changed_on for line in lines if line.changed_on is not None)
    since = min(nlargest(2 * NEWS, days), default=date.max)
    for line in lines:
        is_news = line.changed_on is not None and line.changed_on >= since
        yield line, told.at(line.told).news if is_news else ()


def _slim(line: ShownLine, work: WorkLine, today: date, news: tuple[Change, ...]) -> GuidePages:
    """What pages over all titles tell of a season; its own page is another."""
    guide = Guide(
        work_id=line.work_id,
        title=line.title,
        season=line.season,
        as_of=today,
        known_at=None,
        answer=line.answer,
        changes=news,
    )
    return GuidePages(slug=line.slug, guide=guide, aliases=work.names, services=work.services)


def _stand_back() -> None:
    """Run only where those who answer leave a core idle; where that cannot be asked for, with less of it."""
    os.nice(_NICE)
    with suppress(AttributeError, OSError):  # Linux alone has it
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def keep(where: Place, address: Address, folder: Path, ahead: PagesAhead, parent: int) -> None:
    """Keep a folder and the guides made ahead up to date until the process `parent` is gone; the body of the
    keeper's process.

    An expected error (a ledger that is locked, a disk that is full) is tried again at the next turn.
    """
    _stand_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when we end
    changes = Changes(where)
    keeper = Keeper(Workspaces(where), changes, folder, address, ahead)
    while os.getppid() == parent:
        start = time.monotonic()
        try:
            keeper.refresh()
        except (AirdateError, OSError) as error:
            logging.getLogger(__name__).warning("the overview is not up to date: %s", error)
        wait = _SECONDS if changes.ledger() is not None else _UNASKED_SECONDS
        _rest(max(wait, min(_MOST_REST_SECONDS, _REST * (time.monotonic() - start))), parent)


def _rest(seconds: float, parent: int) -> None:
    """Sleep, but not longer than the parent lives."""
    end = time.monotonic() + seconds
    while os.getppid() == parent and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, _SECONDS))
