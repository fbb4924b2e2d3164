"""A ledger's moves: to a server and back by the command line, and backups put in its place."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from airdate.cli import main
from airdate.errors import ForeignLedgerError, InputError, LedgerError, LockedLedgerError
from airdate.ledger import SqliteLedger, transfer
from airdate.ledger.open import open_ledger
from airdate.run.migrate import migrate, restore_backup
from tests.ledger.conftest import postgres, postgres_server
from tests.ledger.samples import HOUR, T0, WORK, claim, quoted

__all__ = ["postgres", "postgres_server"]
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def fill(path: Path, *documents: str) -> None:
    with SqliteLedger(path) as ledger:
        ledger.record([(WORK, quoted(document)) for document in documents], known_at=T0)


def documents(target: Path | str) -> list[str]:
    with open_ledger(target) as ledger:
        assert ledger.check() == []
        return sorted(entry.claim.document_id for entry in ledger.entries())


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    fill(path, "doc-1", "doc-2")
    return path


def test_there_and_back_by_the_command_line(ledger: Path, postgres: str, tmp_path: Path) -> None:
    with SqliteLedger(ledger) as held:
        held.redact(held.entries()[0].entry_id, by="a", reason="r", known_at=T0 + HOUR)
        digest, rows, _ = transfer.digest(held)
    there = CliRunner().invoke(main, ["--ledger", str(ledger), "migrate", "--to", postgres])
    back = CliRunner().invoke(main, ["--ledger", postgres, "migrate", "--to", str(tmp_path / "back.db")])
    for result in (there, back):
        assert result.exit_code == 0, result.output
        assert f"{rows} rows" in result.output and digest in result.output


def test_a_workspace_on_a_server_answers(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    result = CliRunner().invoke(main, ["--ledger", postgres, "claims", "All of Us Are Dead", "2"])
    assert result.exit_code == 0, result.output
    result = CliRunner().invoke(main, ["--ledger", postgres, "doctor"])
    assert result.exit_code == 0 and "sound" in result.output, result.output
    result = CliRunner().invoke(main, ["--ledger", postgres, "backup", str(tmp_path / "backup.db")])
    assert result.exit_code == 0, result.output
    assert documents(tmp_path / "backup.db") == documents(postgres)


def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no ledger to copy"):
        migrate(tmp_path / "none.db", tmp_path / "to.db", 1, lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_is_not_copied_into_itself(ledger: Path) -> None:
    with pytest.raises(InputError, match="itself"):
        migrate(ledger, ledger.parent / "." / "ledger.db", 1, lambda _: None)


def test_a_backup_takes_the_ledgers_place_and_the_ledger_is_kept(ledger: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    with SqliteLedger(ledger) as held:
        held.backup(backup)
        held.record([(WORK, claim(document_id="later"))], known_at=T0)
    before = documents(ledger)
    restored = restore_backup(backup, ledger, NOW)
    assert documents(ledger) == ["doc-1", "doc-2"] and restored.rows == 2
    assert restored.aside is not None and documents(restored.aside) == before
    assert documents(backup) == ["doc-1", "doc-2"]
    assert not list(tmp_path.glob("*.new-*"))


def test_a_backup_fills_an_empty_place(ledger: Path, tmp_path: Path) -> None:
    assert restore_backup(ledger, tmp_path / "folder" / "ledger.db", NOW).aside is None
    assert documents(tmp_path / "folder" / "ledger.db") == ["doc-1", "doc-2"]


def _torn(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))


def _edited(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DROP TRIGGER entry_is_only_closed")
        db.execute("UPDATE entry SET season = 7")


def _foreign(path: Path) -> None:
    path.write_text("a novel")


@pytest.mark.parametrize("spoil", [_torn, _edited, _foreign])
def test_a_backup_that_is_not_sound_changes_nothing(ledger: Path, tmp_path: Path, spoil: object) -> None:
    backup = tmp_path / "backup.db"
    fill(backup, *(f"old-{n}" for n in range(40)))
    spoil(backup)  # type: ignore[operator]
    names = {path.name for path in tmp_path.iterdir()}
    with pytest.raises(LedgerError):
        restore_backup(backup, ledger, NOW)
    assert documents(ledger) == ["doc-1", "doc-2"]
    assert {path.name for path in tmp_path.iterdir()} == names


def test_a_damaged_ledger_can_be_replaced(ledger: Path, tmp_path: Path) -> None:
    with SqliteLedger(ledger) as held:
        held.backup(tmp_path / "backup.db")
    _torn(ledger)
    torn = ledger.read_bytes()[100:]  # past the header
    restored = restore_backup(tmp_path / "backup.db", ledger, NOW)
    assert documents(ledger) == ["doc-1", "doc-2"]
    assert restored.aside is not None and restored.aside.read_bytes()[100:] == torn


def test_a_ledger_in_use_is_not_replaced(ledger: Path, tmp_path: Path) -> None:
    with SqliteLedger(ledger) as held:
        held.backup(tmp_path / "backup.db")
        with pytest.raises(LockedLedgerError):
            restore_backup(tmp_path / "backup.db", ledger, NOW)
        held.record([(WORK, claim(document_id="meanwhile"))], known_at=T0)
    assert "meanwhile" in documents(ledger)


@pytest.mark.parametrize("name", ["none.db", "ledger.db", "."])
def test_what_is_no_backup_is_said_to_be_none(ledger: Path, name: str) -> None:
    with pytest.raises((InputError, ForeignLedgerError)):
        restore_backup(ledger.parent / name, ledger, NOW)
