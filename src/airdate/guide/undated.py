"""What pages without a date say: shown apart, and counted nowhere as said by a day."""

from __future__ import annotations

from collections.abc import Sequence

from airdate.guide.evidence import Evidence, grouped, ids
from airdate.guide.phrases import describe, person_of, word
from airdate.guide.words import UNDATED, join_words
from airdate.types import Entry, Kind, Note, Section

_ORDER: tuple[Kind, ...] = (
    *("release", "status", "production", "trailer"),
    *("cast", "provider", "episodes", "plot"),
)


def undated_section(evidence: Evidence) -> Section | None:
    """One line a statement with all pages that make it; for the cast, one line a page."""
    if not evidence.undated:
        return None
    entries = sorted(evidence.undated, key=lambda entry: _ORDER.index(entry.claim.kind))
    lines = grouped(entries, lambda entry: _alike(entry, evidence))
    notes = tuple(_note(line, evidence) for line in lines.values())
    return Section(key="undated", heading="On pages without a date (not counted above)", notes=notes)


def _alike(entry: Entry, evidence: Evidence) -> str:
    if entry.claim.kind == "cast":
        return f"{_role(entry, evidence)} {evidence.outlets([entry])}"
    return describe(entry.claim, evidence.as_of)


def _role(entry: Entry, evidence: Evidence) -> str:
    return word("cast", entry.claim.value, entry.claim.modality, None, evidence.as_of)


def _note(line: Sequence[Entry], evidence: Evidence) -> Note:
    claim = line[0].claim
    words = describe(claim, evidence.as_of)
    if claim.kind == "cast":
        words = f"{_role(line[0], evidence)}: {join_words([person_of(entry.claim) for entry in line])}"
    return Note(
        text=f"{words} ({evidence.outlets(line)}; {UNDATED}).",
        entries=ids(line),
        standing=claim.modality,
        spoiler=claim.kind == "plot",
    )
