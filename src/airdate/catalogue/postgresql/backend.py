"""The catalogue on PostgreSQL: several machines sync into one, and all see the same.

Invariant: one writer at a time, by a lock that the transaction holds, so that joins of ids follow from each
other and no two writers can wait for one another. Many rows go by COPY into a table of the session's own, and
from there in one statement, in the order of the key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from hashlib import blake2b

from airdate.catalogue.backend import LAST, LONGER, Backend, Condition, Form, Row
from airdate.catalogue.tables import ORIGIN_COLUMNS, OriginKey, Table
from airdate.errors import DataError
from airdate.postgresql import Kind
from airdate.postgresql.session import Session, shown
from airdate.sqlite import Migration

CATALOGUE = Kind(
    name="catalogue",
    schema="airdate_catalogue",
    package="airdate.catalogue.postgresql",
    lock=1097429571,
    failed=DataError,
    locked=DataError,
    foreign=DataError,
    mend="run airdate sync into an empty database",
)

#: Others wait for a batch of a large file, which may take a minute; readers never do.
LOCK_SECONDS = 300.0

_INCOMING = """
    CREATE TEMPORARY TABLE IF NOT EXISTS incoming_{table} (LIKE {table}, number integer)
    ON COMMIT DELETE ROWS
"""
#: Of equal statements in a batch the one read last is put, of those of one day the first.
_PUT_ROWS = """
    INSERT INTO {table} ({columns})
    SELECT DISTINCT ON ({of}, statement) {columns}
    FROM (SELECT new.*, origin.retrieved_on AS read_on
          FROM incoming_{table} AS new JOIN origin ON origin_id = new.origin) AS new
    ORDER BY {of}, statement, read_on DESC, number
    ON CONFLICT ({of}, statement) DO UPDATE SET origin = excluded.origin
    WHERE (SELECT retrieved_on FROM origin WHERE origin_id = excluded.origin)
        > (SELECT retrieved_on FROM origin WHERE origin_id = {table}.origin)
"""
_MERGE = (
    "INSERT INTO form (length, folded, work, rank) SELECT length, folded, work, min(rank) FROM incoming_form"
    " GROUP BY length, folded, work ORDER BY length, folded, work ON CONFLICT (length, folded, work)"
    " DO UPDATE SET rank = excluded.rank WHERE excluded.rank < form.rank",
    "INSERT INTO mirror (length, mirrored) SELECT DISTINCT length, reverse(folded) FROM incoming_form"
    " ORDER BY 1, 2 ON CONFLICT DO NOTHING",
    "TRUNCATE incoming_form",
)
_PUT_ORIGIN = (
    "INSERT INTO origin (source, licence, url, retrieved_on, expires_on, statement)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_ORIGINS = f"SELECT {', '.join(ORIGIN_COLUMNS)}, origin_id FROM origin WHERE statement = ANY(?)"
_BEGINNING = """
    SELECT folded FROM generate_series(?::integer, ?::integer) AS size CROSS JOIN LATERAL (
        SELECT DISTINCT folded FROM form WHERE length = size AND folded >= ? AND folded < ?
        ORDER BY folded LIMIT ?
    ) AS found ORDER BY size, folded LIMIT ?
"""
_FOR_READING = (
    "SELECT current_setting('transaction_read_only') = 'on' OR NOT has_table_privilege('title', 'INSERT')"
)


class PostgresBackend(Backend):
    """A catalogue in the schema `airdate_catalogue` of a database.

    Raises on opening:
        DataError: the server cannot be reached or refuses; the schema is not ours, or of a later version.
    """

    most_sought = 300  # of four bytes each, twice in an index whose rows hold 2,700 bytes

    def __init__(self, url: str, lock_seconds: float = LOCK_SECONDS) -> None:
        self.where = shown(url)
        self._session = Session(url, CATALOGUE, lock_seconds)

    def close(self) -> None:
        self._session.close()

    def steps(self) -> list[Migration]:
        return CATALOGUE.migrations()

    def transaction(self) -> AbstractContextManager[None]:
        return self._session.transaction()

    def snapshot(self) -> AbstractContextManager[None]:
        return self._session.snapshot()

    def is_for_reading(self) -> bool:
        return bool(self._session.fetch(_FOR_READING)[0][0])

    def fetch(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        return self._session.fetch(_written(query), values)

    def stream(self, query: str) -> Iterator[Row]:
        return self._session.stream(_written(query))

    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        return self._session.run(_written(statement), values)

    def run_many(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        self._session.run_many(_written(statement), rows)

    def among(self, column: str, values: Sequence[str]) -> Condition:
        return f"{column} = ANY(?)", (list(values),)

    def in_order(self, table: Table) -> str:
        return "ORDER BY " + ", ".join(f'{table.name}."{column}"' for column in table.key)

    def put_origins(self, origins: Sequence[tuple[OriginKey, str | None]]) -> dict[OriginKey, int]:
        hashes = {key: _hash(key) for key, _ in origins}
        self.run_many(_PUT_ORIGIN, [(*key, end, hashes[key]) for key, end in origins])
        found = self.fetch(_ORIGINS, (list(hashes.values()),))
        return {(source, licence, url, day): number for source, licence, url, day, number in found}

    def put_rows(self, table: Table, rows: Iterable[Row]) -> int:
        self.run(_INCOMING.format(table=table.name))
        with self._session.copy(f"COPY incoming_{table.name} FROM STDIN") as copy:
            for number, (*said, source, origin) in enumerate(rows):
                cells = ["" if cell is None else str(cell) for cell in (*said, source)]
                copy.write_row((*cells, origin, _hash(cells), number))
        columns = ", ".join(f'"{column}"' for column in (*table.key, "origin", "statement"))
        return self.run(_PUT_ROWS.format(table=table.name, of=table.of, columns=columns))

    def stage(self, forms: Iterable[Form]) -> None:
        """Here they do not wait: the server's index takes them as they come."""
        self.run(_INCOMING.format(table="form"))
        with self._session.copy("COPY incoming_form (length, folded, work, rank) FROM STDIN") as copy:
            for form in forms:
                copy.write_row(form)
        for statement in _MERGE:
            self.run(statement)

    def merge(self, waiting: int) -> None:
        pass

    def beginning(self, form: str, most: int) -> list[str]:
        sizes = len(form) + 1, len(form) + LONGER - 1
        return [row[0] for row in self.fetch(_BEGINNING, (*sizes, form, form + LAST, most, most))]

    def before_deleting(self) -> None:
        """The server writes over deleted rows in its own time."""


def _hash(cells: Sequence[str]) -> bytes:
    return blake2b(json.dumps(cells).encode(), digest_size=16).digest()


def _written(query: str) -> str:
    """A query as the driver takes it; none of ours has a question mark or a per cent sign in a text."""
    return query.replace("?", "%s")
