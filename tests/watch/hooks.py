"""A webhook on this machine that remembers what it was sent, and answers as it is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Request(NamedTuple):
    """One request; names of headers in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes


class Hook:
    """The running server: `answers` are used up one a request, then it is 200."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.server_port}"
        self.requests: list[Request] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.content = b""


@contextmanager
def listening() -> Iterator[Hook]:
    """A hook for the time of a test."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            hook.requests.append(Request(self.path, headers, body))
            status, more = hook.answers.pop(0) if hook.answers else (200, {})
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(hook.content)))
            self.end_headers()
            self.wfile.write(hook.content)

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook = Hook(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
