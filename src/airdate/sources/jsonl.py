"""The evaluation format: one document a line, read as a stream.

Invariant: every line that is not blank gives exactly one value, in order: a `Document`, or a
`Failure` that names the line. A line costs its own length in memory, whatever the file's size.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from airdate.dates import Window
from airdate.errors import DocumentError
from airdate.sources.decode import too_large
from airdate.sources.documents import Origin, make_document
from airdate.sources.stamps import parse_stamp
from airdate.types import Document, Failure


class _Id(msgspec.Struct):
    id: str | int | None = None


class _Line(_Id):
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    title: str | None = None
    text: str | None = None


_LINE = msgspec.json.Decoder(_Line)
_ID = msgspec.json.Decoder(_Id)
_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def iter_jsonl(lines: BinaryIO, *, name: str, max_bytes: int) -> Iterator[Document | Failure]:
    """Read documents from an open file, line by line.

    Args:
        lines: a file opened for bytes.
        name: what failures call the file.
        max_bytes: longest line that is read; a longer one is a failure.
    """
    number = 0
    while line := lines.readline(max_bytes + 1):
        number += 1
        if line.strip():
            try:
                if len(line) > max_bytes:
                    _skip_rest_of_line(lines, max_bytes)
                    raise too_large(f"{name}:{number}", max_bytes)
                yield _document(line.removeprefix(b"\xef\xbb\xbf"), f"{name}:{number}")
            except DocumentError as error:
                yield Failure(id=str(error.id), error=f"line {number}: {error.message}", hint=error.hint)


def _document(line: bytes, place: str) -> Document:
    id = _id(line, place)
    try:
        row = _LINE.decode(line)
    except _BROKEN as error:
        raise DocumentError(f"not a document in JSON: {error}", id=id) from None
    return make_document(
        Origin(id=id, url=row.url),
        text=row.text or "",
        title=row.title,
        outlet=row.outlet,
        author=row.author,
        published=_published(row.published, id),
        published_from="given",
    )


def _id(line: bytes, place: str) -> str:
    """The line's own id, also where its other fields do not fit; else its place in the file."""
    try:
        id = _ID.decode(line).id
    except _BROKEN:
        return place
    return place if id is None else str(id)


def _published(text: str | None, id: str) -> Window | None:
    window = parse_stamp(text) if text else None
    if text and window is None:
        raise DocumentError(
            f"published {text[:40]!r} is no day or month", id=id, hint="write 2023-03-05 or null"
        )
    return window


def _skip_rest_of_line(lines: BinaryIO, chunk: int) -> None:
    while (rest := lines.readline(chunk)) and not rest.endswith(b"\n"):
        pass
