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

import msgspec

from airdate.ledger.codec import encode_instant
from airdate.sqlite import transaction
from airdate.types import Struct
from airdate.watch.notices import Notice
from airdate.watch.targets import Target

LEASE = timedelta(minutes=5)  # a sender that dies lets go of its messages after that
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_GIVE_UP = timedelta(days=7)
_MOST_IN_MESSAGE = 20
_KEPT = timedelta(days=90)


class Message(Struct, frozen=True, kw_only=True):
    """What one target is sent at once: one notice, or a digest of several."""

    message_id: str
    target: Target
    notices: tuple[Notice, ...]
    attempts: int = 0


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
    """The messages that may go to a target now, leased to the caller for `LEASE`; oldest first."""
    with transaction(state):
        due = state.execute(
            "SELECT notice_id, message_id, attempts, body FROM delivery JOIN notice USING (notice_id)"
            " WHERE target = ? AND state = 'waiting' AND due_at <= ? ORDER BY made_at, notice_id",
            (target.name, encode_instant(now)),
        ).fetchall()
        messages = _messages(target, due)
        for message in messages:
            state.executemany(
                "UPDATE delivery SET message_id = ?, due_at = ? WHERE notice_id = ? AND target = ?",
                [
                    (message.message_id, encode_instant(now + LEASE), notice.notice_id, target.name)
                    for notice in message.notices
                ],
            )
    return messages


def _messages(target: Target, rows: Sequence[sqlite3.Row]) -> list[Message]:
    """Rows that were put in a message stay in it; new ones are put in one, or each in its own."""
    groups: dict[str, list[sqlite3.Row]] = {}
    fresh: list[sqlite3.Row] = []
    for row in rows:
        if row["message_id"]:
            groups.setdefault(row["message_id"], []).append(row)
        else:
            fresh.append(row)
    size = 1 if target.pace == "at once" else _MOST_IN_MESSAGE
    for first in range(0, len(fresh), size):
        part = fresh[first : first + size]
        groups[_message_id([row["notice_id"] for row in part])] = part
    return [
        Message(
            message_id=message_id,
            target=target,
            notices=tuple(msgspec.json.decode(row["body"], type=Notice) for row in group),
            attempts=group[0]["attempts"],
        )
        for message_id, group in groups.items()
    ]


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
    given_up = now - message.notices[0].made_at > _GIVE_UP and message.attempts > 0
    due = now + max(back_off(message.attempts), wait or timedelta(0))
    with transaction(state):
        state.execute(
            "UPDATE delivery SET state = ?, due_at = ?, attempts = attempts + 1, error = ?"
            " WHERE message_id = ? AND target = ?",
            (
                "given up" if given_up else "waiting",
                encode_instant(due),
                error[:300],
                message.message_id,
                message.target.name,
            ),
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
            "UPDATE delivery SET state = 'waiting', due_at = ? WHERE state = 'given up'"
            " OR (state = 'waiting' AND attempts > 0)",
            (encode_instant(now),),
        )
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
