"""The product-limit estimator against lifelines."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from airdate.errors import ForecastError
from airdate.forecast.kaplan import kaplan_meier


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("late", [False, True])
def test_the_curve_is_that_of_lifelines(seed: int, late: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lifelines = pytest.importorskip("lifelines")
    rng = np.random.default_rng(seed)
    durations = rng.integers(10, 60, 200).astype(float)
    happened = (rng.random(200) < 0.7).astype(float)
    entered = np.floor(durations * rng.random(200) * 0.5) if late else None
    ours = kaplan_meier(durations, happened, entered)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifelines.KaplanMeierFitter().fit(durations, happened, entry=entered)
    for when in (12.0, 25.0, 40.0, 55.0):
        expected = float(theirs.survival_function_at_times(when).iloc[0])
        assert float(ours.at(when)) == pytest.approx(expected, abs=1e-9)


def test_a_small_curve_by_hand() -> None:
    curve = kaplan_meier(np.array([1.0, 2.0, 2.0, 3.0]), np.array([1.0, 1.0, 0.0, 1.0]))
    assert [float(curve.at(t)) for t in (0, 1, 2, 3)] == pytest.approx([1, 3 / 4, 1 / 2, 0])


def test_censored_rows_count_as_present_and_never_as_events() -> None:
    curve = kaplan_meier(np.array([5.0, 9.0]), np.array([0.0, 0.0]))
    assert float(curve.at(9.0)) == 1.0


def test_the_curve_is_not_drawn_out() -> None:
    with pytest.raises(ForecastError):
        kaplan_meier(np.array([5.0]), np.array([1.0])).at(6.0)
