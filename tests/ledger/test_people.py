"""Which names are one person; all are invented or common."""

from datetime import UTC, datetime
from itertools import count

import pytest

from airdate.ledger.people import group
from airdate.types import Entry
from tests.ledger.samples import claim

_numbers = count()


def cast(person: str | None, character: str | None = None, document: str | None = None) -> Entry:
    number = next(_numbers)
    said = claim(
        "cast", "returning", person=person, character=character, document_id=document or f"doc-{number}"
    )
    return Entry(entry_id=str(number), work_id="w", claim=said, known_from=datetime(2026, 1, 1, tzinfo=UTC))


def names(*entries: Entry) -> list[str]:
    return [name for name, _ in group(entries)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Park Ji-hu", "Ji-hu Park"),
        ("Park Ji-hu", "Park Ji Hu"),
        ("Park Ji-hu", "PARK JI-HOO"),
        ("Yoon Ga-i", "Ga-yi Yoon"),
        ("Roh Jae-won", "Noh Jae Won"),
        ("Zoë Saldaña", "Zoe Saldana"),
        ("Timothée Chalamet", "Timothee Chalemet"),
    ],
)
def test_spellings_of_one_person(a: str, b: str) -> None:
    assert len(names(cast(a), cast(b))) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Kim Si-eun", "Kim Ji-eun"),
        ("Lee Min-jae", "Lee Jae-min"),
        ("Park Ji-hu", "Park Ji-hun"),
        ("Chris Pine", "Chris Pratt"),
        ("Mary-Kate Olsen", "Ashley Olsen"),
    ],
)
def test_two_people(a: str, b: str) -> None:
    assert len(names(cast(a), cast(b))) == 2


def test_one_role_is_one_person_unless_a_page_lists_both() -> None:
    assert names(cast("Lomon", "Su-hyeok"), cast("Lomon"), cast("Park Solomon", "Su Hyeok")) == ["Lomon"]
    twins = cast("Ada Baker", "Twin", "doc-a"), cast("Bea Carter", "Twin", "doc-a")
    assert names(*twins) == ["Ada Baker", "Bea Carter"]


def test_a_role_alone_goes_to_the_one_who_plays_it() -> None:
    assert names(cast(None, "Keeper"), cast("Ada Baker", "Keeper")) == ["Ada Baker"]
    assert names(cast(None, "Keeper")) == ["Keeper"]


def test_nobody_in_particular_is_kept_apart() -> None:
    assert names(cast(None), cast("Ada Baker"), cast(None)) == ["", "Ada Baker"]


def test_the_most_usual_spelling_is_shown() -> None:
    assert names(cast("Park Ji-hoo"), cast("Park Ji-hu"), cast("Park Ji-hu")) == ["Park Ji-hu"]
