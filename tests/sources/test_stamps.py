"""Stamps: the local day as printed, a month where no day is given, nothing where it would be a guess."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.sources.stamps import parse_stamp, url_stamp


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2023-03-05", "2023-03-05"),
        ("2023-03-05T23:30:00-11:00", "2023-03-05"),  # no conversion
        ("2023-03-05T00:10:00+14:00", "2023-03-05"),
        ("Sun, 05 Mar 2023 23:00:00 -0500", "2023-03-05"),
        ("20230305T101500Z", "2023-03-05"),
        ("2023/3/5", "2023-03-05"),
        ("March 5, 2023", "2023-03-05"),
        ("Published: Sunday, 5th March 2023 at 11:02 am", "2023-03-05"),
        ("05. Mar 2023", "2023-03-05"),
        ("Sept. 5 2023", "2023-09-05"),
        ("5.3.2023", "2023-03-05"),
        ("13/3/2023", "2023-03-13"),
        ("3/13/2023", "2023-03-13"),
        ("2023년 3월 5일", "2023-03-05"),
        ("2023年3月5日", "2023-03-05"),
        ("am 5. März 2023", "2023-03-05"),
        ("5 de marzo de 2023", "2023-03-05"),
        ("1 février 2023", "2023-02-01"),
        ("March 2023", "2023-03"),
        ("2023-03", "2023-03"),
        # nothing
        ("3/4/2023", None),  # day and month could be swapped
        ("2023", None),
        ("Marathon 5, 2023", None),
        ("February 30, 2023", None),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00", None),
        ("9999-12-31", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_parse_stamp(text: str, edtf: str | None) -> None:
    window = parse_stamp(text)
    assert (window.edtf if window else None) == edtf


@pytest.mark.parametrize(
    ("url", "edtf"),
    [
        ("https://a.example/2023/03/05/loot/", "2023-03-05"),
        ("https://a.example/tv/2022/jul/09/loot", "2022-07-09"),
        ("https://a.example/2023-03-05-loot", "2023-03-05"),
        ("https://a.example/2023/03/loot", "2023-03"),
        ("https://a.example/2023/loot", None),
        ("https://a.example/2023/13/loot", None),
        ("https://a.example/loot-1923", None),
        (None, None),
    ],
)
def test_url_stamp(url: str | None, edtf: str | None) -> None:
    window = url_stamp(url)
    assert (window.edtf if window else None) == edtf


@given(
    st.dates(date(1994, 1, 1), date(2099, 12, 31)),
    st.integers(-14, 14),
    st.times(),
    st.sampled_from(["%Y-%m-%dT{t}{o}", "%d %b %Y {t} {o}", "%B %d, %Y {t} {o}", "%Y-%m-%d {t}{o}"]),
)
def test_no_offset_moves_the_printed_day(day: date, offset: int, time: object, form: str) -> None:
    stamp = day.strftime(form).format(t=f"{time:%H:%M:%S}", o=f"{offset:+03d}:00")
    window = parse_stamp(stamp)
    assert window is not None
    assert window.earliest == window.latest == day


@given(st.text(max_size=300))
def test_any_text_gives_a_window_or_nothing(text: str) -> None:
    window = parse_stamp(text)
    assert window is None or window.earliest is not None
