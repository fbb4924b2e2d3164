"""A ledger whose works are decoded once and held until they change: what a server reads again and again.

Invariant: `entries` answers as the ledger below it does, row for row and in its order. Whether a work has
changed is asked of the database on each reading; nothing is held on trust.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import EllipsisType
from typing import Any, cast

from airdate.catalogue import Catalogue
from airdate.ledger import Ledger
from airdate.ledger.base import TOMBSTONES
from airdate.ledger.codec import said_latest
from airdate.ledger.sqlite_file import translated
from airdate.sqlite import for_reading
from airdate.types import Entry

_HELD_ROWS = 50_000  # of all works together; some 2 kB each
_HELD_WORKS = 2_000
_LOCK_SECONDS = 5.0

#: What a work's rows were when they were read; the same stamp means the same rows.
Stamp = tuple[object, ...]
Stamping = Callable[[Iterable[str]], Stamp | None]

#: Every change of a statement adds a row or closes one; a redaction and a dropped quote change no count, but
#: neither can be seen in an answer that holds no quote: the one adds a row too.
_STAMP = "SELECT count(*), count(known_to), max(known_from), max(known_to) FROM entry WHERE work_id = ?"


class Watch:
    """Tells whether works have changed in a ledger's file. For one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with translated(path):
            self._db = _opened(path)
        self._seen = -1
        self._stamps: dict[str, Stamp] = {}

    def version(self) -> int:
        """Another number whenever anyone has written to the file."""
        with translated(self._path):
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def stamp(self, work_ids: Iterable[str]) -> Stamp:
        """The state of some works' rows. A work is asked for again only where the file has changed."""
        version = self.version()
        if version != self._seen:
            self._stamps.clear()
            self._seen = version
        return tuple(self._stamp(work_id) for work_id in work_ids)

    def _stamp(self, work_id: str) -> Stamp:
        if work_id not in self._stamps:
            with translated(self._path):
                self._stamps[work_id] = tuple(self._db.execute(_STAMP, (work_id,)).fetchone())
        return self._stamps[work_id]

    def ask(self) -> None:
        """See whether it can be read. Raises `LedgerError` where it cannot."""
        self.version()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def _opened(path: Path) -> sqlite3.Connection:
    """The file, for reading; also where SQLite may not lay its own files beside it."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        db.execute("PRAGMA data_version").fetchone()
    except sqlite3.Error as error:
        db.close()
        return for_reading(error, path, _LOCK_SECONDS)
    return db


class _Held:
    """The `entries` of a work from memory; all else is the ledger's own."""

    def __init__(self, ledger: Ledger, stamp: Stamping) -> None:
        self._ledger = ledger
        self._stamp = stamp
        self._rows: OrderedDict[str, tuple[Stamp | None, list[Entry]]] = OrderedDict()
        self._count = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def entries(
        self,
        *,
        work_id: str | None = None,
        season: int | EllipsisType | None = ...,
        said_by: date | None = None,
        known_by: datetime | None = None,
        include_closed: bool = False,
    ) -> list[Entry]:
        """See `Ledger.entries`."""
        if work_id is None:
            return self._ledger.entries(
                season=season, said_by=said_by, known_by=known_by, include_closed=include_closed
            )
        return [
            row
            for row in self._of(work_id)
            if (season is ... or row.claim.season == season)
            and _is_on_clock(row, known_by, include_closed)
            and (said_by is None or _is_said(row, said_by))
        ]

    def _of(self, work_id: str) -> Sequence[Entry]:
        stamp = self._stamp([work_id])
        held = self._rows.pop(work_id, None)
        if held is None or held[0] != stamp:
            self._count -= len(held[1]) if held else 0
            held = stamp, self._ledger.entries(work_id=work_id, include_closed=True)
            self._count += len(held[1])
        self._rows[work_id] = held
        while self._count > _HELD_ROWS and len(self._rows) > 1:
            _, (_, oldest) = self._rows.popitem(last=False)
            self._count -= len(oldest)
        return held[1]


def held(ledger: Ledger, stamp: Stamping) -> Ledger:
    """The ledger, with what is read of a work kept until its stamp changes; for one thread, as the ledger."""
    return cast(Ledger, _Held(ledger, stamp))


class _HeldCatalogue:
    """The look-ups of one work from memory; all else is the catalogue's own."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.find = lru_cache(_HELD_WORKS)(catalogue.find)
        self.ids = lru_cache(_HELD_WORKS)(catalogue.ids)
        self.work = lru_cache(_HELD_WORKS)(catalogue.work)
        self.seasons = lru_cache(_HELD_WORKS)(catalogue.seasons)
        self.related = lru_cache(_HELD_WORKS)(catalogue.related)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalogue, name)


def held_catalogue(catalogue: Catalogue) -> Catalogue:
    """The catalogue, with its look-ups of a work kept for good: drop it where something was loaded."""
    return cast(Catalogue, _HeldCatalogue(catalogue))


def _is_on_clock(row: Entry, known_by: datetime | None, include_closed: bool) -> bool:
    begun = known_by is None or row.known_from <= known_by
    if include_closed:
        return begun
    ended = row.known_to is not None and (known_by is None or row.known_to <= known_by)
    return begun and not ended and row.state not in TOMBSTONES


def _is_said(row: Entry, day: date) -> bool:
    said = said_latest(row.claim)
    return said is not None and said <= day
