"""Opening a ledger's file: is it ours, is it of our version, and who holds it?

Invariant: a file that is no ledger, or of a later version, is not touched by a byte. A new ledger is
made beside its place and linked into it, so that no half-made one is ever seen. Each migration is
one transaction together with the record of itself.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from airdate.errors import DataError, ForeignLedgerError, InputError, LedgerError, LockedLedgerError
from airdate.sqlite import Migration, copy_before_upgrade, for_reading, migrate, pragma
from airdate.sqlite import migrations as shared_migrations

APPLICATION_ID = 0x41697264  # "Aird"; the first migration sets it

#: Most memory for pages: in a large ledger a batch touches pages all over it, and must not write one twice.
CACHE_KIB = 262_144

#: Pages (256 MB) that the log gathers before they go into the file: a page that several batches touched, as
#: those of the indexes are, is then written there once.
LOG_PAGES = 65_536

_PACKAGE = "airdate.ledger"  # that has the schema

_HEADER_BYTES = 100  # https://sqlite.org/fileformat.html#the_database_header

_DAMAGED = (LedgerError, "the file is damaged", "put a backup in its place")

#: What SQLite says, with no code of its own, of a schema or a text that is not as we wrote it.
_STRANGE = ("no such table", "no such column", "unknown function", "Could not decode")

#: SQLite's primary result code → what we raise, what it means, and the way out.
_MEANINGS: dict[int, tuple[type[LedgerError], str, str]] = {
    sqlite3.SQLITE_BUSY: (LockedLedgerError, "another process holds it", "wait, or stop the other process"),
    sqlite3.SQLITE_LOCKED: (LockedLedgerError, "another process holds it", "wait, or stop the other process"),
    sqlite3.SQLITE_NOTADB: (ForeignLedgerError, "no ledger of ours", "give the path of a ledger"),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_READONLY: (LedgerError, "it cannot be written", "check the file's permissions"),
    sqlite3.SQLITE_CANTOPEN: (LedgerError, "it cannot be opened", "check the path and its permissions"),
    sqlite3.SQLITE_FULL: (LedgerError, "the disk is full", "make room; nothing was written"),
    sqlite3.SQLITE_IOERR: (LedgerError, "the disk did not answer", "check the disk; nothing was written"),
}


def migrations() -> list[Migration]:
    """All steps of the schema, in order."""
    return shared_migrations(_PACKAGE)


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's expected errors into ours, with the path and the way out; others pass through."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise InputError("it holds characters that are no text", hint="write it in UTF-8") from error
    except (UnicodeDecodeError, sqlite3.Error) as error:
        meaning = _MEANINGS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if meaning is None and (isinstance(error, UnicodeDecodeError) or str(error).startswith(_STRANGE)):
            meaning = _DAMAGED
        if meaning is None:
            raise
        kind, message, hint = meaning
        raise kind(message, id=str(path), hint=hint) from error


def connect(path: Path, lock_seconds: float) -> sqlite3.Connection:
    """Open the ledger at `path`, made where there is none and brought to this version's schema.

    One that may only be read is opened for reading.

    Raises:
        ForeignLedgerError: the file is no ledger of ours, or of a later version.
        LockedLedgerError: another process held it for longer than `lock_seconds`.
        LedgerError: it cannot be opened or written.
    """
    with translated(path):
        if not path.exists():
            _create(path, lock_seconds)
        inspect(path)
        _copy_before_upgrade(path)
        try:
            connection = _open(path, lock_seconds)
        except sqlite3.Error as error:
            connection = for_reading(error, path, lock_seconds)
        try:
            _refuse_later(path, pragma(connection, "user_version"))  # the file may lag behind its log
            migrate(connection, migrations())
        except BaseException:
            connection.close()
            raise
        return connection


def _copy_before_upgrade(path: Path) -> None:
    """The ledger as an older version wrote it stays beside it, whichever command of a newer one is first."""
    try:
        copy_before_upgrade(path, _PACKAGE)
    except DataError as error:
        raise LedgerError(error.message, id=error.id, hint=error.hint) from error


def inspect(path: Path) -> None:
    """Refuse a file that is no ledger of ours or of a later version.

    Reads the file's first bytes and not through SQLite, which would leave its own files beside it.

    Raises:
        ForeignLedgerError: as said.
        LedgerError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError as error:
        raise LedgerError(f"it cannot be read: {error.strerror}", id=str(path)) from error
    application_id = int.from_bytes(header[68:72], "big")
    if not header.startswith(b"SQLite format 3\0") or application_id != APPLICATION_ID:
        raise ForeignLedgerError("no ledger of ours", id=str(path), hint="give the path of a ledger")
    _refuse_later(path, int.from_bytes(header[60:64], "big"))


def _refuse_later(path: Path, version: int) -> None:
    newest = migrations()[-1].version
    if version > newest:
        message = f"made by a later version (schema {version}, this one knows {newest})"
        raise ForeignLedgerError(message, id=str(path), hint="upgrade airdate")


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """Copy the database into one file at `path`. Raises as `replaced`."""
    with replaced(path) as new, contextlib.closing(sqlite3.connect(new)) as target:
        connection.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, to be carried anywhere


@contextlib.contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """Where to make a file that is put at `path` when all went well, seen there whole or not at all.

    Raises:
        ForeignLedgerError: something that is no ledger lies there.
        LockedLedgerError: what lies there is open; its log would be taken for the new file's.
        LedgerError: it cannot be written.
    """
    if path.exists():
        inspect(path)
    if path.with_name(f"{path.name}-wal").exists():
        raise LockedLedgerError("it is open", id=str(path), hint="close it, or give another path")
    with translated(path), _beside(path) as new:
        yield new
        os.replace(new, path)


def _create(path: Path, lock_seconds: float) -> None:
    with _beside(path) as new:
        with contextlib.closing(_open(new, lock_seconds)) as connection:
            migrate(connection, migrations())
        with contextlib.suppress(FileExistsError):  # another process made one meanwhile: use that
            os.link(new, path)


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A path in the same folder to make a file at, which is gone afterwards."""
    new = path.with_name(f"{path.name}.new-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield new
    except OSError as error:
        raise LedgerError(f"it cannot be made: {error.strerror}", id=str(path)) from error
    finally:
        for name in (new.name, f"{new.name}-journal", f"{new.name}-wal", f"{new.name}-shm"):
            with contextlib.suppress(OSError):
                path.with_name(name).unlink()


def _open(path: Path, lock_seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=lock_seconds, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what was acknowledged survives a power cut
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    except BaseException:
        connection.close()
        raise
    return connection
