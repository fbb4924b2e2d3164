"""What one request comes to: a response, or an error that says whether asking again may help."""

from __future__ import annotations

from airdate.errors import TRANSIENT_STATUSES, SourceError, StatusError, UnansweredError
from airdate.types import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds on what a server may make us do.

    `*_bytes` count octets, `*_seconds` seconds; `total_seconds` bounds one exchange from connecting to the
    body's last byte. `expansion` is the most that a compressed body may grow by. `attempts` counts the
    first one. `longest_wait_seconds` bounds how long one call waits for a server that asks for patience.
    """

    body_bytes: int = 50_000_000
    header_bytes: int = 64_000
    connect_seconds: float = 10
    read_seconds: float = 20
    total_seconds: float = 120
    redirects: int = 5
    expansion: int = 200
    attempts: int = 4
    longest_wait_seconds: float = 120


class Response(Struct, frozen=True, kw_only=True):
    """A server's answer: status 200 to 299, or 304 to a request that named what it has.

    `body` is decompressed. Names of `headers` are in lower case. `url` is the last one of the redirects.
    `from_cache` says that the body was held already, whether or not the server was asked about it. `moved_to`
    is where the asked url has moved for good, by an unbroken chain of permanent redirects from it.
    """

    status: int
    body: bytes
    headers: dict[str, str]
    url: str
    from_cache: bool = False
    moved_to: str | None = None


def is_transient(error: SourceError) -> bool:
    """May the same request succeed later?"""
    if isinstance(error, StatusError):
        return error.status in TRANSIENT_STATUSES
    return isinstance(error, UnansweredError)
