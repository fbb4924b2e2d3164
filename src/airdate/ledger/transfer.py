"""One ledger's rows into another, on whatever databases: nothing lost, nothing twice, taken up anywhere.

    compare, chunk by chunk ─▶ refuse, or the chunks that differ ─▶ write them ─▶ digest of both sides

Invariant: before the first row is written it is known that the target holds nothing but earlier states of the
source's own rows. Where a copy stopped is therefore not kept anywhere: comparing again finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Protocol

import msgspec

from airdate.errors import LedgerError
from airdate.ledger import codec
from airdate.ledger.base import Ledger
from airdate.ledger.codec import FIRST, LAST, Key, Version
from airdate.ledger.statement import unquoted
from airdate.types import Forecast, Struct

CHUNK = 10_000  # rows in memory at a time, and in one transaction
UNFINISHED = "transfer"  # the note that a target carries while rows are written into it
_FOREIGN = "the target holds what the source does not, and nothing was written"
_EMPTY = "give an empty target, or copy in the other direction"


class Walked(Protocol):
    """What can be walked through row by row; see `base.Ledger.versions`."""

    def versions(self, after: Key, upto: Key, limit: int) -> list[Version]: ...


class Transferred(Struct, frozen=True, kw_only=True):
    """What a copy wrote, what each side holds now, and the digest of both."""

    rows: int
    forecasts: int
    written: int
    digest: str


def walk(ledger: Walked, chunk: int = CHUNK) -> Iterator[list[Version]]:
    """All rows of a ledger in the order of their keys, in lists of at most `chunk`."""
    after = FIRST
    while rows := ledger.versions(after, LAST, chunk):
        yield rows
        after = rows[-1].key


def copy(source: Ledger, target: Ledger, progress: Callable[[int], object] = lambda _: None) -> Transferred:
    """Bring the target to the source's state: every row with both clocks, tombstones, forecasts, notes.

    The source is read as it stands at the beginning. A target that an earlier copy left unfinished, or that
    is behind, is brought up to date; `progress` is called with the number of rows that are done.

    Raises:
        LedgerError: the target holds something that the source does not (nothing was written), or the two
            still differ at the end, because something else wrote to the target meanwhile.
    """
    with source.snapshot():
        forecasts = _missing_forecasts(source, target)
        if target.versions(FIRST, LAST, 1):
            for _ in _differences(source, target):
                pass  # refuses a foreign target before the first row is written
        target.note(UNFINISHED, "unfinished")
        written = _write(source, target, progress)
        for work_id, forecast in forecasts:
            target.freeze(forecast, work_id, forecast.known_at or datetime.now(UTC))
        for name, value in _notes(source).items():
            target.note(name, value)
        here, there = digest(source), digest(target)
    if here != there:
        raise LedgerError("the two differ", id=there[0], hint="stop what writes to the target; run it again")
    target.note(UNFINISHED, f"finished {here[0]}")
    return Transferred(rows=here[1], forecasts=here[2], written=written + len(forecasts), digest=here[0])


def _write(source: Ledger, target: Ledger, progress: Callable[[int], object]) -> int:
    written = done = 0
    for rows, there in _differences(source, target):
        new = [row for row in rows if row.key not in there]
        old = [(there[row.key], row) for row in rows if row.key in there]
        closed = [row for before, row in old if before.known_to != row.known_to]
        reworded = [row for before, row in old if before._replace(known_to=row.known_to) != row]
        if new or closed or reworded:
            target.adopt(new, closed, reworded)
        written, done = written + len({row.key for row in (*new, *closed, *reworded)}), done + len(rows)
        progress(done)
    return written


def digest(ledger: Ledger) -> tuple[str, int, int]:
    """A hash of all that a ledger holds, the same on every backend; numbers of its rows and forecasts."""
    state = blake2b(digest_size=16)
    rows = 0
    for chunk in walk(ledger):
        rows += len(chunk)
        state.update(msgspec.json.encode(chunk))
    frozen = ledger.forecasts()
    state.update(msgspec.json.encode([frozen, sorted(_notes(ledger).items())]))
    return state.hexdigest(), rows, len(frozen)


def _differences(source: Ledger, target: Ledger) -> Iterator[tuple[list[Version], dict[Key, Version]]]:
    """The source's rows, stretch by stretch, each with the target's rows of that stretch.

    Raises:
        LedgerError: the target holds what is no earlier state of the source's.
    """
    after = FIRST
    while after != LAST:
        rows = source.versions(after, LAST, CHUNK)
        upto = rows[-1].key if len(rows) == CHUNK else LAST
        there = {row.key: row for row in target.versions(after, upto, CHUNK + 1)}
        _refuse_foreign({row.key: row for row in rows}, there)
        yield rows, there
        after = upto


def _refuse_foreign(here: dict[Key, Version], there: dict[Key, Version]) -> None:
    for key, row in there.items():
        if key not in here or not _may_become(row, here[key]):
            raise LedgerError(_FOREIGN, id=row.entry_id, hint=_EMPTY)


def _may_become(old: Version, new: Version) -> bool:
    """Can a row have changed so? It is closed once, wiped by a redaction, and loses its quote."""
    if old == new:
        return True
    if (old.work_id, old.season, old.said_latest) != (new.work_id, new.season, new.said_latest):
        return False
    if old.known_to not in (None, new.known_to):
        return False
    if new.state == "redacted":
        return True
    told = (old.state, old.changed_by, old.reason) == (new.state, new.changed_by, new.reason)
    return told and new.claim in (old.claim, codec.encode_claim(unquoted(codec.decode_claim(old.claim))))


def _missing_forecasts(source: Ledger, target: Ledger) -> list[tuple[str, Forecast]]:
    here, there = (
        {(work_id, codec.encode_forecast(one)): (work_id, one) for work_id, one in ledger.forecasts()}
        for ledger in (source, target)
    )
    for key, (work_id, _) in there.items():
        if key not in here:
            raise LedgerError(_FOREIGN, id=work_id, hint=_EMPTY)
    return [frozen for key, frozen in here.items() if key not in there]


def _notes(ledger: Ledger) -> dict[str, str]:
    return {name: value for name, value in ledger.notes().items() if name != UNFINISHED}
