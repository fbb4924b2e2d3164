"""A held ledger answers as the one below it, also after it has changed; a held guide is made anew then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest

from airdate.errors import LedgerError
from airdate.ledger import Ledger, SqliteLedger
from airdate.ledger.open import open_ledger
from airdate.run import ledger_watch, looks
from airdate.run.live import Changes, open_held, place
from airdate.run.workspace import Airdate
from tests.ledger.conftest import postgres, postgres_server

__all__ = ["postgres", "postgres_server"]  # fixtures

WORK = "all-of-us-are-dead"


@pytest.fixture
def airdate(tmp_path: Path) -> Iterator[Airdate]:
    given = {"ledger": str(tmp_path / "ledger.db"), "catalogue": str(tmp_path / "catalogue.db")}
    opened = open_held(place(given, {}, tmp_path))
    yield opened
    opened.close()


def compare(held: Ledger, plain: Ledger) -> None:
    instants = (None, datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC))
    days = (None, date(2023, 3, 31), date(2026, 11, 24))
    for work, season, said_by, known_by, closed in product(
        (WORK, "kingdom", "no-such-work"), (..., None, 2), days, instants, (False, True)
    ):
        asked = {
            "work_id": work,
            "season": season,
            "said_by": said_by,
            "known_by": known_by,
            "include_closed": closed,
        }
        assert held.entries(**asked) == plain.entries(**asked), asked  # type: ignore[arg-type]
    assert held.works() == plain.works() and len(held.entries()) == len(plain.entries())


def test_every_question_is_answered_as_by_the_ledger_itself(airdate: Airdate, tmp_path: Path) -> None:
    with SqliteLedger(tmp_path / "ledger.db") as plain:
        compare(airdate.ledger, plain)
        entries = plain.entries(work_id=WORK)
        plain.retract(entries[0].entry_id, by="a test", reason="a sample", known_at=datetime.now(UTC))
        plain.redact(entries[1].entry_id, by="a test", reason="a sample", known_at=datetime.now(UTC))
        plain.correct(
            entries[2].entry_id, {"work_id": "kingdom"}, by="a test", reason="x", known_at=datetime.now(UTC)
        )
        compare(airdate.ledger, plain)


def test_a_guide_is_kept_until_its_work_changes(airdate: Airdate, tmp_path: Path) -> None:
    first, other = airdate.guide(WORK, 2), airdate.guide("kingdom")
    assert airdate.guide(WORK, 2) is first
    with SqliteLedger(tmp_path / "ledger.db") as plain:
        entry = next(e for e in plain.entries(work_id=WORK, season=2) if e.claim.value == "renewed")
        plain.retract(entry.entry_id, by="a test", reason="a sample", known_at=datetime.now(UTC))
    assert airdate.guide(WORK, 2) != first
    assert airdate.guide("kingdom") is other


def test_a_ledger_on_a_server_is_asked_whether_a_work_has_changed(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "LOOK_SECONDS", 0.0)
    given = {"ledger": postgres, "catalogue": str(tmp_path / "catalogue.db")}
    where = place(given, {"XDG_DATA_HOME": str(tmp_path)}, tmp_path)
    with SqliteLedger(tmp_path / "airdate" / "ledger.db"):  # from before it moved to the server
        airdate = open_held(where)
    with closing(airdate), closing(Changes(where)) as changes, open_ledger(postgres) as plain:
        compare(airdate.ledger, plain)
        first, other = airdate.guide(WORK, 2), airdate.guide("kingdom")
        number, stamps = changes.ledger(), [changes.works([work]) for work in (WORK, "kingdom")]
        assert airdate.guide(WORK, 2) is first and changes.ledger() == number
        entry = next(e for e in plain.entries(work_id=WORK, season=2) if e.claim.value == "renewed")
        plain.retract(entry.entry_id, by="a test", reason="a sample", known_at=datetime.now(UTC))
        assert airdate.guide(WORK, 2) != first and airdate.guide("kingdom") is other
        assert changes.ledger() != number
        assert changes.works([WORK]) != stamps[0] and changes.works(["kingdom"]) == stamps[1]
        compare(airdate.ledger, plain)


def test_while_a_server_does_not_answer_the_last_answer_stands(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "LOOK_SECONDS", 0.0)
    with closing(ledger_watch.ServerLedgerWatch(postgres)) as watch:
        number = watch.version()

        def lost(self: object) -> None:
            raise LedgerError("no answer", id="a server")

        monkeypatch.setattr(watch._ledger, "mark", lost.__get__(watch._ledger))
        assert watch.version() == number
        with pytest.raises(LedgerError):
            watch.ask()


def test_a_guide_of_an_earlier_day_is_the_same_whether_or_not_todays_is_held(
    airdate: Airdate, tmp_path: Path
) -> None:
    days = [date(2024, 6, 1), date(2025, 3, 1), date(2026, 3, 1)]
    fresh = [airdate.guide(WORK, 2, as_of=day) for day in days]
    given = {"ledger": str(tmp_path / "ledger.db"), "catalogue": str(tmp_path / "catalogue.db")}
    with closing(open_held(place(given, {}, tmp_path))) as other:
        today = other.guide(WORK, 2)
        assert [other.guide(WORK, 2, as_of=day) for day in days] == fresh
        assert other.guide(WORK, 2) is today


def test_a_guide_that_was_made_while_its_work_changed_is_not_held(
    airdate: Airdate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read of a work before and after someone writes must not be kept as one state."""
    entry = airdate.ledger.entries(work_id=WORK)[0]
    outlet_names = airdate.outlet_names

    def disturbed() -> dict[str, str]:
        monkeypatch.undo()
        with SqliteLedger(tmp_path / "ledger.db") as other:
            other.retract(entry.entry_id, by="a test", reason="a sample", known_at=datetime.now(UTC))
        return outlet_names()

    monkeypatch.setattr(airdate, "outlet_names", disturbed)
    shown = airdate.guide(WORK, 2)
    with closing(
        Airdate.open(flags={"ledger": str(tmp_path / "ledger.db")}, environ={}, folder=tmp_path)
    ) as own:
        assert airdate.guide(WORK, 2).changes == own.guide(WORK, 2).changes == shown.changes
