"""The catalogue's tables, one for each kind of record: a record's row, and a row's record. Pure.

All cells are text, and "" is "the source does not say", on every database: so both homes hold the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar, get_args

import msgspec

from airdate import dates
from airdate.catalogue.forms import NAME, TITLE, forms
from airdate.catalogue.records import AnyRecord, Name, Origin, Record, Title
from airdate.dates import Window
from airdate.types import Struct

R = TypeVar("R", bound=Record)

#: An origin's source, licence, link and day of reading.
OriginKey: TypeAlias = tuple[str, str, str, str]

_WINDOWS = ("window", "period", "finale")  # columns that hold EDTF
_TEXTS = (*_WINDOWS, "value")  # columns whose cells are no text of themselves, nor a whole number
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

    @property
    def sought(self) -> tuple[str, ...]:
        """The columns that rows are looked up by."""
        return tuple(column for column in self.columns if column in _SOUGHT)


TABLES: dict[type[Record], Table] = {
    kind: Table(kind.__name__.lower(), tuple(f for f in kind.__struct_fields__ if f != "origin"))
    for kind in get_args(AnyRecord)
}
ORIGIN_COLUMNS = ("source", "licence", "url", "retrieved_on")


def cells_of(kind: type[Record], records: Iterable[Record]) -> Iterator[tuple[Any, ...]]:
    """The cells of each record's row, without source and origin; `None` for ""."""
    columns = TABLES[kind].columns
    rows = map(attrgetter(*columns), records)
    if not any(column in _TEXTS for column in columns):
        return rows
    return (tuple(str(c) if isinstance(c, Window | float) else c for c in row) for row in rows)


def misfit(record: Record, most: int) -> str | None:
    """Why a record is nothing for a database that looks up by at most so many characters, if so."""
    table = TABLES[type(record)]
    texts = {column: str(getattr(record, column)) for column in table.columns}
    if any("\0" in text for text in texts.values()):
        return "it holds a character that is no text"
    return next(
        (f"its {c} has more than {most} characters" for c in table.sought if len(texts[c]) > most), None
    )


def record_of(kind: type[R], row: Sequence[str]) -> R:
    """The record of a row: its columns, then those of its origin."""
    origin: dict[str, str | None] = dict(zip(ORIGIN_COLUMNS, row[-4:], strict=True))
    fields = {
        column: dates.parse(value) if column in _WINDOWS else value
        for column, value in zip(TABLES[kind].columns, row, strict=False)
        if value != ""
    }
    return msgspec.convert({**fields, "origin": {**origin, "url": origin["url"] or None}}, kind, strict=False)


def key_of(origin: Origin) -> OriginKey:
    """What tells an origin from another."""
    return origin.source, origin.licence, origin.url or "", origin.retrieved_on.isoformat()


def forms_of(record: Title | Name) -> dict[str, int]:
    """The forms under which a name is found, each with its rank."""
    return forms(record.title, TITLE) if isinstance(record, Title) else forms(record.name, NAME)
