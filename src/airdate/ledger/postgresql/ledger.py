"""The ledger on PostgreSQL: many machines, one writer at a time, nothing acknowledged is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from airdate.errors import LockedLedgerError
from airdate.ledger import codec, sqlite_file, transfer
from airdate.ledger.check import of_migrations
from airdate.ledger.codec import Version
from airdate.ledger.postgresql import sql
from airdate.ledger.postgresql.server import LEDGER
from airdate.ledger.relational import RelationalLedger
from airdate.ledger.sqlite import SqliteLedger
from airdate.postgresql.session import Session
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
        self._session = Session(url, LEDGER, lock_seconds)

    def close(self) -> None:
        self._session.close()

    def backup(self, path: Path) -> None:
        with sqlite_file.replaced(path) as new, SqliteLedger(new) as copy:
            transfer.copy(self, copy)

    def snapshot(self) -> AbstractContextManager[None]:
        return self._session.snapshot()

    def _transaction(self) -> AbstractContextManager[None]:
        return self._session.transaction()

    def _fetch(self, query: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        return self._session.fetch(query, values)

    def _run(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self._session.run_many(statement, rows)

    def _insert(self, versions: Sequence[Version]) -> None:
        with self._session.copy(sql.INSERT) as copy:
            for version in versions:
                copy.write_row((*version, codec.retained_until(version)))

    def _newest(self, ids: Sequence[str]) -> list[Version]:
        return [Version._make(row) for row in self._fetch(sql.NEWEST, {"ids": list(ids)})]

    def _storage_findings(self) -> list[Failure]:
        applied: Any = self._fetch(sql.APPLIED, {})
        return list(of_migrations(applied, LEDGER.migrations()))

    def _forget_old_pages(self, again: str) -> None:
        try:
            self._session.run(sql.REWRITE)
        except LockedLedgerError as error:
            raise LockedLedgerError(
                "the words are gone, but another process still reads the old pages",
                id=error.id,
                hint=f"close the other process and {again}",
            ) from None
