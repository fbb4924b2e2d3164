"""The one who keeps the pages over all titles up to date while a site is served, in a process of its own.

    ledger changed? ─▶ lines of the changed works ─▶ pages ─▶ a new folder ─▶ `current` names it

Invariant: `current` names a whole state or none; those who serve it read whole files and never wait.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from heapq import nlargest
from pathlib import Path

from airdate.catalogue.codes import codes
from airdate.errors import AirdateError
from airdate.forecast.scores import OutletRecord, Record
from airdate.publish.site import paths
from airdate.publish.site.indexes import index_files
from airdate.publish.site.league import league
from airdate.publish.site.model import CodeRow, GuidePages, Site
from airdate.publish.site.model import Record as PageRecord
from airdate.publish.site.shared_pages import NEWS, shared_files
from airdate.publish.site.templates import Address
from airdate.publish.write import write_bytes
from airdate.run.ahead import PagesAhead
from airdate.run.held import Stamp
from airdate.run.live import Changes, Place, Workspaces
from airdate.run.overview import WorkLine, season_lines, work_lines
from airdate.run.pages import season_page
from airdate.run.record import our_record, outlets_record
from airdate.run.shown import Overview, ShownLine, read, shown, write
from airdate.run.site import lists_of, record_of
from airdate.run.workspace import Airdate
from airdate.types import Guide

CURRENT = "current"
VALUES = "overview.msgpack"
_NICE = 10
_LONG_SECONDS = 5.0
_SECONDS = 2.0  # between looks at whether the ledger has changed
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
        self._folder = folder
        self._where = where
        self._made: dict[tuple[str, str], tuple[Stamp | None, tuple[ShownLine, ...]]] = {}
        self._state: tuple[object, ...] = ()
        self._catalogue = 0
        self._number = 0
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
            self._made.clear()
            self._ahead.clear()
            self._workspaces.renew()  # it keeps what it has read of a catalogue
            self._airdate = self._workspaces.mine()
            self._catalogue = state[1]
        works = work_lines(self._airdate)
        if not self._state:
            self._publish(Overview(made_at=self._airdate.now(), works=tuple(works)))
        self._score()
        by_id = {id: work for work in works for id in (*work.ids, work.work_id)}
        made = Overview(
            made_at=self._airdate.now(),
            works=tuple(works),
            lines=tuple(line for work in works for line in self._lines(work, by_id)),
            record=self._record,
            outlets=self._outlets,
            whole=True,
        )
        self._publish(made)
        self._state = state
        return True

    def _lines(self, work: WorkLine, works: Mapping[str, WorkLine]) -> tuple[ShownLine, ...]:
        stamp = self._changes.works(work.ids)
        key = (work.work_id, work.slug)
        held = self._made.get(key)
        if held is None or stamp is None or held[0] != stamp:
            lines = tuple(map(shown, season_lines(self._airdate, work, self._where.absolute(""))))
            held = self._made[key] = stamp, lines
            self._pages(work, works)
        return held[1]

    def _pages(self, work: WorkLine, works: Mapping[str, WorkLine]) -> None:
        """Leave the guides of a work's seasons for those who answer: what they tell was just worked out."""
        state = self._changes.state(work.ids, self._airdate.today())
        is_as_read = self._changes.catalogue() == self._catalogue  # what was loaded since is not in our pages
        if state is None or not is_as_read or not self._ahead.has_room:
            return
        for number in work.seasons:
            page = season_page(self._airdate, work, number, works, self._where)
            self._ahead.put(paths.guide(work.slug, number), state, page)

    def _score(self) -> None:
        """Score forecasts and outlets anew: each time, or once a day where that takes long."""
        today = self._airdate.today()
        if self._scored_on == today and self._score_seconds > _LONG_SECONDS:
            return
        start = time.monotonic()
        self._record = our_record(self._airdate)
        self._outlets = tuple(outlets_record(self._airdate))
        self._scored_on, self._score_seconds = today, time.monotonic() - start

    def _publish(self, made: Overview) -> None:
        """Write a state beside the last one, name it, and drop the one before."""
        self._number += 1
        target = self._folder / f"{os.getpid()}-{self._number}"
        target.mkdir(parents=True)
        write(target / VALUES, made)
        if made.whole:
            for path, content in _pages(self._airdate, made, self._where):
                file = target / "site" / paths.file(path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        write_bytes(self._folder / CURRENT, target.name.encode())
        for old in self._folder.iterdir():
            if old.is_dir() and old.name not in (target.name, f"{os.getpid()}-{self._number - 1}"):
                shutil.rmtree(old, ignore_errors=True)


def _pages(airdate: Airdate, made: Overview, where: Address) -> Iterator[tuple[str, bytes]]:
    """Every page and file over all titles, as (path, bytes)."""
    named = {work.work_id: work for work in made.works}
    since = _since(made.lines)
    guides = tuple(_slim(line, named[line.work_id], made.made_at.date(), since) for line in made.lines)
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


def _since(lines: Sequence[ShownLine]) -> date:
    """A day before which nothing changed that pages over all titles tell."""
    days = (line.changed_on for line in lines if line.changed_on is not None)
    return min(nlargest(2 * NEWS, days), default=date.max)


def _slim(line: ShownLine, work: WorkLine, today: date, since: date) -> GuidePages:
    """What pages over all titles tell of a season; its own page is made when it is asked for."""
    is_news = line.changed_on is not None and line.changed_on >= since
    guide = Guide(
        work_id=line.work_id,
        title=line.title,
        season=line.season,
        as_of=today,
        known_at=None,
        answer=line.answer,
        changes=line.unpacked().news if is_news else (),
    )
    return GuidePages(slug=line.slug, guide=guide, aliases=work.names, services=work.services)


def read_current(folder: Path) -> tuple[Path, Overview] | None:
    """The newest state in a folder, with the folder of its pages; `None` where there is none yet."""
    for _ in range(3):  # a state may be dropped between the reading of its name and of its values
        try:
            place = folder / (folder / CURRENT).read_text(encoding="utf-8")
            return place / "site", read(place / VALUES)
        except FileNotFoundError:
            continue
    return None


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
        try:
            keeper.refresh()
        except AirdateError as error:
            logging.getLogger(__name__).warning("the overview is not up to date: %s", error)
        time.sleep(_SECONDS if changes.ledger() is not None else _UNASKED_SECONDS)
