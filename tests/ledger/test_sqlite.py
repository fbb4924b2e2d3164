"""What only the SQLite ledger has: a file, with its locks, versions, kills and damage."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from airdate.errors import ForeignLedgerError, LedgerError, LockedLedgerError
from airdate.ledger import sql
from airdate.ledger.codec import FIRST, LAST
from airdate.ledger.sqlite import SqliteLedger
from airdate.ledger.sqlite_file import APPLICATION_ID, migrations
from airdate.ledger.statement import entry_id_of
from airdate.sqlite import migrate
from tests.ledger.samples import HOUR, T0, WORK, claim, quoted


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a closed ledger with one entry."""
    path = tmp_path / "ledger.db"
    with SqliteLedger(path) as ledger:
        ledger.record([(WORK, claim())], known_at=T0)
    return path


@contextlib.contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_folders_are_made_and_nothing_else_is_left(tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "a" / "b" / "ledger.db"):
        pass
    assert [p.name for p in (tmp_path / "a" / "b").iterdir()] == ["ledger.db"]


def test_every_migration_is_recorded_with_itself(path: Path) -> None:
    with raw(path) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert db.execute("PRAGMA user_version").fetchone() == (len(migrations()),)
        assert db.execute(sql.APPLIED).fetchall() == [(m.version, m.name, m.checksum) for m in migrations()]
    assert [m.version for m in migrations()] == list(range(1, len(migrations()) + 1))


def test_what_was_acknowledged_survives_a_power_cut(path: Path) -> None:
    with SqliteLedger(path) as ledger:
        assert ledger._db.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL
        assert ledger._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"a novel", bytes(4096)])
def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "novel.db").write_bytes(content)
    with pytest.raises(ForeignLedgerError, match=r"novel\.db"):
        SqliteLedger(tmp_path / "novel.db")
    assert files(tmp_path) == {"novel.db": content}


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_foreign_database_is_left_alone(tmp_path: Path, journal: str) -> None:
    with raw(tmp_path / "browser.db") as db:
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.execute("CREATE TABLE history (url TEXT)")
        before = files(tmp_path)
        with pytest.raises(ForeignLedgerError):
            SqliteLedger(tmp_path / "browser.db")
        assert files(tmp_path) == before


def test_a_later_version_is_left_alone(path: Path) -> None:
    with raw(path) as db:
        db.execute("PRAGMA user_version = 99")
    before = files(path.parent)
    with pytest.raises(ForeignLedgerError, match="upgrade"):
        SqliteLedger(path)
    assert files(path.parent) == before


def test_a_later_version_that_is_only_in_the_log_is_refused(path: Path) -> None:
    with raw(path) as db:
        db.execute("PRAGMA user_version = 99")
        with pytest.raises(ForeignLedgerError, match="upgrade"):
            SqliteLedger(path)


@pytest.mark.parametrize("where", ["folder", "file/ledger.db"])
def test_a_path_that_cannot_be_is_an_error_with_the_path(tmp_path: Path, where: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError, match=where):
        SqliteLedger(tmp_path / where)


def test_a_locked_ledger_says_so_and_still_reads(path: Path) -> None:
    with SqliteLedger(path, lock_seconds=0.01) as ledger, raw(path) as db:
        db.execute("BEGIN IMMEDIATE")
        with pytest.raises(LockedLedgerError, match=r"ledger\.db.*wait"):
            ledger.record([(WORK, claim(document_id="doc-2"))], known_at=T0)
        assert len(ledger.entries()) == 1
        db.execute("ROLLBACK")
        assert ledger.record([(WORK, claim(document_id="doc-2"))], known_at=T0).added == 1


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entry",
        "UPDATE entry SET claim = '{}'",
        "UPDATE entry SET known_from = '2000'",
        "UPDATE entry SET known_to = '2999', work_id = 'other'",
        "UPDATE entry SET number = 7",
        "DELETE FROM forecast",
    ],
)
def test_the_database_itself_is_append_only(path: Path, statement: str) -> None:
    with raw(path) as db:
        db.execute(f"INSERT INTO forecast VALUES ('{WORK}', '2024', 'x', '{{}}')")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(statement)


def test_a_closed_row_is_never_opened_again(path: Path) -> None:
    with SqliteLedger(path) as ledger:
        ledger.record([(WORK, claim(modality="expected"))], known_at=T0 + HOUR)
    with raw(path) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE entry SET known_to = '2999' WHERE known_to IS NOT NULL")
    with raw(path) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE entry SET known_to = NULL, state = 'redacted'")


def test_there_is_one_live_row(path: Path) -> None:
    with raw(path) as db, pytest.raises(sqlite3.IntegrityError, match="one open row"):
        db.execute(
            "INSERT INTO entry SELECT NULL, work_id, entry_id, '2999', NULL, season, said_latest, state,"
            " claim, NULL, NULL FROM entry"
        )


def test_a_row_stands_once(path: Path) -> None:
    with raw(path) as db, pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        db.execute(
            "INSERT INTO entry SELECT NULL, work_id, entry_id, known_from, '2999', season, said_latest,"
            " state, claim, NULL, NULL FROM entry"
        )


def test_an_older_ledger_is_brought_up_with_all_that_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with SqliteLedger(path) as ledger:
        ledger.record([(WORK, claim()), (WORK, quoted())], known_at=T0)
        ledger.record([(WORK, claim(modality="expected"))], known_at=T0 + HOUR)
        rows = sorted(ledger.versions(FIRST, LAST, 10))
    path.unlink()
    with raw(path) as db:
        migrate(db, migrations()[:2])
        db.executemany(sql.INSERT, rows)
    with SqliteLedger(path) as ledger:
        assert sorted(ledger.versions(FIRST, LAST, 10)) == rows
        assert ledger.check() == []
        assert ledger.record([(WORK, claim(modality="expected"))], known_at=T0 + 2 * HOUR).same == 1
    with raw(tmp_path / "old.db.v2.bak") as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (2,)
        assert copy.execute("SELECT count(*) FROM entry").fetchone() == (len(rows),)


def test_an_older_ledger_that_cannot_be_copied_stays_as_it_is(tmp_path: Path) -> None:
    with raw(tmp_path / "old.db") as db:
        migrate(db, migrations()[:2])
    before = (tmp_path / "old.db").read_bytes()
    (tmp_path / "old.db.v2.bak").mkdir()
    with pytest.raises(LedgerError, match="cannot be copied before its upgrade"):
        SqliteLedger(tmp_path / "old.db")
    assert (tmp_path / "old.db").read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET claim = '{}'",
        "UPDATE entry SET claim = json_set(claim, '$.said_on', 'someday')",
        "UPDATE entry SET season = 7",
        "UPDATE entry SET known_to = '2999'",
        "UPDATE entry SET known_to = '2999-01-01T00:00:00.000000Z'",
        "UPDATE migration SET sha256 = 'edited'",
    ],
)
def test_damage_is_found(path: Path, statement: str) -> None:
    with raw(path) as db:
        db.execute("DROP TRIGGER entry_is_only_closed")
        db.execute(statement)
    with SqliteLedger(path) as ledger:
        assert ledger.check()


def test_a_row_that_cannot_be_read_is_an_error_with_its_id(path: Path) -> None:
    with raw(path) as db:
        db.execute("DROP TRIGGER entry_is_only_closed")
        db.execute("UPDATE entry SET claim = '{}'")
    with SqliteLedger(path) as ledger, pytest.raises(LedgerError, match=entry_id_of(claim())):
        ledger.entries()


def test_a_damaged_file_is_an_error_with_the_path(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))
    with pytest.raises(LedgerError, match=r"ledger\.db.*backup"), SqliteLedger(path) as ledger:
        ledger.entries()


def test_a_redaction_leaves_no_bytes(path: Path) -> None:
    """Among enough rows that pages were split, and with an older version of the redacted row."""
    said = [(WORK, msgspec.structs.replace(quoted(f"doc-{n:03}"), who=f"Witness-{n:03}")) for n in range(200)]
    with SqliteLedger(path) as ledger:
        ids = ledger.record(said, known_at=T0).ids
        ledger.correct(ids[77], {"character": "X"}, by="a", reason="Witness-077 asked", known_at=T0 + HOUR)
        ledger.redact(ids[77], by="a", reason="legal request", known_at=T0 + 2 * HOUR)
        stored = b"".join(files(path.parent).values())
        assert b"Witness-076" in stored and b"Witness-077" not in stored and b"doc-077" not in stored
        assert ledger.check() == []


def test_a_redaction_that_a_reader_holds_up_says_so(path: Path) -> None:
    with SqliteLedger(path, lock_seconds=0.01) as ledger, raw(path) as reader:
        (id,) = ledger.record([(WORK, quoted())], known_at=T0).ids
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entry").fetchall()
        with pytest.raises(LockedLedgerError):
            ledger.redact(id, by="a", reason="r", known_at=T0 + HOUR)
        reader.execute("COMMIT")
        ledger.redact(id, by="a", reason="r", known_at=T0 + 2 * HOUR)
    assert not any(b"Zebedee" in data for data in files(path.parent).values())


def test_a_backup_is_one_whole_ledger(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"
    with SqliteLedger(path) as ledger:
        ledger.backup(copy)
        ledger.record([(WORK, claim(document_id="doc-2"))], known_at=T0)
        assert sorted(p.name for p in tmp_path.glob("backup*")) == ["backup.db"]
        with SqliteLedger(copy) as restored:
            assert len(restored.entries()) == 1 and restored.check() == []
            with pytest.raises(LockedLedgerError):
                ledger.backup(copy)
        ledger.backup(copy)
    with SqliteLedger(copy) as restored:
        assert len(restored.entries()) == 2


def test_a_backup_overwrites_neither_the_ledger_nor_anything_else(path: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    (tmp_path / "link.db").symlink_to(path)
    with SqliteLedger(path) as ledger:
        for target in (path, tmp_path / "link.db"):
            with pytest.raises(LedgerError, match="itself"):
                ledger.backup(target)
        with pytest.raises(ForeignLedgerError):
            ledger.backup(tmp_path / "thesis.doc")
        with pytest.raises(LedgerError):
            ledger.backup(tmp_path / "thesis.doc" / "x.db")
    assert (tmp_path / "thesis.doc").read_text() == "years of work"


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from airdate.ledger import sqlite_file

    script = "CREATE TABLE extra (x);\nCREATE TABLE entry (x);\n"
    steps = [*migrations(), sqlite_file.Migration(len(migrations()) + 1, "broken.sql", script)]
    monkeypatch.setattr(sqlite_file, "migrations", lambda: steps)
    with pytest.raises(sqlite3.OperationalError):
        SqliteLedger(path)
    with raw(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(migrations()),)
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'extra'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("conditions", "index"),
    [
        (["standing", "live", "work_id"], "entry_by_season"),
        (["work_id", "season", "standing", "live", "said_by"], "entry_by_season"),
    ],
)
def test_a_listing_searches_and_never_scans(path: Path, conditions: list[str], index: str) -> None:
    values = {"work_id": WORK, "season": 2, "said_by": "2024-01-01"}
    with raw(path) as db:
        plan = " ".join(r[3] for r in db.execute("EXPLAIN QUERY PLAN " + sql.listing(conditions), values))
    assert index in plan and "SCAN" not in plan
