"""The records of an archive, walked once; what survives the filter becomes documents.

    records ─ HTML, 200 ─▶ bytes ─ filter ─▶ parse ─▶ Document ─ filter ─▶ Document
     (all)                         (most)            menus alone had the words

Invariant: every record is counted once, under what became of it. Memory holds one record at a time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from airdate.errors import DocumentError, InputError, SourceError
from airdate.sources.archives.sieve import Sieve
from airdate.sources.decode import GZIP, decode
from airdate.sources.documents import Origin
from airdate.sources.html import parse_page
from airdate.types import Document, Failure

MAX_PAGE = 5_000_000  # bytes; a longer page is no article
_HTML = ("text/html", "application/xhtml+xml")


class Counts(msgspec.Struct, kw_only=True):
    """What became of an archive's records so far. Mutable: the walk adds to it.

    `records` are all responses; of them `other` are no page (not HTML, no success, too long), `sifted` fell
    through the filter by their bytes, `chrome` by their text (menus or teasers alone had the words), `failed`
    could not be read; the rest are `documents`. `broken` says where the archive itself ended early.
    """

    records: int = 0
    other: int = 0
    sifted: int = 0
    chrome: int = 0
    failed: int = 0
    documents: int = 0
    broken: str | None = None


def walk(stream: BinaryIO, counts: Counts) -> Iterator[Any]:
    """The responses of an archive, with their HTTP heads parsed (`fastwarc` records, valid until the next).

    An archive that ends early gives what was in it; `counts.broken` then says so.

    Raises:
        InputError: the reader of archives is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        hint = "install it with the extra: airdate[archives]"
        raise InputError("archives cannot be read", id="fastwarc", hint=hint) from None
    records = ArchiveIterator(
        stream, record_types=WarcRecordType.response, parse_http=True, auto_decode="all", fsspec_args=False
    )
    at = 0
    try:
        for record in records:
            counts.records += 1
            at = record.stream_pos
            yield record
        if counts.broken is None and _is_cut_off(stream, at):
            counts.broken = f"after {counts.records} records: it ends early"
    except (OSError, EOFError, SourceError) as error:
        counts.broken = f"after {counts.records} records: {error}"


def _is_cut_off(stream: BinaryIO, at: int) -> bool:
    """Does the last member of a gzipped archive end early? The walker takes a torn head for the end."""
    if not stream.seekable():
        return False  # read in ranges, of which none is missing
    stream.seek(at)
    unpacker, is_within = zlib.decompressobj(wbits=31), False
    while chunk := stream.read(65_536):
        while chunk:
            if not is_within and not GZIP.startswith(chunk[:2]):
                return False  # not gzipped, or padding
            try:
                unpacker.decompress(chunk)
            except zlib.error:
                return True
            chunk, is_within = unpacker.unused_data, not unpacker.eof
            if unpacker.eof:
                unpacker = zlib.decompressobj(wbits=31)
    return is_within


def iter_pages(stream: BinaryIO, sieve: Sieve, counts: Counts) -> Iterator[Document | Failure]:
    """The pages of an archive that may hold claims; those that cannot be read are failures."""
    for record in walk(stream, counts):
        found = _page(record, sieve, counts)
        if found is not None:
            yield found


def _page(record: Any, sieve: Sieve, counts: Counts) -> Document | Failure | None:
    if not _is_page(record):
        counts.other += 1
        return None
    data: bytes = record.reader.read()
    if len(data) < record.content_length and record.http_headers.get("Content-Encoding") is None:
        counts.broken = f"record {counts.records} ends early"
    if not sieve.keeps(data):
        counts.sifted += 1
        return None
    return _parsed(record, data, sieve, counts)


def _is_page(record: Any) -> bool:
    head = record.http_headers
    return (
        head is not None
        and head.status_code == 200
        and (record.http_content_type or "text/html") in _HTML
        and 0 < record.content_length <= MAX_PAGE
    )


def _parsed(record: Any, data: bytes, sieve: Sieve, counts: Counts) -> Document | Failure | None:
    url = record.headers.get("WARC-Target-URI") or ""
    content_type = record.http_headers.get("Content-Type")
    origin = Origin(url=url, content_type=content_type, fetched_at=record.record_date)
    try:
        document = parse_page(decode(data, id=url, content_type=content_type), origin)
    except DocumentError as error:
        counts.failed += 1
        return Failure(id=url, error=error.message, hint=error.hint)
    if not sieve.speaks(f"{document.title} {document.text}"):
        counts.chrome += 1
        return None
    counts.documents += 1
    return document
