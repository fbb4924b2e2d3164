"""Claims → entries → beliefs: an append-only store with two clocks, and a pure `settle`."""

from airdate.ledger.base import Ledger, Recorded
from airdate.ledger.settle import settle
from airdate.ledger.sqlite import SqliteLedger

__all__ = ["Ledger", "Recorded", "SqliteLedger", "settle"]
