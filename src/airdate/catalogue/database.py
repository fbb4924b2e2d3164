"""Opening a catalogue's file: is it ours, of our version, and brought to this version's schema.

Invariant: a file that is no catalogue, or of a later version, is not changed. Each migration is one
transaction together with the record of itself. All here can be read from the sources again, so durability
yields to speed: a power cut may cost the last batches, never the file.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from importlib import resources
from pathlib import Path

from airdate.errors import DataError

APPLICATION_ID = 0x41697243  # "AirC"; the first migration sets it

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
#: Memory of 128 MB at most, whatever the catalogue's size; and a page that many batches change is copied from
#: the log into the file once, not once a batch.
_PACE = ("PRAGMA cache_size = -131072", "PRAGMA wal_autocheckpoint = 50000")


def connect(path: Path | None, lock_seconds: float = 5) -> sqlite3.Connection:
    """Open the catalogue at `path`, made where there is none; `None` is one in memory.

    Raises:
        DataError: no catalogue, one of a later version, held by another process, or unreadable.
    """
    where = ":memory:" if path is None else str(path)
    with translated(where):
        connection = sqlite3.connect(
            where, timeout=lock_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            _refuse_foreign(connection, where)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            for pragma in _PACE:
                connection.execute(pragma)
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
    return connection


@contextlib.contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn SQLite's expected errors into ours, with the path and the way out."""
    try:
        yield
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY
        hint = "wait, or stop the other process" if busy else "check the path, or sync into a new file"
        raise DataError(f"the catalogue cannot be used: {error}", id=where, hint=hint) from error


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, with the write lock taken first."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled it back already
            connection.execute("ROLLBACK")
        raise


def _scripts() -> list[tuple[int, str, str]]:
    folder = resources.files("airdate.catalogue") / "migrations"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(f.name[:4]), f.name, f.read_text(encoding="utf-8")) for f in files]


def _refuse_foreign(connection: sqlite3.Connection, where: str) -> None:
    ours = _pragma(connection, "application_id") == APPLICATION_ID
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if not (ours or empty):
        raise DataError("no catalogue of ours", id=where, hint="give the path of a catalogue")
    version, newest = _pragma(connection, "user_version"), _scripts()[-1][0]
    if version > newest:
        message = f"made by a later version (schema {version}, this one knows {newest})"
        raise DataError(message, id=where, hint="upgrade airdate")


def _migrate(connection: sqlite3.Connection) -> None:
    for version, name, script in _scripts():
        if _pragma(connection, "user_version") < version:
            with transaction(connection):
                _apply(connection, version, name, script)


def _apply(connection: sqlite3.Connection, version: int, name: str, script: str) -> None:
    if _pragma(connection, "user_version") >= version:
        return  # another process was faster while we waited for the lock
    for statement in _statements(script):
        connection.execute(statement)
    row = (version, name, sha256(script.encode()).hexdigest())
    connection.execute("INSERT INTO schema_migration VALUES (?, ?, ?)", row)
    connection.execute(f"PRAGMA user_version = {version}")


def _statements(script: str) -> Iterator[str]:
    # executescript would commit first
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
