"""When a user is told: at which hour of which days, on the user's own clock.

Pure. A day is a day of that clock; an instant is reached where the clock there shows it, summer time or not.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from airdate.errors import SettingError
from airdate.types import Struct
from airdate.watch.targets import Pace

_WEEK = timedelta(days=7)
_MAX_DAYS = 365


class Schedule(Struct, frozen=True, kw_only=True):
    """Reminders and digests at `hour` (0 to 23) in `zone`; reminders so many `days` before a day, 0 on it.

    A weekly digest goes out on Mondays.
    """

    zone: ZoneInfo
    hour: int = 9
    days: tuple[int, ...] = (7, 1, 0)

    def local(self, instant: datetime) -> datetime:
        """The instant on the user's clock."""
        return instant.astimezone(self.zone)

    def at_hour(self, day: date) -> datetime:
        """The instant of a day at which the user is told things."""
        return datetime.combine(day, time(self.hour), self.zone)

    def due(self, pace: Pace, at: datetime) -> datetime:
        """From when something that is known at an instant may be sent to a target of a pace."""
        if pace == "at once":
            return at
        today = self.local(at).date()
        days = [today + timedelta(days=n) for n in range(_WEEK.days + 1)]
        wanted = [day for day in days if pace == "daily" or day.weekday() == 0]
        return next(self.at_hour(day) for day in wanted if self.at_hour(day) >= at)


def read_schedule(zone: str, hour: int, days: str) -> Schedule:
    """The schedule that the settings name: an IANA time zone, an hour, and days as in "7,1,0".

    Raises:
        SettingError: one of them does not fit.
    """
    try:
        found = ZoneInfo(zone)
    except (KeyError, OSError, ValueError):
        raise SettingError(
            "no such time zone", id="timezone", hint="an IANA name such as Europe/Budapest"
        ) from None
    parts = [part.strip() for part in days.split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and int(part) <= _MAX_DAYS for part in parts):
        raise SettingError(
            "no days", id="remind_days", hint="whole numbers, as in 7,1,0; 0 is the day itself"
        )
    return Schedule(zone=found, hour=hour, days=tuple(sorted({int(part) for part in parts}, reverse=True)))
