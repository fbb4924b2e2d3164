"""What to watch meanwhile, lists by theme, and Netflix's codes."""

import csv
from importlib.resources import files

import pytest

from airdate import dates
from airdate.catalogue import Catalogue, Store
from airdate.catalogue.codes import codes
from airdate.catalogue.records import Credit, Offer, Popularity, Tag
from tests.catalogue.samples import FACTS, origin, title

YEAR = dates.parse("2024")


@pytest.fixture
def catalogue() -> Catalogue:
    store = Store()
    store.put(
        [
            title("a", "Dead Harbour", country="KR"),
            title("b", "Grey Tide", country="KR"),
            title("c", "Rotten Row", form="film", country="US"),
            title("d", "Salt Wives", country="US"),
            title("e", "Office Hours", country="KR"),
            *(Tag(work=work, kind="theme", value="zombie", origin=FACTS) for work in "abc"),
            *(Tag(work=work, kind="genre", value="drama", origin=FACTS) for work in "ad"),
            Tag(work="c", kind="theme", value="zombie", origin=origin("wikidata", "cc0")),
            *(Credit(work=work, name="Ann Example", role="creator", origin=FACTS) for work in "ad"),
            Offer(work="c", service="Netflix", origin=FACTS),
            Popularity(work="c", measure="hours", value=50.0, period=YEAR, origin=FACTS),
            Popularity(work="b", measure="hours", value=5.0, period=YEAR, origin=FACTS),
        ]
    )
    return Catalogue(store)


def test_related_works_come_with_reasons_and_the_method(catalogue: Catalogue) -> None:
    listed = catalogue.related("a")
    assert [(each.work.title, each.reason) for each in listed.works] == [
        ("Grey Tide", "theme zombie, from KR, a series"),
        ("Salt Wives", "creator Ann Example, genre drama, a series"),
        ("Rotten Row", "theme zombie"),
    ]
    assert listed.method.startswith("those that share the most first")


def test_what_was_loaded_since_is_related_too(catalogue: Catalogue) -> None:
    before = [each.work.title for each in catalogue.related("a").works]
    catalogue.store.put([Tag(work="e", kind="theme", value="zombie", origin=FACTS)])
    assert {each.work.title for each in catalogue.related("a").works} == {*before, "Office Hours"}


def test_a_tag_of_another_kind_is_not_shared(catalogue: Catalogue) -> None:
    catalogue.store.put([Tag(work="e", kind="genre", value="zombie", origin=FACTS)])
    assert "Office Hours" not in [each.work.title for each in catalogue.related("a").works]


def test_country_and_form_alone_make_no_likeness(catalogue: Catalogue) -> None:
    assert "Office Hours" not in [each.work.title for each in catalogue.related("a").works]
    assert catalogue.related("e").works == ()
    assert catalogue.related("nobody").works == ()


def test_a_list_is_ordered_by_hours_and_says_who_names_the_theme(catalogue: Catalogue) -> None:
    listed = catalogue.lists("Zombie")
    assert [each.work.title for each in listed.works] == ["Rotten Row", "Grey Tide", "Dead Harbour"]
    assert listed.works[0].reason == "theme zombie, says sample; theme zombie, says wikidata"
    assert "hours watched" in listed.method


def test_a_list_of_one_form_or_service(catalogue: Catalogue) -> None:
    assert [each.work.title for each in catalogue.lists("zombie", form="film").works] == ["Rotten Row"]
    assert [each.work.title for each in catalogue.lists("zombie", service="netflix").works] == ["Rotten Row"]
    assert catalogue.lists("ghost").works == ()


def test_codes_are_found_by_words_and_number() -> None:
    [zombies] = codes("zombie")
    assert (zombies.code, zombies.name) == (75405, "Zombie Horror Movies")
    assert zombies.link == "https://www.netflix.com/browse/genre/75405"
    assert codes("8711")[0].name == codes("horror films")[0].name == "Horror Movies"
    assert codes("no such thing") == []


def test_every_shipped_code_is_a_number_with_an_english_name() -> None:
    text = (files("airdate") / "data" / "netflix_codes.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["code"] for row in rows}) == len(rows) > 600
    assert all(row["code"].isdecimal() and row["name"].isascii() and row["name"].strip() for row in rows)
