"""What a folded guide leaves out, and that it says so."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from airdate import dates
from airdate.publish.fold import KEPT, fold
from airdate.types import Guide, Note, Section, SourceLine, SourceStanding

DATED = SourceLine(
    outlet="Dated", url=None, said_on=dates.parse("2026-02-01"), standing="press", entries=("d",)
)


def guide(standings: list[SourceStanding]) -> Guide:
    """A guide with one undated line a source."""
    notes = tuple(Note(text=f"line {n}", entries=(f"u{n}",)) for n in range(len(standings)))
    pages = tuple(
        SourceLine(outlet=f"o{n}", url=None, said_on=None, standing=standing, entries=(f"u{n}",))
        for n, standing in enumerate(standings)
    )
    section = Section(key="undated", heading="Undated", notes=notes)
    other = Section(key="release", heading="Release", notes=tuple(Note(text=f"r{n}") for n in range(20)))
    return Guide(
        work_id="w",
        title="T",
        season=2,
        as_of=date(2026, 11, 24),
        known_at=None,
        answer="Not dated.",
        sections=(other, section),
        sources=(DATED, *pages),
    )


def test_the_most_trusted_lines_stay_in_their_order_and_the_rest_is_counted() -> None:
    standings: list[SourceStanding] = [
        "farm",
        "trade",
        "farm",
        "press",
        "farm",
        "press",
        "press",
        "farm",
        "trade",
    ]
    folded = fold(guide(standings))
    *kept, more = [note.text for note in folded.sections[1].notes]
    assert kept == ["line 1", "line 3", "line 5", "line 6", "line 8"]
    assert more.startswith("4 more statements") and "--all" in more
    assert folded.sources == (DATED,)


@given(st.integers(0, KEPT + 1))
def test_a_short_guide_stays_as_it_is(number: int) -> None:
    whole = guide(["press"] * number)
    assert fold(whole) == whole


@given(st.integers(KEPT + 2, 40))
def test_nothing_else_changes(number: int) -> None:
    whole = guide(["press"] * number)
    folded = fold(whole)
    assert len(folded.sections[1].notes) == KEPT + 1
    assert folded.sections[0] == whole.sections[0] and folded.answer == whole.answer
