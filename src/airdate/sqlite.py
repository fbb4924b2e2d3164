"""What every SQLite file of ours shares: transactions and numbered migrations.

Invariant: each migration is one transaction together with the record of itself, and an applied one is
never edited (its checksum is kept). Every schema has a table `migration(version, name, sha256)`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from airdate.errors import DataError

_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_UNWRITABLE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


class Kind(NamedTuple):
    """A kind of file: what it is called, its application id, the package that has its schema; the way out
    where a file cannot be used, and where it is damaged or of another kind.
    """

    name: str
    application_id: int
    package: str
    hint: str
    mend: str


class Migration(NamedTuple):
    """A numbered step of a schema."""

    version: int
    name: str
    script: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the script."""
        return sha256(self.script.encode()).hexdigest()


def migrations(package: str) -> list[Migration]:
    """All steps of a package's schema in order: `migrations/NNNN_name.sql` beside its modules."""
    folder = resources.files(package) / "migrations"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [Migration(int(f.name[:4]), f.name, f.read_text(encoding="utf-8")) for f in files]


def migrate(connection: sqlite3.Connection, steps: Sequence[Migration]) -> None:
    """Apply the steps that the database has not seen."""
    for step in steps:
        if pragma(connection, "user_version") < step.version:
            with transaction(connection):
                _apply(connection, step)


def copy_before_upgrade(path: Path, package: str) -> Path | None:
    """Copy a file of an older schema beside itself, before it is opened and migrated.

    Returns:
        The copy; `None` where the file is new, of today's schema, or none that we could upgrade: who opens it
        tells what is the matter.

    Raises:
        DataError: it cannot be copied.
    """
    if not path.is_file():
        return None
    try:
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as old:
            version = pragma(old, "user_version")
            if not 0 < version < migrations(package)[-1].version:
                return None
            return _copied(old, path.with_name(f"{path.name}.v{version}.bak"), version)
    except (sqlite3.Error, OSError) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_NOTADB, *_UNWRITABLE):
            return None
        is_damaged = code == sqlite3.SQLITE_CORRUPT
        hint = "see airdate doctor" if is_damaged else "make room, or copy it yourself before the upgrade"
        raise DataError(f"cannot be copied before its upgrade: {error}", id=str(path), hint=hint) from None


def _copied(old: sqlite3.Connection, copy: Path, version: int) -> Path | None:
    """The copy, seen whole or not at all; none where another process upgrades the file meanwhile."""
    new = copy.with_name(f"{copy.name}.new-{os.getpid()}")
    try:
        with contextlib.closing(sqlite3.connect(new)) as target:
            old.backup(target)
            if pragma(target, "user_version") != version:
                return None
            target.execute("PRAGMA journal_mode = DELETE")  # one file, to be put back by hand
        os.replace(new, copy)
    finally:
        new.unlink(missing_ok=True)
    return copy


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, with the write lock taken first so that what is read stays true."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled it back already
            connection.execute("ROLLBACK")
        raise


def for_reading(error: sqlite3.Error, path: Path, lock_seconds: float) -> sqlite3.Connection:
    """Open a database that could not be opened for writing, where it is only that: on a read-only disk, say.

    Its log, if one was left behind, is read with it; without one the file is taken as it lies, for SQLite
    could not make its own files beside it. A change is refused by SQLite as on any read-only database.

    Raises:
        sqlite3.Error: `error`, where something else was the matter; or it cannot be read either.
    """
    if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _UNWRITABLE:
        raise error
    log = path.with_name(f"{path.name}-wal")
    way = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{way}",
        uri=True,
        timeout=lock_seconds,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA query_only = ON")  # and so it can be told, by `is_for_reading`
    return connection


def is_for_reading(connection: sqlite3.Connection) -> bool:
    """Was it opened by `for_reading`?"""
    return pragma(connection, "query_only") == 1


@contextlib.contextmanager
def translated(where: str, kind: Kind) -> Iterator[None]:
    """Turn SQLite's expected errors into ours, with the path and the way out."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter of a damaged schema that SQLite quotes
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        hint = kind.mend if code in _DAMAGED else kind.hint
        hint = "wait, or stop the other process" if code in _BUSY else hint
        raise DataError(f"the {kind.name} cannot be used: {error}", id=where, hint=hint) from error


def refuse_foreign(connection: sqlite3.Connection, where: str, kind: Kind) -> None:
    """Let nothing be done to a file of another kind, or of a later version.

    Raises:
        DataError: it is one.
    """
    ours = pragma(connection, "application_id") == kind.application_id
    empty = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if not (ours or empty):
        raise DataError(f"no {kind.name} of ours", id=where, hint=kind.mend)
    version, newest = pragma(connection, "user_version"), migrations(kind.package)[-1].version
    if version > newest:
        message = f"made by a later version (schema {version}, this one knows {newest})"
        raise DataError(message, id=where, hint="upgrade airdate")


def pragma(connection: sqlite3.Connection, name: str) -> int:
    """A number that the file's header holds."""
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _apply(connection: sqlite3.Connection, step: Migration) -> None:
    if pragma(connection, "user_version") >= step.version:
        return  # another process was faster while we waited for the lock
    for statement in _statements(step.script):
        connection.execute(statement)
    row = (step.version, step.name, step.checksum)
    connection.execute("INSERT INTO migration (version, name, sha256) VALUES (?, ?, ?)", row)
    connection.execute(f"PRAGMA user_version = {step.version}")


def _statements(script: str) -> Iterator[str]:
    # executescript would commit first; a trigger's body holds semicolons, so SQLite has to judge.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
