"""A guide made shorter for a terminal: of what undated pages say only the strongest lines, and a count.

Invariant: what is left out is said to be, with the way to it; nothing else of the guide changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from msgspec.structs import replace

from airdate.guide.words import count
from airdate.types import Guide, Note, Section, SourceStanding

KEPT = 5  # lines
_LEFT_OUT = "{more} on such pages, which are left out of the sources too (--all shows them)."
_RANKS = get_args(SourceStanding)


def fold(guide: Guide) -> Guide:
    """The guide without the weaker lines of undated pages, and without these pages among its sources."""
    best = {entry: _RANKS.index(source.standing) for source in guide.sources for entry in source.entries}
    sections = tuple(
        _folded(section, best) if section.key == "undated" else section for section in guide.sections
    )
    if sections == guide.sections:
        return guide
    return replace(guide, sections=sections, sources=tuple(s for s in guide.sources if s.said_on is not None))


def _folded(section: Section, best: Mapping[str, int]) -> Section:
    """The lines of the most trusted and of the most pages, in their order."""
    left_out = len(section.notes) - KEPT
    if left_out <= 1:  # one more line takes no more room than to say that there is one
        return section

    def strength(note: Note) -> tuple[int, int]:
        return min((best.get(entry, len(_RANKS)) for entry in note.entries), default=len(_RANKS)), -len(
            note.entries
        )

    kept = sorted(section.notes, key=strength)[:KEPT]
    shown = tuple(note for note in section.notes if note in kept)
    more = Note(text=_LEFT_OUT.format(more=count(left_out, "more statement")))
    return replace(section, notes=(*shown, more))
