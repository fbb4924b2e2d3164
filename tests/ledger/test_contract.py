"""The contract of `base.Ledger`, on each backend."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from airdate.ledger.base import Ledger
from airdate.ledger.sqlite import SqliteLedger
from tests.ledger.contract import LedgerContract


class TestSqlite(LedgerContract):
    @pytest.fixture
    def ledger(self, tmp_path: Path) -> Iterator[Ledger]:
        with SqliteLedger(tmp_path / "ledger.db") as ledger:
            yield ledger
