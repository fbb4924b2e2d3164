"""Words that a run leaves for the next: reminders that were told, and what was tried against which catalogue.

Invariant: as in `told`, what is written is written in a transaction of the caller.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from airdate.ledger.codec import encode_instant


def told_marks(state: sqlite3.Connection, beginning: str) -> set[str]:
    """The reminders that were told whose mark begins so."""
    rows = state.execute(
        "SELECT mark FROM reminded WHERE mark >= ? AND mark < ?", (beginning, beginning + "\U0010ffff")
    )
    return {row[0] for row in rows}


def mark_told(state: sqlite3.Connection, marks: Iterable[str], at: datetime) -> None:
    """These reminders were told, or need not be any more."""
    rows = [(mark, encode_instant(at)) for mark in marks]
    state.executemany("INSERT OR IGNORE INTO reminded VALUES (?, ?)", rows)


def unmark(state: sqlite3.Connection, marks: Iterable[str]) -> None:
    """These may be told again."""
    state.executemany("DELETE FROM reminded WHERE mark = ?", [(mark,) for mark in marks])


def read_mark(state: sqlite3.Connection, name: str) -> str | None:
    """The word that was left under a name."""
    row = state.execute("SELECT value FROM follow_note WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


def write_mark(state: sqlite3.Connection, name: str, value: str) -> None:
    """Leave a word under a name."""
    state.execute("INSERT OR REPLACE INTO follow_note VALUES (?, ?)", (name, value))
