"""May a page be read? Its host says: in robots.txt (RFC 9309), and in a reservation against mining (TDMRep).

robots.txt: https://www.rfc-editor.org/rfc/rfc9309; TDMRep: https://www.w3.org/community/reports/tdmrep/.
A host that says nothing allows; a robots.txt that is there but cannot be had forbids.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import httpx
from protego import Protego

from airdate.errors import SourceError, StatusError
from airdate.sources.net.messages import Response, is_transient
from airdate.sources.net.reservation import Rule, is_reserved, parse_reservations
from airdate.types import Struct

MAX_ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is read
LONGEST_DELAY_SECONDS = 60.0  # a robots.txt that asks for more pauses gets this
_KEPT_SECONDS = 24 * 3600.0  # RFC 9309, 2.4
_FAULT_SECONDS = 600.0  # a host that could not be asked is asked again after this
_MOST_HOSTS = 10_000


#: How a refusal begins that may pass by itself.
UNREADABLE = "its robots.txt cannot be read at present"


class _Rules(Struct, frozen=True, kw_only=True):
    """What a host says: `robots` is `None` where it could not be asked, and `fault` says why."""

    robots: Protego | None
    fault: str
    reservations: tuple[Rule, ...]
    read_at: float

    @property
    def kept_seconds(self) -> float:
        return _FAULT_SECONDS if self.robots is None else _KEPT_SECONDS


class Kept(Struct, frozen=True, kw_only=True):
    """A host's robots.txt and tdmrep.json as they were read, empty where there is none, and their age."""

    robots: bytes
    reservations: bytes
    age_seconds: float


class Shelf(Protocol):
    """Where hosts' files are kept from one process to the next, by scheme, host and port."""

    def read(self, origin: str) -> Kept | None:
        """What was read of a host, if anything."""
        ...

    def write(self, origin: str, robots: bytes, reservations: bytes) -> None:
        """Keep what was read just now."""
        ...


class Permissions:
    """Answers for urls, each host's rules being read once a day."""

    def __init__(
        self,
        get: Callable[[str], Response],
        slow: Callable[[str, float], object],
        token: str,
        clock: Callable[[], float],
        shelf: Shelf | None = None,
    ) -> None:
        """Start knowing what is on the shelf; `token` is the name that robots.txt knows the reader by."""
        self._get = get
        self._slow = slow
        self._token = token
        self._clock = clock
        self._shelf = shelf
        self._hosts: dict[str, _Rules] = {}

    def refusal(self, url: httpx.URL) -> str | None:
        """Why the page may not be read; `None` where it may."""
        rules = self._rules(url)
        if rules.robots is None:
            return f"{UNREADABLE}: {rules.fault}"
        if not rules.robots.can_fetch(str(url), self._token):
            return "its robots.txt forbids it"
        if is_reserved(rules.reservations, url.raw_path.decode("ascii")):
            return "its host reserves text and data mining"
        return None

    def _rules(self, url: httpx.URL) -> _Rules:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        known = self._hosts.pop(origin, None)
        if known is None or known.read_at + known.kept_seconds < self._clock():
            known = self._read(origin, url.host)
        if len(self._hosts) >= _MOST_HOSTS:
            del self._hosts[next(iter(self._hosts))]  # the one that was asked for longest ago
        self._hosts[origin] = known
        return known

    def _read(self, origin: str, host: str) -> _Rules:
        kept = self._shelf.read(origin) if self._shelf else None
        if kept is None or not 0 <= kept.age_seconds < _KEPT_SECONDS:
            body = self._text(f"{origin}/robots.txt")
            if isinstance(body, SourceError):
                return _Rules(robots=None, fault=body.message, reservations=(), read_at=self._clock())
            robots = self._parsed(body, host)
            file = self._text(f"{origin}/.well-known/tdmrep.json")
            kept = Kept(
                robots=body, reservations=b"" if isinstance(file, SourceError) else file, age_seconds=0
            )
            if self._shelf:
                self._shelf.write(origin, kept.robots[:MAX_ROBOTS_BYTES], kept.reservations)
        else:
            robots = self._parsed(kept.robots, host)
        return _Rules(
            robots=robots,
            fault="",
            reservations=parse_reservations(kept.reservations),
            read_at=self._clock() - kept.age_seconds,
        )

    def _parsed(self, body: bytes, host: str) -> Protego:
        """A robots.txt; the pauses that it asks for are kept to from now on."""
        robots = Protego.parse(body[:MAX_ROBOTS_BYTES].decode("utf-8", errors="replace"))
        if delay := robots.crawl_delay(self._token):
            self._slow(host, min(delay, LONGEST_DELAY_SECONDS))
        return robots

    def _text(self, url: str) -> bytes | SourceError:
        """A file's bytes, empty where there is none; or why the host does not answer."""
        try:
            return self._get(url).body
        except StatusError as error:
            return error if is_transient(error) or error.status >= 500 else b""
        except SourceError as error:
            return error
