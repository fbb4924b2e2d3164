"""The catalogue on SQLite: one file, or memory.

Names of files of millions wait in a table without order, `staged`, and are merged into the ordered tables in
a few large sorted runs, since each run touches most of their pages.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from airdate.catalogue import database
from airdate.catalogue.backend import LAST, LONGER, Backend, Condition, Form, Row
from airdate.catalogue.tables import OriginKey, Table
from airdate.sqlite import Migration, is_for_reading, transaction

_FEW = 16  # values that are written into a query one by one, which is faster for so few

_LATER = (
    "(SELECT retrieved_on FROM origin WHERE origin_id = excluded.origin)"
    " > (SELECT retrieved_on FROM origin WHERE origin_id = {table}.origin)"
)
#: The staged forms into the ordered tables, each in its order, so that pages are filled in turn.
_MERGE = (
    "INSERT INTO form SELECT * FROM staged WHERE true ORDER BY length, folded, work"
    " ON CONFLICT DO UPDATE SET rank = excluded.rank WHERE excluded.rank < form.rank",
    "INSERT OR IGNORE INTO mirror SELECT length, backwards(folded) FROM staged ORDER BY 1, 2",
    "DELETE FROM staged",
)
_PUT_ORIGIN = (
    "INSERT OR IGNORE INTO origin (source, licence, url, retrieved_on, expires_on) VALUES (?, ?, ?, ?, ?)"
)
_ORIGIN = "SELECT origin_id FROM origin WHERE source = ? AND licence = ? AND url = ? AND retrieved_on = ?"
_BEGINNING = "SELECT DISTINCT folded FROM form WHERE length = ? AND folded >= ? AND folded < ? LIMIT ?"


class SqliteBackend(Backend):
    """A catalogue's file; in memory where `path` is `None`. Raises on opening as `database.connect`."""

    def __init__(self, path: Path | None, lock_seconds: float = 5) -> None:
        self.where = ":memory:" if path is None else str(path)
        self._db = database.connect(path, lock_seconds)
        self._db.create_function("backwards", 1, _backwards, deterministic=True)

    def close(self) -> None:
        self._db.close()

    def steps(self) -> list[Migration]:
        return database.steps()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with database.translated(self.where), transaction(self._db):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self.run("BEGIN")
        try:
            self.fetch("SELECT count(*) FROM migration")  # the first read is what it is taken at
            yield
        finally:
            self.run("COMMIT")

    def is_for_reading(self) -> bool:
        return is_for_reading(self._db)

    def fetch(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        try:  # faster than a context manager, and most of our time goes into small questions
            return self._db.execute(query, values).fetchall()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            with self._translated():
                raise error

    def stream(self, query: str) -> Iterator[Row]:
        with self._translated():
            return iter(self._db.execute(query))

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        with self._translated():
            return self._db.execute(statement, values).rowcount

    def run_many(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        self._db.executemany(statement, rows)

    def among(self, column: str, values: Sequence[str]) -> Condition:
        if len(values) <= _FEW:
            return f"{column} IN ({', '.join('?' * len(values))})", tuple(values)
        return f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(values),)

    def in_order(self, table: Table) -> str:
        return ""  # a row's cells are its key, and also the end of each index's

    def put_origins(self, origins: Sequence[tuple[OriginKey, str | None]]) -> dict[OriginKey, int]:
        self._db.executemany(_PUT_ORIGIN, [(*key, end) for key, end in origins])
        return {key: self._db.execute(_ORIGIN, key).fetchone()[0] for key, _ in origins}

    def put_rows(self, table: Table, rows: Iterable[Row]) -> int:
        said = ", ".join(["coalesce(?, '')"] * len(table.columns))
        return self._db.executemany(
            f"INSERT INTO {table.name} VALUES ({said}, ?, ?)"
            f" ON CONFLICT DO UPDATE SET origin = excluded.origin WHERE {_LATER.format(table=table.name)}",
            rows,
        ).rowcount

    def stage(self, forms: Iterable[Form]) -> None:
        self._db.executemany("INSERT INTO staged VALUES (?, ?, ?, ?)", forms)

    def merge(self, waiting: int) -> None:
        if self._db.execute("SELECT coalesce(max(rowid), 0) FROM staged").fetchone()[0] >= max(1, waiting):
            for statement in _MERGE:
                self._db.execute(statement)

    def beginning(self, form: str, most: int) -> list[str]:
        found: list[str] = []
        for length in range(len(form) + 1, len(form) + LONGER):
            if len(found) < most:
                found += [
                    r[0] for r in self.fetch(_BEGINNING, (length, form, form + LAST, most - len(found)))
                ]
        return found

    def before_deleting(self) -> None:
        self.run("PRAGMA secure_delete = ON")

    def _translated(self) -> AbstractContextManager[None]:
        return database.translated(self.where)


def _backwards(text: str) -> str:
    return text[::-1]
