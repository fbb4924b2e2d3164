"""What `doctor` says of damage, and how to mend it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from airdate.catalogue import database
from airdate.ledger import SqliteLedger, transfer
from airdate.run.doctor import Finding, examine
from airdate.watch import state
from tests.ledger.samples import T0, WORK, claim, quoted


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with something in each of its files."""
    assert wrong(tmp_path) == []
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        ledger.record([(WORK, quoted(f"doc-{n}")) for n in range(50)], known_at=T0)
    state.connect(tmp_path / "state.db").close()
    database.connect(tmp_path / "catalogue.db").close()
    assert wrong(tmp_path) == []
    return tmp_path


def look(home: Path, **changed: object) -> list[Finding]:
    flags = {name: str(home / f"{name}.db") for name in ("ledger", "catalogue")}
    return examine({**flags, **changed}, {}, home, datetime.now(UTC))  # the clock that fills a ledger


def wrong(home: Path) -> list[Finding]:
    return [finding for finding in look(home) if not finding.fine]


def _torn(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


def _one_page(path: Path) -> None:
    """Flip bits in the last page, as a bad disk does."""
    data = bytearray(path.read_bytes())
    for at in range(len(data) - 2000, len(data) - 1000):
        data[at] ^= 0x5A
    path.write_bytes(data)


def _foreign(path: Path) -> None:
    path.write_bytes(b"a novel, and none of ours")


def _edited_migration(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE migration SET sha256 = 'edited'")


@pytest.mark.parametrize("name", ["ledger", "state", "catalogue"])
@pytest.mark.parametrize("spoil", [_torn, _foreign, _edited_migration])
def test_a_spoilt_file_is_named_with_the_way_to_mend_it(
    home: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    spoil(home / f"{name}.db")
    said = [finding for finding in wrong(home) if finding.text.startswith(f"{name}: ")]
    assert said and all(finding.hint for finding in said)


def test_a_flipped_page_of_the_ledger_leads_to_the_backup(home: Path) -> None:
    _one_page(home / "ledger.db")
    assert any("restore-backup" in (finding.hint or "") for finding in wrong(home))


def test_rows_that_nothing_owns_are_counted(home: Path) -> None:
    with sqlite3.connect(home / "catalogue.db") as db:
        db.execute("INSERT INTO form VALUES (3, 'abc', 'x:1', 0)")
        db.execute("INSERT INTO tag VALUES ('x:1', 'genre', 'drama', 's', 999999)")
    said = " ".join(finding.text for finding in wrong(home))
    assert "1 forms of names that no work has" in said and "a row of tag points to no row of origin" in said


def test_a_clock_that_was_set_back_is_noticed(home: Path) -> None:
    with SqliteLedger(home / "ledger.db") as ledger:
        ledger.record([(WORK, claim(document_id="doc-x"))], known_at=T0 + timedelta(days=400))
    (finding,) = wrong(home)
    assert finding.text.startswith("clock: ")


def test_a_migration_that_was_cut_off_is_noticed(home: Path) -> None:
    with SqliteLedger(home / "ledger.db") as ledger:
        ledger.note(transfer.UNFINISHED, "unfinished")
    (finding,) = wrong(home)
    assert "airdate migrate" in (finding.hint or "")


def test_what_a_killed_process_left_is_named_and_a_running_ones_is_not(home: Path) -> None:
    (home / "ledger.db.new-999999999").touch()
    (home / f"ledger.db.new-{os.getpid()}").touch()
    (finding,) = wrong(home)
    assert "new-999999999" in finding.text


def test_a_full_disk_is_noticed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(home)._replace(free=1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    (finding,) = wrong(home)
    assert finding.text == "disk: 1 MB left" and str(home) in (finding.hint or "")


def test_a_server_that_does_not_answer_is_named_without_its_password(home: Path) -> None:
    findings = look(home, ledger="postgresql://anna:hunter2@localhost:1/news")
    said = [finding for finding in findings if not finding.fine]
    assert any("anna@localhost" in finding.text for finding in said)
    assert "hunter2" not in str(findings)
