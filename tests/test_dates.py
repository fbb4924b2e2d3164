"""Windows: their bounds, their text, and what they refuse."""

import importlib.util
import os
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate.dates import SUB_YEAR, Window, between, month_end, of_day, parse
from airdate.errors import DateError

SCORER = Path(__file__).resolve().parents[1].parent / "shared" / "eval" / "score.py"

years = st.integers(1902, 2199)
days = st.dates(date(1902, 1, 1), date(2199, 12, 31))
subs = st.sampled_from([*range(1, 13), *SUB_YEAR])
points = st.one_of(
    days.map(date.isoformat),
    st.builds("{:04d}-{:02d}".format, years, subs),
    years.map("{:04d}".format),
)


def is_window(text: str) -> bool:
    try:
        parse(text)
    except DateError:
        return False
    return True


intervals = st.tuples(points, points).map("/".join).filter(is_window)
open_ended = st.one_of(points.map("{}/..".format), points.map("../{}".format))
texts = st.one_of(points, intervals, open_ended)
windows = texts.map(parse)


# ---- text and bounds


@given(texts)
def test_a_window_prints_the_text_it_was_read_from(text: str) -> None:
    assert str(parse(text)) == text
    assert parse(str(parse(text))) == parse(text)


@given(points, st.sampled_from("?~%"))
def test_a_qualifier_changes_the_text_and_nothing_else(text: str, mark: str) -> None:
    plain, marked = parse(text), parse(text + mark)
    assert (marked.earliest, marked.latest, marked.precision) == (
        plain.earliest,
        plain.latest,
        plain.precision,
    )
    assert marked.edtf == text + mark


@given(windows)
def test_bounds_stand_in_order_and_at_least_one_is_known(window: Window) -> None:
    if window.earliest is None or window.latest is None:
        assert window.precision == "open"
        assert window.earliest != window.latest
        assert window.days is None
    else:
        assert window.earliest <= window.latest
        assert window.days == (window.latest - window.earliest).days + 1 >= 1


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2022-07-28", date(2022, 7, 28), date(2022, 7, 28), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2024-21", date(2024, 3, 1), date(2024, 5, 31), "season"),
        ("2024-22", date(2024, 6, 1), date(2024, 8, 31), "season"),
        ("2024-23", date(2024, 9, 1), date(2024, 11, 30), "season"),
        ("2024-24", date(2024, 12, 1), date(2025, 2, 28), "season"),
        ("2023-24", date(2023, 12, 1), date(2024, 2, 29), "season"),
        ("2024-33", date(2024, 1, 1), date(2024, 3, 31), "quarter"),
        ("2024-36", date(2024, 10, 1), date(2024, 12, 31), "quarter"),
        ("2024-40", date(2024, 1, 1), date(2024, 6, 30), "half"),
        ("2024-41", date(2024, 7, 1), date(2024, 12, 31), "half"),
        ("2024", date(2024, 1, 1), date(2024, 12, 31), "year"),
        ("2023-09/2024-04", date(2023, 9, 1), date(2024, 4, 30), "interval"),
        ("2022-23/2023", date(2022, 9, 1), date(2023, 12, 31), "interval"),
        ("2024/..", date(2024, 1, 1), None, "open"),
        ("2024/", date(2024, 1, 1), None, "open"),
        ("../2025-12", None, date(2025, 12, 31), "open"),
        ("2024-05?/2024-07~", date(2024, 5, 1), date(2024, 7, 31), "interval"),
    ],
)
def test_the_forms_and_their_bounds(text: str, earliest: date, latest: date, precision: str) -> None:
    window = parse(text)
    assert (window.earliest, window.latest, window.precision) == (earliest, latest, precision)


@given(texts)
def test_no_bound_lies_in_a_year_that_the_text_does_not_speak_of(text: str) -> None:
    """The false dates of other trackers (1 January 1, 1970, 9999) can come from nowhere."""
    window = parse(text)
    for bound in (window.earliest, window.latest):
        if bound is not None:
            # A winter ends in the year after the one that it is named by.
            assert f"{bound.year:04d}" in text or f"{bound.year - 1:04d}-24" in text


@given(days)
def test_a_day_survives_as_itself(day: date) -> None:
    window = of_day(day)
    assert window == parse(day.isoformat()) == between(day, day)
    assert window.is_day
    assert (window.earliest, window.latest, window.days) == (day, day, 1)


@pytest.fixture
def in_zone() -> Iterator[Callable[[str], None]]:
    """Set the process's time zone; the old one comes back afterwards."""
    before = os.environ.get("TZ")

    def move(zone: str) -> None:
        os.environ["TZ"] = zone
        time.tzset()

    yield move
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot set a time zone")
def test_a_day_is_the_same_day_in_every_zone(in_zone: Callable[[str], None]) -> None:
    text = "2024-03-10/2024-11-03"
    seen = set()
    for hours in range(-14, 13):  # POSIX counts westwards: UTC-14 is UTC+14
        in_zone(f"X{hours:+d}")
        window = parse(text)
        seen.add((str(of_day(date(2024, 2, 29))), window.earliest, window.latest, window.days))
    assert seen == {("2024-02-29", date(2024, 3, 10), date(2024, 11, 3), 239)}


@given(st.one_of(st.none(), days), st.one_of(st.none(), days))
def test_between_keeps_its_bounds_or_refuses(earliest: date | None, latest: date | None) -> None:
    backwards = earliest is not None and latest is not None and latest < earliest
    if backwards or earliest is latest is None:
        with pytest.raises(DateError):
            between(earliest, latest)
    else:
        window = between(earliest, latest)
        assert (window.earliest, window.latest) == (earliest, latest)


@given(years, st.integers(1, 12))
def test_a_month_ends_the_day_before_the_next_begins(year: int, month: int) -> None:
    following = month_end(year, month) + timedelta(days=1)
    assert following == date(year + month // 12, month % 12 + 1, 1)


# ---- containment and overlap


@given(windows)
def test_a_window_contains_itself_and_its_bounds(window: Window) -> None:
    assert window.contains(window)
    assert all(window.contains(d) for d in (window.earliest, window.latest) if d is not None)


@given(windows, days)
def test_a_day_beyond_a_bound_is_outside(window: Window, day: date) -> None:
    before = window.earliest is not None and day < window.earliest
    after = window.latest is not None and day > window.latest
    assert window.contains(day) is not (before or after)
    assert window.overlaps(of_day(day)) is window.contains(day)
    assert window.is_past(day) is after


@given(windows, windows)
def test_what_is_contained_overlaps_and_what_overlaps_does_so_both_ways(a: Window, b: Window) -> None:
    assert a.overlaps(b) is b.overlaps(a)
    if a.contains(b):
        assert a.overlaps(b)
    if a.contains(b) and b.contains(a):
        assert (a.earliest, a.latest) == (b.earliest, b.latest)


@given(windows, windows)
def test_overlap_is_a_symmetric_share(a: Window, b: Window) -> None:
    share = a.overlap(b)
    assert share == b.overlap(a)
    assert 0.0 <= share <= 1.0
    assert a.overlap(a) == 1.0
    if share:
        assert a.overlaps(b)


@given(days, st.integers(0, 400), st.integers(0, 400), st.integers(-400, 400))
def test_overlap_counts_days(start: date, length_a: int, length_b: int, shift: int) -> None:
    """Against the definition, day by day."""

    def window(first: int, length: int) -> tuple[Window, set[int]]:
        low = start + timedelta(days=first)
        return between(low, low + timedelta(days=length)), set(range(first, first + length + 1))

    (a, in_a), (b, in_b) = window(0, length_a), window(shift, length_b)
    assert a.overlap(b) == pytest.approx(len(in_a & in_b) / len(in_a | in_b))


def test_an_open_bound_ends_with_its_year_when_overlap_is_measured() -> None:
    assert parse("2024/..").overlap(parse("2024")) == 1.0
    assert parse("../2025-12").overlap(parse("2025")) == 1.0
    assert parse("2024/..").overlap(parse("2025")) == 0.0
    assert parse("2024/..").overlaps(parse("2025"))


# ---- outside judges


@pytest.fixture(scope="module")
def scorer_iou() -> Callable[[str, str], float]:
    if not SCORER.is_file():
        pytest.skip("the scorer is not beside this repository")
    spec = importlib.util.spec_from_file_location("scorer", SCORER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    iou: Callable[[str, str], float] = module.iou
    return iou


@given(texts, texts)
def test_overlap_equals_the_scorer_s(scorer_iou: Callable[[str, str], float], a: str, b: str) -> None:
    """The scorer also takes a winter for the one that ends in its year, so there it may only be kinder."""
    ours, theirs = parse(a).overlap(parse(b)), scorer_iou(a, b)
    known = {21, 22, 23, 33, 34, 35, 36}
    codes = {int(part[5:7]) for part in f"{a}/{b}".split("/") if len(part) == 7}
    if 24 in codes:
        assert ours <= theirs
    elif codes - known <= set(range(1, 13)):
        assert ours == theirs


def as_date(parts: time.struct_time) -> date:
    return date(parts.tm_year, parts.tm_mon, parts.tm_mday)


level_1 = st.one_of(
    days.map(date.isoformat),
    st.builds("{:04d}-{:02d}".format, years, st.sampled_from([*range(1, 13), 21, 22, 23])),
    years.map("{:04d}".format),
)
both_read = st.one_of(
    level_1,
    st.builds("{:04d}-{:02d}".format, years, st.sampled_from([33, 34, 35, 36, 40, 41])),
    st.tuples(level_1, level_1).map("/".join).filter(is_window),
    years.map("{}?".format),
    days.map("{}~".format),
)


@settings(max_examples=50, deadline=None)  # the library takes tens of milliseconds a text
@given(both_read)
def test_bounds_equal_those_of_the_edtf_library(text: str) -> None:
    """For every form that both read; left out is winter, which the library cuts off at New Year."""
    theirs, ours = parse_edtf(text), parse(text)
    assert (as_date(theirs.lower_strict()), as_date(theirs.upper_strict())) == (ours.earliest, ours.latest)


# ---- hostile input


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "..",
        "/",
        "../..",
        "../",
        "/..",
        "//",
        "2024/2025/2026",
        "2024-13",
        "2024-00",
        "2024-20",
        "2024-25",
        "2024-37",
        "2024-42",
        "2024-99",
        "2024-02-30",
        "2023-02-29",
        "2024-24-01",
        "2024-21-05",
        "0000",
        "0000-12-31",
        "9999-24",
        "20240101",
        "2024-1-1",
        "2024-01-01T00:00:00Z",
        "2024\n",
        " 2024",
        "+2024",
        "-2024",
        "24",
        "20x4",
        "2024??",
        "２０２４",
        "٢٠٢٤-٠١",
        "2024‐05",
        "2025/2024",
        "2024-05-02/2024-05-01",
        "2024/.",
        "unannounced",
        "None",
        "2024\x00",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    assert caught.value.message


def test_a_long_text_is_refused_at_once_and_not_repeated_in_full() -> None:
    with pytest.raises(DateError) as caught:
        parse("2024-01/" * 1_000_000)
    assert len(str(caught.value)) < 100


@given(st.text(max_size=40))
def test_any_text_gives_a_window_or_our_error(text: str) -> None:
    try:
        window = parse(text)
    except DateError:
        return
    assert window.edtf == text
    assert text.isascii()
