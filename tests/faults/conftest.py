"""The PostgreSQL server of the ledger's tests."""

from tests.ledger.conftest import postgres, postgres_server

__all__ = ["postgres", "postgres_server"]
