"""Rows to CSV, JSON Lines or Parquet.

Invariant: a file holds exactly the columns of its table, in order, and only rows whose licences are all
allowed. Text is cleaned as for a page. In CSV a text that a spreadsheet would take for a formula is
preceded by an apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple, get_args

import msgspec

from airdate.errors import DataError, InputError
from airdate.publish.clean import clean, web_address
from airdate.publish.schemas import ColumnType, Row, Table
from airdate.publish.write import replacing

Format = Literal["csv", "jsonl", "parquet"]

#: A spreadsheet runs a cell that begins with one of these.
_FORMULA = ("=", "+", "-", "@")

_PARQUET_TYPES: dict[ColumnType, str] = {
    "text": "VARCHAR",
    "link": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "day": "DATE",
    "instant": "TIMESTAMPTZ",
}


class Written(NamedTuple):
    """What an export holds: how many rows, how many were held back for their licence, which licences."""

    rows: int
    held_back: int
    licences: tuple[str, ...]


class _Tally:
    """Counts rows as they pass."""

    def __init__(self) -> None:
        self.rows = 0
        self.held_back = 0
        self.licences: set[str] = set()

    def allowed(self, rows: Iterable[Row], licences: Collection[str] | None) -> Iterator[Row]:
        """The rows all of whose licences are allowed; `None` allows all."""
        for row in rows:
            needed = str(row.get("licence") or "").split()
            if licences is not None and not set(needed) <= set(licences):
                self.held_back += 1
                continue
            self.rows += 1
            self.licences.update(needed)
            yield row


def write_table(
    rows: Iterable[Row], path: Path, format: Format, *, table: Table, licences: Collection[str] | None = None
) -> Written:
    """Write rows to a file, whole or not at all.

    Args:
        rows: one mapping a row, keyed by the table's column names; see `schemas.claim_rows` and others.
        path: the file; what lies there is replaced.
        format: `csv`, `jsonl` or `parquet`.
        table: the columns.
        licences: the licences that may leave; `None` for all.

    Raises:
        InputError: an unknown format, or a path that cannot be written.
        DataError: a row with a column that the table does not have.
    """
    write = _WRITERS.get(format)
    if write is None:
        raise InputError("no such format", id=format, hint=f"one of {', '.join(get_args(Format))}")
    tally = _Tally()
    made = (cells(row, table) for row in tally.allowed(rows, licences))
    with replacing(path) as draft:
        write(made, draft, table)
    return Written(tally.rows, tally.held_back, tuple(sorted(tally.licences)))


def cells(row: Row, table: Table) -> dict[str, object]:
    """A row's values in the order of the columns, cleaned; `None` where there is none.

    Raises:
        DataError: a column that the table does not have.
    """
    strange = set(row) - set(table.names)
    if strange:
        raise DataError(f"no column {min(strange)!r}", id=table.name)
    return {column.name: _cell(row.get(column.name), column.type) for column in table.columns}


def _cell(value: object, kind: ColumnType) -> object:
    if value is None or value == "":
        return None
    if kind == "text":
        return clean(str(value))
    if kind == "link":
        return web_address(str(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value


def _write_csv(cells: Iterable[dict[str, object]], path: Path, table: Table) -> None:
    texts = {column.name for column in table.columns if column.type == "text"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, table.names, lineterminator="\n")
        writer.writeheader()
        for row in cells:
            writer.writerow({name: _csv_cell(value, name in texts) for name, value in row.items()})


def _csv_cell(value: object, is_text: bool) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return f"'{value}" if is_text and str(value).startswith(_FORMULA) else value


def _write_jsonl(cells: Iterable[dict[str, object]], path: Path, table: Table) -> None:
    encoder = msgspec.json.Encoder()
    with path.open("wb") as file:
        for row in cells:
            file.write(encoder.encode(row) + b"\n")


def _write_parquet(cells: Iterable[dict[str, object]], path: Path, table: Table) -> None:
    import duckdb  # a heavy import, and the only format that needs it

    columns = {column.name: _PARQUET_TYPES[column.type] for column in table.columns}
    with TemporaryDirectory(dir=path.parent) as folder, duckdb.connect() as connection:
        lines = Path(folder, "rows.jsonl")
        _write_jsonl(cells, lines, table)
        relation = connection.read_json(str(lines), columns=columns, format="newline_delimited")
        relation.write_parquet(str(path), compression="zstd")


_WRITERS: dict[str, Callable[[Iterable[dict[str, object]], Path, Table], None]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "parquet": _write_parquet,
}
