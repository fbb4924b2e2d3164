"""Processes killed at random points of recording, migrating, backing up and restoring; what must hold then.

Each scenario works in a child process, which says what it has done down a pipe. It is killed without warning,
the scenario is verified, and the next child goes on from what is there. A kill that finds the work finished
does not count as one.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from airdate.errors import LedgerError
from airdate.ledger import transfer
from airdate.ledger.base import Ledger
from airdate.ledger.open import open_ledger
from airdate.ledger.sqlite import SqliteLedger
from airdate.postgresql import is_server
from airdate.run.migrate import migrate, restore_backup
from airdate.types import Claim
from tests.conftest import NOW
from tests.ledger import server
from tests.ledger.samples import HOUR, T0, WORK, claim

BATCH = 20
SMALL_CHUNK = 50  # rows, so that a copy has many points to be cut off at

Acknowledge = Callable[[int], None]


class Scenario(Protocol):
    """Something that is cut off again and again."""

    seconds: float  # within which a kill comes at first

    def work(self, acknowledge: Acknowledge) -> None:
        """What the child does; it says a number for each thing that is done for good."""

    def verify(self, acknowledged: list[int]) -> None:
        """Assert what must hold after a kill."""


def run(scenario: Scenario, kills: int, rng: random.Random) -> int:
    """Kill the scenario so many times at random points; returns how many things it had acknowledged."""
    said = hit = 0
    seconds = scenario.seconds
    while hit < kills or not said:  # one thing at least is acknowledged, however slow the machine
        killed, acknowledged = _cut_off(scenario.work, rng.random() * seconds)
        seconds *= 0.8 if acknowledged else 1.25  # at the machine's pace: before, in, after the first
        hit += killed
        said += len(acknowledged)
        scenario.verify(acknowledged)
    return said


def _cut_off(work: Callable[[Acknowledge], None], after: float) -> tuple[bool, list[int]]:
    """Do some work in a child and kill it after so many seconds: was it still at work, what had it said?"""
    child, pipe = _fork(work)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status), _heard(status, pipe)


def in_child(work: Callable[[Acknowledge], None]) -> list[int]:
    """Do some work in a child to its end; what it has said."""
    child, pipe = _fork(work)
    return _heard(os.waitpid(child, 0)[1], pipe)


def _fork(work: Callable[[Acknowledge], None]) -> tuple[int, int]:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            work(lambda number: _say(write, number))
            os._exit(0)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(1)  # never back into the test runner, whatever happened
    os.close(write)
    return child, read


def _heard(status: int, pipe: int) -> list[int]:
    with os.fdopen(pipe) as lines:
        said = [int(line) for line in lines]
    assert not (os.WIFEXITED(status) and os.WEXITSTATUS(status)), "the child failed by itself"
    return said


def _say(pipe: int, number: int) -> None:
    os.write(pipe, f"{number}\n".encode())


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
