"""Against the press: our forecast on the day on which an outlet hedged a window, beside that window.

The window is taken at its word, as an even distribution over its days. What the outlet said is part of
what we know on that day, as is all that was visible then.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from airdate.errors import ForecastError
from airdate.forecast.curve import LEVELS
from airdate.forecast.evidence import Ahead, Case, case_of, release_windows, stated_ahead
from airdate.forecast.examples import known_by, premieres_of
from airdate.forecast.metrics import crps, ratio_with_interval
from airdate.forecast.model import Model, predict
from airdate.forecast.rows import ActualRow, ClaimRow, Request, title_key
from airdate.forecast.training import Corpus
from airdate.forecast.visible import visible
from airdate.types import Struct

AHEAD_DAYS = 90  # from the saying to the first day of the window, at the least


class Guess(Struct, frozen=True, kw_only=True):
    """A hedged window, what was known on the day it was stated, and the days to the release from there."""

    title: str
    window: Ahead
    case: Case
    days: int


class PressLine(Struct, frozen=True, kw_only=True):
    """Mean CRPS of ours and of the windows, in days, and the interval of their ratio over shows."""

    windows: int
    titles: int
    crps: float
    window_crps: float
    ratio: float
    ratio_low: float
    ratio_high: float


def guesses(corpus: Corpus, cutoff: date, until: date) -> list[Guess]:
    """The hedged windows of seasons that came after `cutoff` and by `until`, stated after `cutoff`."""
    found: list[Guess] = []
    for row in corpus.actual:
        released = row.released
        if released is None or known_by(row, corpus.claims, cutoff) or released > until:
            continue
        told = [c for c in corpus.claims.get(title_key(row.title), []) if c.season == row.season]
        found += _guesses(row, released, told, corpus, cutoff)
    return found


def compare(parts: Sequence[tuple[Model, Sequence[Guess]]]) -> PressLine | None:
    """Score both on the same windows; each part has the model of its own cut-off."""
    parts = [(model, asked) for model, asked in parts if asked]
    if not parts:
        return None
    asked = [guess for _, some in parts for guess in some]
    ours = np.concatenate([predict(model, [g.case for g in some]).quantiles() for model, some in parts])
    days = np.array([float(guess.days) for guess in asked])
    our_scores, window_scores = crps(ours, days), crps(_even(asked), days)
    titles = [guess.title for guess in asked]
    ratio, low, high = ratio_with_interval(our_scores, window_scores, titles)
    return PressLine(
        windows=len(asked),
        titles=len(set(titles)),
        crps=float(our_scores.mean()),
        window_crps=float(window_scores.mean()),
        ratio=ratio,
        ratio_low=low,
        ratio_high=high,
    )


def _guesses(
    row: ActualRow, released: date, told: Sequence[ClaimRow], corpus: Corpus, cutoff: date
) -> Iterator[Guess]:
    rows = [r for r in corpus.titles.rows_of(row.title) if r.season < row.season - 1]
    premieres = [*rows, *(r for r in premieres_of([row]) if r.season == row.season - 1)]
    for _, said, window in release_windows(told, "expected"):
        ahead = stated_ahead(said, window, said)
        if not cutoff < said < released or ahead is None or ahead.first < AHEAD_DAYS:
            continue
        request = Request(id="", title=row.title, season=row.season, at=said)
        try:
            case = case_of(request, visible(told, premieres, said))
        except ForecastError:
            continue
        yield Guess(title=row.title, window=ahead, case=case, days=(released - said).days)


def _even(asked: Sequence[Guess]) -> npt.NDArray[np.int64]:
    """Quantiles of an even distribution over each window's days (n × 19)."""
    first = np.array([[guess.window.first] for guess in asked])
    length = np.array([[guess.window.last - guess.window.first + 1] for guess in asked])
    days: npt.NDArray[np.int64] = (first + np.ceil(np.array(LEVELS) * length) - 1).astype(np.int64)
    return days
