"""Distributions over days: how likely a season is out by each day from `at`, given that it comes.

Shapes: `n` seasons × `DAYS + 1` days (day 0 is `at` itself, on which nothing comes any more). A row of
`by_day` never falls and ends at 1; `never` is the probability that the season does not come within
`DAYS` days, five years.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from airdate.errors import ForecastError
from airdate.types import Struct

Array = npt.NDArray[np.float64]

DAYS = 1826  # five years
LEVELS = tuple(round(0.05 * i, 2) for i in range(1, 20))


class Curves(Struct, frozen=True, kw_only=True):
    """One distribution a row; see the module's words on shapes."""

    by_day: Array
    never: Array

    def quantiles(self) -> npt.NDArray[np.int64]:
        """Days from `at` (n × 19): the first day by which each level is reached."""
        return np.stack([(self.by_day < level - 1e-12).sum(axis=1) for level in LEVELS], axis=1)

    def out_within(self, days: int) -> Array:
        """Probability of being out within so many days, the seasons that never come included."""
        if not 0 <= days <= DAYS:
            raise ForecastError(f"{days} days lie outside of the curve", hint=f"ask for 0 to {DAYS} days")
        return (1.0 - self.never) * self.by_day[:, days]


def from_mass(mass: Array, never: Array) -> Curves:
    """Curves from unnormalised mass on days 1 … `DAYS` (n × `DAYS`)."""
    by_day = np.zeros((mass.shape[0], DAYS + 1))
    np.cumsum(mass, axis=1, out=by_day[:, 1:])
    by_day /= by_day[:, -1:]
    return Curves(by_day=by_day, never=never)


def as_dates(at: date, days: npt.NDArray[np.int64]) -> dict[str, date]:
    """The 19 quantiles as days of the calendar, keyed `0.05` … `0.95`."""
    return {f"{level:.2f}": at + timedelta(days=int(day)) for level, day in zip(LEVELS, days, strict=True)}
