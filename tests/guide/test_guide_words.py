"""Words never say more than their window."""

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.dates import SUB_YEAR, Window, parse
from airdate.errors import DateError
from airdate.guide import words
from airdate.guide.words import (
    cite,
    count,
    join_words,
    outlet_name,
    say,
    say_offset,
    say_said,
    say_when,
)
from airdate.types import Claim

years = st.integers(1902, 2199)
points = st.one_of(
    st.dates().filter(lambda d: 1902 <= d.year <= 2199).map(lambda d: d.isoformat()),
    st.builds("{:04d}-{:02d}".format, years, st.sampled_from([*range(1, 13), *SUB_YEAR])),
    years.map("{:04d}".format),
)
marked = st.builds("{}{}".format, points, st.sampled_from(["", "?", "~", "%"]))


def is_window(text: str) -> bool:
    try:
        parse(text)
    except DateError:
        return False
    return True


texts = st.one_of(
    marked, st.tuples(marked, marked).map("/".join).filter(is_window), marked.map("{}/..".format),
    marked.map("../{}".format),
)  # fmt: skip
windows = texts.map(parse)


@pytest.mark.parametrize(
    ("edtf", "noun", "when"),
    [
        ("2022-06-06", "6 June 2022", "on 6 June 2022"),
        ("2022-06", "June 2022", "in June 2022"),
        ("2024-05~", "about May 2024", "in about May 2024"),
        ("2024-22", "summer 2024", "in summer 2024"),
        ("2024-24", "winter 2024–25", "in winter 2024–25"),
        ("1999-24", "winter 1999–00", "in winter 1999–00"),
        ("2024-33", "the first quarter of 2024", "in the first quarter of 2024"),
        ("2024-41", "the second half of 2024", "in the second half of 2024"),
        ("2024", "2024", "in 2024"),
        ("2026-01/2026-04", "early 2026", "in early 2026"),
        ("2026-05/2026-08", "mid-2026", "in mid-2026"),
        ("2026-09/2026-12", "late 2026", "in late 2026"),
        ("2027-01/2027-06", "the first half of 2027", "in the first half of 2027"),
        ("2023-09/2024-04", "late 2023 or early 2024", "in late 2023 or early 2024"),
        ("2023-10/2024-04", "October 2023 to April 2024", "between October 2023 and April 2024"),
        ("2026-05/2026-12", "May to December 2026", "between May and December 2026"),
        ("2025-07-02/2025-12-31", "2 July to 31 December 2025", "between 2 July and 31 December 2025"),
        ("2022-23/2023", "autumn 2022 to the end of 2023", "between autumn 2022 and the end of 2023"),
        ("2023/2024", "2023 or 2024", "in 2023 or 2024"),
        ("2023/2026", "2023 to 2026", "between 2023 and 2026"),
        ("2024/..", "2024 at the earliest", "in 2024 at the earliest"),
        ("2024-05-01/..", "1 May 2024 at the earliest", "on 1 May 2024 at the earliest"),
        ("../2025-12", "December 2025 at the latest", "by the end of December 2025"),
        ("../2025-12-24", "24 December 2025 at the latest", "by 24 December 2025"),
    ],
)
def test_windows_in_words(edtf: str, noun: str, when: str) -> None:
    assert say(parse(edtf)) == noun
    assert say_when(parse(edtf)) == when


@given(windows)
def test_a_window_without_a_day_is_never_said_as_one(window: Window) -> None:
    day_numbers = re.findall(r"\b\d{1,2}\b", re.sub(r"winter \d{4}–\d\d", "", say(window)))
    days_given = re.findall(r"\d{4}-\d\d-\d\d", window.edtf)
    assert len(day_numbers) <= len(days_given)


@given(windows)
def test_every_year_in_the_words_is_one_of_the_window_s(window: Window) -> None:
    told = set(re.findall(r"\b\d{4}\b", say(window)))
    assert told
    assert told <= {window.edtf[i : i + 4] for i in range(len(window.edtf))} | {
        f"{bound.year:04d}" for bound in (window.earliest, window.latest) if bound
    }


@given(st.dates().map(lambda day: parse(day.isoformat())))
def test_a_day_reads_back_from_its_words(window: Window) -> None:
    day, month, year = say(window).split()
    assert window.earliest is not None
    assert (int(day), words.MONTHS.index(month) + 1, int(year)) == (
        window.earliest.day,
        window.earliest.month,
        window.earliest.year,
    )


@given(windows)
def test_one_preposition_and_no_stray_space(window: Window) -> None:
    assert re.match(r"(on|in|by|between) \S", say_when(window))
    assert "  " not in say_when(window)


def claim(**fields: object) -> Claim:
    given_fields = {"title": "A", "season": 1, "kind": "status", "value": "renewed", "modality": "confirmed"}
    return Claim(**{**given_fields, **fields})  # type: ignore[arg-type]


def test_a_source_is_named_with_its_outlet_and_day() -> None:
    names = {"indiatvnews.com": "India TV"}
    said = claim(who="Netflix", said_via="www.indiatvnews.com", said_on=parse("2026-02-22"))
    assert cite(said, names) == "Netflix via India TV, 22 Feb 2026"
    assert cite(claim(said_via="radiotimes.com", said_on=parse("2022-06")), {}) == "radiotimes.com, Jun 2022"
    assert cite(claim(who="India TV", said_via="indiatvnews.com"), names) == "India TV, undated page"


def test_small_words() -> None:
    assert say_said(None) == "undated page"
    assert outlet_name(claim(), {}) == "unnamed outlet"
    assert outlet_name(claim(url="https://www.notes.example/3"), {}) == "notes.example"
    assert [join_words(list(s)) for s in ("", "a", "ab", "abc")] == ["", "a", "a and b", "a, b and c"]
    assert [count(n, "source") for n in (0, 1, 2)] == ["0 sources", "1 source", "2 sources"]


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        ("P1M before release", "about a month before release"),
        ("P2W before release", "about 2 weeks before release"),
        ("P10D after release", "about 10 days after release"),
        ("P1000M before release", ""),
        ("soon", ""),
        (None, ""),
    ],
)
def test_a_rule_relative_to_the_release(offset: str | None, text: str) -> None:
    assert say_offset(offset) == text


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(words).failed == 0
