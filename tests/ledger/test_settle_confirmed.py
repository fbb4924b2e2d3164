"""The one rule of confirmed days, as tables."""

import pytest

from airdate.dates import parse
from airdate.ledger.settle_confirmed import independent, is_confirmed_day, same_teller
from airdate.types import Claim
from tests.ledger.samples import claim

DAY = parse("2026-09-04")


def said(outlet: str, standing: str = "press", **fields: object) -> Claim:
    given = {
        "said_on": "2026-03-01",
        "standing_of_source": standing,
        "said_via": outlet,
        "document_id": outlet,
    }
    return claim("release", fields.pop("value", DAY.edtf), **{**given, **fields})  # type: ignore[arg-type]


OWN = said("harbour.example", "rights_holder")
POST = said("post.example")
NEWS = said("tidings.example", "trade")

TABLE = [
    ("a rights holder alone", [OWN], True),
    ("one outlet", [POST], False),
    ("one trade outlet", [NEWS], False),
    ("two outlets", [POST, NEWS], True),
    ("one outlet twice", [POST, said("post.example", document_id="other")], False),
    ("a second outlet that tells the first one's story", [POST, said("x.example", origin="Post")], False),
    ("two of a third one's story", [said("abc.example", origin="P"), said("xyz.example", origin="P")], False),
    ("two that quote one person", [said("abc.example", who="Ada"), said("xyz.example", who="Ada")], False),
    ("an aggregator beside an outlet", [POST, said("agg.example", "aggregator")], False),
    ("two content farms", [said("abc.example", "farm"), said("xyz.example", "farm")], False),
    ("a hedged word beside a firm one", [POST, said("tidings.example", modality="expected")], False),
    ("an undated page beside a dated one", [POST, said("tidings.example", said_on=None)], False),
    ("a rights holder's month", [POST, said("h.example", "rights_holder", value="2026-09")], False),
    ("nobody", [], False),
]


@pytest.mark.parametrize(("claims", "sure"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_whose_word_confirms_a_day(claims: list[Claim], sure: bool) -> None:
    assert is_confirmed_day(DAY, claims) is sure
    assert is_confirmed_day(DAY, claims[::-1]) is sure


@pytest.mark.parametrize(
    "edtf", ["2026-09", "2026-09-04?", "2026-09-04~", "2026-09-01/2026-09-04", "2026/.."]
)
def test_what_is_no_plain_day_is_never_confirmed(edtf: str) -> None:
    assert not is_confirmed_day(parse(edtf), [said("harbour.example", "rights_holder", value=edtf)])


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("hollywoodreporter.com", "The Hollywood Reporter", True),
        ("thr.com", "The Hollywood Reporter", True),
        ("ew.com", "Entertainment Weekly", True),
        ("koreaherald.com", "The Korean Herald", True),
        ("mb.com.ph", "Manila Bulletin", True),
        ("news.bbc.co.uk", "bbc.co.uk", True),
        ("variety.com", "deadline.com", False),
        ("Ines Halloran", "Piet Okoro", False),
    ],
)
def test_names_that_can_be_one_teller(a: str, b: str, one: bool) -> None:
    assert same_teller(a, b) is same_teller(b, a) is one


def test_a_chain_of_links_is_one_group() -> None:
    chain = [
        said("alpha.example", origin="Bravo"),
        said("charlie.example", origin="Delta"),
        said("echo.example", origin="Bravo", who="Delta"),
    ]
    assert independent(chain[:2]) == 2
    assert independent(chain) == 1
