"""Scores against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from airdate.forecast import metrics
from airdate.forecast.curve import LEVELS


def test_a_sharp_and_right_forecast_scores_nothing() -> None:
    quantiles = np.full((1, 19), 100)
    assert metrics.crps(quantiles, np.array([100.0]))[0] == 0
    assert metrics.interval_score(quantiles, np.array([100.0]))[0] == 0


def test_a_sharp_forecast_scores_its_distance() -> None:
    quantiles = np.full((2, 19), 100)
    assert metrics.crps(quantiles, np.array([130.0, 80.0])) == pytest.approx([30.0, 20.0])


def test_the_pinball_loss_by_hand() -> None:
    quantiles = np.arange(1, 20)[None, :] * 10
    day = 55.0
    loss = [
        (level if day >= q else level - 1) * (day - q) for level, q in zip(LEVELS, quantiles[0], strict=True)
    ]
    assert metrics.crps(quantiles, np.array([day]))[0] == pytest.approx(2 * np.mean(loss))


def test_the_interval_score_charges_ten_times_a_miss() -> None:
    quantiles = np.arange(1, 20)[None, :] * 10  # levels 0.10 and 0.90 at 20 and 180
    assert metrics.interval_score(quantiles, np.array([185.0]))[0] == pytest.approx(160 + 10 * 5)
    assert not metrics.covered(quantiles, np.array([185.0]))[0]
    assert metrics.covered(quantiles, np.array([180.0]))[0]


def test_brier_and_lateness() -> None:
    assert metrics.brier(np.array([0.7]), np.array([True]))[0] == pytest.approx(0.09)
    assert metrics.later_than_median(np.full((1, 19), 10), np.array([11.0]))[0]


def test_the_ratio_of_like_scores_is_one_and_its_interval_holds_it() -> None:
    scores = np.array([3.0, 5.0, 7.0, 9.0])
    ratio, low, high = metrics.ratio_with_interval(scores, scores, ["a", "a", "b", "c"])
    assert ratio == low == high == 1.0
    ratio, low, high = metrics.ratio_with_interval(scores, scores[::-1], ["a", "a", "b", "c"])
    assert low <= ratio <= high
