"""Which claims are one statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate import dates
from airdate.ledger.statement import entry_id_of, fold, redacted
from airdate.types import Claim, Span
from tests.ledger.samples import claim, quoted


@pytest.mark.parametrize(
    "other",
    [
        claim(modality="expected"),
        claim(reader="x-9", rule="r"),
        claim(who="A Baker"),
        claim(when="2024-01"),
        claim(said_on=None),
        claim(standing_of_source="farm"),
        claim(title="LIGHTHOUSE"),
        claim(span=Span(document_id="doc-1", start=0, end=1, quote="x")),
    ],
)
def test_these_are_the_same_statement(other: Claim) -> None:
    assert entry_id_of(other) == entry_id_of(claim())


@pytest.mark.parametrize(
    "other",
    [
        claim(document_id="doc-2"),
        claim(title="Lighthouses"),
        claim(season=3),
        claim(season=None),
        claim(value="cancelled"),
        claim(region="KR"),
        claim(release_type="digital"),
        claim(person="A Baker"),
    ],
)
def test_these_are_another(other: Claim) -> None:
    assert entry_id_of(other) != entry_id_of(claim())


def test_every_mark_of_a_date_counts() -> None:
    values = ["2024", "2024/..", "../2024", "2024?", "2024~", "2024-01", "2024-01-01"]
    assert len({entry_id_of(claim("release", value)) for value in values}) == len(values)


def test_wording_is_folded() -> None:
    assert entry_id_of(claim("provider", "Apple TV+")) == entry_id_of(claim("provider", "apple tv"))


def test_a_person_found_beside_the_character_is_the_better_name() -> None:
    role = claim("cast", "returning", character="Keeper")
    assert entry_id_of(role) != entry_id_of(claim("cast", "returning", person="Ann", character="Keeper"))
    assert entry_id_of(claim("cast", "returning", person="Ann")) == entry_id_of(
        claim("cast", "returning", person="Ann", character="Keeper")
    )


def test_the_recipe_of_an_id_is_frozen() -> None:
    """Ids are stored and quoted: if this fails, do not change the expected value."""
    assert entry_id_of(claim()) == "d572a235a67f7b9e66bda54a"


@pytest.mark.parametrize(
    ("a", "b"),
    [("Park Ji-hu", "park ji hu"), ("Ｌｏｍｏｎ", "Lomon"), ("1923", "1923"), ("Straße", "STRASSE")],
)
def test_folding_joins_spellings(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(("a", "b"), [("की", "का"), ("???", "!!!"), ("Park", "Bark")])
def test_folding_keeps_words_apart(a: str, b: str) -> None:
    assert fold(a) != fold(b)


def test_redaction_keeps_by_list() -> None:
    """Every field of a claim that is not on the list is at its default afterwards."""
    wiped = redacted(quoted())
    assert wiped == Claim(
        title="Lighthouse",
        season=2,
        kind="cast",
        value="returning",
        modality="confirmed",
        said_on=dates.parse("2024-05-03"),
    )


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_folded_as_all_text_is(text: str) -> None:
    assert fold(text) == (fold(text + "\u0101").removesuffix("\u0101") or text.strip())
