"""What may be published, with which credit, and for how long a value may be held."""

from datetime import date
from typing import get_args

import pytest

from airdate.catalogue import Catalogue, Store
from airdate.catalogue.licences import LICENCES, expires_on, may_publish, notice
from airdate.catalogue.records import Licence, Name
from tests.catalogue.samples import FACTS, origin, title


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("facts", True),
        ("cc0", True),
        ("cc-by", True),
        ("cc-by-sa", True),
        ("imdb-non-commercial", False),
        ("tmdb", False),
        ("some other licence", False),
    ],
)
def test_which_values_may_be_published(licence: str, may: bool) -> None:
    assert may_publish(licence) is may


def test_every_licence_has_its_terms() -> None:
    assert set(LICENCES) == set(get_args(Licence))
    assert sorted(terms.rank for terms in LICENCES.values()) == list(range(len(LICENCES)))


def test_tmdb_values_may_be_held_for_six_months_at_most() -> None:
    assert expires_on(origin("tmdb", "tmdb", date(2026, 1, 1))) == date(2026, 6, 30)
    assert expires_on(FACTS) is None


def test_credits_and_the_share_alike_mark() -> None:
    free = notice([("sample", "facts"), ("wikidata", "cc0")])
    assert free.credits == () and not free.share_alike
    tvmaze, bangumi = ("TVmaze", "cc-by-sa"), ("bangumi-data", "cc-by")
    owed = notice([tvmaze, tvmaze, bangumi])
    assert owed.credits == (
        "Data from TVmaze (CC BY-SA 4.0, share alike)",
        "Data from bangumi-data (CC BY 4.0)",
    )
    assert owed.share_alike


def test_a_work_is_shown_with_the_credits_of_its_values() -> None:
    store = Store()
    store.put([title("tvmaze:1", "Lantern Street", said_by=origin("TVmaze", "cc-by-sa"))])
    store.put([title("tt0000002", "Kiln", said_by=origin("imdb", "imdb-non-commercial"))])
    published = Catalogue(store).published()
    assert published.notice("tvmaze:1").share_alike
    assert published.notice("tt0000002").credits == ()


def test_the_published_catalogue_shows_only_what_may_be_shown() -> None:
    store = Store()
    imdb, tmdb = origin("imdb", "imdb-non-commercial"), origin("tmdb", "tmdb")
    store.put([title("Q1", "Lantern Street"), Name(work="Q1", name="Via Lanterna", origin=imdb)])
    store.put([title("tt0000002", "The Long Tide", said_by=imdb), title("tmdb:tv:3", "Kiln", said_by=tmdb)])
    store.put([title("tmdb:tv:4", "Lantern Street", said_by=tmdb)])
    catalogue = Catalogue(store)
    published = catalogue.published()
    assert catalogue.find("Via Lanterna").aliases == ("Via Lanterna",)
    assert published.find("Lantern Street").aliases == ()
    assert published.look_up("The Long Tide").work is None
    assert published.look_up("tt0000002").work is None
    assert [name for name, _, _ in published.names()] == ["Lantern Street"]
    assert list(published.works) == ["Q1"] and len(catalogue.works) == 4
