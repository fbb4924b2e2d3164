"""The state between two runs, in one file beside the ledger: what was polled, followed and sent.

Invariant: a file that is no state of ours, or of a later version, is not changed. Nothing here is a fact
about a work; those are in the ledger alone.
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

from airdate import sqlite
from airdate.errors import DataError
from airdate.sqlite import Kind, copy_before_upgrade, migrate, migrations

APPLICATION_ID = 0x41697253  # "AirS"; the first migration sets it

_KIND = Kind(
    "state",
    APPLICATION_ID,
    "airdate.watch",
    hint="check the path and its permissions",
    mend="put a copy in its place, or move it away: polls begin anew, and what was followed is lost",
)


def connect(path: Path, lock_seconds: float = 5) -> sqlite3.Connection:
    """Open the state at `path`, made where there is none.

    The connection commits by itself; several statements go in `airdate.sqlite.transaction`. A state of an
    older version is copied beside itself before it is brought to this one.

    Raises:
        DataError: no state of ours, one of a later version, held by another process, or unreadable.
    """
    copy_before_upgrade(path, _KIND.package)
    with translated(path):
        connection = sqlite3.connect(
            path, timeout=lock_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            sqlite.refuse_foreign(connection, str(path), _KIND)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")  # what was sent must not be sent again
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection, migrations(_KIND.package))
        except BaseException:
            connection.close()
            raise
    return connection


def connect_to_read(path: Path, lock_seconds: float = 5) -> sqlite3.Connection:
    """As `connect`, and where the state may only be read, for reading."""
    try:
        return connect(path, lock_seconds)
    except DataError as error:
        if not isinstance(error.__cause__, sqlite3.Error):
            raise
        with translated(path):
            connection = sqlite.for_reading(error.__cause__, path, lock_seconds)
    connection.row_factory = sqlite3.Row
    return connection


def translated(path: Path) -> AbstractContextManager[None]:
    """Turn SQLite's expected errors into ours, with the path and the way out."""
    return sqlite.translated(str(path), _KIND)


def path_of(state: sqlite3.Connection) -> Path:
    """Where an open state lies."""
    return Path(state.execute("PRAGMA database_list").fetchone()["file"])
