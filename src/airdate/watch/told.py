"""What was told of each followed work, and what waits, kept between runs.

Invariant: every function that writes is called inside a transaction of the caller, together with the notices
that the change amounts to; so nothing is marked as told that is not on its way.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from airdate import dates
from airdate.ledger.codec import decode_instant, encode_instant
from airdate.types import Belief
from airdate.watch.hold import Held, Waiting
from airdate.watch.moves import Key


def watched_since(state: sqlite3.Connection, work_id: str) -> datetime | None:
    """Since when news of a work is told; `None` where it has not begun."""
    row = state.execute("SELECT since FROM watched_work WHERE work_id = ?", (work_id,)).fetchone()
    return decode_instant(row[0]) if row else None


def watch_from(state: sqlite3.Connection, work_id: str, at: datetime) -> None:
    """Begin to tell news of a work."""
    state.execute("INSERT OR IGNORE INTO watched_work VALUES (?, ?)", (work_id, encode_instant(at)))


def forget(state: sqlite3.Connection, kept: Iterable[str]) -> int:
    """Drop what was told of works that are followed no more; returns how many there were."""
    gone = {row[0] for row in state.execute("SELECT work_id FROM watched_work")} - set(kept)
    for table in ("told", "waiting", "watched_work"):
        state.executemany(f"DELETE FROM {table} WHERE work_id = ?", [(work_id,) for work_id in gone])
    return len(gone)


def rename(state: sqlite3.Connection, work_id: str, others: Sequence[str]) -> None:
    """Carry over what was told under other ids of a work: the catalogue may come to know it by another."""
    for other in others:
        for table in ("watched_work", "told", "waiting"):
            state.execute(f"UPDATE OR IGNORE {table} SET work_id = ? WHERE work_id = ?", (work_id, other))
            state.execute(f"DELETE FROM {table} WHERE work_id = ?", (other,))


def read_told(state: sqlite3.Connection, work_id: str) -> dict[Key, Belief]:
    """The beliefs on a work as they were last told."""
    rows = state.execute("SELECT belief FROM told WHERE work_id = ?", (work_id,))
    beliefs = [msgspec.structs.replace(_decoded(row[0]), work_id=work_id) for row in rows]
    return {(b.work_id, b.season, b.question, b.subject): b for b in beliefs}


def read_waiting(state: sqlite3.Connection, work_id: str) -> dict[Key, Waiting]:
    """The changes of a work that wait."""
    rows = state.execute("SELECT * FROM waiting WHERE work_id = ?", (work_id,))
    return {
        _key(work_id, row["subject_key"]): Waiting(
            says=row["says"], since=decode_instant(row["since"]), left_at=decode_instant(row["left_at"])
        )
        for row in rows
    }


def waiting_works(state: sqlite3.Connection) -> set[str]:
    """The works of which a change waits."""
    return {row[0] for row in state.execute("SELECT DISTINCT work_id FROM waiting")}


def write_held(state: sqlite3.Connection, work_id: str, held: Held) -> None:
    """Keep what a weighing of one work came to; only rows that differ are written."""
    _replace(state, "told", work_id, {k: (_encoded(b),) for k, b in held.told.items()}, ("belief",))
    waits = {
        key: (wait.says, encode_instant(wait.since), encode_instant(wait.left_at))
        for key, wait in held.waiting.items()
    }
    _replace(state, "waiting", work_id, waits, ("says", "since", "left_at"))


def _replace(
    state: sqlite3.Connection,
    table: str,
    work_id: str,
    rows: Mapping[Key, tuple[str, ...]],
    columns: tuple[str, ...],
) -> None:
    selected = f"SELECT subject_key, {', '.join(columns)} FROM {table} WHERE work_id = ?"
    stored = {row[0]: tuple(row[1:]) for row in state.execute(selected, (work_id,))}
    wanted = {_subject_key(key): values for key, values in rows.items()}
    gone = [(work_id, key) for key in stored.keys() - wanted.keys()]
    state.executemany(f"DELETE FROM {table} WHERE work_id = ? AND subject_key = ?", gone)
    changed = [(work_id, key, *values) for key, values in wanted.items() if stored.get(key) != values]
    marks = ", ".join("?" * (2 + len(columns)))
    state.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", changed)


def _subject_key(key: Key) -> str:
    return msgspec.json.encode(key[1:]).decode()


def _key(work_id: str, text: str) -> Key:
    key: Key = msgspec.convert((work_id, *msgspec.json.decode(text)), Key)
    return key


def _encoded(belief: Belief) -> str:
    fields = msgspec.to_builtins(belief)
    return msgspec.json.encode({**fields, "window": belief.window.edtf if belief.window else None}).decode()


def _decoded(text: str) -> Belief:
    """The belief of a row; its window is parsed, so that no stored bound can contradict its text."""
    fields = msgspec.json.decode(text, type=dict[str, object])
    window = fields.pop("window", None)
    belief = msgspec.convert(fields, Belief)
    return msgspec.structs.replace(belief, window=dates.parse(str(window)) if window else None)
