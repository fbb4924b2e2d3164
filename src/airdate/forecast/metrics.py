"""Scores of distributions, as the protocol defines them. Pure functions over arrays.

Quantile arrays are n × 19 (the levels 0.05 … 0.95) in days from the origin; `days` (n) is when the season
came. Smaller is better but for coverage.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from airdate.forecast.curve import LEVELS, Array

_LEVELS = np.array(LEVELS)
_LOW, _HIGH, _MIDDLE = LEVELS.index(0.1), LEVELS.index(0.9), LEVELS.index(0.5)
_SHARE = 0.8  # of the interval between the levels 0.1 and 0.9


def crps(quantiles: npt.NDArray[np.int64], days: Array) -> Array:
    """Continuous ranked probability score in days: twice the mean pinball loss over the levels (n)."""
    miss = days[:, None] - quantiles
    score: Array = 2 * np.maximum(_LEVELS * miss, (_LEVELS - 1) * miss).mean(axis=1)
    return score


def covered(quantiles: npt.NDArray[np.int64], days: Array) -> npt.NDArray[np.bool_]:
    """Did the 80 % interval hold the day (n)?"""
    return (quantiles[:, _LOW] <= days) & (days <= quantiles[:, _HIGH])


def width(quantiles: npt.NDArray[np.int64]) -> Array:
    """Length of the 80 % interval in days (n)."""
    return (quantiles[:, _HIGH] - quantiles[:, _LOW]).astype(float)


def interval_score(quantiles: npt.NDArray[np.int64], days: Array) -> Array:
    """Width of the 80 % interval plus 10 times each miss (n); Gneiting & Raftery (2007)."""
    below = np.maximum(quantiles[:, _LOW] - days, 0)
    above = np.maximum(days - quantiles[:, _HIGH], 0)
    score: Array = width(quantiles) + 2 / (1 - _SHARE) * (below + above)
    return score


def later_than_median(quantiles: npt.NDArray[np.int64], days: Array) -> npt.NDArray[np.bool_]:
    """Did the season come after the median (n)? One in two should."""
    late: npt.NDArray[np.bool_] = days > quantiles[:, _MIDDLE]
    return late


def brier(probability: Array, happened: npt.NDArray[np.bool_]) -> Array:
    """Squared distance of a probability from what happened (n)."""
    score: Array = (probability - happened) ** 2
    return score


def ratio_with_interval(
    ours: Array, theirs: Array, titles: Sequence[str], *, rounds: int = 400, seed: int = 0
) -> tuple[float, float, float]:
    """Mean of ours ÷ mean of theirs, with the 95 % interval over titles drawn with replacement."""
    names, which = np.unique(np.array(titles), return_inverse=True)
    sums = np.stack([np.bincount(which, weights=w, minlength=len(names)) for w in (ours, theirs)])
    draws = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), rounds)
    drawn = draws @ sums.T
    low, high = np.quantile(drawn[:, 0] / drawn[:, 1], (0.025, 0.975))
    return float(ours.mean() / theirs.mean()), float(low), float(high)
