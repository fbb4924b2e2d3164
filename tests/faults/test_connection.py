"""Connections to the database cut at any point while writing: what was acknowledged is there, once."""

from __future__ import annotations

import random
import threading
import time

import psycopg

from airdate.ledger.open import open_ledger
from tests.faults import ledgers
from tests.ledger.samples import T0

SEED = 20261124
END_OURS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'airdate'"


def test_a_batch_that_failed_is_offered_again(postgres: str) -> None:
    rng = random.Random(SEED)

    def cut() -> None:
        with psycopg.connect(postgres, autocommit=True) as db:
            for _ in range(30):
                time.sleep(rng.random() * 0.03)
                db.execute(END_OURS)

    with open_ledger(postgres) as ledger:
        thread = threading.Thread(target=cut)
        thread.start()
        batches, lost = ledgers.record_through(ledger, thread.is_alive)
        thread.join()
        assert lost > 0
        ledger.record(ledgers.batch(batches), known_at=T0)
        assert ledgers.whole_batches(ledger) == set(range(batches + 1))
