"""What the watch loop remembers between runs: polls, resting hosts, items taken in, doubts.

Invariant: each function is one statement or runs in the caller's transaction; what belongs together (a feed's
items and its validators) is written together, so that a killed run repeats a step and never skips one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from airdate.ledger.codec import decode_instant, encode_instant
from airdate.sources.net.permission import Kept
from airdate.types import Struct
from airdate.watch.polling import HostRest, Poll

MAX_DOUBTS = 500


class Doubt(Struct, frozen=True, kw_only=True):
    """An article in which something looked like a claim and was not read as one, and why."""

    document: str
    url: str | None
    outlet: str | None
    title: str | None
    reasons: str


def read_polls(state: sqlite3.Connection) -> dict[str, Poll]:
    """What is remembered of each feed, by its address."""
    return {row["feed"]: _poll(row) for row in state.execute("SELECT * FROM poll")}


def write_poll(state: sqlite3.Connection, poll: Poll) -> None:
    """Remember what came of a look."""
    state.execute(
        "INSERT OR REPLACE INTO poll VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            poll.feed,
            poll.moved_to,
            poll.etag,
            poll.last_modified,
            poll.sha256,
            encode_instant(poll.polled_at),
            encode_instant(poll.due_at),
            int(poll.interval.total_seconds()),
            poll.failures,
            poll.error,
            encode_instant(poll.gone_at) if poll.gone_at else None,
        ),
    )


def forget_poll(state: sqlite3.Connection, feed: str) -> None:
    """Look at a feed as for the first time: a person turned it on again."""
    state.execute("DELETE FROM poll WHERE feed = ?", (feed,))


def read_rest(state: sqlite3.Connection, host: str) -> HostRest | None:
    """What a host has earned by failing; `None` where it answers."""
    row = state.execute("SELECT * FROM host WHERE host = ?", (host,)).fetchone()
    if row is None:
        return None
    return HostRest(host=host, failures=row["failures"], until=decode_instant(row["until"]))


def write_rest(state: sqlite3.Connection, host: str, rest: HostRest | None) -> None:
    """Remember it."""
    state.execute("DELETE FROM host WHERE host = ?", (host,))
    if rest is not None:
        row = (host, rest.failures, encode_instant(rest.until))
        state.execute("INSERT INTO host VALUES (?, ?, ?)", row)


def seen(state: sqlite3.Connection, key: str) -> tuple[bytes, int] | None:
    """The content of an item that was taken in, as a hash, and how often its page was tried in vain."""
    row = state.execute("SELECT sha256, attempts FROM item WHERE key = ?", (key,)).fetchone()
    return (row[0], row[1]) if row else None


def write_seen(state: sqlite3.Connection, key: str, sha256: bytes, now: datetime, attempts: int = 0) -> None:
    """Remember that an item was taken in; `attempts` at its page where that is still to be had."""
    row = (key, sha256, attempts, encode_instant(now))
    state.execute("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?)", row)


def touch(state: sqlite3.Connection, keys: Iterable[str], now: datetime) -> None:
    """Items that a feed still carries are remembered for longer."""
    rows = [(encode_instant(now), key) for key in keys]
    state.executemany("UPDATE item SET seen_at = ? WHERE key = ?", rows)


def write_doubt(state: sqlite3.Connection, doubt: Doubt, now: datetime) -> None:
    """Keep an article for a person's eye; the oldest go where there are too many."""
    row = (doubt.document, doubt.url, doubt.outlet, doubt.title, doubt.reasons, encode_instant(now))
    state.execute("INSERT OR REPLACE INTO doubt VALUES (?, ?, ?, ?, ?, ?)", row)
    state.execute(
        "DELETE FROM doubt WHERE document NOT IN (SELECT document FROM doubt ORDER BY seen_at DESC LIMIT ?)",
        (MAX_DOUBTS,),
    )


def read_doubts(state: sqlite3.Connection) -> list[Doubt]:
    """The articles that wait for a person's eye, the newest first."""
    rows = state.execute("SELECT * FROM doubt ORDER BY seen_at DESC, document")
    return [Doubt(**{name: row[name] for name in Doubt.__struct_fields__}) for row in rows]


class PermissionShelf:
    """Hosts' rules in the state, for `sources.net.Client`; `now` gives the instant."""

    def __init__(self, state: sqlite3.Connection, now: Callable[[], datetime]) -> None:
        self._state = state
        self._now = now

    def read(self, origin: str) -> Kept | None:
        """See `permission.Shelf`."""
        row = self._state.execute("SELECT * FROM permission WHERE origin = ?", (origin,)).fetchone()
        if row is None:
            return None
        age = (self._now() - decode_instant(row["read_at"])).total_seconds()
        return Kept(robots=row["robots"], reservations=row["reservations"], age_seconds=age)

    def write(self, origin: str, robots: bytes, reservations: bytes) -> None:
        """See `permission.Shelf`."""
        row = (origin, robots, reservations, encode_instant(self._now()))
        self._state.execute("INSERT OR REPLACE INTO permission VALUES (?, ?, ?, ?)", row)


def told_upto(state: sqlite3.Connection) -> tuple[datetime, date] | None:
    """The ledger's instant and the day up to which changes were told; `None` before the first run."""
    row = state.execute("SELECT known_at, as_of FROM told_upto").fetchone()
    return (decode_instant(row[0]), date.fromisoformat(row[1])) if row else None


def tell_upto(state: sqlite3.Connection, known_at: datetime, as_of: date) -> None:
    """Changes up to here were told."""
    row = (encode_instant(known_at), as_of.isoformat())
    state.execute("INSERT OR REPLACE INTO told_upto VALUES (1, ?, ?)", row)


def prune(state: sqlite3.Connection, now: datetime, keep: timedelta) -> int:
    """Forget items and doubts that were last seen longer ago; how many."""
    before = (encode_instant(now - keep),)
    tables = ("item", "doubt")
    return sum(state.execute(f"DELETE FROM {table} WHERE seen_at < ?", before).rowcount for table in tables)


def _poll(row: sqlite3.Row) -> Poll:
    return Poll(
        feed=row["feed"],
        moved_to=row["moved_to"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        sha256=row["sha256"],
        polled_at=decode_instant(row["polled_at"]),
        due_at=decode_instant(row["due_at"]),
        interval=timedelta(seconds=row["seconds"]),
        failures=row["failures"],
        error=row["error"],
        gone_at=decode_instant(row["gone_at"]) if row["gone_at"] else None,
    )
