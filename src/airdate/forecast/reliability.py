"""Reliability by horizon: do the shares come true, for what is near and for what is far?

For each class of horizon (days to the median) the share of dates inside of the 80 % interval and before
the median, each with the band in which a perfectly calibrated forecaster's share would lie 19 times in
20. Origins of one season say much the same, so the band counts seasons, not origins.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

from airdate.forecast.curve import LEVELS, Array
from airdate.forecast.metrics import covered, later_than_median
from airdate.types import Struct

HORIZONS = (("under 180 days", 180), ("180 to 365", 365), ("366 to 730", 730), ("over 730", 100_000))
_MIDDLE = LEVELS.index(0.5)
_Z = 1.96


class ReliabilityLine(Struct, frozen=True, kw_only=True):
    """Observed shares of one horizon; a band is the half-width around 0.8 and 0.5."""

    horizon: str
    origins: int
    titles: int
    covered: float
    covered_band: float
    earlier: float
    earlier_band: float


def reliability(
    quantiles: npt.NDArray[np.int64], days: Array, titles: Sequence[str]
) -> tuple[ReliabilityLine, ...]:
    """One line for each horizon that has origins. Arguments as in `metrics`."""
    lines = []
    above = 0
    names = np.array(titles)
    for name, bound in HORIZONS:
        rows = (quantiles[:, _MIDDLE] > above) & (quantiles[:, _MIDDLE] <= bound)
        above = bound
        if rows.any():
            lines.append(_line(name, quantiles[rows], days[rows], len(set(names[rows].tolist()))))
    return tuple(lines)


def _line(name: str, quantiles: npt.NDArray[np.int64], days: Array, titles: int) -> ReliabilityLine:
    return ReliabilityLine(
        horizon=name,
        origins=len(days),
        titles=titles,
        covered=float(covered(quantiles, days).mean()),
        covered_band=_Z * sqrt(0.8 * 0.2 / titles),
        earlier=1.0 - float(later_than_median(quantiles, days).mean()),
        earlier_band=_Z * sqrt(0.25 / titles),
    )
