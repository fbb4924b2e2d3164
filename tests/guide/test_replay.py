"""Answers day by day: settling only what a day can have changed gives what settling everything gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from airdate import dates
from airdate.guide.evidence import gather
from airdate.guide.replay import replay
from airdate.ledger import settle
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
@given(st.lists(entries(), max_size=14, unique_by=lambda entry: entry.entry_id))
def test_what_is_settled_in_part_is_what_is_settled_whole(found: list[Entry]) -> None:
    evidence = gather(found, as_of=FIRST + timedelta(700), known_at=None, names={})
    every_day = [FIRST + timedelta(n) for n in range(0, 700, 7)]
    held: list[Belief] = []
    for then, touched, beliefs in replay(evidence, every_day):
        held = [belief for belief in held if belief.question not in touched] + beliefs
        whole = settle(then.dated, as_of=then.as_of)
        assert sorted(held, key=repr) == sorted(whole, key=repr)
        assert beliefs == [belief for belief in whole if belief.question in touched]
