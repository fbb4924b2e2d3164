"""Tells cheaply whether anything was loaded into a synced catalogue, in whichever home."""

from __future__ import annotations

import time
from pathlib import Path

from airdate.catalogue import Store
from airdate.errors import DataError
from airdate.postgresql import is_server
from airdate.run.held import Watch

_LOOK_SECONDS = 1.0  # between questions to a server: a page asks many times a second
_AGAIN_SECONDS = 30.0  # after one that it did not answer, which may take long


class ServerWatch:
    """Asks a server, once a second at most; while it does not answer, the last answer stands. For one thread.

    Raises on opening as `Store`.
    """

    def __init__(self, address: str) -> None:
        self._store = Store(address)
        self._seen = 0
        self._next_look = 0.0

    def version(self) -> int:
        """Another number whenever anything was loaded, within a second."""
        now = time.monotonic()
        if now >= self._next_look:
            try:
                self._seen = int(self._store.version()[:15], 16)
                self._next_look = now + _LOOK_SECONDS
            except DataError:
                self._next_look = now + _AGAIN_SECONDS
        return self._seen

    def close(self) -> None:
        """Let go of the server."""
        self._store.close()


def watch_catalogue(place: str | Path) -> Watch | ServerWatch | None:
    """A watch over the catalogue at a path or address; `None` where nothing was synced into a file yet."""
    if is_server(str(place)):
        return ServerWatch(str(place))
    return Watch(Path(place)) if Path(place).is_file() else None
