"""The ledger on PostgreSQL: many machines, one writer at a time, nothing acknowledged is lost.

Invariant: outside of a transaction a statement only reads, so that it may be asked again on a new connection
where the old one turns out to be lost. Within one, a lost connection ends the call with an error.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg import Cursor

from airdate.errors import LockedLedgerError
from airdate.ledger import codec, sqlite_file, transfer
from airdate.ledger.check import of_migrations
from airdate.ledger.codec import Version
from airdate.ledger.postgresql import server, sql
from airdate.ledger.relational import RelationalLedger
from airdate.ledger.sqlite import SqliteLedger
from airdate.types import Failure


class PostgresLedger(RelationalLedger):
    """See `base.Ledger` for what the methods promise; it lies in the database's schema `airdate`.

    A backup is a ledger file, as SQLite's. Raises on opening:
        ForeignLedgerError: the schema is not ours, or of a later version; it is left unchanged.
        LockedLedgerError: another process held it for longer than `lock_seconds`.
        LedgerError: the server cannot be reached, or refuses.
    """

    _sql = sql

    def __init__(self, url: str, *, lock_seconds: float = 5) -> None:
        self.url = url
        self._lock_seconds = lock_seconds
        self._inside = self._ended = False
        self._db = server.connect(url, lock_seconds)

    def close(self) -> None:
        self._ended = True
        self._db.close()

    def backup(self, path: Path) -> None:
        with sqlite_file.replaced(path) as new, SqliteLedger(new) as copy:
            transfer.copy(self, copy)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        with self._block("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"):
            yield

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._block("BEGIN"):
            self._db.execute(sql.LOCK)
            yield

    @contextlib.contextmanager
    def _block(self, begin: str) -> Iterator[None]:
        with server.translated(self.url):
            self._ask(begin, {})
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

    def _ask(self, query: str, values: Mapping[str, Any]) -> Cursor[tuple[Any, ...]]:
        statement = query.encode()  # the driver's types ask for literals; ours are constants of `sql`
        try:
            return self._db.execute(statement, values)
        except psycopg.OperationalError as error:
            lost = self._db.closed or error.sqlstate is None
            if self._inside or self._ended or not lost:
                raise
            self._db.close()
            self._db = server.connect(self.url, self._lock_seconds)
            return self._db.execute(statement, values)

    def _fetch(self, query: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with server.translated(self.url):
            return self._ask(query, values).fetchall()

    def _run(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._db.cursor().executemany(statement.encode(), rows)

    def _insert(self, versions: Sequence[Version]) -> None:
        with self._db.cursor().copy(sql.INSERT.encode()) as copy:
            for version in versions:
                copy.write_row((*version, codec.retained_until(version)))

    def _newest(self, ids: Sequence[str]) -> list[Version]:
        return [Version._make(row) for row in self._fetch(sql.NEWEST, {"ids": list(ids)})]

    def _storage_findings(self) -> list[Failure]:
        applied: Any = self._fetch(sql.APPLIED, {})
        return list(of_migrations(applied, server.migrations()))

    def _forget_old_pages(self, again: str) -> None:
        try:
            with server.translated(self.url):
                self._ask(sql.REWRITE, {})
        except LockedLedgerError as error:
            raise LockedLedgerError(
                "the words are gone, but another process still reads the old pages",
                id=error.id,
                hint=f"close the other process and {again}",
            ) from None
