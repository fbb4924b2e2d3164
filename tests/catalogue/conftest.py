"""A PostgreSQL server for the session and an empty database for each test, as the ledger's tests have."""

from tests.ledger.conftest import postgres, postgres_server

__all__ = ["postgres", "postgres_server"]
