"""Calibration out of time: what the shares came to in years that the model had not seen.

For each cut-off before the last, a model is fitted on what was known then and asked about the seasons
that came later. Where its curve stood on the day of release (the probability integral transform) is
mapped to evenness by `logit p → shift + stretch · logit p`; the same map then corrects the final model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from airdate.forecast.curve import Array, Curves, with_mass
from airdate.types import Struct

_SHIFTS = np.linspace(-1.0, 1.0, 41)
_STRETCHES = np.linspace(0.6, 1.4, 33)
_EDGE = 1e-6
_STRENGTH = 200.0  # origins that "no correction" is worth: origins of one season say much the same


class Map(Struct, frozen=True, kw_only=True):
    """`logit p → shift + stretch · logit p`; the identity is (0, 1)."""

    shift: float = 0.0
    stretch: float = 1.0


def fit_map(positions: Array) -> Map:
    """The likeliest map for positions in (0, 1) that ought to be even, drawn towards the identity."""
    if not len(positions):
        return Map()
    z = _logit(positions)
    shift, stretch = np.meshgrid(_SHIFTS, _STRETCHES, indexing="ij")
    mapped = shift[..., None] + stretch[..., None] * z
    likelihood = (np.log(stretch)[..., None] - mapped - 2 * np.logaddexp(0, -mapped)).sum(axis=-1)
    penalty = _STRENGTH * (shift**2 + (stretch - 1) ** 2) / 2
    best = np.unravel_index(np.argmax(likelihood - penalty), shift.shape)
    return Map(shift=float(shift[best]), stretch=float(stretch[best]))


def apply_maps(curves: Curves, maps: Sequence[Map]) -> Curves:
    """Correct each row's curve by its map."""
    shift = np.array([[m.shift] for m in maps])
    stretch = np.array([[m.stretch] for m in maps])
    out = curves.cumulative()
    mapped = 1 / (1 + np.exp(-(shift + stretch * _logit(out))))
    mapped[:, 0], mapped[:, -1] = 0.0, 1.0
    return with_mass(curves, np.maximum(np.diff(mapped, axis=1), 1e-12))


def positions(curves: Curves, days: Array) -> Array:
    """Where each curve stood on the day of release: the middle of that day's share (n)."""
    return (curves.by(days) + curves.by(np.maximum(days - 1, 0.0))) / 2


def _logit(p: Array) -> Array:
    inside = np.clip(p, _EDGE, 1 - _EDGE)
    z: Array = np.log(inside / (1 - inside))
    return z
