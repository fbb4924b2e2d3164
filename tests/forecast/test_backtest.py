"""The protocol on made-up shows: what is asked, what is left out, and the rivals."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest

from airdate.errors import InputError
from airdate.forecast.backtest import Report, backtest
from airdate.forecast.press_rival import guesses
from airdate.forecast.reliability import reliability
from airdate.forecast.report import render_backtest
from airdate.forecast.training import corpus_of
from tests.forecast.samples import said
from tests.forecast.test_training import corpus

UNTIL = date(2022, 6, 30)


@pytest.fixture(scope="module")
def report() -> Report:
    return backtest(*corpus(160), until=UNTIL)


def test_the_report_scores_each_way_of_asking(report: Report) -> None:
    assert [part.name for part in report.sections] == ["out of time", "history alone", "rolling"]
    every = report.sections[0].lines[0]
    assert every.stratum == "all origins" and every.origins > 50
    assert every.ratio_low <= every.ratio <= every.ratio_high
    assert 0 <= every.coverage <= 1
    text = render_backtest(report)
    assert "out of time" in text and "wrapped known" in text and "Brier, out in 12 months" in text


def test_news_is_worth_something_on_shows_made_of_it(report: Report) -> None:
    with_news, alone = report.sections[0].lines[0], report.sections[1].lines[0]
    assert with_news.crps < alone.crps


def test_too_few_outcomes_are_refused() -> None:
    with pytest.raises(InputError, match="too few outcomes"):
        backtest(*corpus(5), until=UNTIL)


def test_only_windows_hedged_well_ahead_and_after_the_cut_off_stand_against_us() -> None:
    history, claims, actual = corpus(30)
    row = next(a for a in actual if a.released is not None and date(2020, 1, 1) < a.released < UNTIL)
    assert row.released is not None
    cutoff = row.released - timedelta(days=300)
    fair = str(row.released - timedelta(days=200))
    window = f"{row.released - timedelta(days=30)}/{row.released + timedelta(days=30)}"
    told = [
        said("release", window, fair, title=row.title, modality="expected"),
        said("release", window, fair, title=row.title),
        said("release", window, str(cutoff), title=row.title, modality="expected"),
        said(
            "release", window, str(row.released - timedelta(days=100)), title=row.title, modality="expected"
        ),
        said("release", window, str(row.released + timedelta(days=1)), title=row.title, modality="expected"),
    ]
    only = [a for a in actual if a.title == row.title]
    (guess,) = guesses(corpus_of(history, [*claims, *told], only), cutoff, UNTIL)
    assert guess.days == 200 and (guess.window.first, guess.window.last) == (170, 230)


def test_reliability_counts_by_the_horizon_of_the_median() -> None:
    near, far = np.arange(1, 20) * 10, np.arange(1, 20) * 100
    quantiles = np.stack([near, near, far])
    near_line, far_line = reliability(quantiles, np.array([100.0, 999.0, 1000.0]), ["a", "b", "a"])
    assert (near_line.horizon, near_line.origins, near_line.titles) == ("under 180 days", 2, 2)
    assert near_line.covered == 0.5 and near_line.earlier == 0.5
    assert far_line.horizon == "over 730" and far_line.covered == 1.0
    assert near_line.covered_band == pytest.approx(1.96 * (0.16 / 2) ** 0.5)


def test_a_report_can_be_stored(report: Report) -> None:
    assert msgspec.json.decode(msgspec.json.encode(report), type=Report) == report
