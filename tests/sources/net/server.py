"""A web server on this machine that answers as a test tells it, tricks included."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Looks up the path, without its query, in the server's `pages` and keeps each request in `seen`."""

    protocol_version = "HTTP/1.1"
    server: Site  # type: ignore[assignment]

    def do_GET(self) -> None:
        """Answer as told, or 404."""
        self.server.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        answer = self.server.pages.get(self.path.partition("?")[0], status(404))
        with suppress(BrokenPipeError, ConnectionResetError):  # the client has had enough, as it should
            answer(self)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the tests' output clean."""


class Site(ThreadingHTTPServer):
    """The server, with what it answers and what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Answer] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []

    def url(self, path: str = "/") -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [path for path, _ in self.seen]


@contextmanager
def serving() -> Iterator[Site]:
    """A running server."""
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


def body(content: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer with a body; underscores in the headers' names stand for hyphens."""

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def status(code: int, **headers: str) -> Answer:
    """An answer without a body."""
    return body(b"", code, **headers)


def redirect(to: str, code: int = 302) -> Answer:
    """An answer that sends elsewhere."""
    return body(b"", code, Location=to)


def raw(*parts: bytes, before: Callable[[], object] = lambda: None) -> Answer:
    """Bytes as they are, `before` being called ahead of each part; then the connection ends."""

    def answer(handler: Handler) -> None:
        handler.close_connection = True
        for part in parts:
            before()
            handler.wfile.write(part)
            handler.wfile.flush()

    return answer


def in_turn(*answers: Answer) -> Answer:
    """One answer after another, then the last for ever."""
    left = list(answers)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)
