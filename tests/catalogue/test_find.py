"""The resolver: every way to write a name, ties with reasons, near names; nothing guessed."""

import string
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate import dates
from airdate.catalogue import Catalogue, Store
from airdate.catalogue.forms import Probe, can_write_out, distances, edits, long_probes, probes
from airdate.catalogue.ids import parse_id
from airdate.catalogue.records import Name, Offer, Popularity, Same, title_id
from airdate.errors import UnknownTitleError
from tests.catalogue.samples import FACTS, title

RECORDS = [
    title("own-kingdom", "Kingdom", country="KR", year=2019),
    Name(work="own-kingdom", name="킹덤", language="ko", script="Hang", origin=FACTS),
    Offer(work="own-kingdom", service="Netflix", origin=FACTS),
    Same(work="own-kingdom", same_as="tvmaze:39087", origin=FACTS),
    title("tvmaze:2", "Kingdom", country="US", year=2014),
    title("tt0000003", "Kingdom", form="film", country="GB", year=2014),
    title("tvmaze:4", "Shameless", country="US", year=2011),
    title("tvmaze:5", "Shameless", country="GB", year=2004),
    title("tvmaze:6", "Ghosts", country="GB", year=2019),
    Name(work="tvmaze:6", name="Ghosts UK", origin=FACTS),
    title("tvmaze:7", "Ghosts", country="US", year=2021),
    title("tvmaze:8", "The Długa Ørsted Affair"),
    title("tvmaze:9", "1923", country="US", year=2022),
    title("tvmaze:10", "Love on the Pier", country="GB"),
    title("tvmaze:11", "Grey's Wharf"),
    Name(work="tvmaze:11", name="おおかみ", language="ja", script="Hira", origin=FACTS),
    title("tvmaze:12", "Harbour Lights"),
    Offer(work="tvmaze:12", service="Prime Video", origin=FACTS),
]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    store = Store()
    store.put(RECORDS)
    return Catalogue(store)


@pytest.mark.parametrize(
    ("query", "work_id", "reason"),
    [
        ("킹덤", "own-kingdom", "another of its names"),
        ("Kingdom (2019)", "own-kingdom", "its title, and it is 2019"),
        ("Kingdom 2019", "own-kingdom", "its title, and it is 2019"),
        ("kingdom on netflix", "own-kingdom", "its title, and it is on netflix"),
        ("Kingdom (Korean series)", "own-kingdom", "its title, and it is series, KR"),
        ("Kingdom (South Korea, 2019)", "own-kingdom", "its title, and it is KR, 2019"),
        ("Kingdom (film)", "tt0000003", "its title, and it is film"),
        ("Kingdom US 2014", "tvmaze:2", "its title, and it is US, 2014"),
        ("Shameless US", "tvmaze:4", "its title, and it is US"),
        ("Shameless (British)", "tvmaze:5", "its title, and it is GB"),
        ("Ghosts UK", "tvmaze:6", "another of its names"),
        ("Ghosts USA", "tvmaze:7", "its title, and it is US"),
        ("Dluga Orsted Affair", "tvmaze:8", "its name but for an article or mark"),
        ("the dluga orsted affair", "tvmaze:8", "its title"),
        ("1923", "tvmaze:9", "its title"),
        ("Greys Wharf", "tvmaze:11", "its name but for an article or mark"),
        ("ookami", "tvmaze:11", "its name in Latin letters"),
        ("kingdeom", "own-kingdom", "its name in Latin letters"),
        ("kingdam netflix", None, ""),
        ("Harbour Lights Prime", "tvmaze:12", "its title, and it is on prime"),
        ("tvmaze:39087", "own-kingdom", "its id"),
        ("https://www.tvmaze.com/shows/39087/kingdom", "own-kingdom", "its id"),
        ("https://www.imdb.com/title/tt0000003/", "tt0000003", "its id"),
        ("own-kingdom", "own-kingdom", "its id"),
    ],
)
def test_a_work_is_found_with_the_reason(
    catalogue: Catalogue, query: str, work_id: str | None, reason: str
) -> None:
    found = catalogue.look_up(query)
    assert (found.work and found.work.work_id, found.reason) == (work_id, reason)


def test_a_tie_is_reported_with_what_tells_the_works_apart(catalogue: Catalogue) -> None:
    found = catalogue.look_up("Kingdom")
    assert found.work is None
    assert {match.reason for match in found.ties} == {
        "its title: series, KR, 2019, Netflix",
        "its title: series, US, 2014",
        "its title: film, GB, 2014",
    }
    assert found.reason == "3 works go by it"


def test_a_trait_that_fits_two_is_a_tie_still(catalogue: Catalogue) -> None:
    assert len(catalogue.look_up("Kingdom 2014").ties) == 2


def test_a_trait_that_fits_none_finds_none(catalogue: Catalogue) -> None:
    found = catalogue.look_up("Kingdom (1999)")
    assert found.work is None and not found.ties
    assert {match.reason for match in found.nearest} == {"so called, but not known as 1999"}


@pytest.mark.parametrize("query", ["Kingdon", "Kngdom", "Kinngdom", "Knigdom"])
def test_a_misspelt_name_finds_no_work_but_the_nearest(catalogue: Catalogue, query: str) -> None:
    found = catalogue.look_up(query)
    assert found.work is None
    assert {match.work.title for match in found.nearest} == {"Kingdom"}
    assert {match.reason for match in found.nearest} == {"1 letter away"}


def test_a_misspelt_name_with_a_year_is_near_to_that_year_alone(catalogue: Catalogue) -> None:
    found = catalogue.look_up("Kingdon (2019)")
    assert [(match.work.work_id, match.reason) for match in found.nearest] == [
        ("own-kingdom", "1 letter away")
    ]


def test_a_beginning_and_a_missing_word_are_near(catalogue: Catalogue) -> None:
    assert catalogue.nearest("harbour") == ["Harbour Lights"]
    assert catalogue.nearest("Love on Pier") == ["Love on the Pier"]


ODD = ["", " ", "?!", "x" * 5_000, "(" * 200, " on" * 60, "tt99999999999", "\x00"]


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_find_nothing(catalogue: Catalogue, query: str) -> None:
    found = catalogue.look_up(query)
    assert found.work is None and not found.ties
    with pytest.raises(UnknownTitleError):
        catalogue.find(query)


def test_what_is_watched_orders_a_tie_and_decides_nothing() -> None:
    store = Store()
    hours = Popularity(work="tvmaze:2", measure="hours", value=9.0, period=dates.parse("2024"), origin=FACTS)
    store.put([*RECORDS, hours])
    found = Catalogue(store).look_up("Kingdom")
    assert found.work is None
    assert found.ties[0].work.work_id == "tvmaze:2"


def test_claims_on_an_ambiguous_or_unknown_title_are_kept_under_the_title(catalogue: Catalogue) -> None:
    assert catalogue.resolve("Kingdom") == title_id("Kingdom") == "title:kingdom"
    assert catalogue.resolve("Nobody Knows This") == "title:nobody-knows-this"
    assert catalogue.resolve("1923") == "tvmaze:9"


def test_every_name_is_listed_for_the_gazetteer_under_its_work(catalogue: Catalogue) -> None:
    names = list(catalogue.names())
    assert ("킹덤", "Kingdom", "own-kingdom") in names
    assert len(names) == len(RECORDS) - 3  # all but the offers and the link


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("tt0944947", "tt0944947"),
        ("imdb:TT0944947", "tt0944947"),
        ("wikidata:q23572", "Q23572"),
        ("tmdb/tv/1399", "tmdb:tv:1399"),
        ("https://www.themoviedb.org/movie/603-the-matrix", "tmdb:movie:603"),
        ("thetvdb:121361", "tvdb:121361"),
        ("https://myanimelist.net/anime/5114/Fullmetal", "mal:5114"),
        ("https://anilist.co/anime/5114/", "anilist:5114"),
        ("1923", None),
        ("tmdb:1399", None),
        ("tt12", None),
    ],
)
def test_an_id_has_one_form_and_a_bare_number_is_none(text: str, id: str | None) -> None:
    assert parse_id(text) == id


@pytest.mark.parametrize("letters", [string.ascii_lowercase + "0123456789 ", "지금우리학교는"])
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_the_probes_reach_every_name_that_one_typing_error_made(letters: str, data: st.DataObject) -> None:
    name = data.draw(st.text(letters, min_size=4, max_size=70))
    i = data.draw(st.integers(0, len(name) - 2))
    letter = data.draw(st.sampled_from(letters))
    typos = (
        name[:i] + name[i + 1 :],
        name[:i] + letter + name[i:],
        name[:i] + letter + name[i + 1 :],
        name[:i] + name[i + 1] + name[i] + name[i + 2 :],
    )
    for typo in typos:
        assert name == typo or _is_reached(name, probes(typo))
        if can_write_out(typo):
            assert name in edits(typo) or _is_reached(name, long_probes(typo))
        assert distances(typo, [name], 1)


def _is_reached(name: str, probes: Iterable[Probe]) -> bool:
    return any(
        probe.length == len(name) and (name[::-1] if probe.mirrored else name).startswith(probe.beginning)
        for probe in probes
    )
