"""Which changes of belief are news: not those about what came out long ago, nor what was said before.

A ledger also learns old things: an article of years past says that a season that is long out was renewed, or
a whole archive is read that had been written before anyone here followed its titles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from airdate.guide.evidence import Evidence
from airdate.guide.phrases import UNANNOUNCED
from airdate.ledger.policy import NOT_YET
from airdate.types import Belief, Season
from airdate.watch.moves import Move

_LONG = timedelta(days=30)
_OUT = ("released", "day_passed")
_FILM = 0  # a film's one "season", where numbers are compared


def long_over(beliefs: Iterable[Belief], seasons: Sequence[Season], today: date) -> int | None:
    """The newest season that came out more than 30 days ago, 0 for a film; `None` where there is none."""
    came = [(s.number, s.premiere) for s in seasons]
    came += [(b.season, b.window) for b in beliefs if b.question == "release" and b.rule in _OUT]
    over = [
        _FILM if number is None else number
        for number, window in came
        if window is not None and window.is_past(today - _LONG)
    ]
    return max(over, default=None)


def is_news(move: Move, evidence: Evidence, over: int | None, since: date) -> bool:
    """Is a change news?

    A first answer is, where someone gave it since the work is followed; a change of one always is. Of what
    has long been out, only decisions of late are.

    Args:
        move: the change.
        evidence: the entries that the new answer rests on.
        over: the newest season that is long out (`long_over`).
        since: the day from which the work is followed.
    """
    number = _FILM if move.season is None else move.season
    is_series_at_large = move.season is None and over not in (None, _FILM)
    if over is None or number > over or is_series_at_large:
        return not _is_first(move) or _was_said(move, evidence, since)
    if move.question != "decision" or number < over:
        return False
    return _was_said(move, evidence, evidence.as_of - _LONG)


def _is_first(move: Move) -> bool:
    return move.before is None or move.before.answer in (*NOT_YET, UNANNOUNCED)


def _was_said(move: Move, evidence: Evidence, since: date) -> bool:
    """Did anyone say the new answer on that day or later?"""
    said = [entry.claim.said_on for entry in evidence.rests_on(move.now)] if move.now is not None else []
    return any(on is not None and on.latest is not None and on.latest >= since for on in said)
