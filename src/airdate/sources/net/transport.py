"""The wire: connections to vetted addresses alone, with a deadline on every read.

Invariant: no connection is opened but by `_Backend.connect_tcp`, which resolves and vets the host and
connects to that very address; TLS and the `Host` header still carry the name. Proxies, cookies and netrc are
not used: a proxy would resolve the name again.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from airdate.errors import SourceError, UnansweredError
from airdate.sources.net.address import Resolver, vet_host
from airdate.sources.net.messages import Limits
from airdate.sources.net.pace import Pace


class Deadline:
    """When the exchange under way must be over."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._at = 0.0

    def start(self, seconds: float) -> None:
        """Allow so many seconds from now."""
        self._at = self._clock() + seconds

    def cap(self, seconds: float | None) -> float:
        """A time-out for one step, cut to what is left.

        Raises:
            httpcore.ReadTimeout: nothing is left.
        """
        left = self._at - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("it took too long")
        return left if seconds is None else min(seconds, left)


class Transport(httpx.BaseTransport):
    """Sends requests for one client, in one thread; each waits for its host's turn first."""

    def __init__(
        self,
        limits: Limits,
        pace: Pace,
        clock: Callable[[], float],
        resolver: Resolver,
        *,
        allow_loopback: bool,
    ) -> None:
        self._limits = limits
        self._pace = pace
        self._deadline = Deadline(clock)
        backend = _Backend(self._deadline, resolver, allow_loopback=allow_loopback)
        self._pool = httpcore.ConnectionPool(network_backend=backend, max_connections=10, keepalive_expiry=30)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and read the response's head.

        Raises:
            UnansweredError: not reached, broken off, not HTTP, or too slow.
            SourceError: the host's address may not be called, or the head is too large.
        """
        self._pace.wait(request.url.host)
        self._deadline.start(self._limits.total_seconds)
        url = str(request.url)
        with _faults(url):
            response = self._pool.handle_request(self._core(request))
        size = sum(len(name) + len(value) + len(": \r\n") for name, value in response.headers)
        if size > self._limits.header_bytes:
            response.close()
            raise SourceError(f"headers of more than {self._limits.header_bytes} bytes", id=url)
        stream = _Stream(response, url)
        return httpx.Response(response.status, headers=response.headers, stream=stream, request=request)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def _core(self, request: httpx.Request) -> httpcore.Request:
        url = request.url
        timeouts = {
            "connect": self._limits.connect_seconds,
            "read": self._limits.read_seconds,
            "write": self._limits.read_seconds,
            "pool": self._limits.connect_seconds,
        }
        return httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions={"timeout": timeouts},
        )


class _Stream(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response, url: str) -> None:
        self._response = response
        self._url = url

    def __iter__(self) -> Iterator[bytes]:
        with _faults(self._url):
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@contextmanager
def _faults(url: str) -> Iterator[None]:
    """Errors of the wire as ours, with the url."""
    try:
        yield
    except httpcore.TimeoutException:
        raise UnansweredError("it took too long", id=url, hint="try again later") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise UnansweredError(
            f"no answer that can be read: {error}", id=url, hint="try again later"
        ) from None


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, resolver: Resolver, *, allow_loopback: bool) -> None:
        self._deadline = deadline
        self._resolver = resolver
        self._allow_loopback = allow_loopback
        self._wire = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = vet_host(host, port, self._resolver, allow_loopback=self._allow_loopback)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port, timeout, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue  # the host's next address may be up
        return self._connect(addresses[-1], port, timeout, socket_options)

    def _connect(
        self, address: str, port: int, timeout: float | None, options: Iterable[Any] | None
    ) -> httpcore.NetworkStream:
        left = self._deadline.cap(timeout)
        stream = self._wire.connect_tcp(address, port, timeout=left, socket_options=options)
        return _Timed(stream, self._deadline)


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends with the deadline, so that a server cannot drip for ever."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.cap(timeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
