"""What a ledger is among the kinds of homes on a server."""

from __future__ import annotations

from airdate.errors import ForeignLedgerError, LedgerError, LockedLedgerError
from airdate.postgresql import Kind

LEDGER = Kind(
    name="ledger",
    schema="airdate",
    package="airdate.ledger.postgresql",
    lock=1097429604,
    failed=LedgerError,
    locked=LockedLedgerError,
    foreign=ForeignLedgerError,
    mend="restore a backup into an empty database",
)
