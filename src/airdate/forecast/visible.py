"""What could be known on a day. Invariant: everything that a forecast sees has passed through `visible`.

A claim is visible from the day it was published (a month counts from its last day); where the page is
undated, from the last day of the event that it tells of. `when` never makes a dated claim visible
earlier nor hides it later: a shoot scheduled for next spring is visible today. A premiere is visible
from its day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from airdate.forecast.rows import ClaimRow, SeasonRow
from airdate.types import Struct


class Known(Struct, frozen=True, kw_only=True):
    """What had been said and shown by a day; both are in the order in which they became visible."""

    claims: tuple[ClaimRow, ...]
    premieres: tuple[SeasonRow, ...]


def visible(claims: Iterable[ClaimRow], premieres: Iterable[SeasonRow], at: date) -> Known:
    """Only the claims and premieres that were visible on `at`; the day itself counts."""
    said = ((day, claim) for claim in claims if (day := visible_from(claim)) is not None and day <= at)
    shown = (row for row in premieres if row.premiere <= at)
    return Known(
        claims=tuple(claim for _, claim in sorted(said, key=lambda pair: pair[0])),
        premieres=tuple(sorted(shown, key=lambda row: row.premiere)),
    )


def visible_from(claim: ClaimRow) -> date | None:
    """The first day on which a claim may be used; `None` where nothing dates it."""
    dated = claim.published or claim.when
    return dated.latest if dated is not None else None
