"""The ledger on SQLite: one file, no server, nothing acknowledged is lost."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from airdate.errors import LedgerError, LockedLedgerError
from airdate.ledger import sql, sqlite_file
from airdate.ledger.check import RESTORE, of_migrations
from airdate.ledger.codec import Version
from airdate.ledger.relational import RelationalLedger
from airdate.sqlite import transaction
from airdate.types import Failure


class SqliteLedger(RelationalLedger):
    """See `base.Ledger` for what the methods promise. Use one object per thread.

    Raises on opening:
        ForeignLedgerError: the file is no ledger of ours, or of a later version; it is left unchanged.
        LockedLedgerError: another process held it for longer than `lock_seconds`.
        LedgerError: it cannot be opened or made.
    """

    _sql = sql

    def __init__(self, path: Path | str, *, lock_seconds: float = 5) -> None:
        self.path = Path(path)
        self._db = sqlite_file.connect(self.path, lock_seconds)

    def close(self) -> None:
        self._db.close()

    def backup(self, path: Path) -> None:
        if path.exists() and path.samefile(self.path):
            raise LedgerError("that is the ledger itself", id=str(path), hint="give another path")
        sqlite_file.copy(self._db, path)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        self._fetch("BEGIN", {})
        try:
            self._fetch(sql.NOTES, {})  # the first read is what the snapshot is taken at
            yield
        finally:
            self._fetch("COMMIT", {})

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with sqlite_file.translated(self.path), transaction(self._db):
            yield

    def _fetch(self, query: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        with sqlite_file.translated(self.path):
            return self._db.execute(query, dict(values)).fetchall()

    def _run(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self._db.executemany(statement, rows)

    def _insert(self, versions: Sequence[Version]) -> None:
        self._db.executemany(sql.INSERT, versions)

    def _newest(self, ids: Sequence[str]) -> list[Version]:
        return [Version._make(row) for row in self._fetch(sql.NEWEST, {"ids": json.dumps(ids)})]

    def _storage_findings(self) -> list[Failure]:
        pages = [message for (message,) in self._fetch("PRAGMA integrity_check", {}) if message != "ok"]
        applied: Any = self._fetch(sql.APPLIED, {})
        return [
            *(Failure(id=str(self.path), error=message, hint=RESTORE) for message in pages),
            *of_migrations(applied, sqlite_file.migrations()),
        ]

    def _forget_old_pages(self, again: str) -> None:
        # Pages that SQLite has let go of still hold the words; rewriting the file is the one sure way.
        self._fetch("VACUUM", {})
        ((busy, _, _),) = self._fetch("PRAGMA wal_checkpoint(TRUNCATE)", {})
        if busy:
            raise LockedLedgerError(
                "the words are gone, but another process still reads the old pages",
                id=str(self.path),
                hint=f"close the other process and {again}",
            )
