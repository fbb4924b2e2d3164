"""Files as they come from users: bounded, and of an archive only the members that are asked for by name.

Invariant: nothing is unpacked to disk, no member is read that a format does not name, and nothing grows past
the limits, whatever the archive says of itself. Of a table only the named columns are kept.
"""

from __future__ import annotations

import csv
import io
import lzma
import re
import struct
import zipfile
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from airdate.errors import InputError
from airdate.types import Failure

MAX_UPLOAD = 200_000_000  # bytes
MAX_MEMBER = 100_000_000  # bytes, unpacked
MAX_ROWS = 300_000
_MAX_MEMBERS = 10_000
_MAX_RATIO = 300  # unpacked ÷ packed; tables of numbers come to about 20
_MIN_SUSPECT = 10_000_000  # bytes below which a high ratio is harmless
_CHUNK = 1 << 16
#: What the standard library raises on archives that are not as they should be.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, OverflowError, ValueError, OSError),
)
#: Folders of an archive whose files are not the user's present lists.
_PASSED_OVER = ("__MACOSX", "deleted", "orphaned")

T = TypeVar("T")

#: File name without folders → content.
Files = Mapping[str, bytes]


class Row(NamedTuple):
    """One row of a table: the named columns, empty where the row has none, and where it stands."""

    values: dict[str, str]
    place: str


def open_files(name: str, data: bytes, wanted: re.Pattern[str]) -> dict[str, bytes]:
    """The files of an upload: the members of an archive whose name fits, or the one file that it is.

    What is marked as UTF-16, as spreadsheets save it, comes in UTF-8.

    Raises:
        InputError: too large, locked, damaged, or it unpacks to far more than it holds.
    """
    if len(data) > MAX_UPLOAD:
        raise InputError("too large for a list", id=name)
    try:
        if not zipfile.is_zipfile(io.BytesIO(data)):
            return {name: _in_utf8(data)}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {base: _in_utf8(content) for base, content in _members(archive, name, wanted)}
    except _DAMAGED as error:
        raise InputError(f"a damaged archive: {error}", id=name) from None


def _members(archive: zipfile.ZipFile, name: str, wanted: re.Pattern[str]) -> Iterator[tuple[str, bytes]]:
    members = archive.infolist()
    if len(members) > _MAX_MEMBERS:
        raise InputError("an archive of too many files", id=name)
    left = MAX_MEMBER
    for member in members:
        *folders, base = member.filename.split("/")
        if not wanted.fullmatch(base) or any(folder in _PASSED_OVER for folder in folders):
            continue
        if member.flag_bits & 1:
            raise InputError("the archive is locked", id=name, hint="unlock it with its password first")
        content = _unpacked(archive, member, name, left)
        left -= len(content)
        yield base, content


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, most: int) -> bytes:
    """A member's content, given up as soon as it is larger or grows faster than a list can."""
    content = bytearray()
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            content += chunk
            grows = len(content) > _MIN_SUSPECT and len(content) > _MAX_RATIO * max(member.compress_size, 1)
            if len(content) > most or grows:
                raise InputError("it unpacks to more than a list can hold", id=f"{name}: {member.filename}")
    return bytes(content)


def _in_utf8(data: bytes) -> bytes:
    is_utf16 = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    return data.decode("utf-16", errors="replace").encode() if is_utf16 else data


def text_of(data: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, else Western European."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def columns_of(data: bytes) -> frozenset[str]:
    """The column names of a table, in lower case; those of the first line, whatever the file is."""
    head = _first_line(data)
    try:
        names = next(csv.reader([head], delimiter=_comma(head)), [])
    except csv.Error:
        return frozenset()
    return frozenset(name.strip().lower() for name in names)


def _first_line(data: bytes) -> str:
    return next(iter(text_of(data[:20_000].lstrip().partition(b"\n")[0]).splitlines()), "")


def _comma(header: str) -> str:
    """What stands between the columns; spreadsheets write a semicolon or a tab in many countries."""
    return max(",;\t", key=header.count)


def rows_of(name: str, data: bytes, columns: Sequence[str]) -> Iterator[Row | Failure]:
    """The rows of a table with the named columns alone (named in lower case).

    A row that cannot be read ends the table with a failure: what follows it cannot be trusted either.
    """
    reader = csv.reader(io.StringIO(text_of(data), newline=""), delimiter=_comma(_first_line(data)))
    try:
        header = [column.strip().lower() for column in next(reader, [])]
        places = {column: header.index(column) for column in columns if column in header}
        for number, values in enumerate(reader, 2):
            if number > MAX_ROWS:
                yield Failure(id=name, error=f"more than {MAX_ROWS} rows; the others are not read")
                return
            if any(values):
                yield Row(
                    {
                        column: values[places[column]].strip()
                        if column in places and places[column] < len(values)
                        else ""
                        for column in columns
                    },
                    f"{name}, row {number}",
                )
    except csv.Error as error:
        yield Failure(id=name, error=f"not readable as CSV: {error}")


def is_json(data: bytes) -> bool:
    """Does the file begin as JSON does?"""
    return data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def decode_json(name: str, data: bytes, type: Any) -> Any:
    """A JSON file as a type that names what is read of it, and nothing else.

    Raises:
        InputError: it is no JSON, or not of that form.
    """
    try:
        return msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=type, strict=False)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"not the JSON of such a list: {error}", id=name) from None


def json_rows(rows: Iterable[msgspec.Raw], type: type[T], place: str) -> Iterator[tuple[T | Failure, str]]:
    """The rows of a JSON list and where each stands ("place 1"); one of another form fails alone."""
    for number, row in enumerate(rows, 1):
        where = f"{place} {number}"
        if number > MAX_ROWS:
            yield Failure(id=where, error=f"more than {MAX_ROWS} rows; the others are not read"), where
            return
        try:
            yield msgspec.json.decode(row, type=type, strict=False), where
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError) as error:
            yield Failure(id=where, error=f"not such a row: {error}"), where
