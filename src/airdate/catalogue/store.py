"""Records in and out of the catalogue's database, a file or a server: one contract over `backend.Backend`.

Invariant: putting the same records twice changes nothing. What is derived from them (which ids are one work,
the forms of the names) is kept in step within the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from airdate.catalogue.backend import LAST, Backend
from airdate.catalogue.forms import Probe
from airdate.catalogue.identity import Identity
from airdate.catalogue.licences import expires_on, preference
from airdate.catalogue.records import Name, Origin, Record, Same, Title
from airdate.catalogue.sqlite import SqliteBackend
from airdate.catalogue.tables import (
    ORIGIN_COLUMNS,
    TABLES,
    Table,
    cells_of,
    forms_of,
    key_of,
    misfit,
    record_of,
)
from airdate.errors import DataError
from airdate.postgresql import GET_DRIVER, NO_DRIVER, is_server
from airdate.types import Failure

R = TypeVar("R", bound=Record)

MAX_PROBED = 5_000  # forms looked at for one probe
CHANGES = "changes"  # the cursor that counts what has changed, for `version`
_ORIGIN = ", ".join(f"origin.{column}" for column in ORIGIN_COLUMNS)
_EXACT_EACH = """
    SELECT folded, work, rank FROM (
        SELECT folded, work, rank, row_number() OVER (PARTITION BY folded ORDER BY rank, work) AS place
        FROM form WHERE length IN ({sizes}) AND {among}
    ) AS found WHERE place <= ? ORDER BY folded, place
"""
PUT_CURSOR = (
    "INSERT INTO cursor (file, version, position) VALUES (?, ?, ?)"
    " ON CONFLICT (file) DO UPDATE SET version = excluded.version, position = excluded.position"
)
_COUNT = (
    "INSERT INTO cursor (file, version, position) VALUES (?, '', ?)"
    " ON CONFLICT (file) DO UPDATE SET position = cursor.position + excluded.position"
)
_ENDED = "SELECT origin_id FROM origin WHERE expires_on <= ?"
_DROP_FORM = "DELETE FROM form WHERE length = ? AND folded = ? AND work = ?"
_DROP_MIRROR = (
    "DELETE FROM mirror WHERE length = ? AND mirrored = ?"
    " AND NOT EXISTS (SELECT 1 FROM form WHERE length = ? AND folded = ?)"
)


class Store:
    """One catalogue's database: a file, a server's (`postgresql://…`), or in memory where `place` is `None`.

    `place` is as given, with the password that it may hold; `where` is for messages; `db` is for the
    rooms of this package.
    """

    def __init__(self, place: Path | str | None = None, *, lock_seconds: float | None = None) -> None:
        """Open it, made where there is none; waits for another writer as long as its kind of home asks for.

        Raises:
            DataError: as `database.connect` or `postgresql.PostgresBackend`.
        """
        self.place = place
        self.db = open_backend(place, lock_seconds)
        self.where = self.db.where
        self.identity = Identity(self.db)

    def close(self) -> None:
        """Let go of the database."""
        self.db.close()

    @property
    def is_for_reading(self) -> bool:
        """May it only be read?"""
        return self.db.is_for_reading()

    # In

    def put(
        self,
        records: Sequence[Record],
        cursor: tuple[str, str, int] | None = None,
        *,
        merge_at: int = 1,
    ) -> list[Failure]:
        """Add records in one transaction; those that are there already only renew their origin.

        `cursor` is a file, its version and how many of its rows are in with these records. Names can be
        found at the latest once `merge_at` of their forms are waiting, or with `merge`. Returns what was
        refused: two ids that cannot be one work, and what the database cannot hold.

        Raises:
            DataError: the database cannot be written.
        """
        fit, refused = self._fitting(records)
        with self.db.transaction():
            refused += self._put(fit)
            if cursor is not None:
                self.db.run(PUT_CURSOR, cursor)
            self.db.merge(merge_at)
        return refused

    def merge(self) -> None:
        """Let all names be found that were put.

        Raises:
            DataError: the database cannot be written.
        """
        with self.db.transaction():
            self.db.merge(1)

    def _put(self, records: Iterable[Record]) -> list[Failure]:
        groups: dict[type[Record], list[Any]] = defaultdict(list)
        for record in records:
            groups[type(record)].append(record)
        numbers = self._numbers(groups.values())
        changed = 0
        for kind, group in groups.items():
            said_by = _said_by(group, numbers)
            rows = ((*cells, *by) for cells, by in zip(cells_of(kind, group), said_by, strict=True))
            changed += self.db.put_rows(TABLES[kind], rows)
        if named := [*groups[Title], *groups[Name]]:
            self.stage(named)
        self.note_changes(changed)
        return self.identity.join_all([(record.work, record.same_as) for record in groups[Same]])

    def _numbers(self, groups: Iterable[Iterable[Record]]) -> dict[Origin, int]:
        """The numbers of all origins of these records."""
        origins = dict.fromkeys(origin for group in groups for origin in _runs(group))
        ends = {key_of(origin): expires_on(origin) for origin in origins}
        if not ends:
            return {}
        numbers = self.db.put_origins([(key, end.isoformat() if end else None) for key, end in ends.items()])
        return {origin: numbers[key_of(origin)] for origin in origins}

    def stage(self, records: Iterable[Title | Name]) -> None:
        """Write the forms of names within a transaction, for a merge."""
        self.db.stage(
            (len(form), form, record.work, rank)
            for record in records
            for form, rank in forms_of(record).items()
        )

    def _fitting(self, records: Sequence[Record]) -> tuple[Sequence[Record], list[Failure]]:
        """The records that this database can hold, and why it cannot hold the others."""
        most = self.db.most_sought
        if most is None:
            return records, []
        whys = [misfit(record, most) for record in records]
        fit = [record for record, why in zip(records, whys, strict=True) if why is None]
        said_by = [record.origin.url or record.origin.source for record in records]
        return fit, [Failure(id=by, error=why) for by, why in zip(said_by, whys, strict=True) if why]

    def note_changes(self, changed: int) -> None:
        """Note within a transaction that something has changed, for `version`."""
        if changed:
            self.db.run(_COUNT, (CHANGES, changed))

    def expire(self, today: date) -> int:
        """Delete the values that may be held no longer, and say how many there were.

        Raises:
            DataError: the database cannot be written.
        """
        day = (today.isoformat(),)
        if not self.db.fetch(f"{_ENDED} LIMIT 1", day):
            return 0
        self.db.before_deleting()
        with self.db.transaction():
            self.db.merge(1)
            ended = f"origin IN ({_ENDED})"
            names: list[Title | Name] = [
                *self._select(Title, ended, day),
                *self._select(Name, ended, day),
            ]
            gone = sum(
                self.db.run(f"DELETE FROM {table.name} WHERE {ended}", day) for table in TABLES.values()
            )
            self._drop_forms(names)
            self.db.run("DELETE FROM origin WHERE expires_on <= ?", day)
            self.note_changes(gone)
        return gone

    def _drop_forms(self, names: Sequence[Title | Name]) -> None:
        keys = [(len(form), form, record.work) for record in names for form in forms_of(record)]
        self.db.run_many(_DROP_FORM, keys)
        self.db.run_many(_DROP_MIRROR, [(size, form[::-1], size, form) for size, form, _ in keys])
        works = sorted({record.work for record in names})
        self.stage([*self.read(Title, works), *self.read(Name, works)])
        self.db.merge(1)

    def writing(self) -> AbstractContextManager[None]:
        """One transaction around several changes."""
        return self.db.transaction()

    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read within is of one state."""
        return self.db.snapshot()

    # Out

    def position(self, file: str, version: str) -> int:
        """How many rows of this version of a file are in."""
        rows = self.db.fetch("SELECT position FROM cursor WHERE file = ? AND version = ?", (file, version))
        return int(rows[0][0]) if rows else 0

    def version(self) -> str:
        """A hash that changes whenever something was loaded, at the cost of reading a few rows."""
        rows = self.db.fetch("SELECT file, version, position FROM cursor ORDER BY file")
        return sha256(repr(rows).encode()).hexdigest()

    def read(self, kind: type[R], ids: Sequence[str]) -> list[R]:
        """The records of a kind under these ids, those of the freest licence first."""
        if not ids:
            return []
        among, values = self.db.among(TABLES[kind].of, ids)
        found = self._select(kind, f"{among} {self.db.in_order(TABLES[kind])}", values)
        return sorted(found, key=lambda record: preference(record.origin))

    def ids_with(self, kind: type[Record], ids: Sequence[str]) -> set[str]:
        """Those of the ids that have a record of a kind."""
        if not ids:
            return set()
        table = TABLES[kind]
        among, values = self.db.among(table.of, ids)
        rows = self.db.fetch(f"SELECT DISTINCT {table.of} FROM {table.name} WHERE {among}", values)
        return {row[0] for row in rows}

    def with_value(self, kind: type[R], column: str, value: str, most: int) -> list[R]:
        """Records of a kind with this value in a column of its table."""
        return self._select(kind, _with(TABLES[kind], column), (value, most))

    def cells_with_value(
        self, kind: type[Record], shown: Sequence[str], column: str, value: str, most: int
    ) -> list[tuple[str, ...]]:
        """The same in part, as is enough to count them: the cells of the columns `shown`, and the licence."""
        query = _query(TABLES[kind], shown, "origin.licence", _with(TABLES[kind], column))
        return self.db.fetch(query, (value, most))

    def origins(self, kinds: Iterable[type[Record]], ids: Sequence[str]) -> set[tuple[str, str]]:
        """The sources that say something of these kinds under these ids, each with its licence."""
        if not ids:
            return set()
        among, values = self.db.among("work", ids)
        asked = [f"SELECT origin FROM {TABLES[kind].name} WHERE {among}" for kind in kinds]
        query = f"SELECT DISTINCT source, licence FROM origin WHERE origin_id IN ({' UNION '.join(asked)})"
        return {(source, licence) for source, licence in self.db.fetch(query, values * len(asked))}

    def _select(self, kind: type[R], where: str, values: Sequence[object]) -> list[R]:
        table = TABLES[kind]
        query = _query(table, table.columns, _ORIGIN, where)
        return [record_of(kind, row) for row in self.db.fetch(query, values)]

    def ids(self) -> Iterator[str]:
        """Every id that has a title or name, ordered; streamed."""
        return (
            id for (id,) in self.db.stream("SELECT work FROM title UNION SELECT work FROM name ORDER BY 1")
        )

    def ids_of_scheme(self, scheme: str) -> list[str]:
        """The ids with a title that begin with this scheme."""
        rows = self.db.fetch(
            "SELECT DISTINCT work FROM title WHERE work >= ? AND work < ? ORDER BY work",
            (f"{scheme}:", f"{scheme};"),
        )
        return [row[0] for row in rows]

    def works(self) -> Iterator[str]:
        """The id of every work that has a title; streamed."""
        rows = self.db.stream(
            "SELECT DISTINCT coalesce(work_id, work) FROM title LEFT JOIN member ON id = work"
        )
        return (id for (id,) in rows)

    # Names

    def exact(self, form: str, limit: int = 200) -> list[tuple[str, int]]:
        """Who has this form among their names: ids with ranks, best rank first."""
        rows = self.db.fetch(
            "SELECT work, rank FROM form WHERE length = ? AND folded = ? ORDER BY rank, work LIMIT ?",
            (len(form), form, limit),
        )
        return [(work, rank) for work, rank in rows]

    def exact_each(self, forms: Sequence[str], limit: int) -> dict[str, list[tuple[str, int]]]:
        """The same for each of several forms."""
        found: dict[str, list[tuple[str, int]]] = {form: [] for form in forms}
        if forms:
            sizes = sorted({len(form) for form in forms})
            among, values = self.db.among("folded", forms)
            query = _EXACT_EACH.format(sizes=", ".join(map(str, sizes)), among=among)
            for form, work, rank in self.db.fetch(query, (*values, limit)):
                found[form].append((work, rank))
        return found

    def probe(self, probe: Probe, most: int = MAX_PROBED) -> list[str]:
        """The first few forms where `forms.probes` says to look."""
        table, column = ("mirror", "mirrored") if probe.mirrored else ("form", "folded")
        rows = self.db.fetch(
            f"SELECT DISTINCT {column} FROM {table} WHERE length = ? AND {column} >= ? AND {column} < ?"
            f" ORDER BY {column} LIMIT ?",
            (probe.length, probe.beginning, probe.beginning + LAST, most),
        )
        return [row[0][::-1] if probe.mirrored else row[0] for row in rows]

    def existing(self, forms: Iterable[str]) -> list[str]:
        """Those of the forms that some name has."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for form in forms:
            by_length[len(form)].append(form)
        found: list[str] = []
        for length, group in by_length.items():
            among, values = self.db.among("folded", group)
            query = f"SELECT DISTINCT folded FROM form WHERE length = ? AND {among}"
            found += [row[0] for row in self.db.fetch(query, (length, *values))]
        return found

    def beginning(self, form: str, most: int = 20) -> list[str]:
        """Forms that begin with this one, shortest first."""
        return self.db.beginning(form, most)


def _query(table: Table, shown: Sequence[str], origin: str, where: str) -> str:
    """Rows of a table: the columns `shown` and those of the origin."""
    cells = ", ".join(f'{table.name}."{column}"' for column in shown)
    return (
        f"SELECT {cells}, {origin} FROM {table.name} JOIN origin ON origin_id = {table.name}.origin"
        f" WHERE {where}"
    )


def _with(table: Table, column: str) -> str:
    """The condition that a column holds a value, in the order of its index, to so many rows."""
    if column not in table.columns:
        raise ValueError(f"{table.name} has no {column}")
    order = ", ".join(f'{table.name}."{name}"' for name in table.in_order_by(column))
    return f'{table.name}."{column}" = ? ORDER BY {order} LIMIT ?'


def open_backend(place: Path | str | None, lock_seconds: float | None = None) -> Backend:
    """The database at a place. Raises as `Store`."""
    waits = {} if lock_seconds is None else {"lock_seconds": lock_seconds}
    if place is None or not is_server(str(place)):
        return SqliteBackend(None if place is None else Path(place), **waits)
    try:
        from airdate.catalogue.postgresql import PostgresBackend  # half a second of import, for few
    except ImportError:
        raise DataError(NO_DRIVER, hint=GET_DRIVER) from None
    return PostgresBackend(str(place), **waits)


def _runs(records: Iterable[Record]) -> Iterator[Origin]:
    """The origins of records, one for each run of the same."""
    last: Origin | None = None
    for record in records:
        if record.origin is not last:
            last = record.origin
            yield last


def _said_by(records: Iterable[Record], numbers: Mapping[Origin, int]) -> Iterator[tuple[str, int]]:
    """Source and number of each record's origin; they come in runs of one origin, so the last is kept."""
    last: Origin | None = None
    by = ("", 0)
    for record in records:
        if record.origin is not last:
            last = record.origin
            by = last.source, numbers[last]
        yield by
