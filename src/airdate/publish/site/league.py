"""How right outlets and we have been: windows that came due, and forecasts beside what came of them.

Pure. Invariant: no outlet is ranked on fewer than `FEWEST` windows; those stand by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

from airdate.forecast.scores import FEWEST, OutletRecord
from airdate.publish.site.model import Bin, OutletRow
from airdate.types import Forecast

__all__ = ["FEWEST", "league", "reliability_bins", "wilson"]

_LEVELS = tuple(f"{tenth / 10:.2f}" for tenth in range(1, 10))

_Z = 1.645  # of a 90 % interval


def league(records: Iterable[OutletRecord], names: Mapping[str, str]) -> tuple[OutletRow, ...]:
    """Rows of the table: those with enough windows by the low end of their range, then the rest by name.

    Args:
        records: what became of each outlet's windows (`forecast.scores.score_outlets`).
        names: outlet domain → name.
    """
    rows = [_row(record, names.get(record.outlet, record.outlet)) for record in records]
    return tuple(
        sorted(
            rows,
            key=lambda row: (row.due < FEWEST, -row.low if row.due >= FEWEST else 0.0, row.outlet.lower()),
        )
    )


def wilson(held: int, due: int) -> tuple[float, float]:
    """The 90 % score interval of a share; all of 0 to 1 where nothing came due.

    Wilson, "Probable inference, the law of succession, and statistical inference" (1927).

    >>> [round(bound, 2) for bound in wilson(9, 10)]
    [0.65, 0.98]
    """
    if due == 0:
        return 0.0, 1.0
    share, square = held / due, _Z * _Z / due
    middle = (share + square / 2) / (1 + square)
    spread = _Z * math.sqrt(share * (1 - share) / due + square / (4 * due)) / (1 + square)
    return max(middle - spread, 0.0), min(middle + spread, 1.0)


def _row(record: OutletRecord, name: str) -> OutletRow:
    low, high = wilson(record.held, record.resolved)
    return OutletRow(
        outlet=name,
        due=record.resolved,
        held=record.held,
        low=low,
        high=high,
        open=record.open,
        void=record.void,
    )


def reliability_bins(frozen: Iterable[tuple[Forecast, date | None]]) -> tuple[Bin, ...]:
    """For each tenth: of the forecasts that were scored, the share whose season had come by that quantile.

    A reliable forecaster's shares are the levels themselves. `None` is a season that has not come.
    """
    scored = [(forecast, came) for forecast, came in frozen if came is not None]
    if not scored:
        return ()
    return tuple(
        Bin(
            said=float(level),
            came=sum(came <= forecast.quantiles[level] for forecast, came in scored) / len(scored),
            count=len(scored),
        )
        for level in _LEVELS
    )
