"""A catalogue from one home to another; the one that is copied stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

from airdate.catalogue import Store, transfer
from airdate.catalogue.transfer import Transferred
from airdate.errors import InputError
from airdate.postgresql import is_server
from airdate.run.migrate import is_same
from airdate.run.places import make_folder


def place_beside(ledger: str, catalogue: str | Path) -> str | Path | None:
    """Where a catalogue goes with a ledger that moves: to the same server, or from one into a file beside the
    ledger's. `None` where it is a file of this machine already, and stays, or where nothing was synced yet.
    """
    if not is_server(str(catalogue)) and not Path(catalogue).exists():
        return None
    if is_server(ledger):
        return ledger
    return Path(ledger).with_name("catalogue.db") if is_server(str(catalogue)) else None


def migrate_catalogue(
    source: str | Path, target: str | Path, today: date, progress: Callable[[int], object]
) -> Transferred:
    """Copy a catalogue, whole, into another home: a file or a database on a server.

    What stopped half-way is taken up again, and what was copied before is brought up to date.

    Raises:
        InputError: there is no catalogue to copy, or both are the same.
        DataError: as `transfer.copy`, and where one of them cannot be opened.
    """
    if not is_server(str(source)) and not Path(source).exists():
        raise InputError(
            "there is no catalogue to copy", id=str(source), hint="name it in the setting catalogue"
        )
    if is_same(source, target):
        raise InputError("that is the catalogue itself", id=str(Path(target)), hint="name another home")
    if not is_server(str(target)):
        make_folder(Path(target))
    with closing(Store(source)) as old, closing(Store(target)) as new:
        return transfer.copy(old, new, today, progress)
