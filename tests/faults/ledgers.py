"""Recording, migrating, backing up and restoring, cut off: every acknowledged statement is there, once."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

from airdate.errors import LedgerError
from airdate.ledger import transfer
from airdate.ledger.base import Ledger
from airdate.ledger.open import open_ledger
from airdate.ledger.sqlite import SqliteLedger
from airdate.postgresql import is_server
from airdate.run.migrate import migrate, restore_backup
from airdate.types import Claim
from tests.conftest import NOW
from tests.faults.kills import Acknowledge
from tests.ledger import server
from tests.ledger.samples import HOUR, T0, WORK, claim

BATCH = 20
SMALL_CHUNK = 50  # rows, so that a copy has many points to be cut off at


def batch(number: int) -> list[tuple[str, Claim]]:
    """A batch of statements of its own, which tell its number."""
    return [(WORK, claim(document_id=f"{number}.{n}")) for n in range(BATCH)]


def whole_batches(ledger: Ledger) -> set[int]:
    """The batches that are held. None may be held in part, or twice, or be unsound."""
    rows = ledger.entries(include_closed=True)
    held = [entry.claim.document_id for entry in rows if entry.known_to is None]
    assert len(held) == len(set(held)), "a statement is held twice"
    numbers = [int(document.partition(".")[0]) for document in held]
    counts = {number: numbers.count(number) for number in set(numbers)}
    assert set(counts.values()) <= {BATCH}, "a batch is half-written"
    assert ledger.check() == []
    return set(counts)


class Recording:
    """Batches recorded one after another; each that was acknowledged is there, once and whole."""

    seconds = 0.08

    def __init__(self, target: str | Path) -> None:
        self._target = target
        self._acknowledged: set[int] = set()
        self._next = 0

    def work(self, acknowledge: Acknowledge) -> None:
        with open_ledger(self._target, lock_seconds=20) as ledger:
            for number in itertools.count(self._next):
                ledger.record(batch(number), known_at=T0)
                acknowledge(number)

    def verify(self, acknowledged: list[int]) -> None:
        self._acknowledged.update(acknowledged)
        if not is_server(str(self._target)) and not Path(self._target).exists():
            assert not self._acknowledged
            return  # killed while it was made: nothing half-made is left in its place
        with open_ledger(self._target, lock_seconds=20) as ledger:
            held = whole_batches(ledger)
        assert held >= self._acknowledged, "an acknowledged batch is lost"
        self._next = max(held, default=-1) + 1

    def finish(self) -> None:
        """A batch more goes in."""
        with open_ledger(self._target, lock_seconds=20) as ledger:
            ledger.record(batch(self._next), known_at=T0)
            assert self._next in whole_batches(ledger)


class Migrating:
    """A ledger copied into another home; the rest of a cut-off copy makes it whole."""

    seconds = 0.4

    def __init__(self, source: Path, target: str | Path) -> None:
        self._source, self._target = source, target
        with SqliteLedger(source) as ledger:
            for number in range(60):
                ledger.record(batch(number), known_at=T0)
            for entry in ledger.entries()[::7]:
                ledger.correct(entry.entry_id, {"who": "A Baker"}, by="a", reason="r", known_at=T0 + HOUR)
            for entry in ledger.entries()[::11]:
                ledger.retract(entry.entry_id, by="a", reason="r", known_at=T0 + 2 * HOUR)
            self._digest = transfer.digest(ledger)[0]

    def work(self, acknowledge: Acknowledge) -> None:
        transfer.CHUNK = SMALL_CHUNK
        migrate(self._source, self._target, 20, lambda _: None)
        acknowledge(0)

    def verify(self, acknowledged: list[int]) -> None:
        with SqliteLedger(self._source) as source:
            assert transfer.digest(source)[0] == self._digest
        if acknowledged:
            with open_ledger(self._target, lock_seconds=20) as target:
                assert transfer.digest(target)[0] == self._digest
            self._begin_anew()

    def finish(self) -> None:
        """Take the last cut-off copy up again: the two are the same then."""
        assert migrate(self._source, self._target, 20, lambda _: None).digest == self._digest

    def _begin_anew(self) -> None:
        if is_server(str(self._target)):
            server.empty(str(self._target))
        else:
            for path in Path(self._target).parent.glob(f"{Path(self._target).name}*"):
                path.unlink()


class BackingUp:
    """A ledger backed up over an older backup; what lies there is a whole ledger at any time."""

    seconds = 0.06

    def __init__(self, target: str | Path, backup: Path) -> None:
        self._target, self._backup = target, backup
        with open_ledger(target) as ledger:
            for number in range(40):
                ledger.record(batch(number), known_at=T0)
            ledger.backup(backup)

    def work(self, acknowledge: Acknowledge) -> None:
        with open_ledger(self._target) as ledger:
            for number in itertools.count():
                ledger.backup(self._backup)
                acknowledge(number)

    def verify(self, acknowledged: list[int]) -> None:
        for place in (self._backup, self._target):
            with open_ledger(place, lock_seconds=20) as ledger:
                assert len(whole_batches(ledger)) == 40

    def finish(self) -> None:
        """A backup more is made."""
        with open_ledger(self._target) as ledger:
            ledger.backup(self._backup)
        self.verify([])


class Restoring:
    """A backup put in a ledger's place; there is a sound ledger at any time, and none is lost."""

    seconds = 0.1

    def __init__(self, folder: Path) -> None:
        self._ledger, self._backup = folder / "ledger.db", folder / "backup.db"
        self._clock = itertools.count()
        for path, batches in ((self._ledger, 30), (self._backup, 20)):
            with SqliteLedger(path) as ledger:
                for number in range(batches):
                    ledger.record(batch(number), known_at=T0)

    def work(self, acknowledge: Acknowledge) -> None:
        restore_backup(self._backup, self._ledger, NOW + next(self._clock) * HOUR)
        acknowledge(0)

    def verify(self, acknowledged: list[int]) -> None:
        next(self._clock)
        former = self._ledger.parent.glob(f"{self._ledger.name}.before-*T??????")
        held = {path: _batches(path) for path in (self._ledger, self._backup, *former)}
        assert held[self._ledger] in (20, 30) and held[self._backup] == 20
        assert 30 in held.values(), "the ledger that was there is gone"

    def finish(self) -> None:
        """It is restored once more."""
        self.work(lambda _: None)
        self.verify([0])


def _batches(path: Path) -> int:
    with SqliteLedger(path) as ledger:
        return len(whole_batches(ledger))


def record_through(ledger: Ledger, going_on: Callable[[], bool]) -> tuple[int, int]:
    """Record while connections are lost: a batch that failed is offered again. Batches, and failures."""
    number = lost = 0
    while going_on():
        if _recorded(ledger, number):
            number += 1
        else:
            lost += 1
    return number, lost


def _recorded(ledger: Ledger, number: int) -> bool:
    try:
        ledger.record(batch(number), known_at=T0)
    except LedgerError:
        return False
    return True
