"""Training data: what was visible at each origin of the protocol, beside what came of it.

Invariant: an example's case has passed through `visible`, and its outcome was known by the cut-off. A
season whose outcome was not known by then is left out of the released ones and censored: a cancellation
that was decided later is no cancellation yet.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from airdate.errors import ForecastError
from airdate.forecast.curve import DAYS
from airdate.forecast.evidence import Case, case_of
from airdate.forecast.history import Show, Titles, clean
from airdate.forecast.rows import ActualRow, ClaimRow, Request, SeasonRow, title_key
from airdate.forecast.visible import visible, visible_from
from airdate.types import Struct

#: Days after the previous season's premiere at which a forecast is asked for.
ORIGINS = (90, 180, 270, 365, 480, 600, 730, 900)

#: Sources whose terms let the shipped model learn from them (see the decision record).
SHIPPABLE = ("netflix-", "bangumi-data")


class Example(Struct, frozen=True, kw_only=True):
    """A case and what came of it: `days` from the origin to the release, `None` where it never came."""

    title: str
    season: int
    case: Case
    days: int | None

    @property
    def came(self) -> bool:
        """Did it come within the five years that a curve spans?"""
        return self.days is not None and self.days <= DAYS


def shippable(rows: Iterable[SeasonRow]) -> list[SeasonRow]:
    """The rows that the shipped model may learn from."""
    return [row for row in rows if row.source.startswith(SHIPPABLE)]


def premieres_of(actual: Iterable[ActualRow]) -> list[SeasonRow]:
    """The premieres that outcomes tell of: each season's own and the one before it."""
    days = {(row.title, row.season - 1): row.previous for row in actual}
    days |= {(row.title, row.season): row.released for row in actual if row.released is not None}
    return [
        SeasonRow(title=title, season=season, premiere=day, precision="day", source="tmdb")
        for (title, season), day in days.items()
    ]


def group_claims(claims: Iterable[ClaimRow]) -> dict[str, list[ClaimRow]]:
    """Claims by title key."""
    groups: dict[str, list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        groups[title_key(claim.title)].append(claim)
    return groups


def examples_of(
    actual: Iterable[ActualRow], titles: Titles, claims: dict[str, list[ClaimRow]], until: date
) -> list[Example]:
    """One example for each origin up to `until` at which the season was not out.

    Seasons still to come on `until` are included with the days that passed later: the caller splits by
    what was known (`known_by`) before it trains.
    """
    found = []
    for row in actual:
        told = claims.get(title_key(row.title), [])
        premieres = _with_anchor(row, titles)
        for origin in ORIGINS:
            at = row.previous + timedelta(days=origin)
            if at > until or (row.released is not None and at >= row.released):
                continue
            request = Request(id="", title=row.title, season=row.season, at=at)
            try:
                case = case_of(request, visible(told, premieres, at))
            except ForecastError:
                continue  # a revival after decades, of which nothing had been said
            days = (row.released - at).days if row.released is not None else None
            found.append(Example(title=row.title, season=row.season, case=case, days=days))
    return found


def known_by(row: ActualRow, claims: dict[str, list[ClaimRow]], until: date) -> bool:
    """Was it known on `until` what became of the season?"""
    if row.released is not None:
        return row.released <= until
    if row.decided is not None:
        return row.decided <= until
    told = claims.get(title_key(row.title), [])
    ends = [visible_from(c) for c in told if c.season == row.season and c.value == "cancelled"]
    return any(day is not None and day <= until for day in ends)


def examples_of_history(shows: Iterable[Show], until: date) -> list[Example]:
    """One example for each origin of each gap that had ended by `until`; nobody looked for claims."""
    found = []
    for show in shows:
        ended: dict[int, int] = {}
        for before, after, gap in show.gaps():
            if after.on <= until and gap <= DAYS:
                for origin in (o for o in ORIGINS if o < gap):
                    case = Case(
                        at=before.on + timedelta(days=origin),
                        elapsed=origin,
                        previous_gap=ended.get(before.season),
                        since={},
                        asked=False,
                    )
                    found.append(
                        Example(title=after.row.title, season=after.season, case=case, days=gap - origin)
                    )
            ended[after.season] = gap
    return found


def unasked(examples: Iterable[Example]) -> list[Example]:
    """The same seasons and origins as they look where nobody looked for claims."""
    found = []
    for example in examples:
        case = example.case
        bare = Case(at=case.at, elapsed=case.elapsed, previous_gap=case.previous_gap, since={}, asked=False)
        found.append(msgspec.structs.replace(example, case=bare))
    return found


def shows_of(titles: Titles) -> list[Show]:
    """Every title's seasons, cleaned."""
    return [clean(rows) for rows in titles.by_key.values()]


def data_hash(history: Iterable[SeasonRow], claims: Iterable[ClaimRow], actual: Iterable[ActualRow]) -> str:
    """SHA-256 over the rows as they were read, so that a model names the data it was made of."""
    digest = hashlib.sha256()
    for rows in (history, claims, actual):
        digest.update(msgspec.json.encode(list(rows)))
    return digest.hexdigest()


def _with_anchor(row: ActualRow, titles: Titles) -> Sequence[SeasonRow]:
    """The rows of earlier seasons; the previous season's day is the one that the outcome's file gives."""
    earlier = [r for r in titles.rows_of(row.title) if r.season < row.season - 1]
    return [*earlier, *(r for r in premieres_of([row]) if r.season == row.season - 1)]
