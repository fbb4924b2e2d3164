"""May a page be read? Its host says: in robots.txt (RFC 9309), and in a reservation against mining (TDMRep).

robots.txt: https://www.rfc-editor.org/rfc/rfc9309; TDMRep: https://www.w3.org/community/reports/tdmrep/.
A host that says nothing allows; a robots.txt that is there but cannot be had forbids.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx
from protego import Protego

from airdate.errors import SourceError, StatusError
from airdate.sources.net.messages import Response, is_transient
from airdate.sources.net.reservation import Rule, is_reserved, parse_reservations
from airdate.types import Struct

MAX_ROBOTS_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is read
LONGEST_DELAY_SECONDS = 60.0  # a robots.txt that asks for more pauses gets this
_KEPT_SECONDS = 24 * 3600.0  # RFC 9309, 2.4
_MOST_HOSTS = 10_000


class _Rules(Struct, frozen=True, kw_only=True):
    """What a host says: `robots` is `None` where it could not be asked, and `fault` says why."""

    robots: Protego | None
    fault: str
    reservations: tuple[Rule, ...]
    read_at: float


class Permissions:
    """Answers for urls, each host's rules being read once a day."""

    def __init__(
        self,
        get: Callable[[str], Response],
        slow: Callable[[str, float], object],
        token: str,
        clock: Callable[[], float],
    ) -> None:
        """Start knowing nothing; `token` is the name that robots.txt knows the reader by."""
        self._get = get
        self._slow = slow
        self._token = token
        self._clock = clock
        self._hosts: dict[str, _Rules] = {}

    def refusal(self, url: httpx.URL) -> str | None:
        """Why the page may not be read; `None` where it may."""
        rules = self._rules(url)
        if rules.robots is None:
            return f"its robots.txt cannot be read at present: {rules.fault}"
        if not rules.robots.can_fetch(str(url), self._token):
            return "its robots.txt forbids it"
        if is_reserved(rules.reservations, url.raw_path.decode("ascii")):
            return "its host reserves text and data mining"
        return None

    def _rules(self, url: httpx.URL) -> _Rules:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        known = self._hosts.pop(origin, None)
        if known is None or known.read_at + _KEPT_SECONDS < self._clock():
            known = self._read(origin, url.host)
        if len(self._hosts) >= _MOST_HOSTS:
            del self._hosts[next(iter(self._hosts))]  # the one that was asked for longest ago
        self._hosts[origin] = known
        return known

    def _read(self, origin: str, host: str) -> _Rules:
        body = self._text(f"{origin}/robots.txt")
        if isinstance(body, SourceError):
            return _Rules(robots=None, fault=body.message, reservations=(), read_at=self._clock())
        robots = Protego.parse(body[:MAX_ROBOTS_BYTES].decode("utf-8", errors="replace"))
        if delay := robots.crawl_delay(self._token):
            self._slow(host, min(delay, LONGEST_DELAY_SECONDS))
        file = self._text(f"{origin}/.well-known/tdmrep.json")
        rules = parse_reservations(b"" if isinstance(file, SourceError) else file)
        return _Rules(robots=robots, fault="", reservations=rules, read_at=self._clock())

    def _text(self, url: str) -> bytes | SourceError:
        """A file's bytes, empty where there is none; or why the host does not answer."""
        try:
            return self._get(url).body
        except StatusError as error:
            return error if is_transient(error) or error.status >= 500 else b""
        except SourceError as error:
            return error
