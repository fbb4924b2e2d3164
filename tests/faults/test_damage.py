"""Damaged files: `airdate doctor` names each with the way out, a server answers, and nothing tears up."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from airdate.catalogue import load_catalogue
from airdate.cli import main
from airdate.errors import AirdateError
from airdate.ledger import SqliteLedger
from airdate.run import Airdate
from airdate.run.doctor import Finding, examine
from airdate.run.sync import open_store
from airdate.watch import state
from tests.ledger.samples import T0, WORK, quoted
from tests.web.conftest import Served

PAGE = 4096
FILES = ("ledger", "state", "catalogue")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with something in each of its files."""
    home = tmp_path_factory.mktemp("whole")
    with SqliteLedger(home / "ledger.db") as ledger:
        Airdate(ledger, load_catalogue()).seed()
        ledger.record([(WORK, quoted(f"doc-{n}")) for n in range(50)], known_at=T0)
    state.connect(home / "state.db").close()
    open_store(home / "catalogue.db").close()
    look(home)
    return home


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "home")


def look(home: Path) -> list[Finding]:
    flags = {name: str(home / f"{name}.db") for name in ("ledger", "catalogue")}
    return [finding for finding in examine(flags, {}, home, datetime.now(UTC)) if not finding.fine]


def page_of_noise(data: bytearray, rng: random.Random) -> None:
    at = PAGE * rng.randrange(len(data) // PAGE)
    data[at : at + PAGE] = rng.randbytes(PAGE)


def some_bytes(data: bytearray, rng: random.Random) -> None:
    at = PAGE * rng.randrange(len(data) // PAGE)
    for _ in range(20):
        data[at + rng.randrange(PAGE)] = rng.randrange(256)


def spoil(path: Path, how: Callable[[bytearray, random.Random], None], seed: int) -> None:
    data = bytearray(path.read_bytes())
    how(data, random.Random(seed))
    path.write_bytes(data)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("seed", range(3))
def test_a_page_of_noise_is_named_with_the_way_out(home: Path, name: str, seed: int) -> None:
    spoil(home / f"{name}.db", page_of_noise, seed)
    said = look(home)
    assert any(finding.text.startswith(f"{name}: ") for finding in said), said
    assert all(finding.hint for finding in said)


@pytest.mark.parametrize("name", FILES)
def test_the_command_says_so_with_its_exit_code(home: Path, name: str) -> None:
    spoil(home / f"{name}.db", page_of_noise, 7)
    places = {"AIRDATE_LEDGER": str(home / "ledger.db"), "AIRDATE_CATALOGUE": str(home / "catalogue.db")}
    done = CliRunner().invoke(main, ["doctor"], env=places, standalone_mode=False)
    assert (done.exception, done.return_value) == (None, 1)
    assert f"{name}: " in done.output


@pytest.mark.parametrize("name", FILES)
def test_a_few_wrong_bytes_never_tear_the_doctor_up(home: Path, name: str) -> None:
    kept = (home / f"{name}.db").read_bytes()
    for seed in range(6):
        (home / f"{name}.db").write_bytes(kept)
        spoil(home / f"{name}.db", some_bytes, seed)
        assert all(finding.hint for finding in look(home))


@pytest.mark.parametrize("seed", range(4))
def test_a_question_to_a_damaged_ledger_is_answered_or_refused(home: Path, seed: int) -> None:
    spoil(home / "ledger.db", page_of_noise, seed)
    try:
        with SqliteLedger(home / "ledger.db") as ledger:
            Airdate(ledger, load_catalogue()).guide("Kingdom", 3)
    except AirdateError as error:
        assert error.hint


def test_a_server_over_a_ledger_that_breaks_says_so(tmp_path: Path) -> None:
    site = Served(tmp_path, desk_header="X-Forwarded-User")
    ledger = tmp_path / "ledger.db"
    try:
        assert site.get("/api/v1/works").status_code == 200
        site.airdate.ledger.record(
            [(WORK, quoted())], known_at=datetime.now(UTC)
        )  # what is kept is not current
        with ledger.open("r+b") as file:
            file.seek(PAGE)
            file.write(b"\xff" * (ledger.stat().st_size - PAGE))
        ledger.with_name("ledger.db-wal").write_bytes(b"")
        answers = [site.get(f"/api/v1/works/{name}/claims") for name in ("kingdom", "peacemaker", "made-up")]
        assert {answer.status_code for answer in answers} <= {200, 404, 503}
        refused = [answer.json() for answer in answers if answer.status_code == 503]
        assert refused and all(problem["hint"] for problem in refused)
        desk = site.get("/desk/", headers={"X-Forwarded-User": "ines"})
        assert desk.status_code == 503 and str(tmp_path) not in desk.text
    finally:
        site.stop()
