"""The calendar itself: what falls where in a given year, and arithmetic on days.

A `Yearly` gives the window of a recurring thing (July, Thanksgiving, "early") in a year, or `None`
where the year has none (29 February).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from airdate.dates import Window, of_day, parse
from airdate.errors import DateError
from airdate.reading.phrases.tokens import Phrasebook
from airdate.reading.phrases.vocabulary import FIRST_YEAR, LAST_YEAR, Unit

Yearly = Callable[[int], Window | None]


@lru_cache(maxsize=4096)
def window(edtf: str) -> Window | None:
    """`dates.parse`, with `None` for what is no date."""
    try:
        return parse(edtf)
    except DateError:
        return None


@lru_cache(maxsize=512)
def coded(code: str) -> Yearly:
    """What an EDTF code after the year stands for: "-07", "-22", "-07-28", "" for the year itself."""
    return lambda year: window(f"{year:04d}{code}")


@lru_cache(maxsize=64)
def months(first: int, last: int) -> Yearly:
    """From one month to another of the same year; of the next where the last comes before the first."""
    return lambda year: window(f"{year:04d}-{first:02d}/{year + (last < first):04d}-{last:02d}")


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus; Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month = (h + weekday - 7 * m + 90) // 25
    return date(year, month, (h + weekday - 7 * m + 33 * month + 19) % 32)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of a month (Monday = 0); n = -1 is the last."""
    first, length = monthrange(year, month)
    day = 1 + (weekday - first) % 7 + 7 * (n - 1)
    if n < 0:
        day = length - (first + length - 1 - weekday) % 7
    return date(year, month, day)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(month: int, weekday: int, n: int, shift: int = 0) -> Callable[[int], date]:
    return lambda year: nth_weekday(year, month, weekday, n) + timedelta(shift)


def _from_easter(shift: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(shift)


#: Holidays that are a day.
HOLIDAYS: Mapping[str, Callable[[int], date]] = {
    "new year's day|new years day": _fixed(1, 1),
    "martin luther king day|mlk day|martin luther king jr day": _nth(1, 0, 3),
    "valentine's day|valentines day|valentine's": _fixed(2, 14),
    "presidents' day|presidents ' day|president's day|presidents day": _nth(2, 0, 3),
    "st patrick's day|st . patrick's day|saint patrick's day": _fixed(3, 17),
    "april fools' day|april fools ' day|april fool's day|april fools day": _fixed(4, 1),
    "good friday": _from_easter(-2),
    "easter|easter sunday": easter,
    "easter monday": _from_easter(1),
    "may the fourth|may the 4th|star wars day": _fixed(5, 4),
    "cinco de mayo": _fixed(5, 5),
    "mother's day": _nth(5, 6, 2),
    "memorial day": _nth(5, 0, -1),
    "juneteenth": _fixed(6, 19),
    "father's day": _nth(6, 6, 3),
    "independence day|fourth of july|4th of july|july fourth": _fixed(7, 4),
    "labor day|labour day": _nth(9, 0, 1),
    "columbus day": _nth(10, 0, 2),
    "halloween|hallowe'en|halloween night": _fixed(10, 31),
    "bonfire night|guy fawkes night": _fixed(11, 5),
    "veterans day|veterans' day": _fixed(11, 11),
    "thanksgiving|thanksgiving day": _nth(11, 3, 4),
    "black friday": _nth(11, 3, 4, shift=1),
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "new year's eve|new years eve|hogmanay": _fixed(12, 31),
}
#: Holidays that are a time of the year, by their months.
FESTIVE: Mapping[str, Yearly] = {
    "christmas|christmastime|christmas time|xmas|christmas season|christmas period|festive season": coded(
        "-12"
    ),
    "the festive season|the festive period|festive period|christmas week": coded("-12"),
    "holiday season|the holiday season|the holidays|holidays|holiday": months(11, 12),
}


def _as_day(holiday: Callable[[int], date]) -> Yearly:
    return lambda year: of_day(holiday(year))


def _as_weekend(holiday: Callable[[int], date]) -> Yearly:
    """Friday to Monday about a Monday, Thursday to Sunday about a Thursday; else the weekend nearest."""

    def weekend(year: int) -> Window | None:
        day = holiday(year)
        friday = day + timedelta((4 - day.weekday() + 3) % 7 - 3)
        first, last = min(day, friday), max(day, friday + timedelta(2))
        return window(f"{first}/{last}")

    return weekend


HOLIDAY = Phrasebook(
    {name: _as_day(day) for name, day in HOLIDAYS.items()}
    | dict(FESTIVE)
    | {
        "|".join(f"{alias} weekend" for alias in name.split("|")): _as_weekend(day)
        for name, day in HOLIDAYS.items()
    }
)


def next_such(yearly: Yearly, day: date) -> Window | None:
    """The first window of the kind that has not ended before the day."""
    for year in range(day.year - 1, min(day.year + 9, LAST_YEAR)):
        found = yearly(year)
        if found is not None and found.latest is not None and found.latest >= day:
            return found
    return None


def last_such(yearly: Yearly, day: date) -> Window | None:
    """The last window of the kind that has begun by the day."""
    for year in range(day.year, max(day.year - 9, FIRST_YEAR), -1):
        found = yearly(year)
        if found is not None and found.earliest is not None and found.earliest <= day:
            return found
    return None


def shifted(day: date, n: int, unit: Unit) -> str:
    """The day, month or year that lies n units after a day, in EDTF at the unit's precision."""
    if unit in ("day", "week"):
        return (day + timedelta(n * (7 if unit == "week" else 1))).isoformat()
    if unit == "month":
        year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
        return f"{year:04d}-{month + 1:02d}"
    return f"{day.year + n:04d}"


def shifted_day(day: date, n: int, unit: Unit) -> date | None:
    """The day n units later; the month's last day where the month is too short."""
    if unit in ("day", "week"):
        return day + timedelta(n * (7 if unit == "week" else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + n * (12 if unit == "year" else 1), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def running(day: date, unit: Unit, shift: int) -> Window | None:
    """The week (Monday to Sunday), weekend (Friday to Sunday), month, quarter or year around a day."""
    if unit in ("month", "year"):
        return window(shifted(day, shift, unit))
    if unit == "quarter":
        year, quarter = divmod(day.year * 4 + (day.month - 1) // 3 + shift, 4)
        return window(f"{year:04d}-{33 + quarter}")
    monday = day - timedelta(day.weekday() - 7 * shift)
    first = monday + timedelta(4) if unit == "weekend" else monday
    return window(f"{first}/{monday + timedelta(6)}")
