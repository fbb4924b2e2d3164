"""What is wrong with a ledger's stored data, for `doctor`: reads all, changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from airdate.errors import LedgerError
from airdate.ledger import codec, sql
from airdate.ledger.sqlite_file import migrations
from airdate.types import Failure

_RESTORE = "put a backup in its place"


def findings(db: sqlite3.Connection) -> list[Failure]:
    """Every finding of every check, as values; empty where all is well."""
    return [*_pages(db), *_schema(db), *_histories(db), *_rows(db)]


def _pages(db: sqlite3.Connection) -> Iterator[Failure]:
    for (message,) in db.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield Failure(id="file", error=message, hint=_RESTORE)


def _schema(db: sqlite3.Connection) -> Iterator[Failure]:
    known = {m.version: m.checksum for m in migrations()}
    for version, name, checksum in db.execute(sql.APPLIED):
        if known.get(version) != checksum:
            yield Failure(id=name, error="the migration was changed after it had been applied")


def _histories(db: sqlite3.Connection) -> Iterator[Failure]:
    for (entry_id,) in db.execute(sql.BROKEN_HISTORIES):
        yield Failure(
            id=entry_id, error="its versions overlap, leave a gap or have no open row", hint=_RESTORE
        )


def _rows(db: sqlite3.Connection) -> Iterator[Failure]:
    for row in db.execute(sql.EVERY_ROW):
        try:
            entry = codec.entry_from_row(row)
        except LedgerError as error:
            yield Failure(id=row["entry_id"], error=error.message, hint=error.hint)
            continue
        again = codec.entry_to_row(entry)
        if any(row[column] != again[column] for column in ("season", "said_latest")):
            yield Failure(id=row["entry_id"], error="its columns contradict its claim", hint=_RESTORE)
