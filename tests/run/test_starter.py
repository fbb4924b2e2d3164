"""Shipped facts reach a ledger that was filled by an earlier version, once, and overrule no person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from airdate.catalogue import load_catalogue, load_claims
from airdate.errors import LockedLedgerError
from airdate.ledger import SqliteLedger
from airdate.run import Airdate, starter

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Airdate]:
    """A workspace whose ledger was filled by a version that shipped two facts."""
    ledger = SqliteLedger(tmp_path / "ledger.db")
    airdate = Airdate(ledger, load_catalogue(), clock=lambda: NOW)
    ledger.record(load_claims(airdate.catalogue)[:2], known_at=NOW - timedelta(days=30))
    ledger.note("starter", "an earlier one")
    yield airdate
    airdate.close()


def test_what_is_newly_shipped_is_recorded_once(old: Airdate) -> None:
    assert not starter.is_recorded(old.ledger)
    starter.keep_up(old)
    assert starter.is_recorded(old.ledger)
    held = old.ledger.entries(include_closed=True)
    assert len(held) == len(load_claims(old.catalogue))
    starter.keep_up(old)
    assert old.ledger.entries(include_closed=True) == held


def test_a_persons_word_stays(old: Airdate) -> None:
    corrected, retracted = (entry.entry_id for entry in old.ledger.entries())
    old.correct(corrected, {"who": "A Sample"}, by="ann", reason="misread")
    old.retract(retracted, by="ann", reason="withdrawn")
    starter.keep_up(old)
    assert (old.ledger.get(corrected).state, old.ledger.get(retracted).state) == ("corrected", "retracted")


def test_a_ledger_that_another_holds_is_left_as_it_is(old: Airdate, tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "ledger.db", lock_seconds=0.01) as mine:
        waiting = Airdate(mine, old.catalogue, clock=lambda: NOW)
        with old.ledger._transaction():  # type: ignore[attr-defined]
            starter.keep_up(waiting)
        assert len(mine.entries()) == 2


def test_a_new_ledger_that_cannot_be_filled_is_an_error(old: Airdate, tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "empty.db", lock_seconds=0.01) as empty, SqliteLedger(empty.path) as holder:
        unfilled = Airdate(empty, old.catalogue, clock=lambda: NOW)
        with holder._transaction(), pytest.raises(LockedLedgerError):
            starter.keep_up(unfilled)
