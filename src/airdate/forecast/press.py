"""What the press expects, as a curve: each hedged window with the optimism that such windows showed.

A window holds the date with the share `held`; else the date comes after it (with a mean of `delay`
days) or before. The shares are learned by how far ahead the window was named: of those more than a year
ahead most were too early.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from airdate.forecast.curve import EDGES, WIDTH, Array
from airdate.forecast.evidence import Ahead, Case
from airdate.types import Struct

#: Upper bounds, in days, of the classes of lead: how long before its middle a window was named.
LEAD_BOUNDS = (180, 400, 10_000)
_PRIOR_COUNTS = (6.0, 3.0, 1.0)  # held, later, earlier: worth ten windows, so that few cannot decide
_PRIOR_DELAY = 120.0
_EARLY_SCALE = 60.0  # days before the window within which most of the early ones fall
_FLOOR = 1e-7  # density a day that no expectation rules out


class Optimism(Struct, frozen=True, kw_only=True):
    """How windows of one class of lead turned out; `delay` is the mean of the late ones, in days."""

    held: float
    later: float
    earlier: float
    delay: float


def fit_optimism(windows: Sequence[tuple[Ahead, int]]) -> tuple[Optimism, ...]:
    """One `Optimism` a class of lead, from windows and the days after which the season came."""
    return tuple(
        _optimism([(w, y) for w, y in windows if _lead_class(w) == k]) for k in range(len(LEAD_BOUNDS))
    )


def log_density(cases: Sequence[Case], optimism: tuple[Optimism, ...]) -> tuple[Array, npt.NDArray[np.int64]]:
    """Log density a day in each cell (m × cells) of the `m` cases that have expectations, averaged over them.

    Beside it, for each case, its row there; -1 where it has none.
    """
    owner = [i for i, case in enumerate(cases) for _ in case.expected]
    windows = [window for case in cases for window in case.expected]
    told, rows = np.unique(np.array(owner, dtype=np.int64), return_inverse=True)
    where = np.full(len(cases), -1, dtype=np.int64)
    where[told] = np.arange(len(told))
    if not owner:
        return np.zeros((0, len(WIDTH))), where
    weight = np.array([window.weight for window in windows])
    density = np.zeros((len(told), len(WIDTH)))
    np.add.at(density, rows, _curves(windows, optimism) * weight[:, None])
    total = np.bincount(rows, weights=weight)
    return np.log(density / total[:, None] / WIDTH + _FLOOR), where


def _lead_class(window: Ahead) -> int:
    return next(k for k, bound in enumerate(LEAD_BOUNDS) if window.lead < bound or bound == LEAD_BOUNDS[-1])


def _optimism(seen: Sequence[tuple[Ahead, int]]) -> Optimism:
    late = [day - window.last for window, day in seen if day > window.last]
    early = sum(day < window.first for window, day in seen)
    counts = np.array([len(seen) - len(late) - early, len(late), early]) + _PRIOR_COUNTS
    held, later, earlier = (counts / counts.sum()).tolist()
    delay = (sum(late) + 3 * _PRIOR_DELAY) / (len(late) + 3)
    return Optimism(held=held, later=later, earlier=earlier, delay=delay)


def _curves(windows: Sequence[Ahead], optimism: tuple[Optimism, ...]) -> Array:
    """Mass in each cell (windows × cells): even inside, falling off after and before."""
    first, last = (np.array([[getattr(w, name)] for w in windows], dtype=float) for name in ("first", "last"))
    of = [optimism[_lead_class(w)] for w in windows]
    held, later, earlier, delay = (
        np.array([[getattr(o, name)] for o in of]) for name in ("held", "later", "earlier", "delay")
    )
    inside = np.clip((EDGES - first + 1) / (last - first + 1), 0.0, 1.0)
    after = 1.0 - np.exp(-np.maximum(EDGES - last, 0.0) / delay)
    before = np.exp(-np.maximum(first - 1 - EDGES, 0.0) / _EARLY_SCALE)
    mass = np.diff(held * inside + later * after + earlier * before, axis=1)
    normed: Array = mass / mass.sum(axis=1, keepdims=True)
    return normed
