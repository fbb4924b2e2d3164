"""Which changes are told now, and which wait: a belief that flips back within the hold is told to nobody.

Pure; the clock is an argument. Invariant: an answer that was told is compared with what is believed now,
never with what was believed in between, so that a chain of news never skips or repeats a link.

    told ──┐                      ┌─ stood long enough ─▶ told (and becomes what was told)
    now ───┴─▶ moves ─▶ since when┤
    waiting ──────────────────────┴─ else ─▶ waiting
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from airdate.types import Belief, Struct
from airdate.watch.moves import Key, Move, by_key, moves

#: An answer that keeps changing is told after this many holds, as it then stands.
_MOST_HOLDS = 4


class Waiting(Struct, frozen=True, kw_only=True):
    """A change that is held back: what the belief says, since when, and since when the told one is left."""

    says: str
    since: datetime
    left_at: datetime


class News(Struct, frozen=True, kw_only=True):
    """A change to be told, with the id that it keeps for ever."""

    news_id: str
    move: Move


class Held(Struct, frozen=True, kw_only=True):
    """What is told now, the beliefs as they are told from now on, and what waits."""

    news: tuple[News, ...]
    told: dict[Key, Belief]
    waiting: dict[Key, Waiting]


def hold(
    told: Mapping[Key, Belief],
    waiting: Mapping[Key, Waiting],
    now: Sequence[Belief],
    *,
    at: datetime,
    patience: timedelta,
) -> Held:
    """Weigh the beliefs of one or several works at an instant.

    Args:
        told: the beliefs as they were last told.
        waiting: the changes that wait since earlier calls.
        now: the beliefs as they stand.
        at: the present instant (UTC).
        patience: how long a change must stand before it is told; none, and all is told at once.
    """
    news: list[News] = []
    still: dict[Key, Waiting] = {}
    unchanged: set[Key] = set()
    for move in moves(tuple(told.values()), now):
        wait = _wait(waiting.get(move.key), says(move), at)
        if at - wait.since >= patience or at - wait.left_at >= _MOST_HOLDS * patience:
            news.append(News(news_id=_news_id(move, wait.left_at), move=move))
        else:
            still[move.key] = wait
            unchanged |= {move.key, *move.also}
    believed = by_key(now)
    kept = {key: told[key] for key in unchanged if key in told}
    taken = {key: belief for key, belief in believed.items() if key not in unchanged}
    return Held(news=tuple(news), told={**taken, **kept}, waiting=still)


def says(move: Move) -> str:
    """What a move tells, as text: to see whether it still tells the same."""
    return f"{move.kind} {_answer(move.now)}"


def _answer(belief: Belief | None) -> str:
    if belief is None:
        return "-"
    return f"{belief.answer} {belief.window.edtf if belief.window else ''} {belief.standing}"


def _wait(before: Waiting | None, told: str, at: datetime) -> Waiting:
    """The wait so far; a clock that was set back starts it anew rather than stretching it."""
    if before is None:
        return Waiting(says=told, since=at, left_at=at)
    since = min(before.since, at) if before.says == told else at
    return Waiting(says=told, since=since, left_at=min(before.left_at, at))


def _news_id(move: Move, left_at: datetime) -> str:
    """The same for the same change, another for the next change of the same answer."""
    parts = (*move.key, move.kind, _answer(move.before), _answer(move.now), left_at.isoformat())
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]
