"""Syncing from a local server: fuller, nothing twice, nothing lost, nothing passed on that must not be."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.catalogue.adapters.helpers import encoded
from tests.catalogue.adapters.test_tvmaze import SAMPLE
from tests.sources.net.server import Site, body, status

from airdate.catalogue import Store, load_catalogue
from airdate.catalogue.adapters import ADAPTERS, Params
from airdate.catalogue.records import Credit, Offer, Origin
from airdate.errors import InputError
from airdate.ledger import SqliteLedger
from airdate.run import Airdate
from airdate.run.sync import adapters_of, open_store, say, sync
from airdate.sources.net import Client

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
#: The show that the starter knows, as TVmaze might tell of it: a made-up answer.
SHOW: dict[str, Any] = copy.deepcopy(SAMPLE) | {
    "id": 7,
    "name": "All of Us Are Dead",
    "premiered": "2022-01-28",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "catalogue.db")


def params(site: Site, *ids: str) -> Params:
    return Params(today=NOW.date(), ids=ids, address=site.url(""))


def contents(store: Store) -> list[str]:
    return [line for line in store.connection.iterdump() if "cursor" not in line]


def run(store: Store, site: Site, client: Client, *ids: str) -> str:
    return say(sync(store, ADAPTERS["tvmaze"], params(site, *ids), client, now=NOW))


def test_a_sync_adds_names_seasons_and_cast_and_the_same_again_changes_nothing(
    store: Store, site: Site, client: Client, tmp_path: Path
) -> None:
    site.pages["/shows/7"] = body(encoded(SHOW))
    assert "0 could not be read" in run(store, site, client, "tvmaze:7")
    held = contents(store)
    run(store, site, client, "tvmaze:7")
    assert contents(store) == held
    catalogue = load_catalogue(tmp_path / "catalogue.db")
    found = catalogue.look_up("tvmaze:7").work
    assert found is not None and "Netflix" in found.services
    assert [credit.character for credit in catalogue.records(Credit, found.work_id)] == ["Yuna"]
    assert catalogue.find("유리 항구").work_id == found.work_id


def test_what_a_source_no_longer_lists_stays(store: Store, site: Site, client: Client) -> None:
    site.pages["/shows/7"] = body(encoded(SHOW))
    run(store, site, client, "tvmaze:7")
    held = contents(store)
    site.pages["/shows/7"] = status(404)
    assert "1 could not be read" in run(store, site, client, "tvmaze:7")
    assert contents(store) == held
    less = SHOW | {"_embedded": {"seasons": [], "episodes": [], "cast": [], "akas": []}}
    site.pages["/shows/7"] = body(encoded(less))
    run(store, site, client, "tvmaze:7")
    assert contents(store) == held


def test_a_malformed_answer_is_reported_and_the_rest_goes_on(
    store: Store, site: Site, client: Client
) -> None:
    site.pages["/shows/7"] = body(b'{"id": 7, "name": ')
    site.pages["/shows/8"] = body(encoded(SHOW | {"id": 8, "name": "Glass Harbour"}))
    told = run(store, site, client, "tvmaze:7", "tvmaze:8")
    assert "1 could not be read" in told and "not as promised" in told
    assert store.position("sync:tvmaze", "read") == 0


def test_unknown_sources_and_missing_keys_are_refused(store: Store, site: Site, client: Client) -> None:
    with pytest.raises(InputError, match="no such source"):
        adapters_of(["myspace"])
    with pytest.raises(InputError, match="your own key"):
        sync(store, ADAPTERS["tmdb"], params(site), client, now=NOW)
    by_default = adapters_of([])
    assert "tvmaze" in {adapter.name for adapter in by_default}
    assert all(adapter.publishable and not adapter.needs_key for adapter in by_default)


def test_a_guide_shows_no_value_that_may_not_be_published(
    store: Store, tmp_path: Path, site: Site, client: Client
) -> None:
    closed = Origin(source="imdb", licence="imdb-non-commercial", retrieved_on=NOW.date())
    work = "all-of-us-are-dead"
    store.put(
        [
            Credit(work=work, name="Nobody Public", origin=closed),
            Offer(work=work, service="Hidden+", origin=closed),
        ]
    )
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        airdate = Airdate(ledger, load_catalogue(tmp_path / "catalogue.db"), clock=lambda: NOW)
        airdate.seed()
        assert "Hidden+" in airdate.find(work).services
        guide = str(airdate.guide(work, 2))
        assert "Netflix" in guide and "Hidden+" not in guide and "Nobody Public" not in guide


def test_names_of_a_synced_catalogue_are_kept_in_a_file_until_it_changes(
    store: Store, site: Site, client: Client, tmp_path: Path
) -> None:
    site.pages["/shows/7"] = body(encoded(SHOW | {"id": 7, "name": "Glass Harbour"}))
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        airdate = Airdate(ledger, load_catalogue(tmp_path / "catalogue.db"), names_folder=tmp_path)
        assert not airdate.names().find("Glass Harbour")
        run(store, site, client, "tvmaze:7")
        store.put([], ("sync:tvmaze", "read", 1))
        assert airdate.names().find("Glass Harbour")
        assert len(list(tmp_path.glob("names-*.trie"))) == 1
