"""The lines that open a guide in every form that people read."""

from __future__ import annotations

from airdate.guide.words import say_day
from airdate.types import Guide


def heading(guide: Guide) -> str:
    """`Kingdom, season 3`; a film goes by its title alone."""
    return guide.title if guide.season is None else f"{guide.title}, season {guide.season}"


def as_of_line(guide: Guide) -> str:
    """For which day the guide speaks, and since when our ledger has held what it rests on."""
    line = f"As of {say_day(guide.as_of)}"
    if guide.known_at is None:
        return line
    return f"{line}, from what we held on {say_day(guide.known_at.date())} at {guide.known_at:%H:%M} UTC"
