"""A store's rows as they lie, for what goes through all of them: a copy into another home, a check."""

from __future__ import annotations

from collections.abc import Sequence

from airdate.catalogue.backend import Backend
from airdate.catalogue.licences import expires_on
from airdate.catalogue.records import Name, Record, Title
from airdate.catalogue.store import PUT_CURSOR, Store
from airdate.catalogue.tables import (
    ORIGIN_COLUMNS,
    TABLES,
    OriginKey,
    Row,
    cells_misfit,
    origin_of,
    record_of,
)
from airdate.errors import DataError

Member = tuple[str, str]
Cursor = tuple[str, str, int]

_MERGE_FORMS = 1_000_000  # forms of names that wait, as in loading
ORPHANS = (
    "SELECT count(*) FROM form WHERE NOT EXISTS (SELECT 1 FROM title WHERE title.work = form.work)"
    " AND NOT EXISTS (SELECT 1 FROM name WHERE name.work = form.work)"
)


def walk(store: Store, kind: type[Record], after: Row, most: int, upto: Row = ()) -> list[Row]:
    """The rows of a kind in the order of their cells: those past `after`, to `upto` with it, at most so many.

    Both are the cells of a row with its source; empty is from the first, to the last.
    """
    table = TABLES[kind]
    key = ", ".join(f'{table.name}."{column}"' for column in table.key)
    marks = ", ".join("?" * len(table.key))
    bounds = [(f"({key}) > ({marks})", after), (f"({key}) <= ({marks})", upto)]
    where = " AND ".join(condition for condition, bound in bounds if bound)
    origin = ", ".join(f"origin.{column}" for column in ORIGIN_COLUMNS[1:])
    return store.db.fetch(
        f"SELECT {key}, {origin} FROM {table.name} JOIN origin ON origin_id = {table.name}.origin"
        f" {'WHERE ' + where if where else ''} ORDER BY {key} LIMIT ?",
        (*after, *upto, most),
    )


def adopt(store: Store, kind: type[Record], rows: Sequence[Row]) -> None:
    """Write rows of a kind as `walk` gave them, with their origins; joins are not made from them.

    Raises:
        DataError: the database cannot be written, or cannot hold one of them.
    """
    database, table = store.db, TABLES[kind]
    if database.most_sought is not None:
        for row in rows:
            if why := cells_misfit(table, row, database.most_sought):
                raise DataError(why, id=row[0], hint="sync its source into the new home instead")
    with database.transaction():
        numbers = _origins(database, rows)
        database.put_rows(table, ((*row[:-3], numbers[_origin(row)]) for row in rows))
        if kind is Title or kind is Name:
            store.stage(record_of(kind, row) for row in rows)  # type: ignore[misc]
        database.merge(_MERGE_FORMS)
        store.note_changes(len(rows))


def _origins(database: Backend, rows: Sequence[Row]) -> dict[OriginKey, int]:
    ends = {_origin(row): expires_on(origin_of(row)) for row in {row[-4:]: row for row in rows}.values()}
    return database.put_origins([(key, end.isoformat() if end else None) for key, end in ends.items()])


def _origin(row: Row) -> OriginKey:
    source, licence, url, retrieved_on = row[-4:]
    return source, licence, url, retrieved_on


def members(store: Store) -> list[Member]:
    """Every id that is joined to another's work, with that work's, in order."""
    return [(id, work) for id, work in store.db.fetch("SELECT id, work_id FROM member ORDER BY id")]


def cursors(store: Store) -> list[Cursor]:
    """How far each file was read: its name, version and position, in order."""
    rows = store.db.fetch("SELECT file, version, position FROM cursor ORDER BY file")
    return [(file, version, position) for file, version, position in rows]


def set_derived(store: Store, joined: Sequence[Member], read: Sequence[Cursor], keep: Sequence[str]) -> None:
    """Make what is joined, and how far files were read, just this; but for the cursors to `keep`."""
    with store.db.transaction():
        if members(store) != list(joined):
            store.db.run("DELETE FROM member")
            store.db.run_many("INSERT INTO member (id, work_id) VALUES (?, ?)", joined)
            store.note_changes(len(joined))
        for file, _, _ in cursors(store):
            if file not in keep:
                store.db.run("DELETE FROM cursor WHERE file = ?", (file,))
        store.db.run_many(PUT_CURSOR, read)


def orphans(store: Store) -> int:
    """How many forms there are of names that no work has; there should be none."""
    return int(store.db.fetch(ORPHANS)[0][0])


def lost(store: Store) -> int:
    """How many rows there are whose origin is gone; there should be none."""
    counts = (
        f"SELECT count(*) AS rows FROM {table.name} LEFT JOIN origin ON origin_id = {table.name}.origin"
        " WHERE origin_id IS NULL"
        for table in TABLES.values()
    )
    return int(store.db.fetch(f"SELECT sum(rows) FROM ({' UNION ALL '.join(counts)}) AS counted")[0][0])


def applied(store: Store) -> list[tuple[int, str, str]]:
    """The migrations that made the schema: number, name, checksum."""
    rows = store.db.fetch("SELECT version, name, sha256 FROM migration ORDER BY version")
    return [(number, name, checksum) for number, name, checksum in rows]
