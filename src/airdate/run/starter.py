"""Keeping a ledger up with the facts that ship with the code.

Invariant: shipped facts are recorded as any reading is: what a person corrected or took back stays so, and
recording them twice changes nothing. A note in the ledger says which were recorded last, so that opening it
costs a look at the shipped files and no more.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from airdate.errors import LedgerError
from airdate.ledger import Ledger

if TYPE_CHECKING:
    from airdate.run.workspace import Airdate

_NOTE = "starter"


def keep_up(airdate: Airdate) -> None:
    """Record the shipped facts where they have changed since they were last recorded in this ledger.

    A ledger that has facts and cannot be written now, being locked or only for reading, is left as it is.

    Raises:
        LedgerError: a new ledger cannot be filled.
    """
    if is_recorded(airdate.ledger):
        return
    try:
        airdate.seed()
        airdate.ledger.note(_NOTE, digest())
    except LedgerError:
        if not airdate.ledger.works():
            raise


def is_recorded(ledger: Ledger) -> bool:
    """Are the shipped facts of this version in the ledger?"""
    return ledger.noted(_NOTE) == digest()


@cache
def digest() -> str:
    """A hash of the shipped claims, file by file."""
    folder = files("airdate") / "data" / "starter" / "claims"
    found = sha256()
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        found.update(f"{file.name}\0".encode() + file.read_bytes())
    return found.hexdigest()
