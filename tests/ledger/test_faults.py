"""Twenty kills at random points, a full disk, lost connections, a moved clock: nothing acknowledged is lost.

`python -m bench.faults` runs hundreds of kills.
"""

import itertools
import random
import resource
import signal
import threading
import time
from pathlib import Path

import psycopg
import pytest

from airdate.errors import LedgerError
from airdate.ledger.open import open_ledger
from airdate.ledger.sqlite import SqliteLedger
from tests.ledger import faults
from tests.ledger.samples import HOUR, T0, WORK, claim

SEED = 20261124
END_OURS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'airdate'"


@pytest.fixture
def rng() -> random.Random:
    return random.Random(SEED)


def test_killed_while_recording_into_a_file(tmp_path: Path, rng: random.Random) -> None:
    assert faults.run(faults.Recording(tmp_path / "ledger.db"), 5, rng)


def test_killed_while_recording_on_a_server(postgres: str, rng: random.Random) -> None:
    assert faults.run(faults.Recording(postgres), 4, rng)


def test_killed_while_migrating_to_a_server(postgres: str, tmp_path: Path, rng: random.Random) -> None:
    moving = faults.Migrating(tmp_path / "source.db", postgres)
    faults.run(moving, 4, rng)
    moving.finish()


def test_killed_while_migrating_into_a_file(tmp_path: Path, rng: random.Random) -> None:
    moving = faults.Migrating(tmp_path / "source.db", tmp_path / "target.db")
    faults.run(moving, 2, rng)
    moving.finish()


def test_killed_while_backing_up(tmp_path: Path, rng: random.Random) -> None:
    faults.run(faults.BackingUp(tmp_path / "ledger.db", tmp_path / "backup.db"), 3, rng)


def test_killed_while_restoring(tmp_path: Path, rng: random.Random) -> None:
    faults.run(faults.Restoring(tmp_path), 2, rng)


@pytest.mark.parametrize("room", [1_000, 50_000, 120_000, 300_000])
def test_a_disk_that_fills_up_costs_nothing_that_was_acknowledged(tmp_path: Path, room: int) -> None:
    """The child may let files grow to so many bytes; then the system refuses, as a full disk does."""
    path = tmp_path / "ledger.db"
    with SqliteLedger(path) as ledger:
        ledger.record(faults.batch(0), known_at=T0)
    size = path.stat().st_size

    def fill(acknowledge: faults.Acknowledge) -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + room, resource.RLIM_INFINITY))
        with SqliteLedger(path) as ledger:
            for number in range(1, 1_000):
                try:
                    ledger.record(faults.batch(number), known_at=T0)
                except LedgerError as error:
                    assert error.hint
                    return
                acknowledge(number)

    acknowledged = faults.in_child(fill)
    with SqliteLedger(path) as ledger:
        assert faults.whole_batches(ledger) == {0, *acknowledged}
        ledger.record(faults.batch(1_000), known_at=T0)  # there is room again


def test_connections_that_are_cut_at_any_point_lose_and_double_nothing(
    postgres: str, rng: random.Random
) -> None:
    def cut() -> None:
        with psycopg.connect(postgres, autocommit=True) as db:
            for _ in range(30):
                time.sleep(rng.random() * 0.03)
                db.execute(END_OURS)

    with open_ledger(postgres) as ledger:
        thread = threading.Thread(target=cut)
        thread.start()
        batches, lost = faults.record_through(ledger, thread.is_alive)
        thread.join()
        assert lost > 0
        ledger.record(faults.batch(batches), known_at=T0)
        assert faults.whole_batches(ledger) == set(range(batches + 1))


@pytest.mark.parametrize("backend", ["file", "server"])
def test_a_clock_that_jumps_about_tears_no_history(
    backend: str, tmp_path: Path, request: pytest.FixtureRequest, rng: random.Random
) -> None:
    target = tmp_path / "ledger.db" if backend == "file" else request.getfixturevalue("postgres")
    with open_ledger(target) as ledger:
        for n in range(60):
            at = T0 + rng.randrange(-50, 50) * HOUR
            one, other = claim(document_id=f"doc-{n}"), claim(document_id="doc-0", who=f"Witness {n}")
            done = ledger.record([(WORK, one), (WORK, other)], known_at=at)
            assert n == 0 or done.added == 1
        versions = ledger.history(ledger.entries(work_id=WORK)[0].entry_id)
        assert all(one.known_to == next.known_from for one, next in itertools.pairwise(versions))
        assert len(ledger.entries()) == 60 and ledger.check() == []


def test_the_runner_sees_what_it_should(tmp_path: Path) -> None:
    """A ledger that forgot a batch, or kept half of one, is found out."""
    path = tmp_path / "ledger.db"
    scenario = faults.Recording(path)
    with SqliteLedger(path) as ledger:
        ledger.record(faults.batch(0), known_at=T0)
        scenario.verify([0])
        with pytest.raises(AssertionError, match="lost"):
            scenario.verify([1])
        ledger.record(faults.batch(2)[:5], known_at=T0)
        with pytest.raises(AssertionError, match="half"):
            scenario.verify([])
