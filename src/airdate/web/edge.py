"""The outermost layer: whose request it is, how often they may ask, what every answer carries, and the log.

    proxy's headers ─▶ sub-path ─▶ limit ─▶ the application ─▶ security headers ─▶ log and metrics

Invariant: X-Forwarded-For is believed only of the networks that the settings trust; a query is never
logged, for it may hold a token.
"""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from uuid import uuid4

import msgspec

from airdate.web.asked_path import ASKED_PATH
from airdate.web.config import Config, Network
from airdate.web.limits import Limit
from airdate.web.metrics import Metrics
from airdate.web.problems import PROBLEM, Problem

#: In a request's state: did a proxy that we trust hand it on?
BY_PROXY = "by_proxy"

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = (
    (b"content-security-policy", _CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-frame-options", b"DENY"),
)
#: Programs on other sites may read what is open to all; no cookie makes this risky.
_OPEN = ((b"access-control-allow-origin", b"*"),)
_UNLIMITED = ("/health", "/ready")
_LOG = logging.getLogger("airdate.web.access")


class Edge:
    """An ASGI application around another."""

    def __init__(self, app: App, config: Config, metrics: Metrics) -> None:
        self._app = app
        self._config = config
        self._metrics = metrics
        self._limit = Limit(config.requests_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is no HTTP is passed on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        method = scope["method"]
        scope = _arrived(scope, self._config)
        answer = _Answer(send, without_body=method == "HEAD", is_open=_is_open(scope["state"][ASKED_PATH]))
        seconds = 0 if scope["state"][ASKED_PATH] in _UNLIMITED else self._limit.wait(scope["client"][0])
        try:
            if seconds:
                await _refuse(answer.send, seconds)
            else:
                await self._app(scope, receive, answer.send)
        finally:
            took = time.perf_counter() - start
            self._metrics.count(scope["state"][ASKED_PATH], answer.status, took)
            _log(scope, method, answer, took)


class _Answer:
    """Passes an answer on, with our headers, and remembers what it was."""

    def __init__(self, send: Send, *, without_body: bool, is_open: bool) -> None:
        self._send = send
        self._without_body = without_body
        self._headers = SECURITY + (_OPEN if is_open else ())
        self.status = 500
        self.id = uuid4().hex[:16]

    async def send(self, message: Message) -> None:
        """One message of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = {name.lower() for name, _ in message.get("headers", ())}
            more = [pair for pair in self._headers if pair[0] not in given]
            headers = [*message.get("headers", ()), *more, (b"x-request-id", self.id.encode())]
            if self.status == 304:
                headers = [pair for pair in headers if pair[0].lower() != b"content-length"]
            message = {**message, "headers": headers}
        elif self._without_body and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)


def _arrived(scope: Scope, config: Config) -> Scope:
    """The request as the application sees it: from whom, for which path, HEAD as GET.

    Litestar takes a slash off the end of `path`; the state keeps it.
    """
    client = _client(scope, config.trusted)
    path, prefix = scope["path"], config.site.prefix
    if prefix and (path == prefix or path.startswith(f"{prefix}/")):  # a proxy that leaves the folder on
        path = path[len(prefix) :] or "/"
    peer = str((scope.get("client") or ("", 0))[0])
    state = {**scope.get("state", {}), ASKED_PATH: path, BY_PROXY: _is_in(peer, config.trusted)}
    method = "GET" if scope["method"] == "HEAD" else scope["method"]
    return {**scope, "client": (client, 0), "path": path, "method": method, "state": state}


def _client(scope: Scope, trusted: tuple[Network, ...]) -> str:
    """The nearest address of the way here that is no proxy of ours."""
    peer = (scope.get("client") or ("", 0))[0]
    headers = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
    way = [hop.strip() for value in headers for hop in value.decode("latin-1").split(",")]
    client = str(peer)
    while way and _is_in(client, trusted):
        client = way.pop()
    return client[:64]


def _is_in(text: str, networks: tuple[Network, ...]) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in networks)


def _is_open(path: str) -> bool:
    return path.startswith("/api/")


async def _refuse(send: Send, seconds: int) -> None:
    detail = "this address asks too often"
    body = msgspec.json.encode(Problem(title="Too Many Requests", status=429, detail=detail))
    headers = [(b"content-type", PROBLEM.encode()), (b"retry-after", str(seconds).encode())]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _log(scope: Scope, method: str, answer: _Answer, took: float) -> None:
    fields = {
        "request": answer.id,
        "method": method,
        "path": scope["state"][ASKED_PATH][:300],
        "status": answer.status,
        "milliseconds": round(took * 1000, 1),
        "client": scope["client"][0],
    }
    _LOG.info("request", extra={"fields": fields})
