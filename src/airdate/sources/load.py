"""Bytes and files in, documents out: plain text, HTML, feeds, the evaluation's JSONL, each perhaps in gzip.

Invariant: whatever the bytes are, the outcome is documents, or one `DocumentError` with its id and way
out; never another exception. A file is refused by its size before it is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from airdate.errors import DocumentError
from airdate.sources.decode import GZIP, decode, too_large, unpack
from airdate.sources.documents import Origin, make_document
from airdate.sources.feeds import parse_feed
from airdate.sources.html import parse_page
from airdate.sources.jsonl import iter_jsonl
from airdate.types import Document, Failure

MAX_BYTES = 20_000_000
_HEAD = 4096  # bytes that are enough to tell the form

_FEED = re.compile(
    r"<(?:rss|feed|rdf:RDF)[\s>]|^\s*\{[^{}]{0,2000}\"https://jsonfeed\.org/version", re.IGNORECASE
)
_JSONL = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\{.{0,4000}?"(?:id|text|title|published)"\s*:', re.DOTALL)
_JSONL_SUFFIXES = (".jsonl", ".ndjson")  # tell it also where the first line is bad
_HTML = re.compile(
    r"<(?:!doctype html|html|head|body|title|meta|article|main|div|p|h1|script)[\s>/]", re.IGNORECASE
)


def load(
    source: Path | bytes,
    *,
    id: str | None = None,
    url: str | None = None,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    max_bytes: int = MAX_BYTES,
) -> list[Document | Failure]:
    """Read whatever documents a file or some bytes hold.

    A text or page gives one document; a feed one for each item, a JSONL file one value for each line,
    where items or lines that cannot be read are `Failure` values. `id` names the source in errors and
    is the id of a text or page; without it a file goes by its path, bytes by their content's hash.

    Raises:
        DocumentError: missing, empty, binary, larger than `max_bytes` (also once unpacked), or in no
            encoding that could be told.
    """
    origin = Origin(
        id=id or (str(source) if isinstance(source, Path) else None),
        url=url,
        content_type=content_type,
        fetched_at=fetched_at,
    )
    return list(iter_documents(source, origin, max_bytes=max_bytes))


def iter_documents(source: Path | bytes, origin: Origin, *, max_bytes: int) -> Iterator[Document | Failure]:
    """As `load`, one at a time: a JSONL file of any size is read line by line."""
    if isinstance(source, bytes):
        if len(source) > max_bytes:
            raise too_large(origin.name, max_bytes)
        yield from _from_bytes(source, origin, max_bytes)
        return
    try:
        with source.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(0)
            if _is_jsonl(head) or (head.strip() and source.suffix in _JSONL_SUFFIXES):
                yield from iter_jsonl(file, name=origin.name, max_bytes=max_bytes)
                return
            if source.stat().st_size > max_bytes:
                raise too_large(origin.name, max_bytes)
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise DocumentError(f"cannot read it: {error.strerror}", id=origin.name) from None
    yield from _from_bytes(data, origin, max_bytes)


def _from_bytes(data: bytes, origin: Origin, max_bytes: int) -> Iterator[Document | Failure]:
    if data.startswith(GZIP):
        data = unpack(data, id=origin.name, max_bytes=max_bytes)
    if _is_jsonl(data[:_HEAD]):
        yield from iter_jsonl(io.BytesIO(data), name=origin.name, max_bytes=max_bytes)
        return
    text = decode(data, id=origin.name, content_type=origin.content_type)
    yield from _READERS[sniff(text)](text, origin)


def sniff(text: str) -> str:
    """The form of a text by its first characters: `feed`, `html` or `text`."""
    head = text[:_HEAD]
    if _FEED.search(head):
        return "feed"
    return "html" if _HTML.search(head) else "text"


def _is_jsonl(head: bytes) -> bool:
    return bool(_JSONL.match(head)) and b"jsonfeed.org/version" not in head


def _parse_text(text: str, origin: Origin) -> list[Document | Failure]:
    return [make_document(origin, text=text)]


def _parse_page(text: str, origin: Origin) -> list[Document | Failure]:
    return [parse_page(text, origin)]


_READERS: dict[str, Callable[[str, Origin], list[Document | Failure]]] = {
    "feed": parse_feed,
    "html": _parse_page,
    "text": _parse_text,
}
