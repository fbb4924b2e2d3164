"""Distributions over the days ahead: how likely a season comes in each stretch of them, if it comes.

Shapes: `n` seasons × `CELLS` stretches of days. Cells are two days long for three months, a week until
day 800 and four weeks after that, to five years; cell `j` holds the days in `(EDGES[j], EDGES[j + 1]]`,
counted from `at`, on which nothing comes any more. A stated window narrows the cells that it cuts, so
that an announced day stays a day.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import numpy.typing as npt

from airdate.errors import ForecastError
from airdate.types import Struct

Array = npt.NDArray[np.float64]

DAYS = 1826  # five years
EDGES: Array = np.unique(
    np.concatenate([np.arange(0, 90, 2), np.arange(90, 800, 7), np.arange(800, DAYS, 28), [DAYS]])
).astype(float)
START, END = EDGES[:-1], EDGES[1:]
MIDDLE, WIDTH = (START + END) / 2, END - START
CELLS = len(WIDTH)
LEVELS = tuple(round(0.05 * i, 2) for i in range(1, 20))
LEVEL_KEYS = tuple(f"{level:.2f}" for level in LEVELS)


class Curves(Struct, frozen=True, kw_only=True):
    """One distribution a row.

    `mass` (n × `CELLS`) adds up to 1 a row: where the season falls, given that it comes within five
    years. `never` (n) is the probability that it does not. `first` and `last` (n) are the days of a
    stated window, or 0 where there is none.
    """

    mass: Array
    never: Array
    first: Array
    last: Array

    def head(self, n: int) -> Curves:
        """The first `n` of them."""
        return Curves(mass=self.mass[:n], never=self.never[:n], first=self.first[:n], last=self.last[:n])

    def cumulative(self) -> Array:
        """Share that is out by each edge (n × `CELLS` + 1)."""
        out = np.zeros((len(self.mass), CELLS + 1))
        np.cumsum(self.mass, axis=1, out=out[:, 1:])
        return out

    def quantiles(self, levels: tuple[float, ...] = LEVELS) -> npt.NDArray[np.int64]:
        """Days from `at` (n × levels): the first day by which each level is reached."""
        out = self.cumulative()
        row = np.arange(len(out))
        days = np.empty((len(out), len(levels)))
        for k, level in enumerate(levels):
            cell = np.minimum((out[:, 1:] < level - 1e-9).sum(axis=1), CELLS - 1)
            low, high = self._narrowed(cell)
            part = (level - out[row, cell]) / np.maximum(self.mass[row, cell], 1e-12)
            days[:, k] = low + np.clip(part, 0.0, 1.0) * (high - low)
        return np.maximum(np.ceil(days - 1e-6), 1).astype(np.int64)

    def by(self, days: Array) -> Array:
        """Share that is out by a day each (n), given that it comes.

        Raises:
            ForecastError: a day beyond the curve; it is not drawn out.
        """
        if days.size and (days.min() < 0 or days.max() > DAYS):
            raise ForecastError("a day outside of the curve", hint=f"ask for 0 to {DAYS} days")
        row = np.arange(len(self.mass))
        cell = np.clip(np.searchsorted(EDGES, days, side="left") - 1, 0, CELLS - 1)
        low, high = self._narrowed(cell)
        share: Array = self.cumulative()[row, cell]
        return share + self.mass[row, cell] * np.clip((days - low) / np.maximum(high - low, 1e-9), 0.0, 1.0)

    def out_within(self, days: int) -> Array:
        """Probability of being out within so many days, seasons that never come included (n)."""
        return (1.0 - self.never) * self.by(np.full(len(self.mass), float(days)))

    def _narrowed(self, cell: npt.NDArray[np.int64]) -> tuple[Array, Array]:
        low, high = START[cell], END[cell]
        cut = (self.first > 0) & (self.first - 1 < high) & (self.last > low)
        return np.where(cut, np.maximum(low, self.first - 1), low), np.where(
            cut, np.minimum(high, self.last), high
        )


def from_mass(mass: Array, never: Array) -> Curves:
    """Curves without stated windows, from mass that need not add up to 1."""
    none = np.zeros(len(mass))
    return Curves(mass=mass / mass.sum(axis=1, keepdims=True), never=never, first=none, last=none)


def with_mass(curves: Curves, mass: Array) -> Curves:
    """The same seasons with other mass."""
    return msgspec.structs.replace(curves, mass=mass / mass.sum(axis=1, keepdims=True))


def as_dates(at: date, days: npt.NDArray[np.int64]) -> dict[str, date]:
    """The 19 quantiles as days of the calendar, keyed `0.05` … `0.95`."""
    start = at.toordinal()
    return {key: date.fromordinal(start + day) for key, day in zip(LEVEL_KEYS, days.tolist(), strict=True)}


def day_of(at: date, days: float) -> date:
    """The calendar day that lies so many days after `at`."""
    return at + timedelta(days=round(days))
