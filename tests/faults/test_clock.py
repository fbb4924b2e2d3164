"""A clock that jumps about: no history is torn, nothing is lost, and nothing is told twice."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta
from pathlib import Path

import pytest

from airdate.ledger.open import open_ledger
from tests.faults.notifying import Notifying
from tests.ledger.samples import HOUR, T0, WORK, claim
from tests.watch.hooks import listening

SEED = 20261124


@pytest.mark.parametrize("backend", ["file", "server"])
def test_recording(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rng = random.Random(SEED)
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


def test_telling(tmp_path: Path) -> None:
    """`finish` checks that each notice has arrived, under one id, and the newest day last."""
    rng = random.Random(SEED)
    with listening() as hook:
        telling = Notifying(tmp_path, hook)
        for _ in range(12):
            telling.hear()
            telling.tell(wrong_by=timedelta(hours=rng.randrange(-48, 48)))
            telling.verify([])
        telling.finish()
        ids = [telling.id_of(request) for request in hook.requests]
        assert len(ids) == len(set(ids)), "told twice, though nobody was killed"
