"""The terminal page: within its width, colour on demand, nothing that steers the terminal."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from airdate.publish.clean import clean
from airdate.publish.text import HIDDEN, render_text, wrap
from airdate.types import Guide, Note, Section
from tests.publish import sample_guide

GUIDE = sample_guide.GUIDE


@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 200])
def test_no_line_but_a_link_is_wider_than_the_page(width: int) -> None:
    for line in render_text(GUIDE, width=width).splitlines():
        assert cell_len(line) <= width or line.lstrip().startswith("https://")


def test_the_answer_comes_before_every_part() -> None:
    page = render_text(GUIDE, width=200)
    assert page.index(GUIDE.answer) < min(page.index(section.heading) for section in GUIDE.sections)


def test_colour_only_on_demand_and_only_over_the_same_text() -> None:
    plain, coloured = render_text(GUIDE), render_text(GUIDE, colour=True)
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    assert coloured.count("\x1b[0m") * 2 == coloured.count("\x1b")


def test_the_plot_is_hidden_until_asked_for() -> None:
    assert "Jun Aldous" not in render_text(GUIDE)
    assert HIDDEN in render_text(GUIDE)
    assert "Jun Aldous" in render_text(GUIDE, spoilers=True)
    assert HIDDEN not in render_text(GUIDE, spoilers=True)


def hostile(text: str) -> Guide:
    note = Note(text=text, spoiler=False)
    return replace(GUIDE, title=text, answer=text, sections=(Section(key="a", heading=text, notes=(note,)),))


def test_a_title_of_ten_thousand_letters_does_not_push_the_answer_away() -> None:
    page = render_text(replace(GUIDE, title="x" * 10_000), width=80)
    assert len("".join(page.splitlines()[:4])) < 400
    assert "Not dated." in page


@given(st.text(st.characters(codec=None), max_size=60), st.integers(20, 100))
def test_no_text_can_steer_the_terminal_or_break_the_page(text: str, width: int) -> None:
    page = render_text(hostile(text), width=width)
    page.encode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]", page)
    for line in page.splitlines():
        assert cell_len(line) <= width or line.lstrip().startswith("https://")


@given(st.text(max_size=80), st.integers(2, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    text = clean(text)
    lines = list(wrap(text, width))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


def test_wide_letters_count_double() -> None:
    assert list(wrap("가나다라 마바사", 8)) == ["가나다라", "마바사"]
