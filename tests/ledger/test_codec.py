"""Nothing is lost on the way to the ledger and back."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import get_args

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from airdate import dates
from airdate.dates import Window
from airdate.ledger import codec
from airdate.types import Claim, Forecast, Kind, Modality, ReleaseType, SourceStanding, Span

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def windows() -> st.SearchStrategy[Window]:
    points = DAYS.flatmap(
        lambda d: st.sampled_from([d.isoformat(), d.isoformat()[:7], f"{d.year}-23", str(d.year)])
    )
    marked = st.tuples(points, st.sampled_from(["", "?", "~", "%"])).map("".join)
    opened = points.flatmap(lambda p: st.sampled_from([f"{p}/..", f"../{p}"]))
    spans = st.tuples(DAYS, DAYS).map(sorted).map(lambda two: f"{two[0]}/{two[1]}")
    return st.one_of(marked, opened, spans).map(dates.parse)


CLAIMS = st.builds(
    Claim,
    title=TEXT,
    season=st.none() | st.integers(0, 99),
    kind=st.sampled_from(get_args(Kind)),
    value=TEXT,
    modality=st.sampled_from(get_args(Modality)),
    **{name: st.none() | TEXT for name in ("who", "person", "character", "region", "offset", "raw_title")},
    **{name: st.none() | TEXT for name in ("said_via", "url", "origin")},
    **{name: st.none() | windows() for name in ("when", "said_on")},
    **{name: TEXT for name in ("document_id", "reader", "rule", "licence")},
    release_type=st.none() | st.sampled_from(get_args(ReleaseType)),
    span=st.none() | st.builds(Span, document_id=TEXT, start=st.integers(0), end=st.integers(0), quote=TEXT),
    standing_of_source=st.sampled_from(get_args(SourceStanding)),
    retention_until=st.none() | DAYS,
)
ZONES = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
INSTANTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=ZONES)  # noqa: DTZ001


def test_the_strategy_fills_every_field() -> None:
    filled = {"title", "season", "kind", "value", "modality", "release_type", "span", "standing_of_source"}
    filled |= {"who", "person", "character", "region", "offset", "raw_title", "said_via", "url", "origin"}
    filled |= {"when", "said_on", "document_id", "reader", "rule", "licence", "retention_until"}
    assert filled == set(Claim.__struct_fields__)


def test_every_window_of_a_claim_is_known_to_the_codec() -> None:
    of_window = [f.name for f in msgspec.structs.fields(Claim) if Window in get_args(f.type)]
    assert of_window == list(codec.WINDOWS)


@given(CLAIMS)
def test_a_claim_comes_back(claim: Claim) -> None:
    assert codec.decode_claim(codec.encode_claim(claim)) == claim


@given(INSTANTS, INSTANTS)
def test_instants_come_back_and_sort_as_they_run(a: datetime, b: datetime) -> None:
    texts = [codec.encode_instant(a), codec.encode_instant(b)]
    assert [len(t) for t in texts] == [27, 27]
    assert [codec.decode_instant(t) for t in texts] == [a, b]
    assert (texts[0] < texts[1]) == (a < b)


@given(
    st.builds(
        Forecast,
        title=TEXT,
        at=DAYS,
        never=st.floats(0, 1),
        model=TEXT,
        season=st.none(),
        quantiles=st.dictionaries(TEXT, DAYS),
        known_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    )
)
def test_a_forecast_comes_back(forecast: Forecast) -> None:
    assert codec.decode_forecast(codec.encode_forecast(forecast)) == forecast
