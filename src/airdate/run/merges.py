"""Two ids that are one work: which id speaks for it, as an editor has decided.

A merge moves the standing statements, each a correction in the ledger that can be undone, and leaves a note
by which what is read later finds its way. The note is the whole memory: `merged:<id>` says where to, by whom,
why and when; an undone merge leaves an empty one.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from airdate.errors import InputError
from airdate.ledger import Ledger
from airdate.types import Struct

_CHAIN = 20  # merges that may follow each other


class Merge(Struct, frozen=True, kw_only=True):
    """A decision that statements on one id are on another; `moved` are the entries that it moved."""

    into: str
    by: str
    reason: str
    at: datetime
    moved: tuple[str, ...] = ()


def home(ledger: Ledger, work_id: str) -> str:
    """The id that speaks for a work: itself, or what it was merged into."""
    for _ in range(_CHAIN):
        found = merge_of(ledger, work_id)
        if found is None:
            return work_id
        work_id = found.into
    return work_id


def merge_of(ledger: Ledger, work_id: str) -> Merge | None:
    """The merge of an id, if it stands."""
    noted = ledger.noted(_name(work_id))
    return msgspec.json.decode(noted, type=Merge) if noted else None


def merge(ledger: Ledger, source: str, target: str, *, by: str, reason: str, at: datetime) -> Merge:
    """Move all standing statements from one id to another, now and from now on.

    Raises:
        InputError: they are one already, or the target was itself merged into the source.
    """
    target = home(ledger, target)
    if home(ledger, source) == target:
        raise InputError("they are one work already", id=source, hint="name another work")
    moved = tuple(entry.entry_id for entry in ledger.entries(work_id=source))
    made = Merge(into=target, by=by, reason=reason, at=at, moved=moved)
    ledger.note(_name(source), msgspec.json.encode(made).decode())  # first: what moves can be moved back
    for entry_id in moved:
        _move(ledger, entry_id, target, by, reason, at)
    return made


def part(ledger: Ledger, source: str, *, by: str, reason: str, at: datetime) -> int:
    """Undo a merge: what it moved goes back, from where later merges took it too. How many statements did.

    Raises:
        InputError: it was not merged.
    """
    made = merge_of(ledger, source)
    if made is None:
        raise InputError("it was not merged into another", id=source)
    standing = {
        entry.entry_id
        for work_id in {made.into, home(ledger, made.into)}
        for entry in ledger.entries(work_id=work_id)
    }
    back = [entry_id for entry_id in made.moved if entry_id in standing]
    for entry_id in back:
        _move(ledger, entry_id, source, by, reason, at)
    ledger.note(_name(source), "")
    return len(back)


def _move(ledger: Ledger, entry_id: str, to: str, by: str, reason: str, at: datetime) -> None:
    ledger.correct(entry_id, {"work_id": to}, by=by, reason=reason, known_at=at)


def _name(work_id: str) -> str:
    return f"merged:{work_id}"
