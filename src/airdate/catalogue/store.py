"""Records in and out of the catalogue's database; the tables are those of the records, one for one.

Invariant: putting the same records twice changes nothing. What is derived from them (which ids are one work,
the forms of the names) is kept in step within the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from airdate import dates
from airdate.catalogue import database
from airdate.catalogue.forms import NAME, TITLE, Probe, forms
from airdate.catalogue.identity import Identity
from airdate.catalogue.licences import expires_on, preference
from airdate.catalogue.records import AnyRecord, Name, Origin, Record, Same, Title
from airdate.dates import Window
from airdate.sqlite import transaction
from airdate.types import Failure

R = TypeVar("R", bound=Record)

_KINDS: tuple[type[Record], ...] = get_args(AnyRecord)
#: For each record: its table's name and its columns, without source and origin.
_TABLES: dict[type[Record], tuple[str, tuple[str, ...]]] = {
    kind: (kind.__name__.lower(), tuple(f for f in kind.__struct_fields__ if f != "origin"))
    for kind in _KINDS
}
_LATER = (
    "(SELECT retrieved_on FROM origin WHERE origin_id = excluded.origin)"
    " > (SELECT retrieved_on FROM origin WHERE origin_id = {table}.origin)"
)
_ORIGIN = "origin.source, origin.licence, origin.url, origin.retrieved_on"
#: The staged forms into the ordered tables, each in its order, so that pages are filled in turn.
_MERGE = (
    "INSERT INTO form SELECT * FROM staged WHERE true ORDER BY length, folded, work"
    " ON CONFLICT DO UPDATE SET rank = excluded.rank WHERE excluded.rank < form.rank",
    "INSERT OR IGNORE INTO mirror SELECT length, backwards(folded) FROM staged ORDER BY 1, 2",
    "DELETE FROM staged",
)
_WINDOWS = ("window", "period", "finale")  # columns that hold EDTF
_LAST = "\U0010ffff"  # sorts after every form
MAX_PROBED = 5_000  # forms looked at for one probe
_LONGER = 60  # letters that a name may go on after its beginning
_LIVE = "NOT EXISTS (SELECT 1 FROM form WHERE length = ? AND folded = ?)"


class Store:
    """One catalogue's database; a file, or in memory where `path` is `None`."""

    def __init__(self, path: Path | None = None, *, lock_seconds: float = 5) -> None:
        """Open it, made where there is none.

        Raises:
            DataError: as `database.connect`.
        """
        self.where = ":memory:" if path is None else str(path)
        self.connection = database.connect(path, lock_seconds)
        self.connection.create_function("backwards", 1, _backwards, deterministic=True)
        self.identity = Identity(self.connection)
        self._origins: dict[Origin, int] = {}
        self._last: tuple[Origin | None, tuple[str, int]] = (None, ("", 0))

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

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
        found once `merge_at` of their forms are waiting, or with `merge`. Returns what was refused: two ids
        that cannot be one work.

        Raises:
            DataError: the file cannot be written.
        """
        with database.translated(self.where), transaction(self.connection):
            try:
                refused = self._put(records)
            except BaseException:
                self._forget_origins()  # they go with the transaction
                raise
            if cursor is not None:
                self.connection.execute("INSERT OR REPLACE INTO cursor VALUES (?, ?, ?)", cursor)
            if self._staged() >= merge_at:
                self._merge()
        return refused

    def merge(self) -> None:
        """Let all names be found that were put.

        Raises:
            DataError: the file cannot be written.
        """
        if self._staged():
            with database.translated(self.where), transaction(self.connection):
                self._merge()

    def _staged(self) -> int:
        return int(self.connection.execute("SELECT coalesce(max(rowid), 0) FROM staged").fetchone()[0])

    def _merge(self) -> None:
        for statement in _MERGE:
            self.connection.execute(statement)

    def _put(self, records: Iterable[Record]) -> list[Failure]:
        groups: dict[type[Record], list[Any]] = defaultdict(list)
        for record in records:
            groups[type(record)].append(record)
        for kind, group in groups.items():
            self._put_kind(kind, group)
        self._stage([*groups[Title], *groups[Name]])
        joined = [self.identity.join(record.work, record.same_as) for record in groups[Same]]
        return [failure for failure in joined if failure is not None]

    def _put_kind(self, kind: type[Record], records: Sequence[Record]) -> None:
        table, columns = _TABLES[kind]
        get = attrgetter(*columns)
        rows = ((*get(record), *self._said_by(record.origin)) for record in records)
        if any(column in _WINDOWS for column in columns):
            rows = (tuple(str(cell) if isinstance(cell, Window) else cell for cell in row) for row in rows)
        said = ", ".join(["coalesce(?, '')"] * len(columns))
        self.connection.executemany(
            f"INSERT INTO {table} VALUES ({said}, ?, ?)"
            f" ON CONFLICT DO UPDATE SET origin = excluded.origin WHERE {_LATER.format(table=table)}",
            rows,
        )

    def _said_by(self, origin: Origin) -> tuple[str, int]:
        """Source and number of an origin; records come in runs of one origin, so the last is kept."""
        if origin is not self._last[0]:
            self._last = origin, (origin.source, self._origin_id(origin))
        return self._last[1]

    def _origin_id(self, origin: Origin) -> int:
        if origin not in self._origins:
            if len(self._origins) > 10_000:
                self._origins.clear()  # memory stays flat where every work has its own link
            key = (origin.source, origin.licence, origin.url or "", origin.retrieved_on.isoformat())
            end = expires_on(origin)
            self.connection.execute(
                "INSERT OR IGNORE INTO origin (source, licence, url, retrieved_on, expires_on)"
                " VALUES (?, ?, ?, ?, ?)",
                (*key, end.isoformat() if end else None),
            )
            row = self.connection.execute(
                "SELECT origin_id FROM origin"
                " WHERE source = ? AND licence = ? AND url = ? AND retrieved_on = ?",
                key,
            ).fetchone()
            self._origins[origin] = int(row[0])
        return self._origins[origin]

    def _stage(self, records: Iterable[Title | Name]) -> None:
        rows = (
            (len(form), form, record.work, rank)
            for record in records
            for form, rank in _forms_of(record).items()
        )
        self.connection.executemany("INSERT INTO staged VALUES (?, ?, ?, ?)", rows)

    def expire(self, today: date) -> int:
        """Delete the values that may be held no longer, and say how many there were."""
        ended = "SELECT origin_id FROM origin WHERE expires_on <= ?"
        day = (today.isoformat(),)
        with database.translated(self.where):
            if self.connection.execute(f"{ended} LIMIT 1", day).fetchone() is None:
                return 0
            self.connection.execute("PRAGMA secure_delete = ON")
            self.merge()
            with transaction(self.connection):
                names = self._of_origins(Title, ended, day) + self._of_origins(Name, ended, day)
                gone = sum(
                    self.connection.execute(f"DELETE FROM {table} WHERE origin IN ({ended})", day).rowcount
                    for table, _ in _TABLES.values()
                )
                self._drop_forms(names)
                self.connection.execute("DELETE FROM origin WHERE expires_on <= ?", day)
            self._forget_origins()
        return gone

    def _forget_origins(self) -> None:
        self._origins.clear()
        self._last = None, ("", 0)

    def _of_origins(self, kind: type[R], origins: str, day: tuple[str]) -> list[R]:
        return list(self._select(kind, f"origin IN ({origins})", day))

    def _drop_forms(self, names: Sequence[Title | Name]) -> None:
        for record in names:
            for form in _forms_of(record):
                key = (len(form), form)
                self.connection.execute(
                    "DELETE FROM form WHERE length = ? AND folded = ? AND work = ?", (*key, record.work)
                )
                self.connection.execute(
                    f"DELETE FROM mirror WHERE length = ? AND mirrored = ? AND {_LIVE}",
                    (len(form), form[::-1], *key),
                )
        works = sorted({record.work for record in names})
        self._stage([*self.read(Title, works), *self.read(Name, works)])
        self._merge()

    # Out

    def writing(self) -> AbstractContextManager[None]:
        """One transaction around several changes."""
        return transaction(self.connection)

    def position(self, file: str, version: str) -> int:
        """How many rows of this version of a file are in."""
        row = self.connection.execute(
            "SELECT position FROM cursor WHERE file = ? AND version = ?", (file, version)
        ).fetchone()
        return int(row[0]) if row else 0

    def version(self) -> str:
        """A hash of what has been loaded, and how far."""
        rows = self.connection.execute("SELECT file, version, position FROM cursor ORDER BY file").fetchall()
        return sha256(repr(rows).encode()).hexdigest()

    def read(self, kind: type[R], ids: Sequence[str]) -> list[R]:
        """The records of a kind under these ids, those of the freest licence first."""
        if not ids:
            return []
        column = _TABLES[kind][1][0]
        found = self._select(kind, f"{column} IN ({', '.join('?' * len(ids))})", tuple(ids))
        return sorted(found, key=lambda record: preference(record.origin))

    def ids_with(self, kind: type[Record], ids: Sequence[str]) -> set[str]:
        """Those of the ids that have a record of a kind."""
        table, columns = _TABLES[kind]
        rows = self.connection.execute(
            f"SELECT DISTINCT {columns[0]} FROM {table} WHERE {columns[0]} IN ({', '.join('?' * len(ids))})",
            tuple(ids),
        )
        return {row[0] for row in rows}

    def with_value(self, kind: type[R], column: str, value: str, most: int) -> list[R]:
        """Records of a kind with this value in a column of its table."""
        if column not in _TABLES[kind][1]:
            raise ValueError(f"{kind.__name__} has no {column}")
        return list(self._select(kind, f'"{column}" = ? LIMIT {int(most)}', (value,)))

    def _select(self, kind: type[R], where: str, values: tuple[str, ...]) -> Iterator[R]:
        table, columns = _TABLES[kind]
        shown = ", ".join(f'{table}."{column}"' for column in columns)
        rows = self.connection.execute(
            f"SELECT {shown}, {_ORIGIN} FROM {table} JOIN origin ON origin_id = {table}.origin WHERE {where}",
            values,
        )
        for row in rows:
            yield _record(kind, columns, row)

    def ids(self) -> Iterator[str]:
        """Every id that has a title or name, ordered; streamed."""
        rows = self.connection.execute("SELECT work FROM title UNION SELECT work FROM name")
        return (row[0] for row in rows)

    def ids_of_scheme(self, scheme: str) -> list[str]:
        """The ids with a title that begin with this scheme."""
        rows = self.connection.execute(
            "SELECT DISTINCT work FROM title WHERE work >= ? AND work < ?", (f"{scheme}:", f"{scheme};")
        )
        return [row[0] for row in rows]

    def works(self) -> Iterator[str]:
        """The id of every work that has a title; streamed."""
        rows = self.connection.execute(
            "SELECT DISTINCT coalesce(work_id, work) FROM title LEFT JOIN member ON id = work"
        )
        return (row[0] for row in rows)

    def exact(self, form: str, limit: int = 200) -> list[tuple[str, int]]:
        """Who has this form among their names: ids with ranks, best rank first."""
        rows = self.connection.execute(
            "SELECT work, rank FROM form WHERE length = ? AND folded = ? ORDER BY rank, work LIMIT ?",
            (len(form), form, limit),
        )
        return [(row[0], row[1]) for row in rows]

    def probe(self, probe: Probe, most: int = MAX_PROBED) -> list[str]:
        """The first few forms where `forms.probes` says to look."""
        table, column = ("mirror", "mirrored") if probe.mirrored else ("form", "folded")
        rows = self.connection.execute(
            f"SELECT DISTINCT {column} FROM {table} WHERE length = ? AND {column} >= ? AND {column} < ?"
            " LIMIT ?",
            (probe.length, probe.beginning, probe.beginning + _LAST, most),
        )
        return [row[0][::-1] if probe.mirrored else row[0] for row in rows]

    def existing(self, forms: Iterable[str]) -> list[str]:
        """Those of the forms that some name has."""
        by_length: dict[int, list[str]] = defaultdict(list)
        for form in forms:
            by_length[len(form)].append(form)
        query = (
            "SELECT DISTINCT folded FROM form WHERE length = ? AND folded IN (SELECT value FROM json_each(?))"
        )
        return [
            row[0]
            for length, group in by_length.items()
            for row in self.connection.execute(query, (length, msgspec.json.encode(group).decode()))
        ]

    def beginning(self, form: str, most: int = 20) -> list[str]:
        """Forms that begin with this one, shortest first."""
        found: list[str] = []
        for length in range(len(form) + 1, len(form) + _LONGER):
            rows = self.connection.execute(
                "SELECT DISTINCT folded FROM form WHERE length = ? AND folded >= ? AND folded < ? LIMIT ?",
                (length, form, form + _LAST, most - len(found)),
            )
            found += [row[0] for row in rows]
        return found


def _backwards(text: str) -> str:
    return text[::-1]


def _forms_of(record: Title | Name) -> dict[str, int]:
    return forms(record.title, TITLE) if isinstance(record, Title) else forms(record.name, NAME)


def _record(kind: type[R], columns: tuple[str, ...], row: Sequence[Any]) -> R:
    source, licence, url, retrieved_on = row[-4:]
    origin = {"source": source, "licence": licence, "url": url or None, "retrieved_on": retrieved_on}
    fields = {
        column: dates.parse(value) if column in _WINDOWS else value
        for column, value in zip(columns, row, strict=False)
        if value != ""
    }
    return msgspec.convert({**fields, "origin": origin}, kind, strict=False)
