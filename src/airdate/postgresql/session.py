"""A session on a server: is the schema ours, of our version, and what do the server's errors mean?

Invariant: all lies in the kind's own schema; one of that name which is not ours, or of a later version, is
not touched. A password in an address appears in no error. Outside of a transaction a statement only reads, so
that it may be asked again on a new connection where the old one turns out to be lost; within one, a lost
connection ends the call with an error.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import psycopg
from psycopg import Connection, Copy, Cursor, errors
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.string import TextLoader

from airdate.errors import AirdateError
from airdate.postgresql import Kind, no_text

Row: TypeAlias = tuple[Any, ...]
Values: TypeAlias = Mapping[str, Any] | Sequence[Any]

CONNECT_SECONDS = "10"  # where the address does not say
_AT_ONCE = 10_000  # rows of a stream that are in memory
_FORM = "write postgresql://user@host:5432/database"

#: What a session needs whatever the server's defaults are; acknowledged means on the disk.
_SETTINGS = (
    "SET search_path = {schema}, pg_catalog",
    "SET TimeZone = 'UTC'",
    "SET DateStyle = 'ISO'",
    "SET client_encoding = 'UTF8'",
    "SET lock_timeout = {milliseconds}",
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'",
)

_FAILED, _LOCKED, _FOREIGN = "failed", "locked", "foreign"
_MEND = "mend"  # the kind's own way out
#: The driver's errors → which of the kind's errors, what it means, and the way out; the first that fits.
_MEANINGS: tuple[tuple[tuple[type[Exception], ...], str, str, str], ...] = (
    (
        (errors.LockNotAvailable, errors.QueryCanceled, errors.DeadlockDetected, errors.SerializationFailure),
        _LOCKED,
        "another process holds it",
        "wait, or stop the other process",
    ),
    (
        (errors.UndefinedTable, errors.UndefinedColumn, errors.InvalidSchemaName),
        _FOREIGN,
        "no {kind} of ours",
        "give the address of an empty database, or of a {kind}'s",
    ),
    ((errors.DiskFull,), _FAILED, "the server's disk is full", "make room; nothing was written"),
    ((errors.InsufficientPrivilege,), _FAILED, "the role may not do that", "use the schema's owner"),
    ((errors.ReadOnlySqlTransaction,), _FAILED, "it cannot be written", "give the address of the primary"),
    (
        (errors.DataCorrupted, errors.IndexCorrupted, errors.InternalError_, errors.IoError),
        _FAILED,
        "the server's files are damaged",
        _MEND,
    ),
)
_NO_TEXT = (errors.CharacterNotInRepertoire, errors.UntranslatableCharacter, UnicodeEncodeError)


class _InstantLoader(Loader):
    """An instant as text: "2026-11-24 08:25:28.5+00" → "2026-11-24T08:25:28.500000Z"."""

    def load(self, data: bytes | bytearray | memoryview) -> str:
        day, _, time = bytes(data).decode().removesuffix("+00").partition(" ")
        return f"{day}T{time if '.' in time else time + '.'}".ljust(26, "0") + "Z"


class Session:
    """A connection to one home, made again where nothing can be lost by it. Use one object per thread."""

    def __init__(self, url: str, kind: Kind, lock_seconds: float) -> None:
        """Reach the home at `url`, made where the database has none, of this version's schema.

        Instants, days and JSON are given as text.

        Raises:
            AirdateError: the kind's own: the server cannot be reached, or refuses; the schema is not ours, or
                of a later version; another process held it for longer than `lock_seconds`.
        """
        self.url = url
        self.kind = kind
        self._lock_seconds = lock_seconds
        self._inside = self._ended = False
        self._db = connect(url, kind, lock_seconds)

    def close(self) -> None:
        """End it for good."""
        self._ended = True
        self._db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, one writer of this kind at a time."""
        with self._block("BEGIN"):
            self._db.execute(lock(self.kind))
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read within is of one state."""
        with self._block("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield

    def fetch(self, query: str, values: Values = ()) -> list[Row]:
        """Rows of a query."""
        with translated(self.url, self.kind):
            return self._ask(query, values).fetchall()

    def stream(self, query: str) -> Iterator[Row]:
        """Rows of a query of any size, in a session of their own, while this one is asked other questions."""
        with (
            translated(self.url, self.kind),
            connect(self.url, self.kind, self._lock_seconds) as db,
            db.transaction(),
            db.cursor(name="all") as rows,
        ):
            rows.itersize = _AT_ONCE
            yield from rows.execute(query.encode())

    def run(self, statement: str, values: Values = ()) -> int:
        """Run one statement that gives no rows; how many it changed."""
        with translated(self.url, self.kind):
            return self._ask(statement, values).rowcount

    def run_many(self, statement: str, rows: Sequence[Values]) -> None:
        """Run a statement once for each row of values, within a transaction."""
        if rows:
            self._db.cursor().executemany(statement.encode(), rows)

    def copy(self, statement: str) -> contextlib.AbstractContextManager[Copy]:
        """Write many rows at once, within a transaction."""
        return self._db.cursor().copy(statement.encode())

    def _ask(self, query: str, values: Values = ()) -> Cursor[Row]:
        statement = query.encode()  # the driver's types ask for literals; ours are constants
        try:
            return self._db.execute(statement, values)
        except psycopg.OperationalError as error:
            lost = self._db.closed or error.sqlstate is None
            if self._inside or self._ended or not lost:
                raise
            self._db.close()
            self._db = connect(self.url, self.kind, self._lock_seconds)
            return self._db.execute(statement, values)

    @contextlib.contextmanager
    def _block(self, begin: str) -> Iterator[None]:
        with translated(self.url, self.kind):
            self._ask(begin)
            self._inside = True
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            finally:
                self._inside = False

    def _roll_back(self) -> None:
        try:
            self._db.execute("ROLLBACK")
        except psycopg.Error:  # lost, perhaps amid many statements: the server has rolled back
            self._db.close()


def lock(kind: Kind) -> str:
    """The statement that makes writers of a kind take turns, until the transaction ends."""
    return f"SELECT pg_advisory_xact_lock({kind.lock})"


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
def translated(url: str, kind: Kind) -> Iterator[None]:
    """Turn the driver's expected errors into ours, with the address and the way out; others pass through."""
    try:
        yield
    except (psycopg.Error, UnicodeEncodeError) as error:
        for types, which, message, hint in _MEANINGS:
            if isinstance(error, types):
                raise _error(kind, which, message, hint, url) from None
        if isinstance(error, _NO_TEXT) or type(error) is psycopg.DataError:  # the driver's own: a NUL
            raise no_text() from None
        if isinstance(error, psycopg.OperationalError):
            raise kind.failed(
                f"the server did not answer: {_reason(error, url)}",
                id=shown(url),
                hint="check address and server, and run it again: nothing is held twice",
            ) from None
        raise


def _error(kind: Kind, which: str, message: str, hint: str, url: str) -> AirdateError:
    made: type[AirdateError] = getattr(kind, which)
    way_out = kind.mend if hint == _MEND else hint.format(kind=kind.name)
    return made(message.format(kind=kind.name), id=shown(url), hint=way_out)


def _reason(error: psycopg.Error, url: str) -> str:
    """The driver's first line, without the password."""
    line = (str(error).splitlines() or [type(error).__name__])[0]
    with contextlib.suppress(psycopg.Error):
        password = conninfo_to_dict(url).get("password")
        return line.replace(str(password), "…") if password else line
    return "the address cannot be read"


def connect(url: str, kind: Kind, lock_seconds: float) -> Connection[Row]:
    """A connection that commits by itself, to a home of this version's schema. Raises as `Session`."""
    with translated(url, kind):
        try:
            patience = conninfo_to_dict(url).get("connect_timeout") or CONNECT_SECONDS
        except psycopg.ProgrammingError:
            raise kind.failed("the address cannot be read", id=shown(url), hint=_FORM) from None
        db = psycopg.connect(url, autocommit=True, connect_timeout=patience, application_name="airdate")
        try:
            milliseconds = max(1, round(lock_seconds * 1000))
            for statement in _SETTINGS:
                db.execute(statement.format(schema=kind.schema, milliseconds=milliseconds).encode())
            db.adapters.register_loader("json", TextLoader)
            db.adapters.register_loader("date", TextLoader)
            db.adapters.register_loader("timestamptz", _InstantLoader)
            _prepare(db, url, kind)
        except BaseException:
            db.close()
            raise
        return db


def _prepare(db: Connection[Row], url: str, kind: Kind) -> None:
    """Apply the steps of the schema that the database has not seen, each with the record of itself."""
    if db.info.parameter_status("server_encoding") != "UTF8":
        raise kind.failed("its encoding is not UTF8", id=shown(url), hint="createdb --encoding UTF8")
    steps = kind.migrations()
    if _version(db, url, kind) < steps[-1].version:
        with db.transaction():
            db.execute(lock(kind).encode())
            done = _version(db, url, kind)  # another process may have been faster
            if done == 0:
                db.execute(f"CREATE SCHEMA IF NOT EXISTS {kind.schema}".encode())
            for step in steps[done:]:
                db.execute(step.script.encode())
                row = (step.version, step.name, step.checksum)
                db.execute("INSERT INTO migration (version, name, sha256) VALUES (%s, %s, %s)", row)


def _version(db: Connection[Row], url: str, kind: Kind) -> int:
    """The newest step that was applied; 0 where nothing is there yet. Raises the kind's `foreign`."""
    tables = db.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [kind.schema]).fetchall()
    if not tables:
        return 0
    if ("migration",) not in tables:
        raise kind.foreign(
            f"its schema {kind.schema!r} is not ours", id=shown(url), hint="give another database"
        )
    row = db.execute("SELECT max(version) FROM migration").fetchone()
    version, newest = int((row or (0,))[0] or 0), kind.migrations()[-1].version
    if version > newest:
        message = f"made by a later version (schema {version}, this one knows {newest})"
        raise kind.foreign(message, id=shown(url), hint="upgrade airdate")
    return version
