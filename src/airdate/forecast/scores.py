"""A public record: what frozen forecasts were worth when the season came, and how outlets' windows held.

Pure functions over what was frozen and what happened. An outlet is judged by its own flat predictions
alone, from 20 of them on; their share is shrunk towards that of all outlets, with an interval. What is
not decided yet, and what was voided by a cancellation, is counted apart. There is no ranking.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from airdate.dates import Window
from airdate.forecast.curve import LEVEL_KEYS
from airdate.forecast.metrics import covered, crps, later_than_median
from airdate.types import Forecast, Struct

FEWEST = 20  # predictions below which an outlet is not judged
_SHRINK = 10.0  # predictions that the share of all outlets is worth
_Z = 1.645  # of a 90 % interval


class ForecastScore(Struct, frozen=True, kw_only=True):
    """One frozen forecast beside the day of release."""

    title: str
    season: int | None
    at: date
    released: date
    crps: float
    in_interval: bool
    later: bool


class Record(Struct, frozen=True, kw_only=True):
    """All frozen forecasts: those that were scored, those still open, those whose season never came."""

    scored: tuple[ForecastScore, ...]
    open: int
    never_came: int

    @property
    def mean_crps(self) -> float | None:
        """Mean CRPS in days; `None` where nothing was scored."""
        return sum(s.crps for s in self.scored) / len(self.scored) if self.scored else None


class Prediction(Struct, frozen=True, kw_only=True):
    """A flat prediction in an outlet's own name: the window that it stated for a season."""

    outlet: str
    title: str
    season: int | None
    window: Window


class OutletRecord(Struct, frozen=True, kw_only=True):
    """How often an outlet's windows held the day, shrunk, with a 90 % interval.

    `share` is `None` below 20 resolved predictions. `open` waits for the day, `void` never came.
    """

    outlet: str
    resolved: int
    held: int
    open: int
    void: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


#: What became of a season: its day, or `None` where it is known never to come. Not in it: still open.
Outcomes = Mapping[tuple[str, int | None], date | None]


def score_forecasts(forecasts: Iterable[Forecast], outcomes: Outcomes) -> Record:
    """Score frozen forecasts whose season has come; a release on or before `at` is not scored."""
    scored, waiting, lost = [], 0, 0
    for forecast in forecasts:
        key = (forecast.title, forecast.season)
        released = outcomes.get(key)
        if key not in outcomes or (released is not None and released <= forecast.at):
            waiting += key not in outcomes
        elif released is None:
            lost += 1
        else:
            scored.append(_score(forecast, released))
    return Record(scored=tuple(scored), open=waiting, never_came=lost)


def score_outlets(predictions: Iterable[Prediction], outcomes: Outcomes) -> list[OutletRecord]:
    """One record an outlet, in alphabetical order."""
    by_outlet: dict[str, list[Prediction]] = defaultdict(list)
    for prediction in predictions:
        by_outlet[prediction.outlet].append(prediction)
    counts = [_count(outlet, by_outlet[outlet], outcomes) for outlet in sorted(by_outlet)]
    resolved = sum(record.resolved for record in counts)
    overall = sum(record.held for record in counts) / resolved if resolved else 0.5
    return [_judged(record, overall) for record in counts]


def _score(forecast: Forecast, released: date) -> ForecastScore:
    quantiles = np.array([[(forecast.quantiles[key] - forecast.at).days for key in LEVEL_KEYS]])
    days = np.array([float((released - forecast.at).days)])
    return ForecastScore(
        title=forecast.title,
        season=forecast.season,
        at=forecast.at,
        released=released,
        crps=float(crps(quantiles, days)[0]),
        in_interval=bool(covered(quantiles, days)[0]),
        later=bool(later_than_median(quantiles, days)[0]),
    )


def _count(outlet: str, predictions: Sequence[Prediction], outcomes: Outcomes) -> OutletRecord:
    tally = {"held": 0, "missed": 0, "open": 0, "void": 0}
    for prediction in predictions:
        key = (prediction.title, prediction.season)
        released = outcomes.get(key)
        if released is not None:
            tally["held" if prediction.window.contains(released) else "missed"] += 1
        else:
            tally["void" if key in outcomes else "open"] += 1
    return OutletRecord(
        outlet=outlet,
        resolved=tally["held"] + tally["missed"],
        held=tally["held"],
        open=tally["open"],
        void=tally["void"],
    )


def _judged(record: OutletRecord, overall: float) -> OutletRecord:
    """Beta-binomial shrinkage; the interval is that of the posterior, by its mean and spread."""
    if record.resolved < FEWEST:
        return record
    total = record.resolved + _SHRINK
    share = (record.held + _SHRINK * overall) / total
    spread = _Z * math.sqrt(share * (1 - share) / (total + 1))
    return OutletRecord(
        outlet=record.outlet,
        resolved=record.resolved,
        held=record.held,
        open=record.open,
        void=record.void,
        share=share,
        low=max(share - spread, 0.0),
        high=min(share + spread, 1.0),
    )
