"""What changed: the answers on each day on which something was said or went by (see `replay`).

Two clocks meet here. An answer changes on the day of the saying; what we took back or corrected stands
on the day on which the ledger came to know it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from airdate import dates
from airdate.guide.corrections import TELLING, corrections
from airdate.guide.evidence import Evidence, is_said_on, until
from airdate.guide.parts import person_of_belief, say_belief
from airdate.guide.words import join_words, uncapital
from airdate.ledger.settle_daily import Docket, promised, settle_daily
from airdate.types import Belief, Change, Entry, Question

_HEADINGS: dict[Question, str] = {
    "decision": "Decision",
    "production": "Production",
    "release": "Release",
    "trailer": "Trailer",
    "cast": "Cast",
    "provider": "Where to watch",
    "episodes": "Episodes",
    "plot": "Plot",
}

#: Season, question, subject, and the answer itself where several stand side by side.
Key = tuple[int | None, str, str, str]


def timeline(
    rows: Iterable[Entry],
    evidence: Evidence,
    known_at: datetime | None,
    told: Iterable[Change] | None = None,
) -> tuple[Change, ...]:
    """Every change up to the evidence's day, the newest first.

    Args:
        rows: the ledger's rows on the season, for what was taken back or corrected.
        evidence: what counts of them.
        known_at: the instant of the ledger; `None` for now.
        told: the timeline of the same rows, instant and names up to a later day, where it is at hand. What
            was said later changed no answer of an earlier day, so that its beginning is this one's; only
            corrections are told anew, for their words look at the day.
    """
    answers = _answers(evidence) if told is None else _begun(told, evidence.as_of)
    ours = corrections(rows, as_of=evidence.as_of, known_at=known_at, names=evidence.names)
    return tuple(sorted([*answers, *ours], key=_day, reverse=True))


def _begun(told: Iterable[Change], as_of: date) -> Iterator[Change]:
    """The answers of a timeline that had changed by a day; a correction answers no question."""
    return (change for change in told if change.question is not None and _day(change) <= as_of)


def _day(change: Change) -> date:
    assert change.on.latest is not None  # a change stands on a day or in a month
    return change.on.latest


def _answers(evidence: Evidence) -> Iterator[Change]:
    held: dict[Docket, dict[Key, Belief]] = {}
    for day, touched in settle_daily(evidence.dated, _days(evidence)):
        moved = []
        for docket in touched:
            before, heads = held.get(docket, {}), _by_key(docket.heads())
            if _differ(before, heads):
                moved.append((before, heads) if docket.is_small else map(_by_key, docket.turned()))
            held[docket] = heads
        if moved:
            then = until(evidence, day)
            yield from _changes([move for before, now in moved for move in _moves(before, now, then)], then)


def _by_key(beliefs: Iterable[Belief]) -> dict[Key, Belief]:
    return {_key(belief): belief for belief in beliefs if _is_answer(belief)}


def _differ(before: dict[Key, Belief], now: dict[Key, Belief]) -> bool:
    return any(key not in before or _content(before[key]) != _content(now[key]) for key in now)


def _moves(before: dict[Key, Belief], now: dict[Key, Belief], then: Evidence) -> Iterator[_Move]:
    for key, belief in now.items():
        move = _move(before.get(key), belief, then)
        if move is not None:
            yield move


def _days(evidence: Evidence) -> list[date]:
    """The days on which an answer can change: something was said, or a stated time had gone by."""
    said = {entry.claim.said_on for entry in evidence.dated}
    ends = {window.latest for entry in evidence.dated if (window := promised(entry.claim)) is not None}
    passed = {end + timedelta(days=1) for end in ends if end is not None and end < evidence.as_of}
    return sorted({window.latest for window in said if window and window.latest} | passed)


def _is_answer(belief: Belief) -> bool:
    """Silence is no answer, and on a plot no one is right."""
    return belief.rule != "nothing_stands" and belief.question != "plot"


def _key(belief: Belief) -> Key:
    beside = belief.answer if belief.rule in ("guess", "beside_window") else ""
    return belief.season, belief.question, belief.subject, beside


class _Move(NamedTuple):
    """One answer that changed; `said` are the entries of that day, none where time alone changed it."""

    before: Belief | None
    now: Belief
    before_words: str | None
    words: str
    said: tuple[Entry, ...]
    who: str
    entry_id: str

    def alike(self) -> tuple[object, ...]:
        """What two people's moves must share to be told in one line."""
        told = (self.now.season, self.now.question, self.words, self.before_words)
        return (*told, None if self.now.question == "cast" else self.now.subject)


def _move(before: Belief | None, belief: Belief, then: Evidence) -> _Move | None:
    if before is not None and _content(before) == _content(belief):
        return None
    rests_on = then.rests_on(belief)
    said = tuple(entry for entry in rests_on if is_said_on(entry, then.as_of))
    if before is None and not said:
        return None  # an older answer that is only now told apart from another
    return _Move(
        before=before,
        now=belief,
        before_words=uncapital(say_belief(before, then)) if before else None,
        words=uncapital(say_belief(belief, then)),
        said=said,
        who=person_of_belief(belief, then) if belief.question == "cast" else "",
        entry_id=next((entry.entry_id for entry in said or rests_on), ""),
    )


def _content(belief: Belief) -> tuple[str, str, str]:
    return belief.answer, belief.standing, belief.window.edtf if belief.window else ""


def _changes(moves: Sequence[_Move], then: Evidence) -> Iterator[Change]:
    """One change each; people of whom one source tells the same are told together."""
    groups: dict[tuple[object, ...], list[_Move]] = {}
    for move in moves:
        groups.setdefault((*move.alike(), then.speakers(move.said)), []).append(move)
    for group in groups.values():
        yield _change(group, then)


def _change(group: Sequence[_Move], then: Evidence) -> Change:
    first = group[0]
    people = join_words([move.who for move in group if move.who])
    now = f"{first.words}{f': {people}' if people else ''}"
    said_by = then.speakers(first.said) if first.said else ""
    told = f"{_HEADINGS[first.now.question]}: {now}{f', said {said_by}' if said_by else ''}"
    on = first.said[0].claim.said_on if first.said else None
    return Change(
        on=on or dates.of_day(then.as_of),
        text=f"{told}; before: {first.before_words}." if first.before_words else f"{told}.",
        entry_id=first.entry_id,
        season=first.now.season,
        question=first.now.question,
        subject=people or first.now.subject,
        before=first.before_words,
        now=now,
        before_window=first.before.window if first.before else None,
        now_window=first.now.window,
        standing=first.now.standing,
        said_by=said_by,
        spoiler=first.now.question in TELLING,
    )
