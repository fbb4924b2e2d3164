"""The baseline, frozen: what a season's own last gap tells, and no more. Do not improve it.

The empirical gap ÷ previous gap (the gap where there is no previous one) of Netflix's seasons known by
the cut-off, by the product-limit estimator (seasons whose next has not come are censored), conditional
on the days already waited.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np

from airdate.errors import ForecastError
from airdate.forecast.curve import EDGES, Curves, from_mass
from airdate.forecast.history import Show
from airdate.forecast.kaplan import StepCurve, kaplan_meier
from airdate.types import Struct


class Baseline(Struct, frozen=True, kw_only=True):
    """Two curves: of gap ÷ previous gap, and of the gap in days."""

    ratio: StepCurve
    gap: StepCurve


def fit_baseline(shows: Iterable[Show], until: date) -> Baseline:
    """Fit on Netflix's seasons (rows of source `netflix-*`) that were out by `until`."""
    gaps: list[tuple[float, float, float]] = []  # gap in days, previous gap or nan, whether it ended
    for show in shows:
        gaps += _gaps_of(show, until)
    table = np.array(gaps)
    has_previous = ~np.isnan(table[:, 1])
    with_previous = table[has_previous]
    return Baseline(
        ratio=kaplan_meier(with_previous[:, 0] / with_previous[:, 1], with_previous[:, 2]),
        gap=kaplan_meier(table[:, 0], table[:, 2]),
    )


def predict_baseline(baseline: Baseline, elapsed: int, previous_gap: int | None) -> Curves:
    """The curve of one season that has been awaited for `elapsed` days.

    Raises:
        ForecastError: it has been awaited for longer than any season that came.
    """
    curve, unit = (baseline.ratio, previous_gap) if previous_gap else (baseline.gap, 1)
    waiting = curve.within((elapsed + EDGES) / unit)
    if waiting[0] <= 0 or waiting[0] == waiting[-1]:
        raise ForecastError("awaited for longer than any season that came", hint="no curve is drawn out")
    mass = (waiting[:-1] - waiting[1:])[None, :]
    return from_mass(mass, never=waiting[-1:] / waiting[0])


def _gaps_of(show: Show, until: date) -> list[tuple[float, float, float]]:
    """Gap, previous gap (or nan) and 1 for each that ended; the wait for the next season with 0."""
    premieres = [p for p in show.premieres if p.on <= until and p.has_level]
    if not premieres or not all(p.row.source.startswith("netflix") for p in premieres):
        return []
    rows = []
    ended: dict[int, float] = {}  # by the season that ended it
    for a, b, gap in show.gaps():
        if b.on <= until:
            rows.append((float(gap), ended.get(a.season, float("nan")), 1.0))
            ended[b.season] = float(gap)
    last = premieres[-1]
    rows.append((float((until - last.on).days), ended.get(last.season, float("nan")), 0.0))
    return [row for row in rows if row[0] > 0]
