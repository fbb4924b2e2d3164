"""Guide pages made ahead by the keeper, for those who answer: a file that can be lost at any time.

Invariant: a page is given only for the state that it was made from (`live.Changes.state`); in any other it is
made when it is asked for.
"""

from __future__ import annotations

import logging
import sqlite3
import zlib
from pathlib import Path

_LEVEL = 1  # of zlib: a fifth of the size in a quarter of a millisecond
_TABLE = (
    "CREATE TABLE IF NOT EXISTS page (path TEXT PRIMARY KEY, state BLOB NOT NULL, body BLOB NOT NULL)"
    " WITHOUT ROWID"
)
_PUT = "INSERT OR REPLACE INTO page VALUES (?, ?, ?)"
_GET = "SELECT body FROM page WHERE path = ? AND state = ?"

_LOG = logging.getLogger(__name__)


class PagesAhead:
    """One keeper writes, many read, each through one of these of its own, from one thread."""

    def __init__(self, file: Path, most_bytes: int) -> None:
        """`most_bytes` is about what all bodies may take on the disk; 0 keeps none. Nothing is opened yet."""
        self._file = file
        self._most = most_bytes
        self._bytes = 0
        self._db: sqlite3.Connection | None = None

    @property
    def has_room(self) -> bool:
        """Is another page worth making?"""
        return self._bytes < self._most

    def put(self, path: str, state: bytes, body: bytes) -> None:
        """Keep a page in place of an earlier one."""
        packed = zlib.compress(body, _LEVEL)
        try:
            db = self._opened()
            before = db.execute("SELECT length(body) FROM page WHERE path = ?", (path,)).fetchone()
            db.execute(_PUT, (path, state, packed))
            self._bytes += len(packed) - (before[0] if before else 0)
        except sqlite3.Error as error:  # a full disk, say: pages are made when they are asked for
            _LOG.warning("a page made ahead cannot be kept: %s", error)

    def clear(self) -> None:
        """Drop all: another day has come, or another catalogue."""
        try:
            self._opened().execute("DELETE FROM page")
            self._bytes = 0
        except sqlite3.Error as error:  # they stay, and are of no state that anyone asks for
            _LOG.warning("pages made ahead cannot be dropped: %s", error)

    def get(self, path: str, state: bytes) -> bytes | None:
        """The page as it is in this state; `None` where it was not made ahead, or cannot be read."""
        if self._most == 0 or not self._file.exists():
            return None
        try:
            row = self._opened().execute(_GET, (path, state)).fetchone()
            return None if row is None else zlib.decompress(row[0])
        except (sqlite3.Error, zlib.error):
            return None

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _opened(self) -> sqlite3.Connection:
        if self._db is None:
            db = sqlite3.connect(self._file, isolation_level=None, timeout=1.0)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")  # what is lost is made again
            db.execute(_TABLE)
            self._bytes = db.execute("SELECT coalesce(sum(length(body)), 0) FROM page").fetchone()[0]
            self._db = db
        return self._db
