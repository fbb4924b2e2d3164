"""The catalogue on a PostgreSQL server; needs the extra `postgresql`, so it is imported late."""

from airdate.catalogue.postgresql.backend import CATALOGUE, PostgresBackend

__all__ = ["CATALOGUE", "PostgresBackend"]
