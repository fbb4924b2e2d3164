"""The product-limit estimator for left-truncated, right-censored durations.

Kaplan & Meier (1958), with delayed entry after Tsai, Jewell & Wang (1987). Checked against lifelines in
the tests.
"""

from __future__ import annotations

import numpy as np

from airdate.errors import ForecastError
from airdate.forecast.curve import Array
from airdate.types import Struct


class StepCurve(Struct, frozen=True, kw_only=True):
    """Survival that falls at `times` to `after`; known up to `until`, the longest duration seen."""

    times: Array
    after: Array
    until: float

    def at(self, when: Array | float) -> Array:
        """Share that still waits after `when`.

        Raises:
            ForecastError: beyond the longest duration seen; a curve is not drawn out.
        """
        asked = np.asarray(when, dtype=float)
        if asked.size and float(asked.max()) > self.until:
            raise ForecastError(f"no duration beyond {self.until:g} was seen")
        return self.within(asked)

    def within(self, when: Array | float) -> Array:
        """As `at`, but level beyond the end: for callers that condition on what is inside."""
        step = np.searchsorted(self.times, np.asarray(when, dtype=float), side="right")
        return np.concatenate(([1.0], self.after))[step]


def kaplan_meier(
    durations: Array, happened: Array, entered: Array | None = None, weights: Array | None = None
) -> StepCurve:
    """Fit the curve.

    Args:
        durations: time to the event or to censoring.
        happened: 1 where the event was seen, 0 where it was censored.
        entered: time from which each was watched (left truncation); 0 where not given.
        weights: how much each counts; 1 where not given.
    """
    entered = np.zeros_like(durations) if entered is None else entered
    weights = np.ones_like(durations) if weights is None else weights
    times, which = np.unique(durations, return_inverse=True)
    events = np.bincount(which, weights=weights * happened, minlength=len(times))
    leaving = np.bincount(which, weights=weights, minlength=len(times))
    present = leaving[::-1].cumsum()[::-1]
    order = np.argsort(entered)
    late = (
        weights.sum()
        - np.concatenate(([0.0], weights[order].cumsum()))[
            np.searchsorted(entered[order], times, side="left")
        ]
    )
    risk = np.maximum(present - late, events)
    factors = 1.0 - np.divide(events, risk, out=np.zeros_like(events), where=risk > 0)
    fell = events > 0
    return StepCurve(times=times[fell], after=np.cumprod(factors)[fell], until=float(durations.max()))
