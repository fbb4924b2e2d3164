"""Reaching a ledger's server: is the database ours, of our version, and what do its errors mean?

Invariant: all lies in the database's schema `airdate`; one of that name which is not ours, or of a later
version, is not touched. A password in an address appears in no error.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import Connection, errors
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.string import TextLoader

from airdate.errors import ForeignLedgerError, InputError, LedgerError, LockedLedgerError
from airdate.ledger.postgresql import sql
from airdate.sqlite import Migration
from airdate.sqlite import migrations as shared_migrations

SCHEMA = "airdate"
CONNECT_SECONDS = "10"  # where the address does not say

#: What a session needs whatever the server's defaults are; acknowledged means on the disk.
_SESSION = (
    "SET search_path = airdate, pg_catalog",
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO'",
    "SET client_encoding = 'UTF8'",
    "SET lock_timeout = {milliseconds}",
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'",
)

#: The driver's errors → what we raise, what it means, and the way out; the first that fits.
_MEANINGS: tuple[tuple[tuple[type[Exception], ...], type[LedgerError | InputError], str, str], ...] = (
    (
        (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected, errors.SerializationFailure),
        LockedLedgerError,
        "another process holds it",
        "wait, or stop the other process",
    ),
    (
        (errors.UndefinedTable, errors.UndefinedColumn, errors.InvalidSchemaName),
        ForeignLedgerError,
        "no ledger of ours",
        "give the address of an empty database, or of a ledger's",
    ),
    ((errors.DiskFull,), LedgerError, "the server's disk is full", "make room; nothing was written"),
    ((errors.InsufficientPrivilege,), LedgerError, "the role may not do that", "use the schema's owner"),
    (
        (errors.ReadOnlySqlTransaction,),
        LedgerError,
        "it cannot be written",
        "give the address of the primary",
    ),
    (
        (errors.DataCorrupted, errors.IndexCorrupted, errors.InternalError_, errors.IoError),
        LedgerError,
        "the server's files are damaged",
        "restore a backup into an empty database",
    ),
    (
        (errors.CharacterNotInRepertoire, errors.UntranslatableCharacter, UnicodeEncodeError),
        InputError,
        "it holds characters that are no text",
        "write it in UTF-8",
    ),
)


class _InstantLoader(Loader):
    """An instant as the codec's text: "2026-11-24 08:25:28.5+00" → "2026-11-24T08:25:28.500000Z"."""

    def load(self, data: bytes | bytearray | memoryview) -> str:
        day, _, time = bytes(data).decode().removesuffix("+00").partition(" ")
        return f"{day}T{time if '.' in time else time + '.'}".ljust(26, "0") + "Z"


def migrations() -> list[Migration]:
    """All steps of the schema, in order."""
    return shared_migrations("airdate.ledger.postgresql")


def shown(url: str) -> str:
    """The address without its password, for messages."""
    try:
        part = conninfo_to_dict(url)
    except psycopg.Error:
        return "postgresql://…"
    user, port = part.get("user"), part.get("port")
    host = f"{user}@" * bool(user) + str(part.get("host") or "") + f":{port}" * bool(port)
    return f"postgresql://{host}/{part.get('dbname') or ''}"


@contextlib.contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn the driver's expected errors into ours, with the address and the way out; others pass through."""
    try:
        yield
    except (psycopg.Error, UnicodeEncodeError) as error:
        for types, kind, message, hint in _MEANINGS:
            if isinstance(error, types):
                raise kind(message, id=shown(url), hint=hint) from None
        if type(error) is psycopg.DataError:  # the driver's own: a NUL in a text
            raise InputError("it holds characters that are no text", hint="write it in UTF-8") from None
        if isinstance(error, psycopg.OperationalError):
            raise LedgerError(
                f"the server did not answer: {_reason(error, url)}",
                id=shown(url),
                hint="check address and server, and run it again: nothing is held twice",
            ) from None
        raise


def _reason(error: psycopg.Error, url: str) -> str:
    """The driver's first line, without the password."""
    line = (str(error).splitlines() or [type(error).__name__])[0]
    with contextlib.suppress(psycopg.Error):
        password = conninfo_to_dict(url).get("password")
        return line.replace(str(password), "…") if password else line
    return "the address cannot be read"


def connect(url: str, lock_seconds: float) -> Connection[tuple[Any, ...]]:
    """Reach the ledger at `url`, made where the database has none and brought to this version's schema.

    The connection commits by itself, and gives instants, days and JSON as the codec's text.

    Raises:
        ForeignLedgerError: the schema is not ours, or of a later version.
        LockedLedgerError: another process held it for longer than `lock_seconds`.
        LedgerError: the server cannot be reached, or refuses.
    """
    with translated(url):
        try:
            patience = conninfo_to_dict(url).get("connect_timeout") or CONNECT_SECONDS
        except psycopg.ProgrammingError:
            raise LedgerError("the address cannot be read", id=shown(url), hint=_FORM) from None
        db = psycopg.connect(url, autocommit=True, connect_timeout=patience, application_name="airdate")
        try:
            for statement in _SESSION:
                db.execute(statement.format(milliseconds=max(1, round(lock_seconds * 1000))).encode())
            db.adapters.register_loader("json", TextLoader)
            db.adapters.register_loader("date", TextLoader)
            db.adapters.register_loader("timestamptz", _InstantLoader)
            _prepare(db, url)
        except BaseException:
            db.close()
            raise
        return db


_FORM = "write postgresql://user@host:5432/database"


def _prepare(db: Connection[tuple[Any, ...]], url: str) -> None:
    """Apply the steps of the schema that the database has not seen, each with the record of itself."""
    if db.info.parameter_status("server_encoding") != "UTF8":
        raise LedgerError("its encoding is not UTF8", id=shown(url), hint="createdb --encoding UTF8")
    steps = migrations()
    if _version(db, url) < steps[-1].version:
        with db.transaction():
            db.execute(sql.LOCK)
            done = _version(db, url)  # another process may have been faster
            if done == 0:
                db.execute("CREATE SCHEMA IF NOT EXISTS airdate")
            for step in steps[done:]:
                db.execute(step.script.encode())
                row = (step.version, step.name, step.checksum)
                db.execute("INSERT INTO migration (version, name, sha256) VALUES (%s, %s, %s)", row)


def _version(db: Connection[tuple[Any, ...]], url: str) -> int:
    """The newest step that was applied; 0 where nothing is there yet. Raises `ForeignLedgerError`."""
    tables = db.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [SCHEMA]).fetchall()
    if not tables:
        return 0
    if ("migration",) not in tables:
        raise ForeignLedgerError(
            f"its schema {SCHEMA!r} is not ours", id=shown(url), hint="give another database"
        )
    row = db.execute("SELECT max(version) FROM migration").fetchone()
    version, newest = int((row or (0,))[0] or 0), migrations()[-1].version
    if version > newest:
        message = f"made by a later version (schema {version}, this one knows {newest})"
        raise ForeignLedgerError(message, id=shown(url), hint="upgrade airdate")
    return version
