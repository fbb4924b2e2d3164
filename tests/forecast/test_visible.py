"""Nothing of the future gets in: planted or altered, it leaves forecasts as they are to the byte."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate.dates import of_day
from airdate.forecast.forecaster import forecast_requests
from airdate.forecast.rows import ClaimRow, SeasonRow
from airdate.forecast.store import load_shipped
from airdate.forecast.visible import visible
from tests.forecast.samples import HISTORY, asked, said, season

AT = date(2022, 3, 31)
CLAIMS = [
    said("status", "renewed", "2020-09-01"),
    said("production", "filming_started", "2021-02-10", "2021-02"),
    said("release", "2022", "2021-12-01", modality="expected"),
]
MODEL = load_shipped()

late_days = st.integers(1, 900).map(lambda days: AT + timedelta(days=days))
kinds = st.sampled_from(
    [
        ("status", "cancelled"),
        ("status", "renewed"),
        ("production", "filming_wrapped"),
        ("production", "paused"),
        ("release", "2022-04-01"),
        ("release", "2030"),
        ("trailer", "released"),
    ]
)


@st.composite
def later_claims(draw: st.DrawFn) -> ClaimRow:
    kind, value = draw(kinds)
    when = draw(st.one_of(st.none(), st.just("2021-01-01"), st.just("2021")))
    return said(kind, value, draw(late_days).isoformat(), when)


@st.composite
def later_premieres(draw: st.DrawFn) -> SeasonRow:
    return season(
        draw(st.integers(1, 4)), draw(late_days).isoformat(), source=draw(st.sampled_from(["netflix-x", "t"]))
    )


def answer(history: list[SeasonRow], claims: list[ClaimRow]) -> bytes:
    return msgspec.json.encode(next(forecast_requests([asked("2022-03-31")], history, claims, MODEL)))


EXPECTED = answer(HISTORY, CLAIMS)


@settings(max_examples=60, deadline=None)
@given(st.lists(later_claims(), max_size=5), st.lists(later_premieres(), max_size=3))
def test_what_comes_later_changes_nothing(claims: list[ClaimRow], premieres: list[SeasonRow]) -> None:
    assert answer([*premieres, *HISTORY], [*claims, *CLAIMS]) == EXPECTED


def test_what_was_said_on_the_day_itself_counts() -> None:
    today = said("status", "cancelled", AT.isoformat())
    assert answer(HISTORY, [*CLAIMS, today]) != EXPECTED


def test_a_month_counts_from_its_last_day() -> None:
    claim = said("status", "renewed", "2022-03")
    assert visible([claim], [], date(2022, 3, 30)).claims == ()
    assert visible([claim], [], date(2022, 3, 31)).claims == (claim,)


def test_an_undated_claim_counts_from_the_last_day_of_what_it_tells() -> None:
    claim = said("production", "filming_wrapped", None, "2022-02")
    assert visible([claim], [], date(2022, 2, 27)).claims == ()
    assert visible([claim], [], date(2022, 2, 28)).claims == (claim,)
    assert visible([said("status", "renewed", None)], [], date(2099, 1, 1)).claims == ()


def test_a_shoot_that_lies_ahead_is_visible_today() -> None:
    claim = said("production", "filming_scheduled", "2022-01-10", "2022-09")
    assert visible([claim], [], AT).claims == (claim,)


def test_a_premiere_is_visible_from_its_day() -> None:
    row = season(3, "2022-03-31")
    assert visible([], [row], AT - timedelta(days=1)).premieres == ()
    assert visible([], [row], AT).premieres == (row,)
    assert of_day(AT).earliest == row.premiere
