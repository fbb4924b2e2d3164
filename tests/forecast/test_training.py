"""Training looks no further than its cut-off; calibration, record and model file keep their promises."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest

from airdate.dates import parse
from airdate.errors import DataError, InputError
from airdate.forecast import words
from airdate.forecast.baseline import fit_baseline, predict_baseline
from airdate.forecast.calibration import Map, apply_maps, fit_map
from airdate.forecast.curve import CELLS, LEVEL_KEYS, as_dates, from_mass
from airdate.forecast.history import clean
from airdate.forecast.rows import ActualRow, ClaimRow, SeasonRow
from airdate.forecast.scores import FEWEST, Prediction, score_forecasts, score_outlets
from airdate.forecast.store import load, load_shipped, save
from airdate.forecast.training import train
from airdate.types import Forecast
from tests.forecast.samples import came, said, season

UNTIL = date(2022, 6, 30)


def corpus(shows: int = 60) -> tuple[list[SeasonRow], list[ClaimRow], list[ActualRow]]:
    """Made-up shows whose third season follows the second after some 400 to 700 days."""
    rng = np.random.default_rng(7)
    history, claims, actual = [], [], []
    for i in range(shows):
        title = f"Sample Show {i}"
        second = date(2017, 1, 1) + timedelta(days=int(rng.integers(0, 1500)))
        gap = int(rng.integers(400, 700))
        first, third = second - timedelta(days=int(rng.integers(300, 500))), second + timedelta(days=gap)
        history += [season(1, str(first), title=title), season(2, str(second), title=title)]
        history.append(season(3, str(third), title=title))
        actual.append(came(title, 3, str(second), str(third)))
        told = [("status", "renewed", 60), ("production", "filming_started", gap - 350)]
        told += [("production", "filming_wrapped", gap - 200), ("trailer", "released", gap - 40)]
        claims += [
            said(kind, value, str(second + timedelta(days=max(after, 61))), title=title)
            for kind, value, after in told
        ]
    return history, claims, actual


@pytest.fixture(scope="module")
def rows() -> tuple[list[SeasonRow], list[ClaimRow], list[ActualRow]]:
    return corpus()


def learned(model: object) -> bytes:
    """The model's bytes without the hash of its input."""
    return msgspec.json.encode(msgspec.structs.replace(model, data_hash=""))  # type: ignore[type-var]


def test_what_was_said_or_shown_after_the_cut_off_is_not_learned_from(
    rows: tuple[list[SeasonRow], list[ClaimRow], list[ActualRow]],
) -> None:
    history, claims, actual = rows
    made = learned(train(history, claims, actual, UNTIL))
    later = [said("status", "cancelled", "2022-07-01", title=f"Sample Show {i}") for i in range(60)]
    longer = [*history, *(season(4, f"2023-01-{i % 28 + 1:02}", title=f"Sample Show {i}") for i in range(60))]
    assert learned(train(longer, [*claims, *later], actual, UNTIL)) == made
    slower = [
        msgspec.structs.replace(a, released=date(2024, 1, 1)) if a.released and a.released > UNTIL else a
        for a in actual
    ]
    assert learned(train(history, claims, slower, UNTIL)) == made


def test_a_cancellation_decided_later_is_censored(
    rows: tuple[list[SeasonRow], list[ClaimRow], list[ActualRow]],
) -> None:
    history, claims, actual = rows
    lost = came("Sample Lost", 3, "2021-01-01", None, decided=date(2023, 1, 1))
    told = [
        *history,
        season(1, "2019-05-01", title="Sample Lost"),
        season(2, "2021-01-01", title="Sample Lost"),
    ]
    with_it = train(told, claims, [*actual, lost], UNTIL)
    assert with_it.never == train(told, claims, actual, UNTIL).never


def test_too_few_outcomes_are_refused() -> None:
    with pytest.raises(InputError, match="outcomes known"):
        train(*corpus(5), UNTIL)


def test_only_rows_that_may_be_learned_from_are(
    rows: tuple[list[SeasonRow], list[ClaimRow], list[ActualRow]],
) -> None:
    history, claims, actual = rows
    other = [season(n, f"20{10 + n}-03-01", title="Elsewhere", source="tmdb-x") for n in range(1, 8)]
    assert learned(train([*history, *other], claims, actual, UNTIL)) == learned(
        train(history, claims, actual, UNTIL)
    )


def test_the_baseline_by_hand() -> None:
    """Two shows with gaps of 400 and 600 days, one of them after a gap of 400."""
    shows = [
        clean([season(1, "2015-01-01"), season(2, "2016-02-05"), season(3, "2017-09-27")]),
    ]
    baseline = fit_baseline(shows, date(2017, 9, 28))
    assert baseline.ratio.times.tolist() == [1.5]
    assert baseline.gap.times.tolist() == [400.0, 600.0]
    curves = predict_baseline(baseline, elapsed=450, previous_gap=400)
    assert curves.quantiles((0.5,))[0, 0] == pytest.approx(150, abs=7)
    assert curves.never[0] == 0


def test_a_calibration_map_keeps_order_and_mass() -> None:
    curves = from_mass(np.ones((3, CELLS)), np.zeros(3))
    mapped = apply_maps(curves, [Map(), Map(shift=0.5, stretch=1.3), Map(shift=-0.7, stretch=0.7)])
    assert np.allclose(mapped.mass.sum(axis=1), 1)
    assert (mapped.mass >= 0).all()
    assert np.allclose(mapped.mass[0], curves.mass[0])


def test_even_positions_need_no_map_and_late_ones_one_that_moves_later() -> None:
    even = (np.arange(2000) + 0.5) / 2000
    assert fit_map(even) == Map()
    assert fit_map(even**0.5).shift < 0


def test_a_model_comes_back_as_it_was_and_a_foreign_file_is_refused(tmp_path: Path) -> None:
    model = load_shipped()
    save(model, tmp_path / "model.json")
    assert load(tmp_path / "model.json") == model
    for content in (b"", b"{}", b"\xff\xfe", b'{"until": "2023-06-30"}'):
        (tmp_path / "other.json").write_bytes(content)
        with pytest.raises(DataError):
            load(tmp_path / "other.json")


def test_the_shipped_model_names_its_data_and_scores() -> None:
    model = load_shipped()
    assert model.until == date(2023, 6, 30)
    assert len(model.data_hash) == 64
    assert model.scores["out of time: all origins"] < 0.76


def frozen(at: date, median: int) -> Forecast:
    days = np.array([median - 90 + 10 * i for i in range(19)])
    return Forecast(title="A", season=2, at=at, quantiles=as_dates(at, days), never=0.1, model="m")


def test_frozen_forecasts_are_scored_when_the_season_comes() -> None:
    at = date(2022, 1, 1)
    record = score_forecasts([frozen(at, 200)], {("A", 2): at + timedelta(days=200)})
    assert len(record.scored) == 1 and record.scored[0].in_interval and record.mean_crps is not None
    assert score_forecasts([frozen(at, 200)], {}).open == 1
    assert score_forecasts([frozen(at, 200)], {("A", 2): None}).never_came == 1
    assert score_forecasts([frozen(at, 200)], {("A", 2): at}).scored == ()
    assert tuple(frozen(at, 200).quantiles) == LEVEL_KEYS


def test_an_outlet_is_judged_from_twenty_resolved_predictions_on() -> None:
    told = [Prediction(outlet="o", title=f"T{i}", season=1, window=parse("2022")) for i in range(FEWEST + 2)]
    days = {(f"T{i}", 1): date(2022 if i % 2 else 2023, 5, 5) for i in range(FEWEST)}
    (few,) = score_outlets(told[: FEWEST - 1], days)
    assert few.share is None and few.resolved == FEWEST - 1
    (enough,) = score_outlets(told, {**days, (f"T{FEWEST}", 1): None})
    assert (enough.resolved, enough.held, enough.void, enough.open) == (FEWEST, FEWEST // 2, 1, 1)
    assert enough.share == pytest.approx(0.5)
    assert enough.low is not None and enough.high is not None and enough.low < 0.5 < enough.high


@pytest.mark.parametrize(("probability", "text"), [
    (0.0, "almost ruled out (0 %)"),
    (0.001, "almost ruled out (under 1 %)"),
    (0.2, "unlikely (20 %)"),
    (0.5, "about as likely as not (50 %)"),
    (0.8, "likely (80 %)"),
    (0.999, "almost certain (over 99 %)"),
])  # fmt: skip
def test_probabilities_are_said_in_fixed_words(probability: float, text: str) -> None:
    assert words.say_probability(probability) == text


def test_no_probability_is_refused() -> None:
    with pytest.raises(InputError):
        words.say_probability(1.2)
