"""What all adapters share: their parameters, and reading answers without trusting them.

`parse_*` are pure, from bytes to records; an answer that does not fit becomes a `Failure`, and the rest goes
on. A missing row is never a record: what a source stops listing stays as it was last said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec

from airdate import dates
from airdate.catalogue.records import Record
from airdate.dates import Window
from airdate.errors import AirdateError, SourceError
from airdate.sources.net import Client
from airdate.types import Failure, Form, Struct

T = TypeVar("T")
Found: TypeAlias = Record | Failure

_EMPTY_DATES = frozenset({"1900-01-01", "1970-01-01"})  # what computers write for "none"


class Params(Struct, frozen=True, kw_only=True):
    """What to read, and how.

    `today` is the day of reading. `ids` are the works wanted, in the source's own scheme ("tvmaze:82",
    "Q23572", "tmdb:tv:1399"). `place` is a file's path or address. `key` is the user's own. `period` and
    `form` say what a Netflix report covers. `address` stands in for the service's own, for mirrors and tests.
    """

    today: date
    ids: tuple[str, ...] = ()
    place: str = ""
    key: str = ""
    period: Window | None = None
    form: Form | None = None
    address: str = ""


def decode(body: bytes, shape: type[T], id: str | None = None) -> T:
    """An answer in JSON, checked against its shape; a row of a list takes its id from `each`.

    Raises:
        SourceError: no JSON, cut off, or with a field missing or of another type.
    """
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise SourceError(f"an answer not as promised: {error}", id=id, hint="try again later") from None


def fetch_found(
    client: Client,
    url: str,
    parse: Callable[[bytes], Iterable[Found]],
    headers: Mapping[str, str] | None = None,
) -> Iterator[Found]:
    """What one address tells, its failure included."""
    try:
        yield from parse(client.get(url, headers=headers).body)
    except SourceError as error:
        yield failure(error, url)


def each(rows: Iterable[T], parse: Callable[[T], Iterable[Found]], id: str) -> Iterator[Found]:
    """What each row tells; a row that does not fit is a failure with its number (from 1)."""
    for number, row in enumerate(rows, start=1):
        try:
            yield from tuple(parse(row))
        except AirdateError as error:
            yield failure(error, f"{id}#{number}")


def failure(error: AirdateError, id: str) -> Failure:
    """An expected error as a value."""
    return Failure(id=error.id or id, error=error.message, hint=error.hint)


def read_place(client: Client, place: str) -> bytes:
    """The bytes of a file, by its path or its address.

    Raises:
        SourceError: nothing is named, or it cannot be read.
    """
    if place.startswith(("http://", "https://")):
        return client.get(place).body
    try:
        return Path(place).read_bytes()
    except (OSError, ValueError) as error:
        raise SourceError(f"cannot be read: {error}", id=place, hint="give a file or an address") from None


def numbers(ids: Iterable[str], prefix: str) -> tuple[list[str], list[Failure]]:
    """The numbers of ids of one scheme, and a failure for each other one."""
    known: list[str] = []
    unknown: list[Failure] = []
    for each_id in ids:
        number = each_id.removeprefix(prefix)
        if each_id.startswith(prefix) and number.isascii() and number.isdigit():
            known.append(number)
        else:
            hint = f"write {prefix}123"
            unknown.append(Failure(id=each_id, error="no id of this source", hint=hint))
    return known, unknown


def day(text: str | None, id: str) -> Window | None:
    """A source's day as a window: `None` where it gives none, its year alone where it is a placeholder.

    1 January stands for "some time that year" far more often than for the day, so the year is all it says.

    Raises:
        SourceError: no date.
    """
    if not text or text in _EMPTY_DATES or text.startswith("0000"):
        return None
    try:
        read = date.fromisoformat(text)
    except ValueError:
        raise SourceError(f"no date: {text[:20]!r}", id=id) from None
    return dates.parse(f"{read.year:04}") if (read.month, read.day) == (1, 1) else dates.of_day(read)
