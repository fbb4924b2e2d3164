"""One client for all reading from the network: polite to hosts, safe against them.

get ─ vet the url ─ cache (RFC 9111) ─ the host's turn ─ vetted address ─ bounded body ─▶ Response
 └──◀── redirect (vetted again) ──◀── back-off and another attempt where the fault may pass ──◀──┘
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import hishel
import hishel.httpx
import httpx
import msgspec

from airdate.errors import SourceError, StatusError
from airdate.sources.net.address import Resolver, resolve
from airdate.sources.net.body import ACCEPT_ENCODING, read_body
from airdate.sources.net.messages import Limits, Response, is_transient
from airdate.sources.net.pace import Pace, Rate, wait_after
from airdate.sources.net.permission import Permissions, Shelf
from airdate.sources.net.transport import Transport
from airdate.sources.net.urls import vet_url

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_KEPT_SECONDS = 30 * 24 * 3600.0  # a body leaves the cache after a month, however often it is asked for
_CACHE_BYTES = 1_000_000_000

logging.getLogger("hishel").addHandler(logging.NullHandler())  # a cache that fails is a cache that misses


class Client:
    """Reads urls. For one thread; close it, or use it as a context manager."""

    def __init__(
        self,
        user_agent: str,
        *,
        cache_folder: Path | None = None,
        limits: Limits = Limits(),  # noqa: B008 — frozen
        rates: Mapping[str, Rate] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        jitter: Callable[[], float] = random.random,
        resolver: Resolver = resolve,
        allow_loopback: bool = False,
        pace: Pace | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        """Make a client; nothing is read yet.

        Args:
            user_agent: says who reads, with version and an address for complaints.
            cache_folder: where bodies are kept between runs; made where it is missing. `None`: no cache.
            rates: calls allowed by host; one a second where a host is not in it.
            clock, sleep, now, jitter, resolver: the outside world, so that tests can be it.
            allow_loopback: let this machine be called too; for tests alone.
            pace: shared with other clients, of other threads, that call the same hosts; else one by `rates`.
            shelf: where hosts' rules are kept between processes; else each process asks for them.
        """
        self._user_agent = user_agent
        self._limits = limits
        self._now = now
        self._jitter = jitter
        self._pace = pace or Pace(rates or {}, clock, sleep)
        self._wire = Transport(limits, self._pace, clock, resolver, allow_loopback=allow_loopback)
        self._cached = _cache(self._wire, cache_folder, limits) if cache_folder else self._wire
        token = user_agent.partition("/")[0]
        self._permissions = Permissions(self.get, self._pace.slow, token, clock, shelf)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Read a url, through redirects, and again where a fault may pass.

        With `etag` or `last_modified`, of an earlier response that the caller kept, the cache is passed by
        and the status is 304 where nothing has changed. `headers` (a key, say) go to the url's own host and
        scheme only, not where it redirects to.

        Raises:
            SourceError: refused (address, size, redirects), or not answered after all attempts.
            StatusError: answered with an error.
        """
        validators = {"if-none-match": etag, "if-modified-since": last_modified}
        sent = {name: value for name, value in validators.items() if value}
        transport = self._wire if sent else self._cached
        sent |= headers or {}
        for attempt in range(1, self._limits.attempts):
            try:
                return self._follow(url, sent, transport)
            except SourceError as error:
                self._back_off(url, attempt, error)
        return self._follow(url, sent, transport)

    def allowed(self, url: str) -> bool:
        """May a page be read, as its host's robots.txt and TDM reservation say?"""
        return self.refusal(url) is None

    def refusal(self, url: str) -> str | None:
        """Why a page may not be read, in a few words; `None` where it may.

        Raises:
            SourceError: no url that can be followed.
        """
        return self._permissions.refusal(vet_url(url))

    def close(self) -> None:
        """Close all connections and the cache."""
        self._cached.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _back_off(self, url: str, attempt: int, error: SourceError) -> None:
        """Let the host rest before the next attempt, or raise what no waiting helps."""
        if not is_transient(error):
            raise error
        asked = error.retry_after if isinstance(error, StatusError) else None
        seconds = wait_after(attempt, asked, self._now(), self._jitter())
        if seconds > self._limits.longest_wait_seconds:
            error.hint = f"the server asks to wait {seconds:.0f} seconds"
            raise error
        self._pace.hold(vet_url(error.id or url).host, seconds)

    def _follow(self, url: str, headers: Mapping[str, str], transport: httpx.BaseTransport) -> Response:
        target = vet_url(url)
        moved_to, for_good = None, True
        for _ in range(self._limits.redirects + 1):
            response, location = self._exchange(target, headers, transport)
            if location is None:
                return msgspec.structs.replace(response, moved_to=moved_to)
            onward = vet_url(location, target)
            for_good = for_good and response.status in _PERMANENT
            moved_to = str(onward) if for_good else moved_to
            if (onward.scheme, onward.host, onward.port) != (target.scheme, target.host, target.port):
                headers = {}
            target = onward
        raise SourceError(f"more than {self._limits.redirects} redirects", id=url)

    def _exchange(
        self, target: httpx.URL, headers: Mapping[str, str], transport: httpx.BaseTransport
    ) -> tuple[Response, str | None]:
        """One request: the response, and where it redirects to."""
        url = str(target)
        own = {"user-agent": self._user_agent, "accept-encoding": ACCEPT_ENCODING}
        raw = transport.handle_request(httpx.Request("GET", target, headers={**own, **headers}))
        try:
            location = raw.headers.get("location") if raw.status_code in _REDIRECTS else None
            if raw.status_code >= 400:
                raise StatusError(raw.status_code, id=url, retry_after=raw.headers.get("retry-after"))
            body = read_body(raw.iter_raw(), raw.headers.get("content-encoding"), self._limits, url)
        finally:
            raw.close()
        response = Response(
            status=raw.status_code,
            body=body,
            headers={name.lower(): value for name, value in raw.headers.items()},
            url=url,
            from_cache=raw.extensions.get("caching", {}).get("from_cache", False),
        )
        return response, location


def _cache(wire: Transport, folder: Path, limits: Limits) -> httpx.BaseTransport:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"no folder for the cache: {error.strerror}", id=str(folder)) from None
    storage = hishel.SqliteStorage(
        database_path=folder / "http.db",
        default_ttl=_KEPT_SECONDS,
        max_stream_size=limits.body_bytes,
        max_size=_CACHE_BYTES,
    )
    options = hishel.CacheOptions(shared=False, allow_stale=False)
    return hishel.httpx.CacheTransport(wire, storage, rfc=options)
