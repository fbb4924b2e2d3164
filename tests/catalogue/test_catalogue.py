"""The shipped catalogue and finding a work by name."""

import csv
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from airdate import dates
from airdate.catalogue import Catalogue, Outlet, load_catalogue, load_claims, standing_of
from airdate.catalogue.records import Release
from airdate.catalogue.store import Store
from airdate.errors import UnknownTitleError
from airdate.types import KIND_VALUES, SourceStanding
from tests.catalogue.samples import FACTS, origin, title


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize(
    "name", ["All of Us Are Dead", "all of us are dead!", "지금 우리 학교는", "all-of-us-are-dead"]
)
def test_a_work_is_found_by_title_alias_and_id(catalogue: Catalogue, name: str) -> None:
    assert catalogue.find(name).work_id == "all-of-us-are-dead"


def test_a_misspelt_title_is_refused_with_the_nearest_names(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownTitleError) as caught:
        catalogue.find("All of Us Are Ded")
    assert caught.value.nearest[0] == "All of Us Are Dead"
    assert "nearest: All of Us Are Dead" in str(caught.value)


def test_two_works_of_one_name_are_never_guessed() -> None:
    store = Store()
    store.put([title(f"kingdom-{c}", "Kingdom", country=c, year=y) for c, y in (("KR", 2019), ("US", 2014))])
    with pytest.raises(UnknownTitleError) as caught:
        Catalogue(store).find("Kingdom")
    assert set(caught.value.nearest) == {
        "Kingdom (series, KR, 2019; kingdom-KR)",
        "Kingdom (series, US, 2014; kingdom-US)",
    }


def test_the_next_season_follows_the_last_known_one() -> None:
    store = Store()
    store.put(
        [
            title("x", "X"),
            *(Release(work="x", season=n, window=dates.parse(f"202{n}"), origin=FACTS) for n in (2, 1)),
        ]
    )
    catalogue = Catalogue(store)
    assert catalogue.next_season("x") == 3
    assert [season.number for season in catalogue.seasons("x")] == [1, 2]
    assert catalogue.next_season("y") is None


def test_a_synced_file_holds_the_starter_too_and_drops_what_may_be_held_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.db"
    store = Store(path)
    store.put(
        [title("tvmaze:1", "Lantern Street"), title("tmdb:tv:2", "Kiln", said_by=origin("tmdb", "tmdb"))]
    )
    store.close()
    catalogue = load_catalogue(path, today=date(2026, 2, 1))
    assert catalogue.find("All of Us Are Dead").work_id == "all-of-us-are-dead"
    assert catalogue.find("Lantern Street").work_id == "tvmaze:1"
    assert catalogue.find("Kiln").work_id == "tmdb:tv:2"
    version = catalogue.version
    catalogue.close()
    same = load_catalogue(path, today=date(2026, 2, 1))
    assert same.version == version
    same.close()
    again = load_catalogue(path, today=date(2026, 8, 1))
    assert again.version != version
    assert again.look_up("Kiln").work is None
    assert again.outlet("example.org").tier == "press"


def test_no_file_is_made_where_nothing_was_synced(tmp_path: Path) -> None:
    assert "all-of-us-are-dead" in load_catalogue(tmp_path / "catalogue.db").works
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("who", "tier", "standing"),
    [
        ("Netflix", "press", "rights_holder"),
        ("Netflix Korea", "press", "rights_holder"),
        ("Netflix", "farm", "farm"),
        (None, "trade", "trade"),
        ("Park Ji-hu", "press", "named_person"),
        ("What's on Netflix", "press", "press"),
        (None, "rights_holder", "rights_holder"),
    ],
)
def test_whose_word_it_is(who: str | None, tier: SourceStanding, standing: str) -> None:
    outlet = Outlet(domain="example.org", name="Example", tier=tier)
    assert standing_of(who, outlet, {"netflix": "rights_holder", "what s on netflix": "press"}) == standing


def test_every_shipped_claim_has_its_link_and_fits_the_vocabulary(catalogue: Catalogue) -> None:
    claims = load_claims(catalogue)
    assert len(claims) > 250
    for _, claim in claims:
        assert claim.url is not None and claim.url.startswith("http")
        allowed = KIND_VALUES[claim.kind]
        assert allowed is None or claim.value in allowed
        if claim.kind == "release" and claim.value != "unannounced":
            dates.parse(claim.value)


def test_every_shipped_outlet_of_a_claim_has_a_tier(catalogue: Catalogue) -> None:
    assert {claim.said_via for _, claim in load_claims(catalogue)} <= set(catalogue.outlets)


@pytest.mark.parametrize("name", ["works.csv", "ids.csv", "seasons.csv", "tags.csv", "credits.csv"])
def test_every_shipped_fact_was_retrieved_from_somewhere(name: str) -> None:
    text = (files("airdate") / "data" / "starter" / name).read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        assert row["url"].startswith("http")
        assert dates.parse(row["retrieved_on"]).is_day
        assert row["licence"]


def test_shipped_works_are_found_by_the_ids_that_pages_state(catalogue: Catalogue) -> None:
    for id in ("tt14169960", "tmdb:tv:99966", "https://www.imdb.com/title/tt14169960/"):
        found = catalogue.look_up(id)
        assert found.work is not None and found.work.work_id == "all-of-us-are-dead"
        assert found.reason == "its id"
    assert catalogue.find("tvmaze:28276").title == "The Witcher"
