"""Parts of a guide that rest on the catalogue alone: who played whom so far, and what to watch meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from airdate.guide.phrases import say_person
from airdate.types import Note, Section

SHOWN = 5  # titles to watch meanwhile
SHOWN_CAST = 12


def catalogue_sections(
    meanwhile: Sequence[tuple[str, str]], played: Sequence[tuple[str, str]]
) -> Iterator[Section]:
    """The sections for which there is something to say.

    Args:
        meanwhile: titles with the reason in words, the likest first.
        played: persons with their characters, from the seasons before.
    """
    if played:
        people = [say_person(person, character or None) for person, character in played[:SHOWN_CAST]]
        notes = tuple(Note(text=f"{who}.") for who in people)
        yield Section(key="so_far", heading="Who was in it so far", notes=notes)
    if meanwhile:
        notes = tuple(Note(text=f"{title} ({reason}).") for title, reason in meanwhile[:SHOWN])
        yield Section(key="meanwhile", heading="What to watch meanwhile", notes=notes)
