"""The contract of `base.Ledger`, on each backend."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from airdate.ledger.base import Ledger
from airdate.ledger.open import open_ledger
from tests.ledger.contract import LedgerContract


class TestSqlite(LedgerContract):
    @pytest.fixture
    def ledger(self, tmp_path: Path) -> Iterator[Ledger]:
        with open_ledger(tmp_path / "ledger.db") as ledger:
            yield ledger


class TestPostgres(LedgerContract):
    @pytest.fixture
    def ledger(self, postgres: str) -> Iterator[Ledger]:
        with open_ledger(postgres) as ledger:
            yield ledger
