"""What only the PostgreSQL ledger has: a server, with its sessions, roles and addresses."""

import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

from airdate.errors import AirdateError, ForeignLedgerError, LedgerError, LockedLedgerError
from airdate.ledger.open import open_ledger
from airdate.ledger.postgresql import PostgresLedger, sql
from airdate.ledger.postgresql.server import LEDGER
from airdate.ledger.sqlite import SqliteLedger
from airdate.postgresql.session import lock, shown
from tests.ledger.samples import HOUR, T0, WORK, claim, quoted


@pytest.fixture
def ledger(postgres: str) -> Iterator[PostgresLedger]:
    """A ledger with one entry."""
    with PostgresLedger(postgres) as ledger:
        ledger.record([(WORK, claim())], known_at=T0)
        yield ledger


@pytest.fixture
def raw(postgres: str, ledger: PostgresLedger) -> Iterator[psycopg.Connection]:
    """Another session on the same tables."""
    with psycopg.connect(postgres, autocommit=True, options="-c search_path=airdate") as connection:
        yield connection


def test_every_migration_is_recorded_with_itself(raw: psycopg.Connection) -> None:
    assert raw.execute(sql.APPLIED).fetchall() == [
        (m.version, m.name, m.checksum) for m in LEDGER.migrations()
    ]


def test_opening_again_changes_nothing(postgres: str, ledger: PostgresLedger) -> None:
    with PostgresLedger(postgres) as again:
        assert len(again.entries()) == 1


def test_many_may_open_a_new_one_at_once(postgres: str) -> None:
    failed: list[BaseException] = []

    def open_one() -> None:
        try:
            PostgresLedger(postgres).close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=open_one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_schema_that_is_not_ours_is_left_alone(postgres: str) -> None:
    with psycopg.connect(postgres, autocommit=True) as db:
        db.execute("CREATE SCHEMA airdate")
        db.execute("CREATE TABLE airdate.flights (number text)")
        with pytest.raises(ForeignLedgerError):
            PostgresLedger(postgres)
        tables = db.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'airdate'").fetchall()
    assert tables == [("flights",)]


def test_a_later_version_is_left_alone(postgres: str, raw: psycopg.Connection) -> None:
    raw.execute("INSERT INTO migration VALUES (99, 'later.sql', '')")
    with pytest.raises(ForeignLedgerError, match="upgrade"):
        PostgresLedger(postgres)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entry",
        "TRUNCATE entry",
        "UPDATE entry SET claim = '{}'",
        "UPDATE entry SET season = 7",
        "UPDATE entry SET known_from = known_from - interval '1 day'",
        "DELETE FROM forecast",
        "TRUNCATE forecast",
        "UPDATE forecast SET body = '{}'",
    ],
)
def test_nothing_is_overwritten(raw: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.IntegrityError, match="append-only"):
        raw.execute(statement.encode())


def test_there_is_one_live_row(raw: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation, match="entry_one_live_row"):
        raw.execute(
            "INSERT INTO entry SELECT work_id, entry_id, '2999-01-01', NULL, season, said_latest, state,"
            " claim FROM entry"
        )


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE entry SET claim = '{"title": "?"}'""",
        "UPDATE entry SET season = 7",
        "UPDATE entry SET known_to = '2999-01-01'",
        "UPDATE migration SET sha256 = 'edited'",
    ],
)
def test_damage_is_found(ledger: PostgresLedger, raw: psycopg.Connection, statement: str) -> None:
    raw.execute("DROP TRIGGER entry_is_only_closed ON entry")
    raw.execute(statement.encode())
    assert ledger.check()


def test_a_redaction_leaves_no_words_in_the_table(ledger: PostgresLedger, raw: psycopg.Connection) -> None:
    (id,) = ledger.record([(WORK, quoted())], known_at=T0).ids
    ledger.correct(id, {"who": "Zebedee himself"}, by="a", reason="r", known_at=T0 + HOUR)
    ledger.redact(id, by="a", reason="legal request", known_at=T0 + 2 * HOUR)
    assert raw.execute("SELECT count(*) FROM entry WHERE claim::text LIKE '%Zebedee%'").fetchone() == (0,)
    raw.execute("CREATE EXTENSION IF NOT EXISTS pageinspect")
    pages = raw.execute("SELECT get_raw_page('entry', 0)").fetchall()
    assert b"Lighthouse" in pages[0][0] and b"Zebedee" not in pages[0][0]


def test_a_writer_waits_for_another_and_says_so(postgres: str, raw: psycopg.Connection) -> None:
    with PostgresLedger(postgres, lock_seconds=0.05) as hasty, raw.transaction():
        raw.execute(lock(LEDGER).encode())
        with pytest.raises(LockedLedgerError):
            hasty.record([(WORK, claim(document_id="doc-2"))], known_at=T0)
        assert len(hasty.entries()) == 1


def test_writers_at_once_lose_and_double_nothing(postgres: str) -> None:
    """Four writers offer overlapping claims; each statement is held once, whoever came first."""

    def write(first: int) -> None:
        with PostgresLedger(postgres, lock_seconds=20) as ledger:
            for start in range(first, first + 40, 10):
                batch = [(WORK, claim(document_id=f"doc-{n}")) for n in range(start, start + 20)]
                ledger.record(batch, known_at=T0)

    threads = [threading.Thread(target=write, args=(first,)) for first in (0, 10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with PostgresLedger(postgres) as ledger:
        held = [entry.claim.document_id for entry in ledger.entries()]
        assert sorted(held) == sorted({f"doc-{n}" for n in range(80)})
        assert ledger.check() == []


def test_a_lost_connection_is_made_again_for_the_next_question(
    ledger: PostgresLedger, raw: psycopg.Connection
) -> None:
    _end_others(raw)
    assert len(ledger.entries()) == 1
    _end_others(raw)
    assert ledger.record([(WORK, claim(document_id="doc-2"))], known_at=T0).added == 1


def test_a_connection_lost_while_writing_is_an_error_and_nothing_is_kept(
    ledger: PostgresLedger, raw: psycopg.Connection
) -> None:
    with pytest.raises(LedgerError, match="did not answer"), ledger._transaction():
        ledger._insert([])
        _end_others(raw)
        ledger._run(sql.NOTE, [{"name": "a", "value": "b"}])
    assert ledger.noted("a") is None
    assert ledger.record([(WORK, claim(document_id="doc-2"))], known_at=T0).added == 1


def test_a_connection_lost_amid_many_statements_is_made_again(
    ledger: PostgresLedger, raw: psycopg.Connection
) -> None:
    notes = [{"name": str(n), "value": "b"} for n in range(3)]
    with pytest.raises(LedgerError), ledger._transaction():
        _end_others(raw)
        ledger._run(sql.NOTE, notes)
    assert ledger.notes() == {}
    ledger.note("a", "b")
    assert ledger.noted("a") == "b"


def test_a_closed_ledger_stays_closed(postgres: str) -> None:
    with PostgresLedger(postgres) as ledger:
        pass
    with pytest.raises(LedgerError):
        ledger.entries()


def _end_others(raw: psycopg.Connection) -> None:
    raw.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE application_name = 'airdate' AND pid <> pg_backend_pid()"
    )


def test_a_backup_is_a_ledger_file(ledger: PostgresLedger, tmp_path: Path) -> None:
    ledger.record([(WORK, quoted())], known_at=T0)
    ledger.retract(ledger.entries()[0].entry_id, by="a", reason="r", known_at=T0 + HOUR)
    ledger.backup(tmp_path / "backup.db")
    with SqliteLedger(tmp_path / "backup.db") as copy:
        assert copy.entries(include_closed=True) == ledger.entries(include_closed=True)
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(ForeignLedgerError):
        ledger.backup(tmp_path / "thesis.doc")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://anna:hunter2@localhost:1/news",
        "postgresql://localhost:1/news?user=anna&password=hunter2",
        "postgresql://anna:hunter2@localhost:port/news",
        "postgresql://anna:hunter2@[localhost/news",
        "postgres://anna:hunter2@localhost:1/news?colour=red",
    ],
)
def test_a_password_is_in_no_error(url: str) -> None:
    with pytest.raises(AirdateError) as caught:
        open_ledger(url)
    error: BaseException | None = caught.value
    assert "hunter2" not in str(error) and error.__suppress_context__
    assert "hunter2" not in shown(url)


def test_instants_keep_their_microseconds(ledger: PostgresLedger) -> None:
    at = T0.replace(microsecond=120)
    ledger.record([(WORK, claim(document_id="doc-2"))], known_at=at)
    assert {entry.known_from for entry in ledger.entries()} == {T0, at}
    assert ledger.latest() == at


def test_a_claim_may_hold_any_text(ledger: PostgresLedger) -> None:
    odd = msgspec.structs.replace(quoted(), who='tab\t, line\n, \\N \\. "quoted", 한글 🎬', title="a\\tb")
    (id,) = ledger.record([(WORK, odd)], known_at=T0).ids
    assert ledger.get(id).claim == odd
