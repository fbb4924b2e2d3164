"""What is wrong with a workspace, and how to mend it: each part is looked at, whatever the others are like.

Invariant: looking changes nothing but what opening a workspace always does.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from airdate import settings
from airdate.catalogue import Store, database
from airdate.catalogue.rows import ORPHANS, applied, lost, orphans
from airdate.catalogue.transfer import is_unfinished as is_cut_off
from airdate.errors import AirdateError
from airdate.forecast.store import load_shipped
from airdate.ledger.check import of_migrations
from airdate.ledger.open import open_ledger
from airdate.postgresql import is_server
from airdate.run import starter
from airdate.run.migrate import is_unfinished
from airdate.run.places import catalogue_place, ledger_path, ledger_target
from airdate.run.workspace import Airdate
from airdate.sqlite import Migration, migrations
from airdate.types import Struct

SPARE_BYTES = 100_000_000  # a disk with less is full to us
CLOCK_SLACK = timedelta(minutes=1)  # machines that write to one ledger may differ by so much


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that was looked at; where it is not fine, `hint` is the way to mend it."""

    text: str
    fine: bool = True
    hint: str | None = None


class Kept(NamedTuple):
    """A file of ours beside the ledger: its migrations, how to replace it, and its rows that nothing owns."""

    name: str
    path: Path
    steps: Sequence[Migration]
    mend: str
    orphans: Mapping[str, str]


_ORPHANS = {"forms of names that no work has": ORPHANS}


def examine(
    flags: Mapping[str, Any], environ: Mapping[str, str], folder: Path, now: datetime
) -> list[Finding]:
    """Look at the ledger, the files beside it, the disk, the clock, the shipped facts and the model.

    Raises:
        SettingError: a setting that does not fit.
    """
    chosen = settings.load(flags, environ, folder / "airdate.toml")
    ledger = ledger_path(chosen, environ)
    state = Kept("state", ledger.with_name("state.db"), migrations("airdate.watch"), _MEND_STATE, {})
    return [
        *_disk(ledger),
        *_leftovers(ledger.parent),
        *_ledger(chosen, environ, now),
        *_kept(state),
        *_catalogue(catalogue_place(chosen, environ)),
        *_workspace(flags, environ, folder),
        *_model(),
    ]


_MEND_LEDGER = "airdate restore-backup PATH"
_MEND_STATE = "put a copy in its place, or delete it: polls begin anew, and what was followed is lost"
_MEND_ON_SERVER = "drop the schema airdate_catalogue, and run airdate sync"
_MEND_CATALOGUE = "delete it, and run airdate sync"


def _disk(ledger: Path) -> Iterator[Finding]:
    folder = next(parent for parent in ledger.absolute().parents if parent.exists())
    free, held = shutil.disk_usage(folder).free, ledger.stat().st_size if ledger.exists() else 0
    if free < SPARE_BYTES:
        yield Finding(text=f"disk: {free // 10**6} MB left", fine=False, hint=f"make room in {folder}")
    elif free < held:
        text = f"disk: {free // 10**6} MB left, less than the ledger's {held // 10**6} MB"
        yield Finding(text=text, fine=False, hint="make room: backup, redact and upkeep write it anew")


def _leftovers(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.glob("*.new-*")) if folder.is_dir() else []:
        if not _is_running(path.name.rpartition(".new-")[2].partition("-")[0]):
            yield Finding(
                text=f"{path}: left by a process that was killed",
                fine=False,
                hint="delete it; it holds nothing",
            )


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:
        pass  # another user's
    return True


def _ledger(chosen: Mapping[str, Any], environ: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    try:
        with open_ledger(ledger_target(chosen, environ), chosen["lock_seconds"]) as ledger:
            faults = ledger.check()
            for fault in faults:
                yield Finding(text=f"ledger: {fault.id}: {fault.error}", fine=False, hint=_MEND_LEDGER)
            if not faults:
                yield Finding(text=f"ledger: {len(ledger.works())} works, sound")
            if is_unfinished(ledger):
                text = "ledger: a migration into it was cut off"
                yield Finding(text=text, fine=False, hint="run airdate migrate once more")
            newest = ledger.latest()
            if newest is not None and newest > now + CLOCK_SLACK:
                text = (
                    f"clock: it says {now:%Y-%m-%dT%H:%M}Z, the ledger's newest row {newest:%Y-%m-%dT%H:%M}Z"
                )
                yield Finding(text=text, fine=False, hint="set it right; until then changes are refused")
    except AirdateError as error:
        hint = error.hint if is_server(chosen["ledger"]) else _way_out(error)
        yield Finding(text=f"ledger: {error.id}: {error.message}", fine=False, hint=hint)


def _way_out(error: AirdateError) -> str | None:
    return _MEND_LEDGER if error.hint and "backup" in error.hint else error.hint


def _kept(kept: Kept) -> Iterator[Finding]:
    if not kept.path.exists():
        return
    try:
        with closing(sqlite3.connect(f"file:{kept.path}?mode=ro", uri=True)) as db:
            wrong = [*_pages(db), *_rows(db, kept.orphans)]
            applied = db.execute("SELECT version, name, sha256 FROM migration ORDER BY version").fetchall()
            wrong += [f"{fault.id}: {fault.error}" for fault in of_migrations(applied, kept.steps)]
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter of a damaged schema that SQLite quotes
        wrong = [str(error)]
    yield from (Finding(text=f"{kept.name}: {kept.path}: {one}", fine=False, hint=kept.mend) for one in wrong)
    if not wrong:
        yield Finding(text=f"{kept.name}: {kept.path}, sound")


def _catalogue(place: str | Path) -> Iterator[Finding]:
    """The catalogue in either home. A file is looked at as it lies; a server looks after its pages itself."""
    if not is_server(str(place)):
        yield from _kept(Kept("catalogue", Path(place), database.steps(), _MEND_CATALOGUE, _ORPHANS))
        return
    try:
        with closing(Store(place)) as store:
            wrong = list(_wrong_on_server(store))
            for one in wrong:
                yield Finding(text=f"catalogue: {store.where}: {one}", fine=False, hint=_MEND_ON_SERVER)
            if not wrong:
                yield Finding(text=f"catalogue: {store.where}, sound")
    except AirdateError as error:
        yield Finding(text=f"catalogue: {error.id}: {error.message}", fine=False, hint=error.hint)


def _wrong_on_server(store: Store) -> Iterator[str]:
    for fault in of_migrations(applied(store), store.db.steps()):
        yield f"{fault.id}: {fault.error}"
    for name, count in (
        ("forms of names that no work has", orphans(store)),
        ("rows of no origin", lost(store)),
    ):
        if count:
            yield f"{count} {name}"


def _pages(db: sqlite3.Connection) -> list[str]:
    return [message for (message,) in db.execute("PRAGMA integrity_check") if message != "ok"]


def _rows(db: sqlite3.Connection, orphans: Mapping[str, str]) -> Iterator[str]:
    for table, _, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"a row of {table} points to no row of {parent}"
    for name, query in orphans.items():
        (count,) = db.execute(query).fetchone()
        if count:
            yield f"{count} {name}"


def _workspace(flags: Mapping[str, Any], environ: Mapping[str, str], folder: Path) -> Iterator[Finding]:
    try:
        with closing(Airdate.open(flags=flags, environ=environ, folder=folder)) as airdate:
            yield Finding(text=f"works known: {len(airdate.catalogue.works)}")
            if is_cut_off(airdate.catalogue.store):
                text = "catalogue: a migration into it was cut off"
                yield Finding(text=text, fine=False, hint="run airdate migrate once more")
            if not starter.is_recorded(airdate.ledger):
                text = "shipped facts: not those of this version"
                yield Finding(text=text, fine=False, hint="see that the ledger can be written, and ask again")
    except AirdateError as error:
        yield Finding(text=f"workspace: {error.message}", fine=False, hint="mend what is said above")


def _model() -> Iterator[Finding]:
    try:
        yield Finding(text=f"model: {load_shipped().name}")
    except AirdateError as error:
        yield Finding(text=f"model: {error.message}", fine=False, hint="install airdate again")
