"""What is new between two states of belief: the one decider behind notices.

Pure. A belief that says what it said is quiet, also where other entries carry it now. A statement that
vanished is "withdrawn" and never "cancelled": only words cancel. What several places or seasons tell alike is
told once. A plot is never news.

    beliefs then ─┐
                  ├─▶ pair by subject ─▶ kind of move ─▶ known from elsewhere? ─▶ alike told once
    beliefs now ──┘
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from airdate.ledger.policy import NOT_YET
from airdate.ledger.relations import STAGES
from airdate.types import Belief, Question, Struct

#: Work, season, question and subject: what one answer is about.
Key = tuple[str, int | None, Question, str]
Seasons = frozenset[tuple[str, int | None]]
Bounds = tuple[date | None, date | None]

_WEAK = ("guess", "undated")
_OUT = ("released", "day_passed")
_IN_IT = ("returning", "joining")
_TAKES_BACK = (".undone", ".withdrawn", ".overdue")
_OF_STANDING = (".confirmed", ".doubted", ".disputed", ".settled", ".out")
_STAGE_KINDS = {
    "writing": "production.writing",
    "filming_not_started": None,  # a denial; its news is in what was said before
    "filming_scheduled": "filming.scheduled",
    "filming_started": "filming.started",
    "filming_wrapped": "filming.wrapped",
    "post_production": "production.finishing",
}


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


def moves(before: Sequence[Belief], after: Sequence[Belief]) -> tuple[Move, ...]:
    """What changed from one state of belief to another, in the order of work, season and question.

    Args:
        before, after: beliefs of the same works, each as `settle` gives them.
    """
    was, now = by_key(before), by_key(after)
    gone_on = _went_on(was, now)
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
            found += _unless_known(move, was, now)
    return _together(found, {**was, **now}.values())


def by_key(beliefs: Iterable[Belief]) -> dict[Key, Belief]:
    """The leading answer of each subject; words beside a window and plots are no news."""
    answers: dict[Key, Belief] = {}
    for belief in beliefs:
        if belief.question != "plot" and belief.rule != "beside_window":
            answers.setdefault((belief.work_id, belief.season, belief.question, belief.subject), belief)
    return answers


def is_firm(belief: Belief) -> bool:
    """Does it rest on dated words that are more than guesses?"""
    return belief.rule not in _WEAK


def _order(key: Key) -> tuple[str, bool, int, str, str]:
    work_id, season, question, subject = key
    return work_id, season is not None, season or 0, question, subject


# The kind of a move, question by question: what was firmly held before, and what is now.


def _kind(before: Belief | None, now: Belief | None, gone_on: Seasons) -> str | None:
    firm_before = before if before is not None and is_firm(before) else None
    firm_now = now if now is not None and is_firm(now) else None
    if firm_before is not None or firm_now is not None:
        question = (firm_now or firm_before).question  # type: ignore[union-attr]
        return _KIND_OF[question](firm_before, firm_now, gone_on)
    if now is None or (before is not None and _says(before) == _says(now)):
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
        return "release.announced" if now.rule not in _OUT else None
    if _bounds(before) != _bounds(now):
        return "release.narrowed" if before.window.contains(now.window) else "release.moved"
    if before.standing == now.standing or now.rule in _OUT or not now.window.is_day:
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
        return "production.withdrawn"
    if now.rule == "window_passed":
        return "filming.overdue" if before is not None and before.rule != "window_passed" else None
    if before is None or STAGES.index(before.answer) < STAGES.index(now.answer):
        return _STAGE_KINDS[now.answer]
    if before.answer != now.answer:
        return "production.undone"
    if now.answer != "filming_scheduled" or now.window is None or _bounds(before) == _bounds(now):
        return None
    return "filming.moved" if before.window is not None else "filming.scheduled"


def _trailer(before: Belief | None, now: Belief | None, gone_on: Seasons) -> str | None:
    told = before.answer if before is not None else "not_released"
    if now is not None and now.answer == "released":
        return None if told == "released" else "trailer.published"
    if now is None or now.answer == "not_released" or told == "released":
        return None if told == "not_released" else "trailer.withdrawn"
    return None if before is not None and _says(before) == _says(now) else "trailer.announced"


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


def _says(belief: Belief) -> tuple[str, Bounds]:
    return belief.answer, _bounds(belief)


def _bounds(belief: Belief) -> Bounds:
    """The days that an answer names; "2026-10" and "about October 2026" name the same."""
    return (belief.window.earliest, belief.window.latest) if belief.window is not None else (None, None)


def _went_on(was: Mapping[Key, Belief], now: Mapping[Key, Belief]) -> Seasons:
    """Seasons whose production someone has newly spoken of: there a pause ended, and was not unsaid."""
    stages = [belief for belief in now.values() if belief.question == "production" and is_firm(belief)]
    held = {entry for belief in was.values() for entry in belief.support}
    return frozenset((b.work_id, b.season) for b in stages if not held.issuperset(b.support))


# What is known already from another place or season.


def _unless_known(move: Move, was: Mapping[Key, Belief], now: Mapping[Key, Belief]) -> list[Move]:
    """The move, unless another subject said its news before, or still says what it would take back."""
    told = [*was.values(), *now.values()]
    if move.kind.endswith(_TAKES_BACK):
        return [] if move.before and _twin(move.before, now.values(), told) else [move]
    twin = _twin(move.now, was.values(), told) if move.now is not None else None
    if move.now is None or twin is None:
        return [move]
    is_better = move.now.standing == "confirmed" != twin.standing
    if move.kind.endswith(_OF_STANDING):
        return [] if (twin.standing, twin.rule) == (move.now.standing, move.now.rule) else [move]
    if move.question == "release" and is_better:
        return [replace(move, kind="release.confirmed", before=twin)]
    return []


def _twin(belief: Belief, among: Iterable[Belief], told: Sequence[Belief]) -> Belief | None:
    """Another subject's answer that says the same."""
    key = _key(belief)
    return next((other for other in among if _key(other) != key and _alike(belief, other, told)), None)


def _alike(one: Belief, other: Belief, told: Sequence[Belief]) -> bool:
    same_answer = (one.work_id, one.question, is_firm(one)) == (other.work_id, other.question, is_firm(other))
    if not same_answer or _says(one) != _says(other):
        return False
    return _same_season(one, other, told) and _same_subject(one, other)


def _same_season(one: Belief, other: Belief, told: Sequence[Belief]) -> bool:
    """What is said of a series at large is said of its newest season, as long as that is not out."""
    if one.season == other.season:
        return True
    numbers = {one.season, other.season}
    newest = max((b.season for b in told if b.work_id == one.work_id and b.season is not None), default=None)
    is_out = any(b.season == newest and b.rule in _OUT for b in told if b.work_id == one.work_id)
    return numbers == {None, newest} and not is_out


def _same_subject(one: Belief, other: Belief) -> bool:
    """Is it one subject? "streaming" may be the place that "US streaming" names in full."""
    if one.question != "release":
        return one.subject == other.subject
    places = {*one.subject.split()}, {*other.subject.split()}
    return places[0] <= places[1] or places[1] <= places[0]


def _key(belief: Belief) -> Key:
    return belief.work_id, belief.season, belief.question, belief.subject


def _together(found: Sequence[Move], beliefs: Iterable[Belief]) -> tuple[Move, ...]:
    """Moves that say the same of one thing, each told once."""
    told = tuple(beliefs)
    kept: list[Move] = []
    for move in found:
        twin = next((i for i, other in enumerate(kept) if _moved_alike(other, move, told)), None)
        if twin is None:
            kept.append(move)
        else:
            kept[twin] = replace(kept[twin], also=(*kept[twin].also, move.key))
    return tuple(kept)


def _moved_alike(one: Move, other: Move, told: Sequence[Belief]) -> bool:
    if one.kind != other.kind:
        return False
    a, b = one.now or one.before, other.now or other.before
    assert a is not None and b is not None  # a move has at least one side
    return _alike(a, b, told)
