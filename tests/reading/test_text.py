"""Folding keeps places, and sentences are cut where a reader would."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from airdate.reading.text import Page, body, flatten, fold_name, lower, sentences
from airdate.types import Document


@given(st.text())
def test_folding_keeps_every_code_point_in_its_place(text: str) -> None:
    assert len(flatten(text)) == len(text)
    assert len(lower(flatten(text))) == len(text)


@given(st.text(alphabet="ab .!?\n'\"“”A9é…", max_size=300), st.integers(0, 50))
def test_sentences_lie_in_order_within_the_text(text: str, headline: int) -> None:
    found = list(sentences(flatten(text), headline))
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_abbreviations_and_initials_end_no_sentence() -> None:
    page = Page("Dr. Ives and J. K. Olsen return. Season 3. It airs on Sept. 4.", 0)
    assert [page.flat[s.start : s.end] for s in page.sentences] == [
        "Dr. Ives and J. K. Olsen return.",
        "Season 3.",
        "It airs on Sept. 4.",
    ]


def test_short_lines_without_an_end_are_headings() -> None:
    page = Page("A headline\nThe show is back in May.\nMore on the cast\nIt has ten episodes.", 10)
    assert [s.heading for s in page.sentences] == [False, False, True, False]
    assert [s.headline for s in page.sentences] == [True, False, False, False]


def test_body_joins_headline_and_text() -> None:
    assert body(Document(id="1", title="Head", text="Text")) == "Head\nText"
    assert body(Document(id="1", text="Text")) == "Text"


def test_names_are_compared_without_case_accents_and_articles() -> None:
    assert fold_name("The Café & Co.") == fold_name("cafe and co")
    assert fold_name("S.H.I.E.L.D.") == fold_name("SHIELD")
