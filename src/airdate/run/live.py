"""A workspace for a server: one a thread over one ledger, with what is read again and again kept in memory.

Invariant: no thread touches another's database handles, and no request writes: a ledger is changed by the
command line, the watcher or an editor, and seen here at the next question.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from airdate import settings
from airdate.run.catalogue_watch import watch_catalogue
from airdate.run.held import Stamp, Watch, held, held_catalogue
from airdate.run.ledger_watch import watch_ledger
from airdate.run.places import catalogue_place, ledger_path, ledger_place
from airdate.run.workspace import Airdate
from airdate.types import Guide, Struct

_HELD_GUIDES = 1_000  # some 50 kB each


class Place(Struct, frozen=True, kw_only=True):
    """Where a workspace lies: flags, environment and folder, as `Airdate.open` takes them."""

    flags: dict[str, Any]
    environ: dict[str, str]
    folder: Path

    def settings(self) -> dict[str, Any]:
        """Every setting of it. Raises as `settings.load`."""
        return settings.load(self.flags, self.environ, self.folder / "airdate.toml")

    def ledger(self) -> Path:
        """The ledger's file."""
        return ledger_path(self.settings(), self.environ)

    def ledger_place(self) -> str | Path:
        """The ledger's address or path."""
        return ledger_place(self.settings(), self.environ)

    def catalogue(self) -> str | Path:
        """The synced catalogue's address or path, whether there is one or not."""
        return catalogue_place(self.settings(), self.environ)

    def state(self) -> Path:
        """The file of what is remembered between runs, beside the ledger."""
        return self.ledger().with_name("state.db")


def place(flags: Mapping[str, Any], environ: Mapping[str, str], folder: Path) -> Place:
    """The place of a workspace; only what concerns us is kept of the environment."""
    ours = {
        name: value
        for name, value in environ.items()
        if name.startswith("AIRDATE_") or name in ("HOME", "XDG_DATA_HOME")
    }
    return Place(flags=dict(flags), environ=ours, folder=folder)


class HeldAirdate(Airdate):
    """A workspace that makes a guide anew only where its work has changed, or another day has come."""

    def hold(self, changes: Changes) -> None:
        """Begin to keep what is read and made; the workspace and `changes` are this thread's own."""
        if changes.ledger() is not None:
            self.ledger = held(self.ledger, changes.works)
        self.catalogue = held_catalogue(self.catalogue)
        self.public = held_catalogue(self.public)
        self._changes = changes
        self._guides: OrderedDict[Hashable, tuple[Guide, tuple[str, ...], Stamp]] = OrderedDict()

    def guide(
        self,
        title: str,
        season: int | None = None,
        *,
        as_of: date | None = None,
        known_by: datetime | None = None,
        later: Guide | None = None,
    ) -> Guide:
        """See `Airdate.guide`; of an earlier day it goes by today's, where that is held."""
        version = self._changes.ledger()
        kept = self._held_guide(title, season, self.day(as_of), known_by)
        if kept is not None:
            return kept
        later = later or self._held_guide(title, season, self.today(), known_by)
        guide = super().guide(title, season, as_of=as_of, known_by=known_by, later=later)
        ids = tuple(self.ids(self.work(guide.work_id)))
        stamp = self._changes.works(ids)
        if version != self._changes.ledger():  # what was read may be of two states
            return super().guide(title, season, as_of=as_of, known_by=known_by)
        if stamp is not None:
            self._guides[title, season, self.day(as_of), known_by] = guide, ids, stamp
            if len(self._guides) > _HELD_GUIDES:
                self._guides.popitem(last=False)
        return guide

    def _held_guide(
        self, title: str, season: int | None, day: date, known_by: datetime | None
    ) -> Guide | None:
        """A guide that is held, while its work is as it was."""
        key = (title, season, day, known_by)
        kept = self._guides.get(key)
        if kept is None:
            return None
        if kept[2] != self._changes.works(kept[1]):
            del self._guides[key]
            return None
        self._guides.move_to_end(key)
        return kept[0]

    def close(self) -> None:
        """Let go of everything."""
        super().close()
        self._changes.close()


def open_held(where: Place) -> Airdate:
    """A workspace of this thread's own. Raises as `Airdate.open`."""
    airdate = HeldAirdate.open(flags=where.flags, environ=where.environ, folder=where.folder)
    airdate.hold(Changes(where))
    return airdate


class Workspaces:
    """A workspace for each thread that asks, opened at its first question and again after a sync."""

    def __init__(self, where: Place, open: Callable[[Place], Airdate] = open_held) -> None:
        self._where = where
        self._open = open
        self._own = threading.local()
        self._epoch = 0

    def mine(self) -> Airdate:
        """The calling thread's workspace. Raises as `Airdate.open`."""
        epoch, airdate = getattr(self._own, "held", (-1, None))
        if airdate is None or epoch != self._epoch:
            if airdate is not None:
                airdate.close()
            epoch, airdate = self._epoch, self._open(self._where)
            self._own.held = epoch, airdate
        return airdate

    def renew(self) -> None:
        """Let every thread open its workspace anew at its next question."""
        self._epoch += 1


class Changes:
    """Tells whether what an answer rests on has changed. For the thread that made it.

    A ledger in memory alone cannot be asked: then nothing is taken for unchanged.
    """

    def __init__(self, where: Place) -> None:
        self._ledger = watch_ledger(where.ledger_place())
        self._catalogue = watch_catalogue(where.catalogue())

    def catalogue(self) -> int:
        """Another number whenever something was loaded into the catalogue."""
        return self._catalogue.version() if self._catalogue else 0

    def ask(self) -> None:
        """See whether the ledger can be read. Raises `LedgerError` where it cannot."""
        if self._ledger is not None:
            self._ledger.ask()

    def ledger(self) -> int | None:
        """Another number whenever the ledger was written to; `None` where it cannot be asked."""
        return self._ledger.version() if self._ledger else None

    def works(self, work_ids: Iterable[str]) -> Stamp | None:
        """The state of some works' rows; `None` where the ledger cannot be asked."""
        return self._ledger.stamp(work_ids) if self._ledger else None

    def state(self, work_ids: Sequence[str], day: date) -> bytes | None:
        """What an answer on these works rests on, the same for all who ask, in any process.

        `None` where nothing can tell: stamps of a ledger on a server are each watch's own.
        """
        if not isinstance(self._ledger, Watch):
            return None
        catalogue = self._catalogue.state() if self._catalogue else ""
        return msgspec.json.encode((day, catalogue, work_ids, self._ledger.stamp(work_ids)))

    def close(self) -> None:
        """Let go of files and servers."""
        for watch in (self._catalogue, self._ledger):
            if watch is not None:
                watch.close()
