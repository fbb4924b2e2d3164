"""From one ledger into another and back: whatever happened to the statements, and wherever it was cut off."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from airdate.errors import LedgerError
from airdate.ledger import transfer
from airdate.ledger.base import TOMBSTONES, Ledger
from airdate.ledger.codec import FIRST, LAST, Version
from airdate.ledger.open import open_ledger
from airdate.ledger.sqlite import SqliteLedger
from airdate.types import Forecast
from tests.ledger.samples import HOUR, T0, WORK, claim, quoted

FORECAST = Forecast(
    title="Lighthouse", season=2, at=date(2026, 11, 24), quantiles={}, never=0.1, model="m"
)  # fmt: skip
QUOTE_DAY = date(2026, 12, 1)


def rows(ledger: Ledger) -> list[Version]:
    return ledger.versions(FIRST, LAST, 10_000)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "CHUNK", 7)


# What may happen to a ledger; each takes the ledger, a number to choose by, and an instant.


def _record(ledger: Ledger, n: int, at: datetime) -> None:
    claims = [
        msgspec.structs.replace(quoted(f"doc-{n % 9 + k}"), retention_until=QUOTE_DAY) for k in range(4)
    ]
    ledger.record([(WORK, one) for one in (*claims, claim(document_id=f"doc-{n % 5}"))], known_at=at)


def _read_better(ledger: Ledger, n: int, at: datetime) -> None:
    ledger.record([(WORK, claim(document_id=f"doc-{n % 5}", who=f"Witness {n}"))], known_at=at)


def _on_one(verb: str, states: tuple[str, ...]) -> Callable[[Ledger, int, datetime], None]:
    def act(ledger: Ledger, n: int, at: datetime) -> None:
        ids = [row.entry_id for row in rows(ledger) if row.known_to is None and row.state in states]
        if ids:
            getattr(ledger, verb)(ids[n % len(ids)], by="anna", reason=f"reason {n}", known_at=at)

    return act


def _correct(ledger: Ledger, n: int, at: datetime) -> None:
    ids = [entry.entry_id for entry in ledger.entries()]
    if ids:
        changes = {"who": f"Nobody {n}"}
        ledger.correct(ids[n % len(ids)], changes, by="bert", reason="misread", known_at=at)


def _drop_quotes(ledger: Ledger, n: int, at: datetime) -> None:
    ledger.drop_quotes(QUOTE_DAY)


def _freeze(ledger: Ledger, n: int, at: datetime) -> None:
    ledger.freeze(msgspec.structs.replace(FORECAST, never=n / 1000), f"work-{n % 3}", at)


def _note(ledger: Ledger, n: int, at: datetime) -> None:
    ledger.note(f"name {n % 2}", str(n))


EVENTS = {
    "record": _record,
    "read better": _read_better,
    "correct": _correct,
    "retract": _on_one("retract", ("live", "corrected")),
    "restore": _on_one("restore", ("retracted",)),
    "redact": _on_one("redact", ("live", "corrected", "retracted", "redacted")),
    "drop quotes": _drop_quotes,
    "freeze": _freeze,
    "note": _note,
}
HISTORIES = st.lists(st.tuples(st.sampled_from(list(EVENTS)), st.integers(0, 99)), max_size=12)


def happen(ledger: Ledger, events: list[tuple[str, int]], instants: Iterator[datetime]) -> None:
    for (name, number), at in zip(events, instants, strict=False):
        EVENTS[name](ledger, number, at)


def instants() -> Iterator[datetime]:
    return (T0 + n * timedelta(microseconds=997) for n in itertools.count())


@settings(max_examples=25, deadline=None)
@given(before=HISTORIES, between=HISTORIES)
def test_any_history_arrives_whole_and_is_caught_up_with(
    tmp_path_factory: pytest.TempPathFactory, before: list[tuple[str, int]], between: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("transfer")
    at = instants()
    with SqliteLedger(folder / "a.db") as source, SqliteLedger(folder / "b.db") as target:
        happen(source, [("record", 1), *before], at)
        transfer.copy(source, target)
        happen(source, between, at)
        done = transfer.copy(source, target)
        assert rows(target) == rows(source) and target.forecasts() == source.forecasts()
        assert done.digest == transfer.digest(source)[0] == transfer.digest(target)[0]
        assert target.check() == []
        assert transfer.copy(source, target).written == 0


@pytest.fixture
def source(tmp_path: Path) -> Iterator[SqliteLedger]:
    """A ledger to which everything has happened."""
    with SqliteLedger(tmp_path / "source.db") as ledger:
        at = instants()
        happen(ledger, [(name, n) for n in range(5) for name in EVENTS], at)
        states = {row.state for row in rows(ledger)}
        assert states >= {"live", "corrected", *TOMBSTONES}
        yield ledger


def test_to_a_server_and_back_without_loss(source: SqliteLedger, postgres: str, tmp_path: Path) -> None:
    with open_ledger(postgres) as server, SqliteLedger(tmp_path / "back.db") as back:
        there = transfer.copy(source, server)
        again = transfer.copy(server, back)
        assert there.digest == again.digest and there.rows == len(rows(source))
        assert rows(back) == rows(server) == rows(source)
        assert back.forecasts() == server.forecasts() == source.forecasts()
        assert back.entries(known_by=T0 + HOUR) == source.entries(known_by=T0 + HOUR)
        assert server.check() == [] and back.noted("name 1") == source.noted("name 1")


def test_a_server_that_fell_behind_is_caught_up_with(source: SqliteLedger, postgres: str) -> None:
    with open_ledger(postgres) as server:
        transfer.copy(source, server)
        later = (T0 + HOUR + n * HOUR for n in itertools.count())
        happen(source, [(name, n) for n in range(5, 8) for name in EVENTS], later)
        transfer.copy(source, server)
        assert rows(server) == rows(source) and server.check() == []


class CutOffError(Exception):
    pass


@pytest.mark.parametrize("stop_at", [1, 2, 3])
def test_a_copy_that_was_cut_off_is_taken_up_again(
    source: SqliteLedger, tmp_path: Path, stop_at: int
) -> None:
    calls = itertools.count(1)

    def cut(done: int) -> None:
        if next(calls) == stop_at:
            raise CutOffError

    with SqliteLedger(tmp_path / "target.db") as target:
        with pytest.raises(CutOffError):
            transfer.copy(source, target, cut)
        assert target.noted(transfer.UNFINISHED) == "unfinished"
        held = len(rows(target))
        assert 0 < held < len(rows(source))
        done = transfer.copy(source, target)
        assert done.written < done.rows + done.forecasts
        assert rows(target) == rows(source)
        assert (target.noted(transfer.UNFINISHED) or "").startswith("finished")


def _foreign_statement(ledger: Ledger) -> None:
    ledger.record([(WORK, claim(document_id="elsewhere"))], known_at=T0)


def _newer_version(ledger: Ledger) -> None:
    ledger.retract(ledger.entries()[0].entry_id, by="c", reason="r", known_at=T0 + 100 * HOUR)


def _foreign_forecast(ledger: Ledger) -> None:
    ledger.freeze(FORECAST, "elsewhere", T0)


@pytest.mark.parametrize("happened", [_foreign_statement, _newer_version, _foreign_forecast])
def test_a_target_that_holds_something_else_is_left_as_it_is(
    source: SqliteLedger, tmp_path: Path, happened: Callable[[Ledger], None]
) -> None:
    with SqliteLedger(tmp_path / "target.db") as target:
        transfer.copy(source, target)
        happened(target)
        _record(source, 70, T0 + HOUR)
        before = transfer.digest(target)
        with pytest.raises(LedgerError, match="nothing was written"):
            transfer.copy(source, target)
        assert transfer.digest(target) == before


def test_the_source_is_read_as_it_stood_at_the_beginning(source: SqliteLedger, tmp_path: Path) -> None:
    before = rows(source)

    def write_meanwhile(done: int) -> None:
        with SqliteLedger(source.path) as writer:
            _record(writer, 50, T0 + HOUR)

    with SqliteLedger(tmp_path / "target.db") as target:
        transfer.copy(source, target, write_meanwhile)
        assert rows(target) == before
        transfer.copy(source, target)
        assert rows(target) == rows(source) != before


def test_a_target_that_another_writes_to_is_found_out(source: SqliteLedger, tmp_path: Path) -> None:
    def write_there(done: int) -> None:
        with SqliteLedger(tmp_path / "target.db") as other:
            other.record([(WORK, claim(document_id="elsewhere"))], known_at=T0)

    with SqliteLedger(tmp_path / "target.db") as target, pytest.raises(LedgerError):
        transfer.copy(source, target, write_there)


def test_a_digest_tells_any_two_ledgers_apart(source: SqliteLedger) -> None:
    seen = {transfer.digest(source)}
    hours = (T0 + n * HOUR for n in itertools.count(2))
    for happened in (_record, _freeze, _note, EVENTS["retract"]):
        happened(source, 77, next(hours))
        seen.add(transfer.digest(source))
    assert len(seen) == 5
