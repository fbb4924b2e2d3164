"""Tells cheaply whether works have changed in a ledger, in whichever home."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from airdate.ledger.codec import Mark
from airdate.ledger.open import open_ledger
from airdate.postgresql import is_server
from airdate.run.held import Stamp, Watch
from airdate.run.looks import Looks


class ServerLedgerWatch:
    """Asks a server, once a second at most; while it does not answer, the last answer stands. For one thread.

    Raises on opening as `open_ledger`.
    """

    def __init__(self, address: str) -> None:
        self._ledger = open_ledger(address)
        self._seen: tuple[Mark | None, int] = (None, 0)  # the last row, and how many forecasts are frozen
        self._number = 0
        self._all_changed = 0  # the number at which any work may have changed
        self._changed: dict[str, int] = {}  # work → the number at which it last changed
        self._looks = Looks(self._look)

    def version(self) -> int:
        """Another number whenever anyone has written to the ledger, within a second."""
        self._looks.refresh()
        return self._number

    def stamp(self, work_ids: Iterable[str]) -> Stamp:
        """The state of some works' rows; of no meaning to another watch."""
        self.version()
        return (self._all_changed, *(self._changed.get(work_id, 0) for work_id in work_ids))

    def ask(self) -> None:
        """See whether it answers, now. Raises `LedgerError` where it does not."""
        self._look()

    def close(self) -> None:
        """Let go of the server."""
        self._ledger.close()

    def _look(self) -> None:
        mark = self._seen[0]
        now = self._ledger.mark(), self._ledger.frozen()
        if now == self._seen:
            return
        works = self._ledger.works_since(mark) if mark is not None else None
        self._number += 1
        if works is None:
            self._all_changed = self._number
            self._changed.clear()
        else:
            self._changed.update(dict.fromkeys(works, self._number))
        self._seen = now


def watch_ledger(place: str | Path) -> Watch | ServerLedgerWatch | None:
    """A watch over the ledger at a path or address; `None` where there is no file yet."""
    if is_server(str(place)):
        return ServerLedgerWatch(str(place))
    return Watch(Path(place)) if Path(place).is_file() else None
