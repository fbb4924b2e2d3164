"""A ledger from one home to another, and a backup in the place of a ledger; nothing is ever destroyed.

Invariant: until the new ledger has been verified the present one is untouched; afterwards it lies beside it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from airdate.errors import InputError, LedgerError, LockedLedgerError
from airdate.ledger import Ledger, SqliteLedger, sqlite_file, transfer
from airdate.ledger.open import open_ledger
from airdate.ledger.transfer import Transferred
from airdate.postgresql import is_server
from airdate.types import Struct

_LOGS = ("-wal", "-shm")  # what SQLite keeps beside an open file


class Restored(Struct, frozen=True, kw_only=True):
    """What came of a restored backup: how many rows are in place, and where the former ledger lies now."""

    rows: int
    aside: Path | None


def migrate(
    source: str | Path, target: str | Path, lock_seconds: float, progress: Callable[[int], object]
) -> Transferred:
    """Copy a ledger, whole and with both clocks, into another home: a file or a database on a server.

    What stopped half-way is taken up again, and what was copied before is brought up to date.

    Raises:
        InputError: there is no ledger to copy, or both are the same.
        LedgerError: as `transfer.copy`, and where one of them cannot be opened.
    """
    if not is_server(str(source)) and not Path(source).exists():
        raise InputError("there is no ledger to copy", id=str(source), hint="name it with --ledger")
    if is_same(source, target):
        raise InputError("that is the ledger itself", id=str(Path(target)), hint="name another home")
    with open_ledger(source, lock_seconds) as old, open_ledger(target, lock_seconds) as new:
        return transfer.copy(old, new, progress)


def is_same(source: str | Path, target: str | Path) -> bool:
    """Do two places name one home?"""
    if is_server(str(source)) or is_server(str(target)):
        return str(source) == str(target)
    return Path(source).resolve() == Path(target).resolve()


def restore_backup(backup: Path, ledger: Path, now: datetime) -> Restored:
    """Put a backup in the place of a ledger file; the former one is moved aside and kept.

    Raises:
        InputError: there is no such backup, or it is the ledger itself.
        ForeignLedgerError: it is no ledger.
        LockedLedgerError: another process uses the ledger, and would go on writing to the former file.
        LedgerError: the backup is damaged; nothing was changed.
    """
    if not backup.is_file():
        raise InputError("there is no such file", id=str(backup), hint="give the path of a backup")
    if backup.resolve() == ledger.resolve():
        raise InputError("that is the ledger itself", id=str(backup), hint="give the path of a backup")
    sqlite_file.inspect(backup)
    new = ledger.with_name(f"{ledger.name}.new-{os.getpid()}")
    try:
        rows = _verified_copy(backup, new)
        return Restored(rows=rows, aside=_swap(new, ledger, now))
    except OSError as error:
        raise LedgerError(f"it cannot be put in place: {error.strerror}", id=str(ledger)) from error
    finally:
        for ending in ("", *_LOGS):
            new.with_name(new.name + ending).unlink(missing_ok=True)


def _verified_copy(backup: Path, new: Path) -> int:
    """Copy a backup, with what may still be in its log, and check every row of the copy."""
    new.parent.mkdir(parents=True, exist_ok=True)
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(backup.with_name(backup.name + ending), new.with_name(new.name + ending))
    with SqliteLedger(new) as copy:
        if faults := copy.check():
            raise LedgerError(
                f"the backup is damaged, and nothing was changed: {faults[0].error}",
                id=str(backup),
                hint="give another backup",
            )
        rows = sum(len(chunk) for chunk in transfer.walk(copy))
    with new.open("rb") as file:
        os.fsync(file.fileno())  # before anything is moved
    return rows


def _swap(new: Path, ledger: Path, now: datetime) -> Path | None:
    """Put a closed ledger file at a path; what was there is kept under the name that is returned."""
    if not ledger.exists():
        os.replace(new, ledger)
        return None
    _refuse_in_use(ledger)
    aside = ledger.with_name(f"{ledger.name}.before-{now:%Y%m%dT%H%M%S}")
    os.link(ledger, aside)  # the ledger has two names now, so that at no moment it has none
    for ending in _LOGS:  # left where they are, they would be taken for the new file's
        with suppress(FileNotFoundError):
            os.replace(ledger.with_name(ledger.name + ending), aside.with_name(aside.name + ending))
    os.replace(new, ledger)
    return aside


def _refuse_in_use(ledger: Path) -> None:
    """SQLite leaves its log behind only where nobody else has the file open. A damaged file says nothing."""
    with closing(sqlite3.connect(ledger, timeout=0)) as db, suppress(sqlite3.DatabaseError):
        try:
            db.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise LockedLedgerError(
                    "another process uses it", id=str(ledger), hint="stop it, and restore again"
                ) from None
            raise


def is_unfinished(ledger: Ledger) -> bool:
    """Was a migration into this ledger cut off?"""
    return ledger.noted(transfer.UNFINISHED) == "unfinished"
