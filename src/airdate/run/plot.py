"""The words that a ledger still holds on a plot, for its owner's own screen; they are published nowhere."""

from __future__ import annotations

from msgspec.structs import replace

from airdate.run.workspace import Airdate
from airdate.types import Claim, Guide, Note

_MARKS = "“”\"'‘’ "


def with_words(airdate: Airdate, guide: Guide) -> Guide:
    """The guide with the quotes behind its lines on the plot, as far as `upkeep` has not dropped them."""
    sections = tuple(
        replace(
            section,
            notes=tuple(_with_words(airdate, note) if note.spoiler else note for note in section.notes),
        )
        for section in guide.sections
    )
    return replace(guide, sections=sections)


def _with_words(airdate: Airdate, note: Note) -> Note:
    claims = [airdate.ledger.get(entry_id).claim for entry_id in note.entries]
    quotes = dict.fromkeys(
        f"“{claim.span.quote.strip(_MARKS)}”" for claim in claims if claim.span and _is_plot(claim)
    )
    return replace(note, text=f"{note.text.removesuffix('.')}: {' '.join(quotes)}") if quotes else note


def _is_plot(claim: Claim) -> bool:
    return claim.kind == "plot"
