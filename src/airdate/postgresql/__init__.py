"""What every PostgreSQL home of ours shares; `session` needs the extra `postgresql`, and is imported late.

Invariant: each kind of home lies in a schema of its own, so that one database may hold several kinds.
"""

from __future__ import annotations

from typing import NamedTuple

from airdate.errors import AirdateError, InputError
from airdate.sqlite import Migration
from airdate.sqlite import migrations as shared_migrations

SERVER_SCHEMES = ("postgresql://", "postgres://")
NO_DRIVER = "the driver for PostgreSQL is not installed"
GET_DRIVER = "pip install 'airdate[postgresql]'"


class Kind(NamedTuple):
    """A kind of home: what it is called, the database's schema that it lies in, and the package with its
    migrations; the number of its own among a database's advisory locks; what its errors are raised as, and
    the way out where the server's files are damaged.
    """

    name: str
    schema: str
    package: str
    lock: int
    failed: type[AirdateError]
    locked: type[AirdateError]
    foreign: type[AirdateError]
    mend: str

    def migrations(self) -> list[Migration]:
        """All steps of the schema, in order."""
        return shared_migrations(self.package)


def is_server(target: str) -> bool:
    """Does a setting name a database on a server, and not a file?"""
    return target.startswith(SERVER_SCHEMES)


def no_text() -> InputError:
    """The error for characters that no database takes for text."""
    return InputError("it holds characters that are no text", hint="write it in UTF-8")
