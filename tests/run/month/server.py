"""The simulated world's outlets on one local server, told apart by host, with the faults of the real web.

What goes wrong is a function of outlet, hour and seed, so that a world fails the same way each time: hosts
that do not answer, refuse for a while, break off, send an error page, move their feed for good, change its
format, go away, or pass on another's articles.
"""

from __future__ import annotations

import random
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

import msgspec

from tests.run.month.scripts import Outlet, Script
from tests.run.month.texts import Article, write_article

_CARRIED = timedelta(days=5)
_MOST_ITEMS = 40
_SHORTER = 3  # feeds in this many send neither ETag nor Last-Modified
FAULTS = (("dropped", 0.02), ("busy", 0.02), ("down", 0.03), ("cut", 0.015), ("error page", 0.01))


class World:
    """What the outlets publish, and when; `now` is read at each request."""

    def __init__(self, script: Script, *, seed: int, faults: bool = True, minutes: int = 60) -> None:
        self.script = script
        self.now = script.start
        self.seed = seed
        self.faults = faults
        self.minutes = minutes  # the usual interval of all feeds
        self._called: dict[str, list[datetime]] = {}  # the first and the last call of each host
        self._fast: set[str] = set()
        self.requested = 0
        self.faulted: dict[str, int] = defaultdict(int)
        self.by_domain = {outlet.domain: outlet for outlet in script.outlets}
        self._articles: dict[int, list[Article]] = defaultdict(list)
        for number, beat in enumerate(script.beats):
            for teller in beat.tellers:
                outlet = script.outlets[teller]
                self._articles[teller].append(write_article(beat, outlet, number))
        for articles in self._articles.values():
            articles.sort(key=lambda article: article.at)

    def note_call(self, outlet: Outlet) -> None:
        """A host is called now. What it allows can be known only from its first answer on."""
        self.requested += 1
        calls = self._called.setdefault(outlet.domain, [])
        delay = timedelta(seconds=self.delay(outlet) - 0.001)
        if len(calls) > 1 and timedelta() <= self.now - calls[1] < delay:
            self._fast.add(outlet.domain)
        self._called[outlet.domain] = [*calls[:1], self.now]

    def too_fast(self) -> list[str]:
        """Hosts that were called sooner after another call than they allow, by what their robots.txt said."""
        return sorted(self._fast)

    def delay(self, outlet: Outlet) -> int:
        """Seconds that an outlet's robots.txt asks for between calls."""
        return 2 if outlet.number % 7 == 0 else 1

    def share(self) -> float:
        """How much of the time is over."""
        return (self.now - self.script.start) / timedelta(days=self.script.days)

    def carried(self, outlet: Outlet) -> list[tuple[Outlet, Article]]:
        """What an outlet's feed carries now, the newest first; some pass on their neighbour's."""
        own = [(outlet, article) for article in self._articles[outlet.number]]
        if outlet.number % 10 == 6:
            neighbour = self.script.outlets[outlet.number - 1]
            own += [(neighbour, article) for article in self._articles[neighbour.number]]
        fresh = [pair for pair in own if self.now - _CARRIED < pair[1].at <= self.now]
        return sorted(fresh, key=lambda pair: pair[1].at, reverse=True)[:_MOST_ITEMS]

    def page(self, outlet: Outlet, path: str) -> Article | None:
        """The article at a path."""
        found = (a for a in self._articles[outlet.number] if a.path == path and a.at <= self.now)
        return next(found, None)

    def fault(self, outlet: Outlet) -> str:
        """What goes wrong at an outlet in this hour; empty where nothing does."""
        if not self.faults:
            return ""
        rng = random.Random(f"{self.seed} {outlet.number} {self.now:%Y-%m-%d %H}")
        at, low = rng.random(), 0.0
        for name, share in FAULTS:
            if low <= at < low + share:
                return name
            low += share
        return ""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        world = self.server.world
        domain = (self.headers["Host"] or "").partition(":")[0]
        outlet = world.by_domain[domain]
        world.note_call(outlet)
        if self.path == "/robots.txt":
            self._send(200, f"User-agent: *\nCrawl-delay: {world.delay(outlet)}\n".encode())
        elif self.path.startswith("/feed"):
            self._feed(world, outlet)
        elif (article := world.page(outlet, self.path)) is not None:
            self._send(200, _page(outlet, article), type="text/html")
        else:
            self._send(404, b"")

    def _feed(self, world: World, outlet: Outlet) -> None:
        fault = world.fault(outlet)
        world.faulted[fault] += 1
        has_moved = world.faults and outlet.number % 20 == 3 and world.share() > 0.4
        if fault == "dropped":
            self.close_connection = True
        elif fault == "busy":
            self._send(429, b"", Retry_After="1800")
        elif fault == "down":
            self._send(503, b"")
        elif fault == "error page":
            self._send(200, b"<!doctype html><html><body><p>Something went wrong.</p></body></html>")
        elif world.faults and outlet.number % 20 == 17 and world.share() > 0.9:
            self._send(410, b"")
        elif has_moved and self.path == "/feed":
            self._send(301, b"", Location="/feed-of-today")
        else:
            self._whole(world, outlet, cut=fault == "cut")

    def _whole(self, world: World, outlet: Outlet, *, cut: bool) -> None:
        has_changed = world.faults and outlet.number % 20 == 4 and world.share() > 0.5
        form = "rss" if has_changed else outlet.form
        body = FORMS[form](outlet, self.server.port, world.carried(outlet)).encode()
        headers = {}
        if outlet.number % _SHORTER:
            headers["ETag"] = f'"{sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == headers["ETag"]:
                self._send(304, b"", **headers)
                return
        self._send(200, body[: len(body) * 2 // 3] if cut else body, **headers)

    def _send(self, status: int, body: bytes, type: str = "application/xml", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{type}; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output clean."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, world: World) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.world = world
        self.port = self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that is killed within a request is no fault of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(world: World) -> Iterator[int]:
    """A running server; gives its port."""
    server = _Server(world)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _link(outlet: Outlet, port: int, article: Article) -> str:
    return f"http://{outlet.domain}:{port}{article.path}"


def _rss(outlet: Outlet, port: int, carried: list[tuple[Outlet, Article]]) -> str:
    items = "".join(
        f"<item><title>{escape(a.headline)}</title><link>{_link(o, port, a)}</link>"
        f"<guid>{_link(o, port, a)}</guid><pubDate>{format_datetime(a.at)}</pubDate>"
        f"<description>{escape(a.summary)}</description></item>"
        for o, a in carried
    )
    head = f"<title>{outlet.domain}</title><link>http://{outlet.domain}</link><ttl>15</ttl>"
    about = "" if items else "<item><title>Nothing new</title></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}{about}</channel></rss>'


def _atom(outlet: Outlet, port: int, carried: list[tuple[Outlet, Article]]) -> str:
    entries = "".join(
        f"<entry><id>{_link(o, port, a)}</id><title>{escape(a.headline)}</title>"
        f'<link href="{_link(o, port, a)}"/><published>{a.at.isoformat()}</published>'
        f"<updated>{a.at.isoformat()}</updated><summary>{escape(a.summary)}</summary></entry>"
        for o, a in carried
    )
    about = "" if entries else "<entry><id>none</id><title>Nothing new</title></entry>"
    head = f"<title>{outlet.domain}</title><id>http://{outlet.domain}</id>"
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}{about}</feed>'


def _json(outlet: Outlet, port: int, carried: list[tuple[Outlet, Article]]) -> str:
    items = [
        {
            "id": _link(o, port, a),
            "url": _link(o, port, a),
            "title": a.headline,
            "content_text": a.summary,
            "date_published": a.at.isoformat(),
        }
        for o, a in carried
    ]
    about = items or [{"id": "none", "title": "Nothing new", "content_text": "Nothing new."}]
    version = "https://jsonfeed.org/version/1.1"
    return msgspec.json.encode({"version": version, "title": outlet.domain, "items": about}).decode()


FORMS = {"rss": _rss, "atom": _atom, "json": _json}


def _page(outlet: Outlet, article: Article) -> bytes:
    paragraphs = "".join(f"<p>{escape(part.strip())}.</p>" for part in article.page.rstrip(".").split(". "))
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(article.headline)}</title>'
        f'<meta property="article:published_time" content="{article.at.isoformat()}"></head><body>'
        f"<nav><a href='/'>Home</a></nav><article><h1>{escape(article.headline)}</h1>{paragraphs}</article>"
        f"<footer>{outlet.domain}</footer></body></html>"
    ).encode()
