"""The same entries settled for many days, one after the other, as a timeline needs it.

Invariant: each day comes to what `settle` makes of it. Only the questions that a day can have changed are
settled: those of which something was said, and those of which a promised time began or had gone by. The new
statements alone are heard (`contest.Hearing`). Beliefs come without what speaks against them, and where there
are many statements, also without what speaks for them until that is asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from airdate import dates
from airdate.dates import Window
from airdate.ledger.case import Case, Memory
from airdate.ledger.codec import said_latest
from airdate.ledger.settle import QUESTIONS, Settler
from airdate.ledger.settle_release import UNANNOUNCED
from airdate.types import Belief, Claim, Entry

_DAY = timedelta(days=1)
_FEW = 200  # statements, of which ordering those for and against costs less than settling twice


class Docket:
    """One question on one season, day after day."""

    def __init__(self, settler: Settler, scope: tuple[str, int | None], entries: Sequence[Entry]) -> None:
        """`entries` are the statements that it hangs on, by the day of saying; `scope` is work and season."""
        self.question = settler.name
        self._settle = settler.settle
        self._scope = scope
        self._entries = entries
        self.is_small = len(entries) <= _FEW  # then its heads are whole
        self._said = [_said(entry) for entry in entries]
        ends = (spent(entry.claim) for entry in entries)
        self._turns = sorted({*self._said, *(end for end in ends if end is not None)})
        self.next_turn = self._turns[0]
        self._turned = self._turned_before = 0  # how many of them had come by the day, and by that before
        self._heads = Memory()
        self._whole = Memory(self._heads.tellings)
        self._held: tuple[int, list[Belief]] = (0, [])  # the last whole beliefs, and what had come by then
        self._told: tuple[list[Belief], list[Belief]] | None = None
        self._as_of = self._before = date.min

    def turn(self, day: date) -> None:
        """Settle for a later day from now on, on which its answer can have changed."""
        self._before, self._as_of, self._told = self._as_of, day, None
        self._turned_before = self._turned
        self._turned = bisect_right(self._turns, day, lo=self._turned)
        self.next_turn = self._turns[self._turned] if self._turned < len(self._turns) else date.max

    def heads(self) -> list[Belief]:
        """The beliefs of the day; where there is much to order, without what speaks for them."""
        if self.is_small:
            return self.turned()[1]
        return self._beliefs(self._as_of, self._heads, heads_only=True)

    def turned(self) -> tuple[list[Belief], list[Belief]]:
        """The beliefs of the day before it, of those that were asked for, and those of the day.

        They have all that speaks for them.
        """
        if self._told is None:
            turned, before = self._held
            if (
                turned != self._turned_before
            ):  # first this: a memory goes on in time, and has skipped that day
                before = self._beliefs(self._before, self._whole, heads_only=False)
            now = self._beliefs(self._as_of, self._whole, heads_only=False)
            self._held, self._told = (self._turned, now), (before, now)
        return self._told

    def _beliefs(self, as_of: date, memory: Memory, *, heads_only: bool) -> list[Belief]:
        heard = self._entries[: bisect_right(self._said, as_of)]
        work_id, season = self._scope
        case = Case(
            work_id=work_id,
            season=season,
            as_of=as_of,
            entries=heard,
            memory=memory,
            one_sided=True,
            heads_only=heads_only,
        )
        return self._settle(case) if heard else []


def settle_daily(entries: Sequence[Entry], days: Iterable[date]) -> Iterator[tuple[date, list[Docket]]]:
    """For each day the dockets whose answers can have changed since the day before it, in `settle`'s order.

    Args:
        entries: dated entries, by the day of their saying.
        days: rising. A docket is to be asked before the next day is.
    """
    dockets = _dockets(entries)
    for day in days:
        touched = [docket for docket in dockets if docket.next_turn <= day]
        for docket in touched:
            docket.turn(day)
        yield day, touched


def _dockets(entries: Sequence[Entry]) -> list[Docket]:
    scopes: dict[tuple[str, int | None], list[Entry]] = {}
    kinds: dict[tuple[str, int | None], set[str]] = {}
    for entry in entries:
        scope = entry.work_id, entry.claim.season
        scopes.setdefault(scope, []).append(entry)
        kinds.setdefault(scope, set()).add(entry.claim.kind)
    order = sorted(scopes, key=lambda scope: (scope[0], scope[1] is not None, scope[1] or 0))
    return [
        Docket(settler, scope, own)
        for scope in order
        for settler in QUESTIONS
        if settler.besides or settler.kind in kinds[scope]
        if (own := [entry for entry in scopes[scope] if settler.hangs_on(entry.claim)])
    ]


def promised(claim: Claim) -> Window | None:
    """The time that a statement promises something for."""
    if claim.kind == "release" and claim.value != UNANNOUNCED:
        return dates.parse(claim.value)
    return claim.when if claim.kind == "production" else None


def spent(claim: Claim) -> date | None:
    """The first day on which its promise says nothing more: "2024 at the earliest" once 2024 has begun."""
    window = promised(claim)
    if window is None or window.latest is None:
        return None if window is None else window.earliest
    return window.latest + _DAY if window.latest < date.max else None


def _said(entry: Entry) -> date:
    said = said_latest(entry.claim)
    assert said is not None  # the caller gives dated entries alone
    return said
