"""Which changes of belief are news: not those about what came out long ago.

A ledger also learns old things: an article of years past says that a season that is long out was renewed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from airdate.guide.evidence import Evidence
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


def is_news(move: Move, evidence: Evidence, over: int | None) -> bool:
    """Is a change news? Of what has long been out, only decisions that were made known since are.

    Args:
        move: the change.
        evidence: the entries that the new answer rests on.
        over: the newest season that is long out (`long_over`).
    """
    number = _FILM if move.season is None else move.season
    is_series_at_large = move.season is None and over not in (None, _FILM)
    if over is None or number > over or is_series_at_large:
        return True
    if move.question != "decision" or move.now is None or number < over:
        return False
    said = [entry.claim.said_on for entry in evidence.rests_on(move.now)]
    fresh = evidence.as_of - _LONG
    return any(on is not None and on.earliest is not None and on.earliest > fresh for on in said)
