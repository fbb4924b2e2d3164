"""The share of seasons that do not come within five years, by where they stand.

Counts are shrunk to the share over all of them (beta-binomial), so that a few cannot decide. The seasons
that never came were chosen by hand: the shares describe seasons that people ask about, not all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from airdate.forecast.curve import Array
from airdate.forecast.evidence import Case
from airdate.forecast.examples import Example
from airdate.forecast.terms import phase_of

_STRENGTH = 20.0  # origins that the share over all of them is worth
_LONG = 540  # days of waiting after which silence begins to tell


def fit_never(examples: Iterable[Example]) -> dict[str, float]:
    """Share that never comes, by standing; `all` is the share over all."""
    total: Counter[str] = Counter()
    never: Counter[str] = Counter()
    for example in examples:
        for standing in ("all", standing_of(example.case)):
            total[standing] += 1
            never[standing] += not example.came
    overall = (never["all"] + 1) / (total["all"] + 2)
    return {
        standing: (never[standing] + _STRENGTH * overall) / (n + _STRENGTH) for standing, n in total.items()
    }


def standing_of(case: Case) -> str:
    """The class of a case: cancelled, or its phase, with long waits apart."""
    if case.cancelled:
        return "cancelled"
    phase = phase_of(case) if case.asked else "unasked"
    return f"{phase}, long" if case.elapsed > _LONG and phase in ("silent", "unasked") else phase


def predict_never(shares: dict[str, float], cases: Sequence[Case]) -> Array:
    """Probability of never, a case each (n)."""
    return np.array([shares.get(standing_of(case), shares["all"]) for case in cases])
