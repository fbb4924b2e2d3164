"""What a forecast promises, whatever is asked."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate.forecast.codecs import encode_result, read_claims, read_history, read_requests
from airdate.forecast.curve import DAYS, LEVEL_KEYS, from_mass
from airdate.forecast.forecaster import forecast_requests, forecast_trailers
from airdate.forecast.rows import ClaimRow, Request
from airdate.forecast.store import load_shipped
from airdate.types import Failure, Forecast
from tests.forecast.samples import HISTORY, asked, said, season

MODEL = load_shipped()
RENEWED = said("status", "renewed", "2020-09-01")


def forecast(request: Request, claims: list[ClaimRow] | None = None) -> Forecast:
    made = next(forecast_requests([request], HISTORY, claims, MODEL))
    assert isinstance(made, Forecast), made
    return made


def refusal(request: Request, history: list = HISTORY) -> str:  # type: ignore[type-arg]
    made = next(forecast_requests([request], history, [], MODEL))
    assert isinstance(made, Failure)
    return made.error


claims = st.lists(
    st.sampled_from(
        [
            RENEWED,
            said("production", "filming_started", "2021-01-10"),
            said("production", "filming_wrapped", "2021-06-10"),
            said("production", "paused", "2021-03-10"),
            said("production", "filming_scheduled", "2021-01-10", "2022"),
            said("release", "2022", "2021-01-10"),
            said("release", "2021-09-15", "2021-07-10"),
            said("release", "2022/..", "2021-07-10", modality="expected"),
            said("release", "../2020", "2020-07-10", modality="expected"),
            said("release", "unannounced", "2021-07-10"),
            said("trailer", "released", "2021-07-20"),
            said("status", "cancelled", "2021-05-20"),
        ]
    ),
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(claims, st.integers(60, 1500))
def test_every_forecast_is_a_distribution_over_the_five_years_ahead(told: list[ClaimRow], wait: int) -> None:
    at = date(2020, 6, 5) + timedelta(days=wait)
    made = forecast(asked(at.isoformat()), told or [RENEWED])
    days = list(made.quantiles.values())
    assert tuple(made.quantiles) == LEVEL_KEYS
    assert days == sorted(days)
    assert at < days[0] and days[-1] <= at + timedelta(days=DAYS)
    assert 0 <= made.never <= 1
    assert sum(moved.days for moved in made.basis) == (made.quantiles["0.50"] - at).days


def test_news_moves_the_forecast_the_way_it_should() -> None:
    at = asked("2021-08-01")
    silent = forecast(at, [RENEWED])
    wrapped = forecast(at, [RENEWED, said("production", "filming_wrapped", "2021-06-10")])
    dated = forecast(at, [RENEWED, said("release", "2021-09-15", "2021-07-20")])
    assert wrapped.quantiles["0.50"] < silent.quantiles["0.50"]
    assert dated.quantiles["0.50"] == date(2021, 9, 15)
    assert dated.quantiles["0.10"] >= date(2021, 9, 1) and dated.quantiles["0.90"] <= date(2021, 10, 15)


def test_an_announced_day_leaves_an_honest_slip() -> None:
    made = forecast(asked("2021-08-01"), [RENEWED, said("release", "2021-12-15", "2021-07-20")])
    assert made.quantiles["0.95"] >= date(2021, 12, 15)
    assert made.never > 0


def test_a_cancelled_season_goes_to_never_and_a_rescued_one_comes_back() -> None:
    cancelled = said("status", "cancelled", "2020-12-01")
    rescued = said("status", "renewed", "2021-02-01")
    at = asked("2021-08-01")
    assert forecast(at, [RENEWED, cancelled]).never > 0.5
    assert forecast(at, [RENEWED, cancelled, rescued]).never < 0.2


def test_a_farm_moves_a_forecast_less_than_the_press() -> None:
    at = asked("2021-08-01")
    other = said("release", "2022-09", "2021-07-10", modality="expected", outlet="paper.example")
    press = said("release", "2021-10", "2021-07-10", modality="expected")
    farm = said("release", "2021-10", "2021-07-10", modality="expected", outlet="devdiscourse.com")
    by_press = forecast(at, [RENEWED, other, press]).quantiles["0.50"]
    by_farm = forecast(at, [RENEWED, other, farm]).quantiles["0.50"]
    assert by_press < by_farm


def test_a_milestone_told_twice_is_dated_by_a_day_that_somebody_named() -> None:
    trailers = [
        said("trailer", "released", "2020-10-01", "2020-10-01"),
        said("trailer", "released", "2021-06-01", "2021-06-01"),
    ]
    made = forecast(asked("2021-08-01"), [RENEWED, *trailers])
    assert any(moved.what == "by reports, a trailer came out 304 days ago" for moved in made.basis)


def test_what_cannot_be_answered_is_refused_in_its_place() -> None:
    assert "no earlier season" in refusal(asked("2021-01-01", title="Unknown Show"))
    assert "is out" in refusal(asked("2021-01-01", number=2))
    assert "no earlier season" in refusal(
        asked("2021-01-01"), [season(1, "2001-01-10", precision="season_mean")]
    )
    assert "five years" in refusal(asked("2031-01-01"))


def test_answers_keep_their_order_and_failures_their_place() -> None:
    asks = [asked("2021-01-01"), asked("2021-01-01", title="Unknown"), asked("2021-02-01")]
    made = list(forecast_requests(asks, HISTORY, [], MODEL))
    assert [isinstance(m, Forecast) for m in made] == [True, False, True]


def test_without_claims_nobody_looked_and_silence_means_nothing() -> None:
    at = asked("2022-06-01")
    assert forecast(at, None) != forecast(at, [])


def test_a_trailer_is_forecast_before_the_season_and_refused_once_it_is_out() -> None:
    told = [RENEWED, said("production", "filming_wrapped", "2021-06-10")]
    (trailer,) = forecast_trailers([asked("2021-08-01")], HISTORY, told, MODEL)
    assert isinstance(trailer, Forecast)
    assert trailer.quantiles["0.50"] < forecast(asked("2021-08-01"), told).quantiles["0.50"]
    out = [*told, said("trailer", "released", "2021-07-20")]
    (refused,) = forecast_trailers([asked("2021-08-01")], HISTORY, out, MODEL)
    assert isinstance(refused, Failure)


def test_a_curve_is_asked_inside_of_its_days_only() -> None:
    curves = from_mass(np.ones((1, len(from_mass.__globals__["WIDTH"]))), np.array([0.1]))
    assert curves.by(np.array([0.0]))[0] == 0 and curves.by(np.array([float(DAYS)]))[0] == pytest.approx(1)
    with pytest.raises(Exception, match="outside of the curve"):
        curves.by(np.array([DAYS + 1.0]))


def test_the_files_of_the_contract() -> None:
    rows, failures = read_history(
        [
            "title,season,premiere,precision,platform,extra\n",
            "Sample,1,2020-01-05,day,Netflix,x\n",
            "Sample,two,2020-01-05,day,Netflix,x\n",
            "Sample,2,2020-13-05,day,Netflix,x\n",
            "Sample,2,2021,day,Netflix,x\n",
            "Sample,2,2021-01-05,exact,Netflix,x\n",
        ],
        "seasons.csv",
    )
    assert len(rows) == 1
    assert [failure.id for failure in failures] == [f"seasons.csv:{n}" for n in (3, 4, 5, 6)]
    told, failures = read_claims(
        [
            "title,season,platform,kind,value,when,modality,who,outlet,url,published\n",
            "Sample,,,status,renewed,,confirmed,,,,soon\n",
        ]
    )
    assert told == [] and len(failures) == 1
    answers = read_requests(
        ['{"id": 7, "title": "Sample", "season": 2, "at": "2021-01-01"}', "{", '{"id": 1}']
    )
    assert [isinstance(a, Failure) for a in answers] == [False, True, True]
    (late,) = read_requests(['{"id": 7, "title": "Sample", "season": 2, "at": "9999-12-31"}'])
    assert isinstance(late, Failure)
    line = encode_result("7", Failure(id="7", error="no", hint="do"))
    assert line == '{"id":"7","error":"no (do)"}'


@pytest.mark.parametrize("number", [40, 9999, 10**20])
def test_a_season_far_beyond_the_last_is_refused(number: int) -> None:
    assert "no season near" in refusal(asked("2021-08-01", number))


@pytest.mark.parametrize(("who", "how"), [("Netflix", ""), ("", "by reports, ")])
def test_reasons_carry_whose_word_it_is(who: str, how: str) -> None:
    told = [said("production", "filming_wrapped", "2021-06-10", who=who)]
    made = forecast(asked("2021-08-01"), [RENEWED, *told])
    assert f"{how}filming wrapped 52 days ago" in [moved.what for moved in made.basis]


@pytest.mark.parametrize(("who", "verb"), [("Netflix", "announced"), ("", "reported")])
def test_a_window_is_announced_or_reported(who: str, verb: str) -> None:
    told = [said("release", "2021-10", "2021-07-10", who=who)]
    made = forecast(asked("2021-08-01"), [RENEWED, *told])
    assert f"{verb} for 2021-10-01/2021-10-31" in [moved.what for moved in made.basis]
