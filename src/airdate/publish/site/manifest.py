"""What a build of the site keeps for the next one, in one SQLite file within the site.

    unit      a part of the site that is made as a whole: its key, its files' hashes, what its maker noted
    shown     what units show on pages over all titles: rows of a listing, in the order of their rank
    waiting   files that are yet to be put into their place, or taken from it

Invariant: a build changes all three in one transaction, so that they tell of one state of the site. While
anything is waiting that state is on its way: see `placing`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from airdate.sqlite import pragma
from airdate.types import Struct

MANIFEST = ".airdate-manifest"

_KIND = 0x41695369  # "AiSi"
_VERSION = 1
_CACHE_KIB = 64 * 1024
_SCHEMA = f"""
CREATE TABLE unit (
    name TEXT PRIMARY KEY, owner TEXT NOT NULL, key BLOB NOT NULL, note BLOB NOT NULL,
    files BLOB NOT NULL, places INTEGER NOT NULL
);
CREATE INDEX unit_by_owner ON unit (owner, places);
CREATE TABLE shown (
    listing TEXT NOT NULL, rank TEXT NOT NULL, unit TEXT NOT NULL, number INTEGER NOT NULL,
    body BLOB NOT NULL, PRIMARY KEY (listing, rank, unit, number)
) WITHOUT ROWID;
CREATE INDEX shown_by_unit ON shown (unit);
CREATE TABLE waiting (place TEXT PRIMARY KEY, step INTEGER NOT NULL, draft TEXT NOT NULL);
PRAGMA application_id = {_KIND};
PRAGMA user_version = {_VERSION};
"""


class Made(Struct, frozen=True, kw_only=True):
    """One unit as it was last made. `owner` is whose it is: it goes when its owner no longer makes it."""

    owner: str
    key: bytes
    files: dict[str, bytes]
    note: bytes = b""


class Row(NamedTuple):
    """What a unit shows in a listing, and where; rows of one rank stand in the order of their units."""

    listing: str
    rank: str
    body: bytes = b""


class Shown(NamedTuple):
    """A row as it is read back."""

    rank: str
    unit: str
    body: bytes


class Move(NamedTuple):
    """A file that waits: `draft` is where it lies, seen from beside the site; empty where it is to go."""

    place: str
    draft: str


class Manifest:
    """The manifest of one site. Raises `sqlite3.Error` where the file cannot be used."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")

    @classmethod
    def create(cls, path: Path) -> Manifest:
        """A new one, of a site that has nothing yet."""
        db = sqlite3.connect(path, isolation_level=None)
        db.executescript(_SCHEMA)
        return cls(db)

    @classmethod
    def open(cls, folder: Path) -> Manifest | None:
        """That of a site; `None` where there is none, or none that this version can read."""
        try:
            os.stat(folder / MANIFEST)
            db = sqlite3.connect(folder / MANIFEST, isolation_level=None)
        except (OSError, sqlite3.Error):
            return None
        try:
            if (pragma(db, "application_id"), pragma(db, "user_version")) == (_KIND, _VERSION):
                return cls(db)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                db.close()
                raise
        db.close()
        return None

    def close(self) -> None:
        """Let go of the file; what was not committed has not been."""
        self._db.close()

    def begin(self) -> None:
        """From here on all or nothing, up to `commit`."""
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """All of it, and onto the disk."""
        self._db.execute("COMMIT")

    # Units

    def get(self, name: str) -> Made | None:
        """A unit, if there is one of that name."""
        row = self._db.execute("SELECT owner, key, files, note FROM unit WHERE name = ?", (name,)).fetchone()
        if row is None:
            return None
        owner, key, files, note = row
        return Made(owner=owner, key=key, files=_files(files), note=note)

    def put(self, name: str, made: Made) -> None:
        """Keep a unit in the place of what it was."""
        files = msgspec.msgpack.encode(made.files)
        row = (name, made.owner, made.key, made.note, files, len(made.files))
        self._db.execute("INSERT OR REPLACE INTO unit VALUES (?, ?, ?, ?, ?, ?)", row)

    def drop(self, name: str) -> None:
        """Forget a unit."""
        self._db.execute("DELETE FROM unit WHERE name = ?", (name,))

    def names(self, owner: str) -> list[str]:
        """The units of an owner."""
        return [row[0] for row in self._db.execute("SELECT name FROM unit WHERE owner = ?", (owner,))]

    def places(self) -> int:
        """How many files there are, of all units."""
        return int(self._db.execute("SELECT coalesce(sum(places), 0) FROM unit").fetchone()[0])

    # Listings

    def show(self, unit: str, rows: Iterable[Row]) -> set[str]:
        """Let a unit show these rows and no others; the listings in which that changes anything."""
        found = self._db.execute("SELECT listing, rank, number, body FROM shown WHERE unit = ?", (unit,))
        old = {tuple(row) for row in found}
        new = {(row.listing, row.rank, number, row.body) for number, row in enumerate(rows)}
        gone = [(listing, rank, unit, number) for listing, rank, number, _ in old - new]
        come = [(listing, rank, unit, number, body) for listing, rank, number, body in new - old]
        where = "listing = ? AND rank = ? AND unit = ? AND number = ?"
        self._db.executemany(f"DELETE FROM shown WHERE {where}", gone)
        self._db.executemany("INSERT INTO shown VALUES (?, ?, ?, ?, ?)", come)
        return {each[0] for each in gone} | {each[0] for each in come}

    def rows(
        self, listing: str, *, since: str = "", before: str | None = None, newest: bool = False
    ) -> Iterator[Shown]:
        """The rows of a listing by rank, from `since` up to `before`; the last one first with `newest`."""
        end, way = "" if before is None else " AND rank < :before", " DESC" if newest else ""
        found = self._db.execute(
            f"SELECT rank, unit, body FROM shown WHERE listing = :listing AND rank >= :since{end}"
            f" ORDER BY rank{way}, unit{way}, number{way}",
            {"listing": listing, "since": since, "before": before},
        )
        return map(Shown._make, found)

    def at(self, listing: str, rank: str) -> list[Shown]:
        """The rows of one rank."""
        sql = "SELECT rank, unit, body FROM shown WHERE listing = ? AND rank = ? ORDER BY unit, number"
        return [Shown._make(row) for row in self._db.execute(sql, (listing, rank))]

    def counts(self, prefix: str) -> dict[str, int]:
        """The listings that begin so, by name, each with how many rows it has."""
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        return dict(
            self._db.execute(
                "SELECT listing, count(*) FROM shown WHERE listing >= ? AND listing < ?"
                " GROUP BY listing ORDER BY listing",
                (prefix, after),
            )
        )

    # What is waiting

    def wait(self, move: Move, step: int) -> None:
        """Let a file wait, instead of what waits for its place; but no file goes that is to come."""
        way = "REPLACE" if move.draft else "IGNORE"
        self._db.execute(f"INSERT OR {way} INTO waiting VALUES (?, ?, ?)", (move.place, step, move.draft))

    def waiting(self) -> Iterator[Move]:
        """All that waits, by step and in the order in which it came."""
        return map(Move._make, self._db.execute("SELECT place, draft FROM waiting ORDER BY step, rowid"))

    def placed(self) -> None:
        """Nothing waits any longer."""
        self._db.execute("DELETE FROM waiting")


def _files(packed: bytes) -> dict[str, bytes]:
    return msgspec.msgpack.decode(packed, type=dict[str, bytes])
