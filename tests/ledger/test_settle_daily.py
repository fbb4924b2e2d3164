"""Beliefs day by day: settling only what a day can have changed gives what settling everything gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from airdate import dates
from airdate.ledger import contest, settle
from airdate.ledger.codec import said_latest
from airdate.ledger.settle_daily import Docket, settle_daily
from airdate.ledger.statement import entry_id_of
from airdate.types import Belief, Claim, Entry

FIRST = date(2024, 1, 1)
VALUES = {
    "status": ("renewed", "cancelled", "ending"),
    "production": ("writing", "filming_scheduled", "filming_started", "filming_wrapped", "delayed", "paused"),
    "release": ("unannounced", "2024", "2024-03", "2024-02-10", "2024/..", "../2025-01", "2025-23"),
    "trailer": ("expected", "released"),
    "cast": ("returning", "leaving", "joining"),
    "provider": ("Netflix", "HBO"),
    "episodes": ("6", "8"),
    "plot": ("they return",),
}
days = st.integers(0, 500).map(lambda n: FIRST + timedelta(n))
windows = st.one_of(
    st.none(), days.map(dates.of_day), st.sampled_from(["2024-05", "2024/.."]).map(dates.parse)
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from(sorted(VALUES)))
    url = f"https://example.org/{draw(st.integers(0, 40))}"
    claim = Claim(
        title="Sample",
        season=draw(st.sampled_from([None, 2])),
        kind=kind,  # type: ignore[arg-type]
        value=draw(st.sampled_from(VALUES[kind])),
        modality=draw(st.sampled_from(["confirmed", "expected"])),
        who=draw(st.sampled_from([None, "Netflix"])),
        person=draw(st.sampled_from(["Ada", "Bo"])) if kind == "cast" else None,
        when=draw(windows),
        region=draw(st.sampled_from([None, "US"])) if kind == "release" else None,
        said_on=dates.of_day(draw(days)),
        said_via="example.org",
        url=url,
        document_id=url,
        standing_of_source=draw(st.sampled_from(["rights_holder", "trade", "press", "farm"])),
    )
    return Entry(
        entry_id=entry_id_of(claim),
        work_id="sample",
        claim=claim,
        known_from=datetime(2023, 1, 1, tzinfo=UTC),
    )


@settings(deadline=None, max_examples=60)
@given(
    st.lists(entries(), max_size=14, unique_by=lambda entry: entry.entry_id),
    st.sampled_from([1, 7]),
    st.sampled_from([0, 200]),
)
def test_what_is_settled_in_part_is_what_is_settled_whole(found: list[Entry], step: int, few: int) -> None:
    with mock.patch("airdate.ledger.settle_daily._FEW", few):  # both ways of doing it
        compare_daily(found, step)


def compare_daily(found: list[Entry], step: int) -> None:
    found = sorted(found, key=lambda entry: (said_latest(entry.claim), entry.entry_id))
    held: dict[Docket, list[Belief]] = {}
    for day, touched in settle_daily(found, [FIRST + timedelta(n) for n in range(0, 700, step)]):
        whole = [replace(belief, against=()) for belief in settle(found, as_of=day)]
        for docket in touched:
            heads = docket.heads()
            before, now = docket.turned()
            assert before == held.get(docket, [])
            held[docket] = now
            assert [head(b) for b in heads] == [head(b) for b in now]
        told = [belief for beliefs in held.values() for belief in beliefs]
        assert sorted(told, key=repr) == sorted(whole, key=repr)


def head(belief: Belief) -> Belief:
    """The belief without what speaks for and against it."""
    return replace(belief, support=(), against=(), missed=())


def test_the_day_before_is_as_it_was() -> None:
    found = [said("2024-02-01", "renewed"), said("2024-03-01", "cancelled")]
    turns = settle_daily(found, [date(2024, 2, 1), date(2024, 3, 1)])
    next(turns)
    _, (docket, *_) = next(turns)
    before, now = docket.turned()
    assert [b.answer for b in before] == ["renewed"]
    assert now == settle(found, as_of=date(2024, 3, 1))


def test_the_cost_grows_with_what_is_said_and_not_with_its_square(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the statements that are weighed, which no machine makes slower."""
    heard = []
    monkeypatch.setattr(
        contest, "_hear", lambda t, lead, relate, own=contest._hear: heard.append(t) or own(t, lead, relate)
    )
    found = [said(str(date(2024, 1, 1) + timedelta(n)), "renewed", f"d{n}") for n in range(300)]
    for _, touched in settle_daily(found, [date(2024, 1, 1) + timedelta(n) for n in range(300)]):
        for docket in touched:
            docket.heads()
    assert len(heard) == 299


def said(day: str, value: str, document: str = "") -> Entry:
    claim = Claim(
        title="Sample",
        season=2,
        kind="status",
        value=value,
        modality="confirmed",
        said_on=dates.parse(day),
        document_id=document or day,
        standing_of_source="rights_holder",
    )
    return Entry(
        entry_id=document or day, work_id="w", claim=claim, known_from=datetime(2025, 1, 1, tzinfo=UTC)
    )
