"""The part on what to watch meanwhile: related works, why they are related, and where their guides are."""

from __future__ import annotations

from airdate.catalogue.related import Listed, Related
from airdate.types import Link, Note, Section

SHOWN = 5


def meanwhile_section(related: Listed) -> Section | None:
    """The likest works first, and in the last line how they are ordered; `None` where there are none."""
    if not related.works:
        return None
    notes = [_note(one) for one in related.works[:SHOWN]]
    method = Note(text=f"In this order: {related.method}.")
    return Section(key="meanwhile", heading="What to watch meanwhile", notes=(*notes, method))


def _note(one: Related) -> Note:
    link = Link(text=one.work.title, work_id=one.work.work_id)
    return Note(text=f"{one.work.title} ({one.reason}).", links=(link,))
