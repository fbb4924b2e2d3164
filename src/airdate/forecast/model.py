"""The model behind one interface: `fit` on what was known by a day, `predict` a whole distribution.

The same weights serve with and without claims: where nobody looked for claims only the terms of the
season's own history count, and the model is the history model.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import numpy as np
import numpy.typing as npt

from airdate.forecast.calibration import Map, apply_maps
from airdate.forecast.curve import END, START, Array, Curves
from airdate.forecast.evidence import Ahead, Case
from airdate.forecast.examples import Example, unasked
from airdate.forecast.logit import Choices, fit_logit, shares
from airdate.forecast.never import fit_never, predict_never
from airdate.forecast.press import Optimism, fit_optimism
from airdate.forecast.terms import (
    CLAIM_COLUMNS,
    HISTORY_COLUMNS,
    Batch,
    Column,
    batch_of,
    design,
    scores,
    stated_width,
)
from airdate.types import Struct

HALF_LIFE = 2.0  # years after which an origin counts half: seasons have become slower to come
HISTORY_SHARE = 0.5  # weight of all gaps of the history, against all origins with claims


class Model(Struct, frozen=True, kw_only=True):
    """Everything that a forecast needs, in numbers that can be read.

    `weights` by column, `optimism` by class of lead, `never` by standing, `maps` by the width of the
    window that was announced. `until` is the day up to which outcomes were known, `data_hash` names the data.
    """

    until: date
    weights: dict[str, float]
    optimism: tuple[Optimism, ...]
    never: dict[str, float]
    maps: dict[str, Map] = msgspec.field(default_factory=dict)
    trailer_leads: tuple[int, ...] = ()
    data_hash: str = ""
    scores: dict[str, float] = msgspec.field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a forecast says that it was made by."""
        return f"milestones until {self.until.isoformat()}"


def fit(examples: Sequence[Example], history: Sequence[Example], until: date) -> Model:
    """Fit on outcomes known by `until`: the history model, and the one that reads claims.

    Without calibration (see `train`). Starting the second from the first was measured and did not help:
    the gaps of all of Netflix's seasons are those of other shows than the ones that people ask about.
    """
    came = [e for e in examples if e.came]
    optimism = fit_optimism(_expectations(came))
    bare = unasked(came)
    pooled = np.concatenate([_recency(bare, until), _recency(history, until)])
    pooled[len(bare) :] *= HISTORY_SHARE * len(bare) / max(len(history), 1)
    own = _fit_columns(HISTORY_COLUMNS, _choices([*bare, *history], optimism, until), pooled)
    told = _fit_columns(CLAIM_COLUMNS, _choices(came, optimism, until), _recency(came, until))
    return Model(
        until=until,
        weights={name: round(weight, 4) for name, weight in (own | told).items()},
        optimism=optimism,
        never=fit_never([*examples, *unasked(examples)]),
    )


def predict(model: Model, cases: Sequence[Case]) -> Curves:
    """The distribution of each case (a row each)."""
    batch = batch_of(cases, model.optimism)
    curves = Curves(
        mass=shares(scores(batch, model.weights)),
        never=predict_never(model.never, cases),
        first=batch.first,
        last=batch.last,
    )
    maps = [model.maps.get(map_of(case), Map()) for case in cases]
    return apply_maps(curves, maps) if model.maps else curves


def map_of(case: Case) -> str:
    """Which calibration map a case takes."""
    if not case.asked:
        return "unasked"
    return stated_width(case) or "open"


def _recency(examples: Sequence[Example], until: date) -> Array:
    years = np.array([(until - e.case.at).days / 365.25 for e in examples])
    weights = 0.5 ** (years / HALF_LIFE)
    return weights / weights.mean() if len(weights) else weights


def _expectations(examples: Sequence[Example]) -> list[tuple[Ahead, int]]:
    return [(window, e.days) for e in examples for window in e.case.expected if e.days is not None]


class _Outcomes(Struct, frozen=True, kw_only=True):
    batch: Batch
    chosen: npt.NDArray[np.int64]
    allowed: npt.NDArray[np.bool_]


def _choices(examples: Sequence[Example], optimism: tuple[Optimism, ...], until: date) -> _Outcomes:
    room = np.array([(until - e.case.at).days for e in examples])
    return _Outcomes(
        batch=batch_of([e.case for e in examples], optimism),
        chosen=np.searchsorted(END, np.array([e.days for e in examples])),
        allowed=START[None, :] < room[:, None],
    )


def _fit_columns(columns: Sequence[Column], asked: _Outcomes, weights: Array) -> dict[str, float]:
    data = Choices(
        terms=design(asked.batch, columns), chosen=asked.chosen, allowed=asked.allowed, weights=weights
    )
    prior, ridge = (np.array([getattr(c, name) for c in columns]) for name in ("prior", "ridge"))
    return {c.name: float(w) for c, w in zip(columns, fit_logit(data, prior, ridge), strict=True)}
