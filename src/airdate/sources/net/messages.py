"""What one request comes to: a response, or an error that says whether asking again may help."""

from __future__ import annotations

from airdate.errors import SourceError
from airdate.types import Struct

TRANSIENT_STATUSES = frozenset({429, 500, 502, 503, 504})


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
    `from_cache` says that the body was held already, whether or not the server was asked about it.
    """

    status: int
    body: bytes
    headers: dict[str, str]
    url: str
    from_cache: bool = False


class ConnectionFault(SourceError):
    """The server was not reached, broke off or took too long; asking again may help."""


class StatusError(SourceError):
    """The server answered with an error; `retry_after` is its header as it came."""

    def __init__(self, status: int, *, id: str, retry_after: str | None = None) -> None:
        super().__init__(f"the server answered {status}", id=id, hint=_hint(status))
        self.status = status
        self.retry_after = retry_after


def is_transient(error: SourceError) -> bool:
    """May the same request succeed later?"""
    if isinstance(error, StatusError):
        return error.status in TRANSIENT_STATUSES
    return isinstance(error, ConnectionFault)


def _hint(status: int) -> str:
    if status in (404, 410):
        return "nothing is there; check the address"
    if status in (401, 403):
        return "reading it needs leave or a key"
    return "try again later" if status in TRANSIENT_STATUSES else "check the address"
