"""The contract of `store.Store`, in each home."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from airdate.catalogue.store import Store
from tests.catalogue.contract import StoreContract


class TestMemory(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        with closing(Store()) as store:
            yield store


class TestFile(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        with closing(Store(tmp_path / "catalogue.db")) as store:
            yield store


class TestPostgres(StoreContract):
    @pytest.fixture
    def store(self, postgres: str) -> Iterator[Store]:
        with closing(Store(postgres)) as store:
            yield store
