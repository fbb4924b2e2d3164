"""Trailers, forecast the same way: the release's curve less the lead by which trailers come before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from airdate.forecast.curve import DAYS, EDGES, Curves, from_mass
from airdate.forecast.evidence import event_day
from airdate.forecast.rows import ActualRow, ClaimRow, title_key


def trailer_leads(
    claims: Mapping[str, Sequence[ClaimRow]], actual: Iterable[ActualRow], until: date
) -> tuple[int, ...]:
    """Days from a season's first trailer to its release, of the seasons that were out by `until`."""
    leads = []
    for row in actual:
        if row.released is None or row.released > until:
            continue
        told = [c for c in claims.get(title_key(row.title), ()) if c.season == row.season]
        days = [event_day(c) for c in told if (c.kind, c.value) == ("trailer", "released")]
        first = min((day for day in days if day is not None and day < row.released), default=None)
        if first is not None:
            leads.append((row.released - first).days)
    return tuple(sorted(leads))


def trailer_curves(release: Curves, leads: Sequence[int]) -> Curves:
    """When the first trailer comes, for seasons that have none yet, from the curves of their release.

    Each lead moves the release's curve; what would lie behind us has not happened, so it drops out.
    """
    share = np.zeros((len(release.mass), len(EDGES)))
    for lead in leads:
        share += np.stack(
            [release.by(np.full(len(share), float(d))) for d in np.minimum(EDGES + lead, DAYS)], 1
        )
    mass = np.maximum(np.diff(share, axis=1), 1e-12)
    return from_mass(mass, never=release.never)
