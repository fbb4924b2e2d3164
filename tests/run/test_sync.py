"""Syncing from a local server: fuller, nothing twice, nothing lost, nothing passed on that must not be."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from airdate.catalogue import Store, load_catalogue
from airdate.catalogue.adapters import ADAPTERS, Params
from airdate.catalogue.records import Credit, Offer, Origin, Title
from airdate.cli import main
from airdate.errors import InputError
from airdate.ledger import SqliteLedger
from airdate.run import Airdate
from airdate.run.sync import adapters_of, open_store, say, sync
from airdate.sources.net import Client
from tests.catalogue.adapters.helpers import encoded
from tests.catalogue.adapters.test_tvmaze import SAMPLE
from tests.catalogue.samples import contents
from tests.sources.net.server import Site, body, status

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


def held_by(store: Store) -> dict[str, object]:
    return {table: rows for table, rows in contents(store).items() if table != "cursor"}


def run(store: Store, site: Site, client: Client, *ids: str) -> str:
    return say(sync(store, ADAPTERS["tvmaze"], params(site, *ids), client, now=NOW))


def test_a_sync_adds_names_seasons_and_cast_and_the_same_again_changes_nothing(
    store: Store, site: Site, client: Client, tmp_path: Path
) -> None:
    site.pages["/shows/7"] = body(encoded(SHOW))
    assert "0 could not be read" in run(store, site, client, "tvmaze:7")
    held = held_by(store)
    run(store, site, client, "tvmaze:7")
    assert held_by(store) == held
    catalogue = load_catalogue(tmp_path / "catalogue.db")
    found = catalogue.look_up("tvmaze:7").work
    assert found is not None and "Netflix" in found.services
    assert [credit.character for credit in catalogue.records(Credit, found.work_id)] == ["Yuna"]
    assert catalogue.find("유리 항구").work_id == found.work_id


def test_what_a_source_no_longer_lists_stays(store: Store, site: Site, client: Client) -> None:
    site.pages["/shows/7"] = body(encoded(SHOW))
    run(store, site, client, "tvmaze:7")
    held = held_by(store)
    site.pages["/shows/7"] = status(404)
    assert "1 could not be read" in run(store, site, client, "tvmaze:7")
    assert held_by(store) == held
    less = SHOW | {"_embedded": {"seasons": [], "episodes": [], "cast": [], "akas": []}}
    site.pages["/shows/7"] = body(encoded(less))
    run(store, site, client, "tvmaze:7")
    assert held_by(store) == held


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


#: The same show with ids and services that the starter does not tell: a made-up answer.
FULLER = SHOW | {
    "externals": {"imdb": "tt14169960", "thetvdb": None},
    "network": {"name": "Harbour TV", "country": {"code": "GB"}},
    "webChannel": None,
    "_embedded": {
        "seasons": [
            {"number": 1, "episodeOrder": 12, "premiereDate": "2022-01-28", "endDate": "2022-02-04"},
        ],
        "episodes": [],
        "cast": [{"person": {"id": 5, "name": "Ada Byron"}, "character": {"name": "the keeper"}}],
        "akas": [{"name": "Glass Harbour High", "country": {"code": "GB"}}],
    },
}


def test_a_synced_guide_is_the_same_with_fuller_cast_names_and_services(
    store: Store, tmp_path: Path, site: Site, client: Client
) -> None:
    def guide() -> dict[str, str]:
        with SqliteLedger(tmp_path / "ledger.db") as ledger:
            airdate = Airdate(ledger, load_catalogue(tmp_path / "catalogue.db"), clock=lambda: NOW)
            airdate.seed()
            made = airdate.guide("all-of-us-are-dead", 2)
            airdate.catalogue.close()
        parts = {part.key: "\n".join(note.text for note in part.notes) for part in made.sections}
        return parts | {"answer": made.answer}

    before = guide()
    site.pages["/shows/7"] = body(encoded(FULLER))
    assert "0 could not be read" in run(store, site, client, "tvmaze:7")
    after = guide()
    assert "Ada Byron as the keeper" in after["so_far"] and "Park Ji-hu as On-jo" in after["so_far"]
    assert "GB: Harbour TV (tvmaze, read on 24 Nov 2026)" in after["where"] and "Netflix" in after["where"]
    assert "Its last episode came on 4 February 2022 (tvmaze, read on 24 Nov 2026)." in after["left_off"]
    assert after["credits"] == "Data from tvmaze (CC BY-SA 4.0, share alike)."
    changed = {key for key in after if after[key] != before.get(key)}
    assert changed == {"so_far", "where", "left_off", "meanwhile", "credits"}  # by its genre there
    run(store, site, client, "tvmaze:7")
    assert guide() == after
    assert (
        load_catalogue(tmp_path / "catalogue.db").find("Glass Harbour High").work_id == "all-of-us-are-dead"
    )


def imdb_folder(folder: Path, *titles: str) -> Path:
    """A folder with a made-up `title.basics.tsv`, whose second row does not fit."""
    head = "tconst\ttitleType\tprimaryTitle\toriginalTitle\tisAdult\tstartYear\tendYear\truntime\tgenres\n"
    rows = [
        f"tt900000{n}\tmovie\t{title}\t{title}\t0\t2020\t\\N\t90\t\\N\n" for n, title in enumerate(titles)
    ]
    folder.mkdir(exist_ok=True)
    text = "".join([head, rows[0], "tt9\tmovie\n", *rows[1:]])
    (folder / "title.basics.tsv").write_text(text, encoding="utf-8")
    return folder


def test_large_files_are_loaded_once_and_a_row_that_does_not_fit_is_told_with_its_line(
    store: Store, tmp_path: Path, client: Client
) -> None:
    def load(folder: Path) -> str:
        wanted = Params(today=NOW.date(), place=str(folder))
        return say(sync(store, ADAPTERS["imdb"], wanted, client, now=NOW))

    folder = imdb_folder(tmp_path / "imdb", "Tern Island", "Kelp")
    told = load(folder)
    assert told.splitlines()[0] == "imdb: 2 records, 1 could not be read"
    assert "title.basics.tsv:3" in told
    held = held_by(store)
    assert load(folder).startswith("imdb: 0 records, 0 could")
    assert held_by(store) == held
    vanished = imdb_folder(tmp_path / "imdb", "Tern Island")
    assert load(vanished).startswith("imdb: 1 records, 1 could")
    assert held_by(store) == held
    assert "none of IMDb's files is there" in load(tmp_path / "nowhere")


def test_what_may_only_be_shown_with_credit_says_so_when_it_is_synced() -> None:
    assert "not endorsed or certified by TMDB" in (ADAPTERS["tmdb"].credit or "")
    assert ADAPTERS["tvmaze"].credit == "Data from tvmaze (CC BY-SA 4.0, share alike)"
    assert ADAPTERS["wikidata"].credit is None


def test_where_values_of_tmdb_are_shown_at_home_its_credit_stands(store: Store, tmp_path: Path) -> None:
    theirs = Origin(source="tmdb", licence="tmdb", retrieved_on=datetime.now(UTC).date())
    store.put([Title(work="tmdb:tv:1", title="Kiln Street", form="series", origin=theirs)])
    store.close()
    env = {"AIRDATE_CATALOGUE": str(tmp_path / "catalogue.db"), "AIRDATE_LEDGER": str(tmp_path / "l.db")}
    credit = "This product uses the TMDB API but is not endorsed or certified by TMDB."
    found = CliRunner().invoke(main, ["find", "Kiln Street"], env=env)
    assert "tmdb:tv:1" in found.output and credit in found.output
    assert credit not in CliRunner().invoke(main, ["find", "Kingdom"], env=env).output
