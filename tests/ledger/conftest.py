"""A PostgreSQL server for the session, and an empty database for each test."""

from collections.abc import Iterator

import pytest

from tests.ledger import server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server that lives as long as the tests; skipped where there is none to start."""
    if reason := server.missing():
        pytest.skip(reason)
    with server.running() as url:
        yield url


@pytest.fixture
def postgres(postgres_server: str) -> str:
    """The address of a database without a ledger."""
    server.empty(postgres_server)
    return postgres_server
