"""Twenty kills at random points over all scenarios: nothing acknowledged is lost, nothing is done twice.

`python -m bench.faults` runs hundreds of kills.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from airdate.ledger.sqlite import SqliteLedger
from tests.faults import kills, ledgers
from tests.faults.building import Building, check_whole
from tests.faults.scenarios import SCENARIOS
from tests.ledger.samples import T0

SEED = 20261124


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_was_acknowledged_outlives_kills(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    way = SCENARIOS[name]
    url = request.getfixturevalue("postgres") if way.needs_server else ""
    with way.begin(tmp_path, url) as scenario:
        assert kills.run(scenario, way.few, random.Random(SEED))


def test_twenty_kills_and_a_hundred_parts() -> None:
    assert sum(way.few for way in SCENARIOS.values()) == 20
    assert sum(way.share for way in SCENARIOS.values()) == 100


def test_a_ledger_that_lost_something_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    scenario = ledgers.Recording(path)
    with SqliteLedger(path) as ledger:
        ledger.record(ledgers.batch(0), known_at=T0)
        scenario.verify([0])
        with pytest.raises(AssertionError, match="lost"):
            scenario.verify([1])
        ledger.record(ledgers.batch(2)[:5], known_at=T0)
        with pytest.raises(AssertionError, match="half"):
            scenario.verify([])


def test_a_site_in_pieces_is_found_out(tmp_path: Path) -> None:
    Building(tmp_path)
    page = next((tmp_path / "site").glob("*/2/index.html"))
    page.write_bytes(page.read_bytes() + b" ")
    with pytest.raises(AssertionError, match="another build"):
        check_whole(tmp_path / "site")
    page.unlink()
    with pytest.raises(AssertionError):
        check_whole(tmp_path / "site")
