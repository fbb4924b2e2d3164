"""A body from its parts: bounded in size, decompressed a little at a time, whole or an error."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from airdate.errors import SourceError, UnansweredError
from airdate.sources.net.messages import Limits

ACCEPT_ENCODING = "gzip, deflate"
_STEP = 64 * 1024
_HARMLESS = 1_000_000  # a body up to this many bytes may be compressed as well as it can
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32


def read_body(parts: Iterable[bytes], encoding: str | None, limits: Limits, url: str) -> bytes:
    """The body as the server meant it; `encoding` is the header `Content-Encoding`.

    Raises:
        SourceError: too large, compressed beyond measure, or in an encoding that was not asked for.
        UnansweredError: it breaks off inside compressed data.
    """
    match (encoding or "identity").strip().lower():
        case "identity":
            decoder = None
        case "gzip" | "x-gzip" | "deflate":
            decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
        case _:
            raise SourceError("encoded in a way that was not asked for", id=url)
    body, received = bytearray(), 0
    for part in parts:
        received += len(part)
        for piece in _decoded(decoder, part, url) if decoder else (part,):
            body += piece
            _check_size(len(body), received, limits, url)
    if decoder is not None and received and not decoder.eof:
        raise UnansweredError("the compressed body breaks off", id=url, hint="try again later")
    return bytes(body)


def _decoded(decoder: zlib._Decompress, part: bytes, url: str) -> Iterable[bytes]:
    while part and not decoder.eof:
        try:
            yield decoder.decompress(part, _STEP)
        except zlib.error:
            raise SourceError("not compressed as its headers say", id=url) from None
        part = decoder.unconsumed_tail


def _check_size(size: int, received: int, limits: Limits, url: str) -> None:
    if max(size, received) > limits.body_bytes:
        raise SourceError(f"larger than {limits.body_bytes} bytes", id=url, hint="raise the limit of size")
    if size > max(_HARMLESS, received * limits.expansion):
        raise SourceError(f"it grows more than {limits.expansion} times when decompressed", id=url)
