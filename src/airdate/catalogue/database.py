"""Opening a catalogue's file: is it ours, of our version, and brought to this version's schema.

Invariant: a file that is no catalogue, or of a later version, is not changed. Each migration is one
transaction together with the record of itself. All here can be read from the sources again, so durability
yields to speed: a power cut may cost the last batches, never the file.
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

from airdate import sqlite
from airdate.sqlite import Kind, Migration, for_reading, migrate, migrations

APPLICATION_ID = 0x41697243  # "AirC"; the first migration sets it

_KIND = Kind(
    "catalogue",
    APPLICATION_ID,
    "airdate.catalogue",
    hint="check the path, or sync into a new file",
    mend="give another path for the catalogue, or move it away and run airdate sync",
)
#: Memory of 128 MB at most, whatever the catalogue's size; and a page that many batches change is copied from
#: the log into the file once, not once a batch.
_PACE = ("PRAGMA cache_size = -131072", "PRAGMA wal_autocheckpoint = 50000")


def connect(path: Path | None, lock_seconds: float = 5) -> sqlite3.Connection:
    """Open the catalogue at `path`, made where there is none; `None` is one in memory.

    One that may only be read is opened for reading.

    Raises:
        DataError: no catalogue, one of a later version, held by another process, or unreadable.
    """
    where = ":memory:" if path is None else str(path)
    with translated(where):
        try:
            connection = _open(where, lock_seconds)
        except sqlite3.Error as error:
            if path is None:
                raise
            connection = for_reading(error, path, lock_seconds)
        try:
            migrate(connection, steps())
        except BaseException:
            connection.close()
            raise
    return connection


def _open(where: str, lock_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(where, timeout=lock_seconds, isolation_level=None, check_same_thread=False)
    try:
        sqlite.refuse_foreign(connection, where, _KIND)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        for pragma in _PACE:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def translated(where: str) -> AbstractContextManager[None]:
    """Turn SQLite's expected errors into ours, with the path and the way out."""
    return sqlite.translated(where, _KIND)


def steps() -> list[Migration]:
    """All steps of the schema, in order."""
    return migrations(_KIND.package)
