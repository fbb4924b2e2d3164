"""TVmaze, with made-up shows in the form of its answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from airdate.catalogue.adapters import ADAPTERS, RATES
from airdate.catalogue.records import Credit, Instalment, Name, Release, Same, Title
from airdate.sources.net import Client
from tests.catalogue.adapters.helpers import TODAY, encoded, failures, only, params
from tests.sources.net.conftest import Time
from tests.sources.net.server import Answer, Site, body, in_turn, redirect, status

FETCH = ADAPTERS["tvmaze"].fetch
SAMPLE: dict[str, Any] = {
    "id": 7,
    "name": "Glass Harbour",
    "language": "Korean",
    "genres": ["Drama"],
    "status": "Ended",
    "premiered": "2024-03-08",
    "network": None,
    "webChannel": {"name": "Netflix", "country": None},
    "externals": {"imdb": "tt9999991", "thetvdb": 42},
    "_embedded": {
        "seasons": [
            {"number": 1, "name": "", "episodeOrder": 8, "premiereDate": "2024-03-08"},
            {"number": 2, "name": "Part Two", "episodeOrder": None, "premiereDate": None},
            {"number": 3, "premiereDate": "2027-01-01"},
            {"number": 4, "premiereDate": None},
        ],
        "episodes": [{"season": 2, "airdate": "2025-05-09"}, {"season": 2, "airdate": "2025-05-02"}],
        "cast": [{"person": {"id": 5, "name": "Kim Ara"}, "character": {"name": "Yuna"}, "self": False}],
        "akas": [{"name": "유리 항구", "country": {"code": "KR"}}],
    },
}


def _shown(site: Site, answer: Answer) -> None:
    site.pages["/shows/7"] = answer


def test_a_show_becomes_records_with_their_origin(site: Site, client: Client) -> None:
    _shown(site, body(encoded(SAMPLE)))
    found = list(FETCH(client, params(ids=("tvmaze:7",), address=site.url("")), None))
    assert not failures(found)
    (title,) = only(found, Title)
    assert (title.work, title.title, title.form, title.year, title.language) == (
        "tvmaze:7", "Glass Harbour", "series", 2024, "ko",
    )  # fmt: skip
    assert (title.origin.licence, title.origin.retrieved_on) == ("cc-by-sa", TODAY)
    assert title.origin.url == "https://www.tvmaze.com/shows/7"
    assert {same.same_as for same in only(found, Same)} == {"tt9999991", "tvdb:42"}
    assert [(name.name, name.region) for name in only(found, Name)] == [("유리 항구", "KR")]
    assert [(credit.name, credit.character) for credit in only(found, Credit)] == [("Kim Ara", "Yuna")]
    assert [(each.season, each.label, each.episodes) for each in only(found, Instalment)][:2] == [
        (1, None, 8), (2, "Part Two", None),
    ]  # fmt: skip


def test_seasons_begin_when_it_says_and_not_when_it_does_not(site: Site, client: Client) -> None:
    """A day; the first episode's day; a placeholder's year; nothing."""
    _shown(site, body(encoded(SAMPLE)))
    found = list(FETCH(client, params(ids=("tvmaze:7",), address=site.url("")), None))
    windows = [release.window and release.window.edtf for release in only(found, Release)]
    assert windows == ["2024-03-08", "2025-05-02", "2027", None]
    assert {release.type for release in only(found, Release)} == {"streaming"}


def test_only_what_has_changed_is_read_anew(site: Site, client: Client) -> None:
    since = datetime(2026, 11, 23, 12, tzinfo=UTC)
    stamps = {"7": int(since.timestamp()) + 60, "8": int(since.timestamp()) - 60, "9": 2**40}
    site.pages["/updates/shows"] = body(encoded(stamps))
    _shown(site, body(encoded(SAMPLE)))
    found = list(FETCH(client, params(ids=("tvmaze:7", "tvmaze:8"), address=site.url("")), since))
    assert [path.partition("?")[0] for path in site.paths()] == ["/updates/shows", "/shows/7"]
    assert site.paths()[0].endswith("?since=week") and len(only(found, Title)) == 1


def test_the_index_is_read_to_its_end(site: Site, client: Client) -> None:
    plain = {key: value for key, value in SAMPLE.items() if key != "_embedded"}
    site.pages["/shows"] = in_turn(body(encoded([plain, {"id": "x"}, plain])), status(404))
    found = list(FETCH(client, params(address=site.url("")), None))
    assert len(only(found, Title)) == 2 and [each.id for each in failures(found)] == ["tvmaze#2"]


@pytest.mark.parametrize(
    "answer",
    [
        status(404),
        status(500),
        redirect("http://10.0.0.1/"),
        body(encoded(SAMPLE)[:-20]),
        body(b"<html>Down for maintenance</html>", Content_Type="text/html"),
        body(encoded({**SAMPLE, "name": None})),
        body(encoded({**SAMPLE, "id": "seven"})),
        body(encoded({key: value for key, value in SAMPLE.items() if key != "name"})),
        body(encoded({**SAMPLE, "premiered": "soon"})),
        body(b"[" * 100_000),
        body(b"\xff"),
    ],
)
def test_a_bad_answer_is_one_failure_and_the_next_show_is_read(
    site: Site, client: Client, answer: Answer
) -> None:
    _shown(site, answer)
    site.pages["/shows/8"] = body(encoded({**SAMPLE, "id": 8}))
    found = list(FETCH(client, params(ids=("tvmaze:7", "tvmaze:8"), address=site.url("")), None))
    (failed,) = failures(found)
    assert failed.id and failed.error
    assert [title.work for title in only(found, Title)] == ["tvmaze:8"]


def test_a_bad_season_is_one_failure_and_the_others_stand(site: Site, client: Client) -> None:
    seasons = [{"number": 1, "premiereDate": "2024-13-40"}, {"number": 2, "premiereDate": "2025-05-02"}]
    _shown(site, body(encoded({**SAMPLE, "_embedded": {"seasons": seasons}})))
    found = list(FETCH(client, params(ids=("tvmaze:7",), address=site.url("")), None))
    assert [release.season for release in only(found, Release)] == [2] and len(failures(found)) == 1


def test_too_many_calls_are_waited_out(site: Site, client: Client, passing: Time) -> None:
    _shown(site, in_turn(status(429, Retry_After="9"), body(encoded(SAMPLE))))
    found = list(FETCH(client, params(ids=("tvmaze:7",), address=site.url("")), None))
    assert only(found, Title) and passing.slept == [9] and RATES["api.tvmaze.com"].calls == 20


def test_an_id_of_another_source_is_said(client: Client) -> None:
    found = list(FETCH(client, params(ids=("tmdb:tv:1", "tvmaze:x/../y")), None))
    assert [each.id for each in failures(found)] == ["tmdb:tv:1", "tvmaze:x/../y"]
