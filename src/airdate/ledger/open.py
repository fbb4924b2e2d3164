"""Which ledger a setting means: a file, or a database on a server."""

from __future__ import annotations

from pathlib import Path

from airdate.errors import LedgerError
from airdate.ledger.base import Ledger
from airdate.ledger.sqlite import SqliteLedger
from airdate.postgresql import GET_DRIVER, NO_DRIVER, is_server


def open_ledger(target: str | Path, lock_seconds: float = 5) -> Ledger:
    """Open the ledger at a path, or at `postgresql://user@host/database`; made where there is none.

    Raises:
        LedgerError: as the ledgers themselves, and where the driver for PostgreSQL is not installed.
    """
    if not is_server(str(target)):
        return SqliteLedger(target, lock_seconds=lock_seconds)
    try:
        from airdate.ledger.postgresql import PostgresLedger  # half a second of import, for few
    except ImportError:
        raise LedgerError(NO_DRIVER, hint=GET_DRIVER) from None
    return PostgresLedger(str(target), lock_seconds=lock_seconds)
