"""Seasons in words and figures."""

import pytest

from airdate.reading.seasons import find_seasons, number


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("season 2 and season 3 wrapped", [(2, 3)]),
        ("seasons 2 & 3", [(2, 3)]),
        ("seasons 1-3 leave", [(1, 2, 3)]),
        ("its second and third seasons", [(2, 3)]),
        ("the fourth and final season", [(4,)]),
        ("season four", [(4,)]),
        ("series seven", [(7,)]),
        ("season twenty-one", [(21,)]),
        ("s5 trailer", [(5,)]),
        ("season 2b", [(2,)]),
        ("season 4 part 1", [(4,)]),
        ("part 3 is out", [(3,)]),
        ("cancelled after two seasons", []),
        ("five more seasons", []),
        ("a series of four books", []),
        ("season 2 on 3 may", [(2,)]),
    ],
)
def test_seasons_are_read(text: str, numbers: list[tuple[int, ...]]) -> None:
    assert [ref.numbers for ref in find_seasons(text)] == numbers


def test_number_words() -> None:
    assert [number(w) for w in ("third", "21st", "twenty-two", "x")] == [3, 21, 22, 0]
