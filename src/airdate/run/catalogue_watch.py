"""Tells cheaply whether anything was loaded into a synced catalogue, in whichever home."""

from __future__ import annotations

from pathlib import Path

from airdate.catalogue import Store
from airdate.postgresql import is_server
from airdate.run.held import Watch
from airdate.run.looks import Looks


class ServerWatch:
    """Asks a server, once a second at most; while it does not answer, the last answer stands. For one thread.

    Raises on opening as `Store`.
    """

    def __init__(self, address: str) -> None:
        self._store = Store(address)
        self._seen = 0
        self._looks = Looks(self._look)

    def version(self) -> int:
        """Another number whenever anything was loaded, within a second."""
        self._looks.refresh()
        return self._seen

    def close(self) -> None:
        """Let go of the server."""
        self._store.close()

    def _look(self) -> None:
        self._seen = int(self._store.version()[:15], 16)


def watch_catalogue(place: str | Path) -> Watch | ServerWatch | None:
    """A watch over the catalogue at a path or address; `None` where nothing was synced into a file yet."""
    if is_server(str(place)):
        return ServerWatch(str(place))
    return Watch(Path(place)) if Path(place).is_file() else None
