"""Whose story a page tells: outlets of the vocabulary and, by their place, others. Texts are our samples."""

import pytest

from airdate.dates import parse
from airdate.reading import read
from airdate.types import Document

DAY = '"Salt Harbour" season 3 will premiere on March 12, 2027'


def origin(text: str) -> str | None:
    document = Document(id="x", title="Television news", text=text, published=parse("2026-11-24"))
    return next(claim.origin for claim in read(document).claims if claim.value == "2027-03-12")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"{DAY}, according to Gazette.", "Gazette"),
        (f"{DAY}, per the Gazette.", "Gazette"),
        (f"The Gazette reports that {DAY}.", "Gazette"),
        (f"According to gazette.example, {DAY}.", "gazette.example"),
        (f"{DAY}, according to a report in the Evening Gazette.", "Evening Gazette"),
        (f"{DAY}. The news was first reported by Deadline.", "Deadline"),
        (f"{DAY}. Gazette broke the news on Monday.", "Gazette"),
        (f"{DAY}.", None),
        (f"{DAY}, according to Netflix.", None),
        (f"{DAY}, according to reports.", None),
        (f"He reported that {DAY}.", None),
        (f"{DAY}. The Gazette is printed on Monday.", None),
    ],
)
def test_an_outlet_that_a_page_passes_on_is_where_its_story_comes_from(text: str, named: str | None) -> None:
    assert origin(text) == named


@pytest.mark.parametrize("words", ["has moved", "has postponed", "delayed"])
def test_who_moves_a_season_says_so(words: str) -> None:
    text = f'Netflix {words} season 3 of "Salt Harbour" to March 12, 2027.'
    document = Document(id="x", title="Television news", text=text, published=parse("2026-11-24"))
    assert [c.who for c in read(document).claims if c.kind == "release"] == ["Netflix"]
