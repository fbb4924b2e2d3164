"""The outbox: notices on their way to targets, kept until each has arrived.

Invariant: `post` is called in the transaction that marks the news as told; so news is told exactly where it
is in the outbox, whatever crashes. A message's id and content never change between attempts: delivery is at
least once, and a receiver that remembers ids sees each message once.

    post ─▶ waiting ─▶ take (leased) ─▶ send ─▶ sent
                 ▲                       └─ failed: later, then ever later ─▶ given up after a week
                 └────────────────── retry ◀──────────────────────────────────┘
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

import msgspec

from airdate.ledger.codec import decode_instant, encode_instant
from airdate.sqlite import transaction
from airdate.types import Struct
from airdate.watch.notices import Notice
from airdate.watch.targets import Target

LEASE = timedelta(minutes=5)  # a sender that dies lets go of its messages after that
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_GIVE_UP = timedelta(days=7)
_MOST_IN_MESSAGE = 20
MOST_TAKEN = 100  # messages for a target at once
_PATIENT = 4  # failures of a message after which others go first
_FARTHEST = timedelta(days=9)  # beyond the next digest: a due time that a wrong clock has set
_KEPT = timedelta(days=90)


class Message(Struct, frozen=True, kw_only=True):
    """What one target is sent at once: one notice, or a digest of several.

    `attempts` have failed; `tried_at` says since when it is tried, or was put off because its target is down.
    """

    message_id: str
    target: Target
    notices: tuple[Notice, ...]
    attempts: int = 0
    tried_at: datetime | None = None


class Counts(Struct, frozen=True, kw_only=True):
    """How many deliveries are in each state."""

    waiting: int = 0
    sent: int = 0
    given_up: int = 0


def post(state: sqlite3.Connection, notice: Notice, to: Iterable[tuple[Target, datetime]]) -> bool:
    """Put a notice in the outbox, for each target with the instant from which it may go.

    A notice that is there already changes nothing. Returns whether it is new.
    """
    body = msgspec.json.encode(notice).decode()
    row = (notice.notice_id, encode_instant(notice.made_at), body)
    if state.execute("INSERT OR IGNORE INTO notice VALUES (?, ?, ?)", row).rowcount == 0:
        return False
    state.executemany(
        "INSERT INTO delivery (notice_id, target, state, attempts, due_at) VALUES (?, ?, 'waiting', 0, ?)",
        [(notice.notice_id, target.name, encode_instant(due)) for target, due in to],
    )
    return True


def take(state: sqlite3.Connection, target: Target, now: datetime) -> list[Message]:
    """The messages that may go to a target now, leased to the caller for `LEASE`; at most `MOST_TAKEN`.

    Oldest first; but one that was refused again and again, for what it says perhaps, lets others go first.
    """
    with transaction(state):
        due = state.execute(
            "SELECT notice_id, message_id, attempts, tried_at FROM delivery JOIN notice USING (notice_id)"
            " WHERE target = ? AND state = 'waiting' AND (due_at <= ? OR due_at > ?)"
            " ORDER BY attempts > ?, made_at, notice_id",
            (target.name, encode_instant(now), encode_instant(now + _FARTHEST), _PATIENT),
        ).fetchall()
        groups = islice(_groups(target, due).items(), MOST_TAKEN)
        messages = [_message(state, target, message_id, rows) for message_id, rows in groups]
        for message in messages:
            state.executemany(
                "UPDATE delivery SET message_id = ?, due_at = ? WHERE notice_id = ? AND target = ?",
                [
                    (message.message_id, encode_instant(now + LEASE), notice.notice_id, target.name)
                    for notice in message.notices
                ],
            )
    return messages


def _groups(target: Target, rows: Sequence[sqlite3.Row]) -> dict[str, list[sqlite3.Row]]:
    """Rows by message. Those that were put in one stay in it; new ones are put in one, or each in its own."""
    size = 1 if target.pace == "at once" else _MOST_IN_MESSAGE
    fresh = [row["notice_id"] for row in rows if not row["message_id"]]
    parts = [fresh[first : first + size] for first in range(0, len(fresh), size)]
    put_in = {notice_id: _message_id(part) for part in parts for notice_id in part}
    groups: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        groups.setdefault(row["message_id"] or put_in[row["notice_id"]], []).append(row)
    return groups


def _message(
    state: sqlite3.Connection, target: Target, message_id: str, rows: Sequence[sqlite3.Row]
) -> Message:
    bodies = [
        state.execute("SELECT body FROM notice WHERE notice_id = ?", (row["notice_id"],)).fetchone()[0]
        for row in rows
    ]
    tried_at = rows[0]["tried_at"]
    return Message(
        message_id=message_id,
        target=target,
        notices=tuple(msgspec.json.decode(body, type=Notice) for body in bodies),
        attempts=rows[0]["attempts"],
        tried_at=decode_instant(tried_at) if tried_at else None,
    )


def _message_id(notice_ids: Sequence[str]) -> str:
    """A single notice's own id; a digest's follows from what it holds."""
    return (
        notice_ids[0] if len(notice_ids) == 1 else sha256("\x1f".join(notice_ids).encode()).hexdigest()[:32]
    )


def mark_sent(state: sqlite3.Connection, message: Message, now: datetime) -> None:
    """The target has it."""
    with transaction(state):
        state.execute(
            "UPDATE delivery SET state = 'sent', sent_at = ?, attempts = attempts + 1, error = NULL"
            " WHERE message_id = ? AND target = ?",
            (encode_instant(now), message.message_id, message.target.name),
        )
        state.execute("UPDATE target SET failures = 0 WHERE name = ?", (message.target.name,))


def mark_failed(
    state: sqlite3.Connection,
    message: Message,
    now: datetime,
    error: str,
    *,
    wait: timedelta | None = None,
) -> bool:
    """The target did not take it; it is tried again later. `wait` is what the target asked for.

    Returns whether it was given up: tried for a week.
    """
    given_up = message.tried_at is not None and now - message.tried_at > _GIVE_UP
    due = now + max(back_off(message.attempts), wait or timedelta(0))
    with transaction(state):
        state.execute(
            "UPDATE delivery SET state = ?, due_at = ?, tried_at = coalesce(tried_at, ?),"
            " attempts = attempts + 1, error = ? WHERE message_id = ? AND target = ?",
            (
                "given up" if given_up else "waiting",
                encode_instant(due),
                encode_instant(now),
                error[:300],
                message.message_id,
                message.target.name,
            ),
        )
    return given_up


def leave_alone(
    state: sqlite3.Connection, target: Target, now: datetime, *, wait: timedelta | None = None
) -> int:
    """Put off all that waits for a target that is down; what has waited so for a week is given up.

    Each time in a row it is for longer, until the target takes something. `wait` is what it asked for.
    Returns how many deliveries were given up.
    """
    with transaction(state):
        known = state.execute("SELECT failures FROM target WHERE name = ?", (target.name,)).fetchone()
        failures = known[0] if known else 0
        until = encode_instant(now + max(back_off(failures), wait or timedelta(0)))
        state.execute("UPDATE target SET failures = failures + 1 WHERE name = ?", (target.name,))
        given_up = state.execute(
            "UPDATE delivery SET state = 'given up', error = coalesce(error, 'the target was down')"
            " WHERE target = ? AND state = 'waiting' AND tried_at < ?",
            (target.name, encode_instant(now - _GIVE_UP)),
        ).rowcount
        state.execute(
            "UPDATE delivery SET due_at = max(due_at, ?), tried_at = coalesce(tried_at, ?)"
            " WHERE target = ? AND state = 'waiting' AND due_at <= ?",
            (until, encode_instant(now), target.name, encode_instant(now + LEASE)),
        )
    return given_up


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many earlier failures: a minute, doubled each time, six hours at most."""
    doublings = min(attempts, 10)
    return min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)


def retry(state: sqlite3.Connection, now: datetime) -> int:
    """Let all that was given up, or waits for another attempt, go at once. Returns how many deliveries."""
    with transaction(state):
        changed = state.execute(
            "UPDATE delivery SET state = 'waiting', due_at = ?, tried_at = NULL WHERE state = 'given up'"
            " OR (state = 'waiting' AND tried_at IS NOT NULL)",
            (encode_instant(now),),
        )
        state.execute("UPDATE target SET failures = 0")
    return changed.rowcount


def counts(state: sqlite3.Connection, target: str | None = None) -> Counts:
    """How many deliveries are in each state, of one target or of all."""
    rows = state.execute(
        "SELECT state, count(*) FROM delivery WHERE ? IS NULL OR target = ? GROUP BY state", (target, target)
    )
    found = {row[0]: row[1] for row in rows}
    return Counts(
        waiting=found.get("waiting", 0), sent=found.get("sent", 0), given_up=found.get("given up", 0)
    )


def recent(state: sqlite3.Connection, limit: int = 50) -> list[Notice]:
    """The newest notices, newest first, whatever became of them."""
    rows = state.execute("SELECT body FROM notice ORDER BY made_at DESC, notice_id LIMIT ?", (limit,))
    return [msgspec.json.decode(row[0], type=Notice) for row in rows]


def drop_old(state: sqlite3.Connection, now: datetime) -> int:
    """Forget notices of more than 90 days ago that are on no way any more; returns how many."""
    with transaction(state):
        return state.execute(
            "DELETE FROM notice WHERE made_at < ? AND NOT EXISTS (SELECT 1 FROM delivery"
            " WHERE delivery.notice_id = notice.notice_id AND state = 'waiting')",
            (encode_instant(now - _KEPT),),
        ).rowcount
