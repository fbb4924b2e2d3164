"""A season's answers on one day after another, settled anew only where the day can have changed them.

Invariant: on each day the answers are those that settling everything anew would give. An answer can change
when something is said that bears on it, and when a window that such a statement names begins or has ended.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple, get_args

from airdate import dates
from airdate.dates import Window
from airdate.guide.evidence import Evidence, until
from airdate.guide.phrases import UNANNOUNCED
from airdate.ledger.codec import said_latest
from airdate.ledger.settle import settle
from airdate.types import Belief, Claim, Entry, Kind, Question

_ORDER = {question: place for place, question in enumerate(get_args(Question))}
_QUESTIONS: dict[Kind, Question] = {
    "status": "decision",
    "production": "production",
    "release": "release",
    "trailer": "trailer",
    "cast": "cast",
    "provider": "provider",
    "episodes": "episodes",
    "plot": "plot",
}

#: What unsettles a release date, besides what is said of the release itself.
_BAD_NEWS = (("status", "cancelled"), ("production", "delayed"))

_DAY = timedelta(days=1)


class Turn(NamedTuple):
    """What a day brought: the evidence by then, the questions it may have changed, and their beliefs."""

    then: Evidence
    touched: frozenset[Question]
    beliefs: list[Belief]


def replay(evidence: Evidence, days: Sequence[date]) -> Iterator[Turn]:
    """The answers on each of some days, in order; those of untouched questions are as on the day before."""
    bearing = _bearing(evidence.dated)
    turns = {question: _turns(entries) for question, entries in bearing.items()}
    before = date.min
    for day in days:
        touched = frozenset(q for q, found in turns.items() if _lies_within(found, before, day))
        beliefs = [
            belief
            for question in touched
            for belief in settle(_by(bearing[question], day), as_of=day)
            if belief.question == question
        ]
        yield Turn(until(evidence, day), touched, sorted(beliefs, key=_place))
        before = day


def _bearing(entries: Sequence[Entry]) -> dict[Question, list[Entry]]:
    """The entries that each question hangs on, in their order."""
    found: dict[Question, list[Entry]] = {}
    for entry in entries:
        claim = entry.claim
        found.setdefault(_QUESTIONS[claim.kind], []).append(entry)
        if (claim.kind, claim.value) in _BAD_NEWS:
            found.setdefault("release", []).append(entry)
    return found


def _turns(entries: Sequence[Entry]) -> list[date]:
    """The days on which what these entries come to can change."""
    found: set[date | None] = set()
    for entry in entries:
        window = promised(entry.claim)
        found |= {said_latest(entry.claim), None if window is None else _spent(window)}
    return sorted(day for day in found if day is not None)


def promised(claim: Claim) -> Window | None:
    """The time that a statement promises something for."""
    if claim.kind == "release" and claim.value != UNANNOUNCED:
        return dates.parse(claim.value)
    return claim.when if claim.kind == "production" else None


def _spent(window: Window) -> date | None:
    """The first day on which it says nothing more: "2024 at the earliest" does so once 2024 has begun."""
    if window.latest is None:
        return window.earliest
    return window.latest + _DAY if window.latest < date.max else None


def _lies_within(days: Sequence[date], after: date, until: date) -> bool:
    return bisect_right(days, until) > bisect_right(days, after)


def _by(entries: Sequence[Entry], day: date) -> Sequence[Entry]:
    """What of it had been said by a day; evidence comes in the order of saying."""
    return entries[: bisect_right(entries, day, key=lambda entry: said_latest(entry.claim) or date.max)]


def _place(belief: Belief) -> tuple[str, bool, int, int]:
    """Where it stands among those of all questions, as `settle` has them."""
    return belief.work_id, belief.season is not None, belief.season or 0, _ORDER[belief.question]
