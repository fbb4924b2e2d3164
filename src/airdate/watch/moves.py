"""What is new between two states of belief: the one decider behind notices.

Pure. A belief that says what it said is quiet, also where other entries carry it now. A statement that
vanished is "withdrawn" and never "cancelled": only words cancel. What several places or seasons tell alike is
told once. A plot is never news.

    beliefs then ─┐
                  ├─▶ pair by subject ─▶ kind of move ─▶ known from elsewhere? ─▶ alike told once
    beliefs now ──┘
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from airdate.ledger.policy import NOT_YET
from airdate.ledger.relations import STAGES
from airdate.types import Belief, Question
from airdate.watch.answers import OUT, Key, Move, bounds, by_key, is_firm, says
from airdate.watch.elsewhere import Elsewhere

__all__ = ["Key", "Move", "by_key", "is_firm", "moves"]

Seasons = frozenset[tuple[str, int | None]]

_IN_IT = ("returning", "joining")
_NAMES = ("provider", "episodes")
_STAGE_KINDS = {
    "writing": "production.writing",
    "filming_not_started": None,  # a denial; its news is in what was said before
    "filming_scheduled": "filming.scheduled",
    "filming_started": "filming.started",
    "filming_wrapped": "filming.wrapped",
    "post_production": "production.finishing",
}


def moves(before: Sequence[Belief], after: Sequence[Belief]) -> tuple[Move, ...]:
    """What changed from one state of belief to another, in the order of work, season and question.

    Args:
        before, after: beliefs of the same works, each as `settle` gives them.
    """
    was, now = by_key(before), by_key(after)
    gone_on, elsewhere = _went_on(was, now), Elsewhere(was, now)
    found: list[Move] = []
    for key in sorted(was.keys() | now.keys(), key=_order):
        kind = _kind(was.get(key), now.get(key), gone_on)
        if kind is not None:
            work_id, season, question, subject = key
            move = Move(
                work_id=work_id,
                season=season,
                question=question,
                subject=subject,
                kind=kind,
                before=was.get(key),
                now=now.get(key),
            )
            found += elsewhere.unless_known(move)
    return elsewhere.together(found)


def _order(key: Key) -> tuple[str, bool, int, str, str]:
    work_id, season, question, subject = key
    return work_id, season is not None, season or 0, question, subject


# The kind of a move, question by question: what was firmly held before, and what is now.


def _kind(before: Belief | None, now: Belief | None, gone_on: Seasons) -> str | None:
    firm_before = before if before is not None and is_firm(before) else None
    firm_now = now if now is not None and is_firm(now) else None
    if firm_before is not None or firm_now is not None:
        question = (firm_now or firm_before).question  # type: ignore[union-attr]
        if question in _NAMES and before is not None and now is not None and says(before) == says(now):
            return None  # the name that was guessed is now said: the same name
        return _KIND_OF[question](firm_before, firm_now, gone_on)
    if now is None or (before is not None and says(before) == says(now)):
        return None  # a guess that nobody makes any more is no news
    return f"{now.question}.rumoured"


def _decision(before: Belief | None, now: Belief | None, gone_on: Seasons) -> str | None:
    was = before is not None and before.answer not in NOT_YET
    if now is None:
        return "decision.withdrawn" if was else None
    if now.answer in NOT_YET:
        return "decision.undone" if was else None
    if before is None or before.answer != now.answer:
        return f"season.{now.answer}"
    if before.standing != now.standing:
        return "decision.disputed" if now.standing == "disputed" else "decision.settled"
    return None


def _release(before: Belief | None, now: Belief | None, gone_on: Seasons) -> str | None:
    stood = before is not None and before.window is not None
    if now is None or now.window is None:
        passed = now is not None and now.rule == "window_passed"
        return None if not stood else "release.overdue" if passed else "release.withdrawn"
    if now.rule == "released":
        return None if before is not None and before.rule == "released" else "release.out"
    if before is None or before.window is None:
        return "release.announced" if now.rule not in OUT else None
    if bounds(before) != bounds(now):
        return "release.narrowed" if before.window.contains(now.window) else "release.moved"
    if before.standing == now.standing or now.rule in OUT or not now.window.is_day:
        return None
    return "release.confirmed" if now.standing == "confirmed" else "release.doubted"


def _production(before: Belief | None, now: Belief | None, gone_on: Seasons) -> str | None:
    subject = (now or before).subject  # type: ignore[union-attr]
    if subject == "stage":
        return _stage(before, now)
    if subject != "interruption":
        return None  # milestones that lie behind the stage
    if now is None:
        assert before is not None  # one of the two is there
        went_on = (before.work_id, before.season) in gone_on
        return "production.resumed" if went_on else "production.withdrawn"
    return None if before is not None and before.answer == now.answer else f"production.{now.answer}"


def _stage(before: Belief | None, now: Belief | None) -> str | None:
    if now is None:
        return "production.withdrawn" if before is not None and before.rule != "window_passed" else None
    if now.rule == "window_passed":
        return "filming.overdue" if before is not None and before.rule != "window_passed" else None
    if before is None or STAGES.index(before.answer) < STAGES.index(now.answer):
        return _STAGE_KINDS[now.answer]
    if before.answer != now.answer:
        return "production.undone"
    if now.answer != "filming_scheduled" or now.window is None or bounds(before) == bounds(now):
        return None
    return "filming.moved" if before.window is not None else "filming.scheduled"


def _trailer(before: Belief | None, now: Belief | None, gone_on: Seasons) -> str | None:
    told = before.answer if before is not None else "not_released"
    if now is not None and now.answer == "released":
        return None if told == "released" else "trailer.published"
    if now is None or now.answer == "not_released" or told == "released":
        return None if told == "not_released" else "trailer.withdrawn"
    return None if before is not None and says(before) == says(now) else "trailer.announced"


def _cast(before: Belief | None, now: Belief | None, gone_on: Seasons) -> str | None:
    was = before is not None and before.answer not in NOT_YET
    if now is None:
        return "cast.withdrawn" if was else None
    if now.answer in NOT_YET:
        return "cast.undone" if was else None
    alike = before is not None and (before.answer == now.answer or {before.answer, now.answer} <= {*_IN_IT})
    return None if alike else f"cast.{now.answer}"


def _named(before: Belief | None, now: Belief | None, gone_on: Seasons) -> str | None:
    """Answers that are names or numbers."""
    question = (now or before).question  # type: ignore[union-attr]
    if now is None:
        return f"{question}.withdrawn"
    return None if before is not None and before.answer == now.answer else f"{question}.announced"


_KIND_OF: Mapping[Question, Callable[[Belief | None, Belief | None, Seasons], str | None]] = {
    "decision": _decision,
    "production": _production,
    "release": _release,
    "trailer": _trailer,
    "cast": _cast,
    "provider": _named,
    "episodes": _named,
}


def _went_on(was: Mapping[Key, Belief], now: Mapping[Key, Belief]) -> Seasons:
    """Seasons whose production someone has newly spoken of: there a pause ended, and was not unsaid."""
    stages = [belief for belief in now.values() if belief.question == "production" and is_firm(belief)]
    held = {entry for belief in was.values() for entry in belief.support}
    return frozenset((b.work_id, b.season) for b in stages if not held.issuperset(b.support))
