"""Every value that a statement may take has its words, and what is expected is never worded as a fact."""

import re
from datetime import date
from typing import get_args

import pytest

from airdate.dates import parse
from airdate.guide.phrases import QUESTIONS, WORDING, describe
from airdate.types import KIND_VALUES, Claim, Modality, ReleaseType

AS_OF = date(2026, 3, 1)
CHOICES = [(kind, value) for kind, values in KIND_VALUES.items() for value in values or ()]


def said(kind: str, value: str, modality: str = "expected", **fields: object) -> str:
    claim = {"title": "A", "season": 1, "kind": kind, "value": value, "modality": modality, **fields}
    return describe(Claim(**claim), AS_OF)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "value"), CHOICES)
def test_every_value_has_words_as_fact_and_as_guess(kind: str, value: str) -> None:
    for modality in get_args(Modality):
        words = said(kind, value, modality, person="Ines Halloran", when=parse("2026-05"))
        assert words[0].isupper()
        assert not re.search(r"[{}]|  ", words)
    assert re.search(r"(?i)expected|thought|may be|probably|not confirmed", said(kind, value))


def test_there_are_no_words_for_values_that_do_not_exist() -> None:
    spoken = {(question, answer) for question, words in WORDING.items() for answer in words}
    known = {(QUESTIONS.get(kind, kind), value) for kind, value in CHOICES}
    assert spoken == known | {(question, f"{value}?") for question, value in known}


def test_what_was_expected_for_a_time_gone_by_is_past() -> None:
    ahead, gone = parse("2026-05"), parse("2025-05")
    assert said("production", "filming_wrapped", when=ahead) == "Filming is expected to wrap in May 2026"
    assert said("production", "filming_wrapped", when=gone) == "Filming was expected to wrap in May 2025"


@pytest.mark.parametrize(
    ("value", "fields", "words"),
    [
        ("2027", {}, "Guess: 2027"),
        ("2025", {}, "Guess: 2025, by now past"),
        ("2027", {"modality": "confirmed"}, "Reported: 2027"),
        (
            "2027-06-06",
            {"modality": "confirmed", "standing_of_source": "rights_holder", "region": "US"},
            "Announced: 6 June 2027, US",
        ),
        ("unannounced", {"release_type": "streaming"}, "No date announced, streaming"),
    ],
)
def test_a_release_is_named_by_how_it_was_stated(value: str, fields: dict[str, object], words: str) -> None:
    assert said("release", value, **fields) == words  # type: ignore[arg-type]


def test_the_other_kinds() -> None:
    assert said("provider", "Brightwave", "confirmed") == "On Brightwave"
    assert said("provider", "Brightwave") == "Expected on Brightwave"
    assert said("episodes", "1", "confirmed") == "1 episode"
    assert said("episodes", "8") == "Expected: 8 episodes"
    assert said("cast", "joining", "confirmed", character="Mara") == "Joining: Mara"
    assert said("cast", "not_confirmed", "confirmed") == "Not confirmed: the cast in general"
    assert all(said("release", "2027", release_type=kind).endswith(kind) for kind in get_args(ReleaseType))
