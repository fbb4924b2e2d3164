"""A disk that fills up while recording, building and telling: what was there stays, and it is said in a line.

A child may let files grow to so many bytes; then the system refuses, as a full disk does.
"""

from __future__ import annotations

import resource
import signal
from contextlib import closing
from pathlib import Path

import pytest

from airdate.errors import AirdateError, InputError, LedgerError
from airdate.ledger.sqlite import SqliteLedger
from airdate.watch import state
from airdate.watch.outbox import counts
from tests.faults import ledgers
from tests.faults.building import Building, check_whole
from tests.faults.kills import Acknowledge, in_child
from tests.faults.notifying import Notifying
from tests.ledger.samples import T0
from tests.watch.hooks import listening


def files_may_grow_to(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.parametrize("room", [1_000, 50_000, 120_000, 300_000])
def test_recording(tmp_path: Path, room: int) -> None:
    path = tmp_path / "ledger.db"
    with SqliteLedger(path) as ledger:
        ledger.record(ledgers.batch(0), known_at=T0)
    size = path.stat().st_size

    def fill(acknowledge: Acknowledge) -> None:
        files_may_grow_to(size + room)
        with SqliteLedger(path) as ledger:
            for number in range(1, 1_000):
                try:
                    ledger.record(ledgers.batch(number), known_at=T0)
                except LedgerError as error:
                    assert error.hint
                    return
                acknowledge(number)

    acknowledged = in_child(fill)
    with SqliteLedger(path) as ledger:
        assert ledgers.whole_batches(ledger) == {0, *acknowledged}
        ledger.record(ledgers.batch(1_000), known_at=T0)  # there is room again


@pytest.mark.parametrize("size", [100, 3_000, 8_000])
def test_building(tmp_path: Path, size: int) -> None:
    building = Building(tmp_path)

    def fill(acknowledge: Acknowledge) -> None:
        building.hear()
        try:
            building.publish(lambda: files_may_grow_to(size))
        except InputError as error:
            assert error.hint and "cannot write the site" in error.message
            acknowledge(1)

    assert in_child(fill) == [1]
    assert check_whole(tmp_path / "site") == 1, "the site that was there stays up"
    building.finish()


def test_telling(tmp_path: Path) -> None:
    with listening() as hook:
        telling = Notifying(tmp_path, hook)
        path = tmp_path / "state.db"

        def fill(acknowledge: Acknowledge) -> None:
            telling.hear()
            try:
                with state.translated(path):
                    telling.tell(first=lambda: files_may_grow_to(10_000))
            except AirdateError as error:
                assert error.hint
                acknowledge(1)

        assert in_child(fill) == [1]
        with closing(state.connect(path)) as connection:
            assert counts(connection).sent == 0
        telling.finish()  # there is room again
        assert len(hook.requests) > 0
