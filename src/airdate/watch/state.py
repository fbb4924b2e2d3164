"""The state between two runs, in one file beside the ledger: what was polled, followed and sent.

Invariant: a file that is no state of ours, or of a later version, is not changed. Nothing here is a fact
about a work; those are in the ledger alone.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from airdate.errors import DataError
from airdate.sqlite import migrate, migrations, pragma

APPLICATION_ID = 0x41697253  # "AirS"; the first migration sets it

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def connect(path: Path, lock_seconds: float = 5) -> sqlite3.Connection:
    """Open the state at `path`, made where there is none.

    The connection commits by itself; several statements go in `airdate.sqlite.transaction`.

    Raises:
        DataError: no state of ours, one of a later version, held by another process, or unreadable.
    """
    with translated(path):
        connection = sqlite3.connect(
            path, timeout=lock_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            _refuse_foreign(connection, path)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # what was sent must not be sent again
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection, migrations("airdate.watch"))
        except BaseException:
            connection.close()
            raise
    return connection


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's expected errors into ours, with the path and the way out."""
    try:
        yield
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY
        hint = "wait, or stop the other process" if busy else "check the path and its permissions"
        raise DataError(f"the state cannot be used: {error}", id=str(path), hint=hint) from error


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    ours = pragma(connection, "application_id") == APPLICATION_ID
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if not (ours or empty):
        raise DataError("no state of ours", id=str(path), hint="give another path for the state")
    version, newest = pragma(connection, "user_version"), migrations("airdate.watch")[-1].version
    if version > newest:
        message = f"made by a later version (schema {version}, this one knows {newest})"
        raise DataError(message, id=str(path), hint="upgrade airdate")
