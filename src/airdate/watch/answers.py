"""Answers to compare: what a belief is about, what it says, how firmly; and a move from one to another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from airdate.types import Belief, Question, Struct

#: Work, season, question and subject: what one answer is about.
Key = tuple[str, int | None, Question, str]
Bounds = tuple[date | None, date | None]

OUT = ("released", "day_passed")  # rules of a release that has come, by word or by presumption
_WEAK = ("guess", "undated")


class Move(Struct, frozen=True, kw_only=True):
    """One answer that changed: what it is about, its kind (`kinds.KINDS`), the answer before and now.

    `before` is `None` where nothing was said, `now` where nothing stands any more. `also` are the keys of
    other answers that moved alike and are told with it.
    """

    work_id: str
    season: int | None
    question: Question
    subject: str
    kind: str
    before: Belief | None = None
    now: Belief | None = None
    also: tuple[Key, ...] = ()

    @property
    def key(self) -> Key:
        """What the move is about."""
        return self.work_id, self.season, self.question, self.subject

    @property
    def is_confirmed(self) -> bool:
        """Is the new answer one that the ledger holds for confirmed?"""
        return self.now is not None and self.now.standing == "confirmed" and is_firm(self.now)


def by_key(beliefs: Iterable[Belief]) -> dict[Key, Belief]:
    """The leading answer of each subject; words beside a window and plots are no news."""
    answers: dict[Key, Belief] = {}
    for belief in beliefs:
        if belief.question != "plot" and belief.rule != "beside_window":
            answers.setdefault(key_of(belief), belief)
    return answers


def key_of(belief: Belief) -> Key:
    """What a belief is about."""
    return belief.work_id, belief.season, belief.question, belief.subject


def is_firm(belief: Belief) -> bool:
    """Does it rest on dated words that are more than guesses?"""
    return belief.rule not in _WEAK


def says(belief: Belief) -> tuple[str, Bounds]:
    """What it says, to see whether another says the same."""
    return belief.answer, bounds(belief)


def bounds(belief: Belief) -> Bounds:
    """The days that an answer names; "2026-10" and "about October 2026" name the same."""
    return (belief.window.earliest, belief.window.latest) if belief.window is not None else (None, None)
