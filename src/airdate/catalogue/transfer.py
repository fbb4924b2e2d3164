"""One catalogue's rows into another, on whatever databases: nothing lost, nothing twice, taken up anywhere.

    compare, chunk by chunk ─▶ refuse, or the chunks that differ ─▶ write them ─▶ digest of both sides

Invariant: before the first row is written it is known that the target holds no statement but the source's
own, and none as read later. Where a copy stopped is therefore not kept anywhere: comparing again finds it.
What is joined and how far files were read is made equal last; the forms of names are made from the names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import blake2b

import msgspec

from airdate.catalogue.records import Record
from airdate.catalogue.rows import adopt, cursors, members, set_derived, walk
from airdate.catalogue.store import CHANGES, Store
from airdate.catalogue.tables import TABLES, Row
from airdate.errors import DataError
from airdate.types import Struct

CHUNK = 20_000  # rows in memory at a time, and in one transaction
UNFINISHED = "transfer"  # the cursor that a target carries while rows are written into it
_OURS = (CHANGES, UNFINISHED)  # cursors that say something of the one store alone
_FOREIGN = "the target holds what the source does not, and nothing was written"
_EMPTY = "give an empty target, or copy in the other direction"


class Transferred(Struct, frozen=True, kw_only=True):
    """How many statements a copy wrote and each side holds now, and the digest of both."""

    rows: int
    written: int
    digest: str


def copy(
    source: Store, target: Store, today: date, progress: Callable[[int], object] = lambda _: None
) -> Transferred:
    """Bring the target to the source's state: statements with their origins, joins, how far files were read.

    The source is read as it stands at the beginning; what may be held no longer by `today` is dropped from
    both first. A target that an earlier copy left unfinished, or that is behind, is brought up to date;
    `progress` is called with the number of statements that are done.

    Raises:
        DataError: the target holds something that the source does not (nothing was written); it cannot hold
            one of its statements; or the two still differ at the end, because something else wrote to it.
    """
    for store in (source, target):
        store.expire(today)
    with source.snapshot():
        if any(walk(target, kind, (), 1) for kind in TABLES):
            for _ in _differences(source, target):
                pass  # refuses a foreign target before the first row is written
        target.put([], (UNFINISHED, "unfinished", 0))
        written = _write(source, target, progress)
        target.merge()
        set_derived(target, members(source), _cursors(source), _OURS)
        (here, rows), (there, _) = digest(source), digest(target)
    if here != there:
        raise DataError("the two differ", id=target.where, hint="stop what writes to it; run it again")
    target.put([], (UNFINISHED, "finished", rows))
    return Transferred(rows=rows, written=written, digest=here)


def is_unfinished(store: Store) -> bool:
    """Was a copy into this store cut off?"""
    return (UNFINISHED, "unfinished", 0) in cursors(store)


def digest(store: Store) -> tuple[str, int]:
    """A hash of all that a catalogue holds, the same in every home; and the number of its statements."""
    state = blake2b(digest_size=16)
    rows = 0
    for kind in TABLES:
        for chunk in _walk(store, kind):
            rows += len(chunk)
            state.update(msgspec.json.encode(chunk))
    state.update(msgspec.json.encode([members(store), _cursors(store)]))
    return state.hexdigest(), rows


def _write(source: Store, target: Store, progress: Callable[[int], object]) -> int:
    written = done = 0
    for kind, rows, there in _differences(source, target):
        new = [row for row in rows if there.get(_key(row)) != row]
        if new:
            adopt(target, kind, new)
        written, done = written + len(new), done + len(rows)
        progress(done)
    return written


def _differences(source: Store, target: Store) -> Iterator[tuple[type[Record], list[Row], dict[Row, Row]]]:
    """The source's rows, stretch by stretch, each with the target's rows of that stretch.

    Raises:
        DataError: the target holds what is no earlier state of the source's.
    """
    for kind in TABLES:
        after: Row = ()
        while True:
            rows = walk(source, kind, after, CHUNK)
            upto = _key(rows[-1]) if len(rows) == CHUNK else ()
            there = {_key(row): row for row in walk(target, kind, after, CHUNK + 1, upto)}
            _refuse_foreign({_key(row): row for row in rows}, there)
            yield kind, rows, there
            if not upto:
                break
            after = upto


def _refuse_foreign(here: dict[Row, Row], there: dict[Row, Row]) -> None:
    for key, row in there.items():
        if key not in here or (row != here[key] and row[-1] >= here[key][-1]):
            raise DataError(_FOREIGN, id=key[0], hint=_EMPTY)


def _walk(store: Store, kind: type[Record]) -> Iterator[list[Row]]:
    """All rows of a kind in the order of their cells, in lists of at most `CHUNK`."""
    after: Row = ()
    while rows := walk(store, kind, after, CHUNK):
        yield rows
        after = _key(rows[-1])


def _key(row: Row) -> Row:
    return row[:-3]  # without licence, link and day of the origin


def _cursors(store: Store) -> list[tuple[str, str, int]]:
    return [cursor for cursor in cursors(store) if cursor[0] not in _OURS]
