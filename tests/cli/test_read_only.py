"""A ledger and a catalogue that may only be read: questions are answered, changes are refused."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from airdate.run import Airdate
from airdate.run.sync import open_store
from airdate.watch import state
from tests.cli.test_cli import SAMPLE, TITLE

Run = Callable[..., "subprocess.CompletedProcess[str]"]
#: The super-user writes where he may not, unless this is taken from him.
_BOUND = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.fixture
def python(tmp_path: Path) -> Run:
    """Run Python as somebody whom permissions bind."""
    is_root = os.geteuid() == 0
    if is_root and shutil.which("setpriv") is None:
        pytest.skip("permissions do not bind the super-user, and setpriv is missing")
    env = {"PATH": "/usr/bin:/bin", "XDG_DATA_HOME": str(tmp_path / "data")}

    def run(*args: str) -> subprocess.CompletedProcess[str]:
        command = [*(_BOUND if is_root else []), sys.executable, *args]
        return subprocess.run(command, capture_output=True, text=True, env=env, cwd=tmp_path)

    return run


@pytest.fixture
def run(python: Run) -> Run:
    """Run a command as somebody whom permissions bind."""
    return lambda *args: python("-m", "airdate", *args)


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Iterator[Path]:
    """A data folder with ledger and catalogue, of which all may only be read."""
    folder = tmp_path / "data" / "airdate"
    Airdate.open(flags={}, environ={"XDG_DATA_HOME": str(tmp_path / "data")}, folder=tmp_path).close()
    open_store(folder / "catalogue.db").close()
    seal(folder)
    yield folder
    folder.chmod(0o755)


def seal(folder: Path) -> None:
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)


def test_questions_are_answered_and_nothing_is_written(run: Run, folder: Path) -> None:
    held = {path.name: path.read_bytes() for path in folder.iterdir()}
    for args in (("guide", TITLE, "2"), ("check", str(SAMPLE))):
        done = run(*args)
        assert (done.returncode, done.stderr) == (0, "")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == held


SERVED = """
import os, pathlib
from airdate.run.live import Changes, open_held, place
where = place({}, os.environ, pathlib.Path.cwd())
airdate, changes = open_held(where), Changes(where)
print(airdate.guide("Kingdom", 3).title, changes.ledger(), len(changes.works(["kingdom"])))
"""


def test_a_server_watches_it(python: Run, folder: Path) -> None:
    done = python("-c", SERVED)
    assert (done.stderr, done.stdout.split()[0]) == ("", "Kingdom")


def test_a_change_is_refused_in_a_line(run: Run, folder: Path) -> None:
    line = f"airdate: {folder / 'ledger.db'}: it cannot be written (check the file's permissions)\n"
    for args in (("read", str(SAMPLE)), ("upkeep",)):
        done = run(*args)
        assert (done.returncode, done.stderr) == (1, line)


def test_a_log_that_was_left_behind_is_read_with_it(run: Run, folder: Path) -> None:
    folder.chmod(0o755)
    ledger = folder / "ledger.db"
    ledger.chmod(0o644)
    with sqlite3.connect(ledger) as db:  # a process that was killed leaves its log
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute("INSERT INTO note VALUES ('left', 'behind')")
        db.commit()
        for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
            shutil.copy(folder / name, folder / f"copy-{name}")
    db.close()
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
        (folder / f"copy-{name}").rename(folder / name.replace("ledger", "killed"))
    seal(folder)
    done = run("--ledger", str(folder / "killed.db"), "claims", TITLE, "2")
    assert (done.returncode, done.stderr) == (0, "") and TITLE in done.stdout


DESK = """
import asyncio, os, pathlib, tempfile
from airdate.run.live import place
from airdate.watch.state import connect
from airdate.web.config import read_config
from airdate.web.desk import Desk

async def main():
    where = place({"desk_header": "X-Forwarded-User"}, os.environ, pathlib.Path.cwd())
    desk = Desk(read_config(where, pathlib.Path(tempfile.mkdtemp())), patience=60)
    print((await desk.queue()).is_current)
    await desk.stop()

asyncio.run(main())
"""


@pytest.mark.parametrize("has_state", [False, True])
def test_the_desk_shows_what_waits(python: Run, folder: Path, has_state: bool) -> None:
    if has_state:
        folder.chmod(0o755)
        state.connect(folder / "state.db").close()
        seal(folder)
    done = python("-c", DESK)
    assert (done.stdout, done.stderr) == ("True\n", "")
