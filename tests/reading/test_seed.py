"""The seed article: hedges, absences, a guess without a day, and a director's word kept apart."""

from pathlib import Path

import pytest

from airdate.reading import read
from airdate.types import Claim, Document


@pytest.fixture
def claims(shared: Path) -> tuple[Claim, ...]:
    text = (shared / "seed" / "all-of-us-are-dead-season-2.txt").read_text(encoding="utf-8")
    return read(Document(id="seed", text=text)).claims


def of(claims: tuple[Claim, ...], kind: str) -> list[Claim]:
    return [c for c in claims if c.kind == kind]


def test_one_work_and_one_season(claims: tuple[Claim, ...]) -> None:
    assert {(c.title, c.season) for c in claims} == {("All of Us Are Dead", 2)}


def test_the_renewal_has_its_month(claims: tuple[Claim, ...]) -> None:
    (status,) = of(claims, "status")
    assert (status.value, status.modality) == ("renewed", "confirmed")
    assert status.when is not None and status.when.edtf == "2022-06"
    assert status.said_on is not None and status.said_on.edtf == "2023-03"


def test_no_date_is_announced_and_the_page_guesses_one(claims: tuple[Claim, ...]) -> None:
    assert {(c.value, c.modality, c.who) for c in of(claims, "release")} == {
        ("unannounced", "confirmed", "Netflix"),
        ("2023-09/2024-04", "expected", None),
    }


def test_two_actors_and_five_characters_are_expected_back(claims: tuple[Claim, ...]) -> None:
    cast = of(claims, "cast")
    assert {(c.value, c.modality) for c in cast} == {("returning", "expected")}
    assert {(c.person, c.character) for c in cast} == {
        ("Park Ji-hoo", "On-jo"),
        ("Park Solomon", "Su-hyeok"),
        *((None, name) for name in ("Dae-su", "Ha-ri", "Mi-jin", "Hyo-ryung", "Ham Ji-hun")),
    }


def test_the_trailer_is_not_out_and_comes_a_month_before(claims: tuple[Claim, ...]) -> None:
    out, ahead = sorted(of(claims, "trailer"), key=lambda c: c.value, reverse=True)
    assert (out.value, ahead.value) == ("not_released", "expected")
    assert (ahead.modality, ahead.offset, ahead.when) == ("expected", "P1M before release", None)


def test_the_service_is_named(claims: tuple[Claim, ...]) -> None:
    assert [c.value for c in of(claims, "provider")] == ["Netflix"]


def test_the_director_s_word_stands_apart_from_the_page_s_guesses(claims: tuple[Claim, ...]) -> None:
    told = [c for c in of(claims, "plot") if c.who is not None]
    (word,) = told
    assert (word.who, word.said_via) == ("Lee Jae-kyoo", "The Korean Herald")
    assert "survival of the zombies" in word.value
    assert word.said_on is not None and word.said_on.edtf == "../2023-03"
    guesses = [c for c in of(claims, "plot") if c.who is None]
    assert guesses and {c.modality for c in guesses} == {"expected"}
