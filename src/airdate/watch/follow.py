"""What is followed: titles, people, services and lists, kept with how each was matched.

Invariant: no follow is lost for want of a match. A title that no one work fits stays, says why, and is
matched when the catalogue comes to know it; two follows that turn out to be one work become one.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import datetime
from typing import Literal, get_args

import msgspec

from airdate.catalogue.fold import fold
from airdate.errors import InputError
from airdate.ledger.codec import decode_instant, encode_instant
from airdate.publish.clean import clean
from airdate.types import Form, Struct

FollowKind = Literal["title", "person", "service", "list"]
KINDS: tuple[FollowKind, ...] = get_args(FollowKind)

MAX_NAME = 200
_DATED = re.compile(r"(\S.{0,200}?)\s{0,3}\(((?:18|19|20)\d\d)\)", re.ASCII)


class Follow(Struct, frozen=True, kw_only=True):
    """One thing that is followed.

    `name` is as it was given, `ids` are prefixed ids from where it came. `work_id` is set for a title once
    one work fits; `reason` says how it was matched, or why it was not. `source` is where the follow came
    from ("by hand", or the name of an import format).
    """

    kind: FollowKind
    name: str
    year: int | None = None
    form: Form | None = None
    ids: tuple[str, ...] = ()
    work_id: str | None = None
    reason: str = ""
    source: str = "by hand"
    added_at: datetime

    @property
    def identity(self) -> str:
        """What makes two follows one."""
        if self.kind != "title":
            return f"{self.kind} {fold(self.name) or self.name}"
        if self.work_id is not None:
            return f"title {self.work_id}"
        traits = (fold(self.name) or self.name, self.year or "", self.form or "", " ".join(self.ids))
        return "title? " + "|".join(map(str, traits))


def checked_name(name: str) -> str:
    """A name as it may be kept: one line, of bounded length.

    Raises:
        InputError: nothing is left of it.
    """
    cleaned = clean(name, MAX_NAME)
    if not cleaned:
        raise InputError("a name has letters", id=name[:40])
    return cleaned


def split_year(name: str) -> tuple[str, int | None]:
    """A name and the year that stands behind it in brackets, as many write what has namesakes.

    >>> split_year("Shameless (2011)"), split_year("1923")
    (('Shameless', 2011), ('1923', None))
    """
    match = _DATED.fullmatch(name)
    return (match[1], int(match[2])) if match else (name, None)


def add_follow(state: sqlite3.Connection, follow: Follow, since: datetime) -> bool:
    """Follow something from an instant on; following it twice is once. Returns whether it is new."""
    done = state.execute(
        "INSERT OR IGNORE INTO follow"
        " (identity, kind, name, year, form, ids, work_id, reason, source, added_at, since)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            follow.identity,
            follow.kind,
            follow.name,
            follow.year,
            follow.form,
            msgspec.json.encode(follow.ids).decode(),
            follow.work_id,
            follow.reason,
            follow.source,
            encode_instant(follow.added_at),
            encode_instant(since),
        ),
    )
    return done.rowcount > 0


def list_follows(state: sqlite3.Connection) -> list[Follow]:
    """All that is followed, by kind and name."""
    rows = state.execute("SELECT * FROM follow ORDER BY kind, name COLLATE NOCASE, identity")
    return [_follow(row) for row in rows]


def remove_follow(state: sqlite3.Connection, follow: Follow) -> bool:
    """Follow it no more. Returns whether it was followed."""
    return state.execute("DELETE FROM follow WHERE identity = ?", (follow.identity,)).rowcount > 0


def followed_since(state: sqlite3.Connection, follow: Follow) -> datetime | None:
    """Since when it is followed here, whenever that began elsewhere; `None` where it is not."""
    row = state.execute("SELECT since FROM follow WHERE identity = ?", (follow.identity,)).fetchone()
    return decode_instant(row[0]) if row else None


def match_follow(state: sqlite3.Connection, before: Follow, after: Follow) -> None:
    """Put a follow that was matched in place of what it was; one of the same work stays as it is."""
    since = followed_since(state, before) or after.added_at
    remove_follow(state, before)
    add_follow(state, after, since)


def _follow(row: sqlite3.Row) -> Follow:
    return Follow(
        kind=row["kind"],
        name=row["name"],
        year=row["year"],
        form=row["form"],
        ids=tuple(msgspec.json.decode(row["ids"], type=list[str])),
        work_id=row["work_id"],
        reason=row["reason"],
        source=row["source"],
        added_at=decode_instant(row["added_at"]),
    )
