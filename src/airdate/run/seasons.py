"""Which season is meant: the one named, beside the title or in it, or the one that comes next.

Invariant: a season that is asked about is one that may come to be. A few beyond the last that anyone knows or
speaks of are; any number beyond that is a slip of the pen, not a question.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from airdate.catalogue import Found
from airdate.errors import InputError, UnknownTitleError
from airdate.ledger.statement import MAX_SEASON
from airdate.types import Work

if TYPE_CHECKING:
    from airdate.run.workspace import Airdate

#: So many seasons after the last one that is known or spoken of may be asked about.
AHEAD = 2

_IN_TITLE = re.compile(r"(?i)(.{1,300}\S)[\s,:–—-]+(?:season|series|s)\s{0,3}([0-9]{1,4})", re.DOTALL)


def split_season(name: str) -> tuple[str, int | None]:
    """A title and the season that is named at its end: `("All of Us Are Dead", 2)`.

    Titles may end so themselves; try the whole name first.
    """
    match = _IN_TITLE.fullmatch(name.strip())
    return (match[1].rstrip(" ,:–—-"), int(match[2])) if match else (name, None)


def asked(airdate: Airdate, name: str, season: int | None) -> tuple[Work, int | None]:
    """The work that a name means, and the season: the one named, else the one that comes next.

    Raises:
        UnknownTitleError: no work goes by the name, with a season at its end or without.
        InputError: a season that the work cannot have.
    """
    work, number = named(airdate, name, season)
    return work, coming(airdate, work) if number is None else number


def named(airdate: Airdate, name: str, season: int | None) -> tuple[Work, int | None]:
    """As `asked`, but `None` where no season is named."""
    try:
        work = airdate.find(name)
    except UnknownTitleError:
        title, in_title = split_season(name)
        if in_title is None:
            raise
        if season not in (None, in_title):
            message = f"season {in_title} or {season}?"
            raise InputError(message, id=name, hint="name the season once") from None
        work, season = airdate.find(title), in_title
    return work, None if season is None else _possible(airdate, work, season)


def look_up(airdate: Airdate, name: str) -> tuple[Found, int | None]:
    """What a name comes to in the catalogue, and the season at its end where the name is found without it."""
    found = airdate.look_up(name)
    title, season = split_season(name)
    if found.work is not None or found.ties or season is None:
        return found, None
    without = airdate.look_up(title)
    return (without, season) if without.work is not None or without.ties else (found, None)


def coming(airdate: Airdate, work: Work) -> int | None:
    """The season after the last that the catalogue knows, else the last that is spoken of."""
    upcoming = airdate.catalogue.next_season(work.work_id)
    return upcoming if upcoming is not None else max(_spoken_of(airdate, work), default=None)


def _possible(airdate: Airdate, work: Work, season: int) -> int:
    if not 0 <= season <= MAX_SEASON:
        raise InputError(f"no season has the number {season}", id=work.title, hint=f"0 to {MAX_SEASON}")
    if work.form == "film":
        raise InputError("it is a film and has no seasons", id=work.title, hint="leave the season out")
    known = {each.number for each in airdate.catalogue.seasons(work.work_id) if each.number is not None}
    last = max(known | _spoken_of(airdate, work), default=0)
    if season > last + AHEAD and last:
        hint = f"the last that anyone knows or speaks of is {last}"
        raise InputError(f"nobody knows of a season {season}", id=work.title, hint=hint)
    return season


def _spoken_of(airdate: Airdate, work: Work) -> set[int]:
    told = {e.claim.season for work_id in airdate.ids(work) for e in airdate.ledger.entries(work_id=work_id)}
    return {number for number in told if number is not None}
