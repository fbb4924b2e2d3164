"""Which followed works can have news: those of which a row came or closed, or a change waits.

Invariant: a work is passed over only where nothing that its notices hang on can have changed since it was
last looked at. What is noted is the ledger's mark from before anything was read, so that what comes meanwhile
is the next run's.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from hashlib import sha256

import msgspec

from airdate.ledger.codec import Mark
from airdate.run.workspace import Airdate
from airdate.sqlite import transaction
from airdate.types import Struct
from airdate.watch.marks import read_mark, write_mark
from airdate.watch.schedule import Schedule
from airdate.watch.told import waiting_works

_LOOKED = "works looked at"


class Looked(Struct, frozen=True, kw_only=True):
    """How far the ledger was, and a hash of all else: day and hour, catalogue, follows, when to remind."""

    mark: Mark | None
    key: str


def looked_now(airdate: Airdate, state: sqlite3.Connection, schedule: Schedule, now: datetime) -> Looked:
    """What a look at all works would rest on now."""
    local = schedule.local(now)
    follows = state.execute("SELECT identity, work_id, since FROM follow ORDER BY identity").fetchall()
    parts = (
        str(now.astimezone(UTC).date()),
        str(local.date()),
        local >= schedule.at_hour(local.date()),
        (schedule.zone.key, schedule.hour, schedule.days),
        airdate.catalogue.version,
        [tuple(row) for row in follows],
    )
    return Looked(mark=airdate.ledger.mark(), key=sha256(msgspec.json.encode(parts)).hexdigest())


def touched(airdate: Airdate, state: sqlite3.Connection, looked: Looked) -> set[str] | None:
    """The ids of the works that can have news since the last look; `None` where any can."""
    noted = read_mark(state, _LOOKED)
    before = msgspec.json.decode(noted, type=Looked) if noted else None
    if before is None or before.mark is None or before.key != looked.key:
        return None
    changed = airdate.ledger.works_since(before.mark)
    return {*changed, *waiting_works(state)} if changed is not None else None


def is_touched(airdate: Airdate, work_id: str, ids: set[str] | None) -> bool:
    """Is a work among them, by any of its ids?"""
    return ids is None or work_id in ids or not ids.isdisjoint(airdate.ids(airdate.work(work_id)))


def note(state: sqlite3.Connection, looked: Looked) -> None:
    """All works were looked at."""
    with transaction(state):
        write_mark(state, _LOOKED, msgspec.json.encode(looked).decode())
