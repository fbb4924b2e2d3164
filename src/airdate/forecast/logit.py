"""A conditional logit over cells of days: each cell's score is a weighted sum of terms (McFadden, 1974).

    p(cell j | case) = width_j · exp(Σ_k w_k · x_jk) / the same, summed over the cells allowed

The log-likelihood is concave, so Newton's method finds the one best set of weights; a ridge draws each
towards its prior value. With the terms `log t` and `log² t` of a clock this is a product of log-normal
lag curves whose centres, widths and say are learned together.

Restricting the allowed cells to those before the cut-off corrects for what a collection of released
seasons cannot hold: the slow ones that were still to come.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from airdate.forecast.curve import WIDTH, Array
from airdate.types import Struct

_ROUNDS = 25
_ENOUGH = 1e-4  # gain in log-likelihood below which we stop


class Choices(Struct, frozen=True, kw_only=True):
    """Training data: `terms` (n × cells × k), the cell `chosen`, the cells `allowed`, and weights (n)."""

    terms: Array
    chosen: npt.NDArray[np.int64]
    allowed: npt.NDArray[np.bool_]
    weights: Array


def fit_logit(data: Choices, prior: Array, ridge: Array) -> Array:
    """Weights (k) that maximise the penalised likelihood; `prior` and `ridge` have one value a term."""
    offset = np.log(WIDTH)[None, :] + np.where(data.allowed, 0.0, -np.inf)
    weights = prior.copy()
    reached = _objective(data, offset, weights, prior, ridge)
    for _ in range(_ROUNDS):
        step = _newton_step(data, offset, weights, prior, ridge)
        size = 1.0
        while (now := _objective(data, offset, weights + size * step, prior, ridge)) < reached:
            size /= 2
            if size < 1e-4:
                return weights
        weights = weights + size * step
        if now - reached < _ENOUGH:
            return weights
        reached = now
    return weights


def shares(scores: Array) -> Array:
    """Scores (n × cells, `-inf` where not allowed) → probabilities that add up to 1 a row."""
    mass: Array = np.exp(scores - scores.max(axis=1, keepdims=True))
    mass /= mass.sum(axis=1, keepdims=True)
    return mass


def _objective(data: Choices, offset: Array, weights: Array, prior: Array, ridge: Array) -> float:
    probability = shares(data.terms @ weights + offset)[np.arange(len(data.chosen)), data.chosen]
    likelihood = data.weights @ np.log(np.maximum(probability, 1e-300))
    return float(likelihood - 0.5 * ridge @ (weights - prior) ** 2)


def _newton_step(data: Choices, offset: Array, weights: Array, prior: Array, ridge: Array) -> Array:
    probability = shares(data.terms @ weights + offset)
    mean = np.einsum("nc,nck->nk", probability, data.terms, optimize=True)
    seen = data.terms[np.arange(len(data.chosen)), data.chosen]
    slope = data.weights @ (seen - mean) - ridge * (weights - prior)
    k = len(weights)
    scaled = (data.terms * np.sqrt(probability * data.weights[:, None])[:, :, None]).reshape(-1, k)
    bend = scaled.T @ scaled - (mean * data.weights[:, None]).T @ mean + np.diag(ridge)
    step: Array = np.linalg.solve(bend, slope)
    return step
