"""The catalogue's tables, one for each kind of record: a record's row, and a row's record. Pure.

All cells are text, and "" is "the source does not say", on every database: so both homes hold the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from types import NoneType
from typing import Any, Literal, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from airdate import dates
from airdate.catalogue.forms import NAME, TITLE, forms
from airdate.catalogue.records import AnyRecord, Name, Origin, Record, Title
from airdate.dates import Window
from airdate.types import Struct

R = TypeVar("R", bound=Record)

#: An origin's source, licence, link and day of reading.
OriginKey: TypeAlias = tuple[str, str, str, str]
#: The cells of a table's columns, and its origin's key: all text.
Row: TypeAlias = tuple[str, ...]

_HELD_ORIGINS = 4_000  # a kilobyte each at most; the rows of one page of a source share one
#: Columns whose cells are no text of themselves, nor a whole number.
_TEXTS = ("window", "period", "finale", "value")
#: Columns that an index begins with, and that rows are looked up by.
_SOUGHT = ("work", "person", "same_as", "value")


class Table(Struct, frozen=True):
    """A record's table: its name, and its columns but for source and origin. The first says what it is of."""

    name: str
    columns: tuple[str, ...]

    @property
    def of(self) -> str:
        """The column of the id that a row speaks of."""
        return self.columns[0]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that make a row, in the order in which rows are walked through."""
        return (*self.columns, "source")

    def in_order_by(self, column: str) -> tuple[str, ...]:
        """The columns that order the rows of one value in a column, as the index on that column has them."""
        rest = (name for name in self.key if name != column)
        return tuple(sorted(rest, key=lambda name: name != "kind"))  # a tag's kind is in its index


TABLES: dict[type[Record], Table] = {
    kind: Table(kind.__name__.lower(), tuple(f for f in kind.__struct_fields__ if f != "origin"))
    for kind in get_args(AnyRecord)
}
_CELLS: dict[type[Record], Callable[[Record], tuple[Any, ...]]] = {
    kind: attrgetter(*table.columns) for kind, table in TABLES.items()
}


#: How a cell is read that is no plain text.
_READ: dict[Any, Callable[[str], Any]] = {int: int, float: float, Window: dates.parse}
ORIGIN_COLUMNS = ("source", "licence", "url", "retrieved_on")


def _reads(kind: type[Record]) -> list[tuple[str, Callable[[str], Any]]]:
    """The columns whose cells are no plain text, each with how one is read."""
    hints = get_type_hints(kind)
    found = ((column, _reading(hints[column])) for column in TABLES[kind].columns)
    return [(column, read) for column, read in found if read is not None]


def _reading(hint: Any) -> Callable[[str], Any] | None:
    if get_origin(hint) is Literal:
        return {choice: choice for choice in get_args(hint)}.__getitem__  # and what is no choice fails
    if NoneType in get_args(hint):
        return _reading(get_args(hint)[0])
    return _READ.get(hint)


_READS = {kind: _reads(kind) for kind in TABLES}


def cells_of(kind: type[Record], records: Iterable[Record]) -> Iterator[tuple[Any, ...]]:
    """The cells of each record's row, without source and origin; `None` for ""."""
    rows = map(_CELLS[kind], records)
    if not any(column in _TEXTS for column in TABLES[kind].columns):
        return rows
    return (tuple(map(_text, row)) for row in rows)


def _text(cell: Any) -> Any:
    """A window as EDTF, a fraction as SQLite writes it, whatever the database; other cells as they are."""
    if isinstance(cell, float):
        number, e, exponent = f"{cell + 0.0:.15g}".partition("e")
        return number + ("" if "." in number else ".0") + e + exponent
    return str(cell) if isinstance(cell, Window) else cell


def misfit(record: Record, most: int) -> str | None:
    """Why a record is nothing for a database that looks up by at most so many characters, if so."""
    return cells_misfit(TABLES[type(record)], _CELLS[type(record)](record), most)


def cells_misfit(table: Table, cells: Sequence[object], most: int) -> str | None:
    """The same for the cells of its row."""
    if any("\0" in cell for cell in cells if isinstance(cell, str)):
        return "it holds a character that is no text"
    sought = ((name, cell) for name, cell in zip(table.columns, cells, strict=False) if name in _SOUGHT)
    long = (name for name, cell in sought if len(str(cell)) > most)
    return next((f"its {name} has more than {most} characters" for name in long), None)


def record_of(kind: type[R], row: Row) -> R:
    """The record of a row."""
    fields: dict[str, Any] = {
        column: cell for column, cell in zip(TABLES[kind].columns, row, strict=False) if cell
    }
    for column, read in _READS[kind]:
        if column in fields:
            fields[column] = read(fields[column])
    return kind(**fields, origin=origin_of(row))


def origin_of(row: Row) -> Origin:
    """The origin that ends a row."""
    source, licence, url, retrieved_on = row[-4:]
    return _origin(source, licence, url, retrieved_on)


@lru_cache(_HELD_ORIGINS)
def _origin(source: str, licence: str, url: str, retrieved_on: str) -> Origin:
    said = {"source": source, "licence": licence, "url": url or None, "retrieved_on": retrieved_on}
    return msgspec.convert(said, Origin)


def key_of(origin: Origin) -> OriginKey:
    """What tells an origin from another."""
    return origin.source, origin.licence, origin.url or "", origin.retrieved_on.isoformat()


def forms_of(record: Title | Name) -> dict[str, int]:
    """The forms under which a name is found, each with its rank."""
    return forms(record.title, TITLE) if isinstance(record, Title) else forms(record.name, NAME)
