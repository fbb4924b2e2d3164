"""The two clocks under any history of readings, corrections, retractions and restorations."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from airdate.errors import AirdateError
from airdate.ledger.base import Ledger
from airdate.ledger.sqlite import SqliteLedger
from airdate.ledger.statement import entry_id_of
from tests.ledger.samples import HOUR, T0, WORK, claim

DOCUMENTS = ("doc-1", "doc-2", "doc-3")
SAID = {"doc-1": "2024-01-15", "doc-2": "2024-02", "doc-3": None}


def read(modality: str) -> Callable[[Ledger, str, int], None]:
    def step(ledger: Ledger, document: str, hour: int) -> None:
        said = claim(document_id=document, said_on=SAID[document], modality=modality)
        ledger.record([(WORK, said)], known_at=T0 + hour * HOUR)

    return step


def decide(verb: str) -> Callable[[Ledger, str, int], None]:
    def step(ledger: Ledger, document: str, hour: int) -> None:
        change = getattr(ledger, verb)
        id = entry_id_of(claim(document_id=document))
        extra = ({"who": f"person {hour}"},) if verb == "correct" else ()
        change(id, *extra, by="a", reason="r", known_at=T0 + hour * HOUR)

    return step


STEPS = [read("confirmed"), read("expected"), *map(decide, ("correct", "retract", "restore"))]
# Hours may stand still or run backwards: such steps are refused, and the history stays sound.
HISTORIES = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(DOCUMENTS), st.integers(0, 12)), max_size=14
)


@settings(max_examples=40, deadline=None)
@given(HISTORIES, st.integers(0, 12), st.integers(0, 80))
def test_any_history_is_sound(history: list, hour: int, day: int) -> None:  # type: ignore[type-arg]
    with TemporaryDirectory() as folder, SqliteLedger(Path(folder) / "ledger.db") as ledger:
        for step, document, at in history:
            try:
                step(ledger, document, at)
            except AirdateError:
                continue  # refused: no such entry, not standing, or too early
        assert ledger.check() == []
        rows = ledger.entries(include_closed=True)
        for id in {e.entry_id for e in rows}:
            versions = ledger.history(id)
            assert all(a.known_to == b.known_from for a, b in pairwise(versions))
            assert [e.known_to for e in versions].count(None) == 1
        _said_by_only_grows(ledger, date(2024, 1, 1) + timedelta(days=day))
        _the_past_stays(ledger, hour)


def _said_by_only_grows(ledger: Ledger, day: date) -> None:
    earlier = {e.entry_id for e in ledger.entries(said_by=day)}
    later = {e.entry_id for e in ledger.entries(said_by=day + timedelta(days=20))}
    undated = {e.entry_id for e in ledger.undated()}
    assert earlier <= later
    assert later | undated <= {e.entry_id for e in ledger.entries()}
    assert not later & undated


def _the_past_stays(ledger: Ledger, hour: int) -> None:
    """What was known by an instant does not change with what becomes known after it."""
    instant, tomorrow = T0 + hour * HOUR, T0 + 24 * HOUR
    before = [(e.entry_id, e.claim) for e in ledger.entries(known_by=instant)]
    for entry in ledger.entries():
        ledger.retract(entry.entry_id, by="a", reason="r", known_at=tomorrow)
    ledger.record([(WORK, claim(document_id="doc-new"))], known_at=tomorrow)
    assert [(e.entry_id, e.claim) for e in ledger.entries(known_by=instant)] == before
