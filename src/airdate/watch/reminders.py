"""Reminders before a day of release and on it, in the user's own time zone; and what is likely soon.

Pure. Each reminder is told once. One that was slept through is told late as long as the day has not gone by,
and then the nearest one alone. A window is no day and is never counted down to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

from airdate.types import Belief, Forecast, Struct
from airdate.watch.moves import is_firm
from airdate.watch.schedule import Schedule

LIKELY_DAYS = 60
_CALLED_OFF = ("cancelled",)


class Reminder(Struct, frozen=True, kw_only=True):
    """A day that comes in `days` days; `mark` is this reminder's, `marks` all that are thereby told."""

    mark: str
    belief: Belief
    day: date
    days: int
    marks: tuple[str, ...]


def due(
    beliefs: Iterable[Belief], told: AbstractSet[str], schedule: Schedule, at: datetime
) -> list[Reminder]:
    """The reminders to be told at an instant, one for each day of each season.

    Args:
        beliefs: the present beliefs; of those on a release, firm days count.
        told: marks of reminders that were told.
        schedule: when the user wants them.
        at: the present instant.
    """
    local = schedule.local(at)
    reminders: dict[tuple[str, int | None, date], Reminder] = {}
    for belief in beliefs:
        day = _day(belief)
        if day is None or day < local.date():
            continue
        reached = [n for n in schedule.days if schedule.at_hour(day - timedelta(days=n)) <= local]
        nearest = _mark(belief, day, min(reached)) if reached else None
        if nearest is not None and nearest not in told:
            reminders.setdefault(
                (belief.work_id, belief.season, day),
                Reminder(
                    mark=nearest,
                    belief=belief,
                    day=day,
                    days=(day - local.date()).days,
                    marks=tuple(_mark(belief, day, n) for n in reached),
                ),
            )
    return list(reminders.values())


def _day(belief: Belief) -> date | None:
    """The day of release that an answer names firmly and that has not been kept.

    Whether it has passed is asked of the user's clock: in the west the ledger's day is over hours earlier.
    """
    if belief.question != "release" or belief.window is None or not belief.window.is_day:
        return None
    return belief.window.earliest if is_firm(belief) and belief.rule != "released" else None


def _mark(belief: Belief, day: date, days: int) -> str:
    return f"{_season(belief.work_id, belief.season)}|{day.isoformat()}|{days}"


def _season(work_id: str, season: int | None) -> str:
    return f"{work_id}|{'film' if season is None else season}"


def marks_of(work_id: str) -> str:
    """How the marks of a work begin."""
    return f"{work_id}|"


def likely_mark(work_id: str, season: int | None) -> str:
    """The mark of a season that was told to be likely soon."""
    return f"{_season(work_id, season)}|likely"


def is_likely(
    beliefs: Sequence[Belief], forecast: Forecast | None, today: date, days: int = LIKELY_DAYS
) -> bool:
    """Is a season more likely than not to come within so many days, without a day being named?

    Either its announced window ends by then, or, where nothing is announced, the forecast has at least half
    of all chances by then, "never" among the others.

    Args:
        beliefs: the present beliefs on the season.
        forecast: its forecast, if there is one.
        today: the user's day.
    """
    ahead = today + timedelta(days=days)
    firm = [b for b in beliefs if is_firm(b)]
    windows = [b.window for b in firm if b.question == "release" and b.window is not None]
    if any(b.answer in _CALLED_OFF for b in firm) or any(window.is_day for window in windows):
        return False
    if windows:
        return all(w.latest is not None and today <= w.latest <= ahead for w in windows)
    return forecast is not None and _share(forecast, ahead) >= 0.5


def _share(forecast: Forecast, by: date) -> float:
    """The chance that it has come by a day, at least; from the stated quantiles, never beyond them."""
    reached = [float(level) for level, day in forecast.quantiles.items() if day <= by]
    return max(reached, default=0.0) * (1 - forecast.never)
