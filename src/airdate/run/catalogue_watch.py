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
        self._state = ""
        self._looks = Looks(self._look)

    def version(self) -> int:
        """Another number whenever anything was loaded, within a second."""
        self._looks.refresh()
        return self._seen

    def state(self) -> str:
        """What the catalogue holds, as `Store.version`."""
        self._looks.refresh()
        return self._state

    def close(self) -> None:
        """Let go of the server."""
        self._store.close()

    def _look(self) -> None:
        self._state = self._store.version()
        self._seen = int(self._state[:15], 16)


class FileWatch(Watch):
    """Asks the file each time. For one thread. Raises on opening as `Store`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._store = Store(path)
        self._state = (-1, "")

    def state(self) -> str:
        """What the catalogue holds, as `Store.version`."""
        version = self.version()
        if version != self._state[0]:
            self._state = version, self._store.version()
        return self._state[1]

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()
        super().close()


def watch_catalogue(place: str | Path) -> FileWatch | ServerWatch | None:
    """A watch over the catalogue at a path or address; `None` where nothing was synced into a file yet."""
    if is_server(str(place)):
        return ServerWatch(str(place))
    return FileWatch(Path(place)) if Path(place).is_file() else None
