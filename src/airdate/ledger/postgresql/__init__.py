"""The ledger on a PostgreSQL server; needs the extra `postgresql`, and is imported by `ledger.open` alone."""

from airdate.ledger.postgresql.ledger import PostgresLedger

__all__ = ["PostgresLedger"]
