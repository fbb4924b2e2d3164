"""Windows of time in EDTF (ISO 8601-2), and nothing that pretends to know more.

Invariant: a `Window` is made by `parse`, `of_day` or `between` alone, and its bounds follow from its
EDTF text. An unknown bound is `None`; no sentinel date stands for "unknown". A day is a
`datetime.date` and never passes through a time zone.

    >>> w = parse("2023-09/2024-04")
    >>> w.earliest, w.latest, w.precision
    (datetime.date(2023, 9, 1), datetime.date(2024, 4, 30), 'interval')
    >>> parse("2024-23").latest
    datetime.date(2024, 11, 30)
    >>> parse("2026/..").latest is None
    True
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from airdate.errors import DateError

Precision = Literal["day", "month", "season", "quarter", "half", "year", "interval", "open"]
Qualifier = Literal["", "?", "~", "%"]

#: Two-digit codes after the year: first month, number of months, precision. Winter runs from
#: December of the named year to February of the next.
SUB_YEAR: dict[int, tuple[int, int, Precision]] = {
    21: (3, 3, "season"),
    22: (6, 3, "season"),
    23: (9, 3, "season"),
    24: (12, 3, "season"),
    33: (1, 3, "quarter"),
    34: (4, 3, "quarter"),
    35: (7, 3, "quarter"),
    36: (10, 3, "quarter"),
    40: (1, 6, "half"),
    41: (7, 6, "half"),
}

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")
_OPEN = ("", "..")
_HELD = 4096  # windows that were read lately: a ledger names the same few thousand again and again
_MAX_LENGTH = 32  # the longest form, two qualified days and a slash, is 23 characters


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of days that a statement leaves open; a day is a window of one.

    `edtf` is the text as given. `earliest` and `latest` are both inclusive; `None` is an open bound.
    """

    edtf: str
    earliest: date | None
    latest: date | None
    precision: Precision

    def __str__(self) -> str:
        return self.edtf

    @property
    def is_day(self) -> bool:
        """Is it a single day, stated as one?"""
        return self.precision == "day"

    @property
    def days(self) -> int | None:
        """How many days it holds; `None` where a bound is open."""
        if self.earliest is None or self.latest is None:
            return None
        return (self.latest - self.earliest).days + 1

    def contains(self, other: Window | date) -> bool:
        """Does every day of `other` lie in this window?"""
        low, high = (other, other) if isinstance(other, date) else (other.earliest, other.latest)
        starts = self.earliest is None or (low is not None and low >= self.earliest)
        ends = self.latest is None or (high is not None and high <= self.latest)
        return starts and ends

    def overlaps(self, other: Window) -> bool:
        """Do the two share a day?"""
        return _before_or_on(self.earliest, other.latest) and _before_or_on(other.earliest, self.latest)

    def overlap(self, other: Window) -> float:
        """Shared days ÷ days of both together (0 to 1); an open bound ends with its known bound's year."""
        a, b = self._closed(), other._closed()
        shared = (min(a[1], b[1]) - max(a[0], b[0])).days + 1
        if shared <= 0:
            return 0.0
        return shared / ((a[1] - a[0]).days + 1 + (b[1] - b[0]).days + 1 - shared)

    def is_past(self, on: date) -> bool:
        """Has its last day gone by, seen from `on`? An open end never goes by."""
        return self.latest is not None and self.latest < on

    def _closed(self) -> tuple[date, date]:
        low, high = self.earliest, self.latest
        if low is None:
            assert high is not None  # parse refuses "../.."
            return date(high.year, 1, 1), high
        return low, high if high is not None else date(low.year, 12, 31)


def _before_or_on(a: date | None, b: date | None) -> bool:
    return a is None or b is None or a <= b


@lru_cache(_HELD)
def parse(text: str) -> Window:
    """Read an EDTF string: a point (day to year), an interval, or one with an open bound.

    Raises:
        DateError: not of these forms, not a real day, or an interval that ends before it starts.
    """
    if len(text) > _MAX_LENGTH:
        raise DateError("too long for a date", id=text[:_MAX_LENGTH] + "…")
    if "/" not in text:
        earliest, latest, precision = _point(text, text)
        return Window(edtf=text, earliest=earliest, latest=latest, precision=precision)
    return _interval(text)


def of_day(day: date) -> Window:
    """The window of one day."""
    return Window(edtf=day.isoformat(), earliest=day, latest=day, precision="day")


def between(earliest: date | None, latest: date | None) -> Window:
    """The window from one day to another, both inclusive; `None` leaves a bound open.

    Raises:
        DateError: both bounds open, or the wrong way round.
    """
    if earliest is not None and earliest == latest:
        return of_day(earliest)
    return parse(f"{earliest.isoformat() if earliest else '..'}/{latest.isoformat() if latest else '..'}")


def _interval(text: str) -> Window:
    parts = text.split("/")
    if len(parts) != 2 or (parts[0] in _OPEN and parts[1] in _OPEN):
        raise DateError("an interval needs two parts and one known bound", id=text)
    earliest = None if parts[0] in _OPEN else _point(parts[0], text)[0]
    latest = None if parts[1] in _OPEN else _point(parts[1], text)[1]
    if earliest is None or latest is None:
        return Window(edtf=text, earliest=earliest, latest=latest, precision="open")
    if latest < earliest:
        raise DateError("the interval ends before it starts", id=text)
    return Window(edtf=text, earliest=earliest, latest=latest, precision="interval")


def _point(text: str, whole: str) -> tuple[date, date, Precision]:
    match = _POINT.fullmatch(text)
    if match is None or not text.isascii():
        raise DateError(
            "not an EDTF date", id=whole, hint="write 2026-03-31, 2026-03, 2026-21, 2026 or 2026-09/2027-04"
        )
    year, sub, day = match[1], match[2], match[3]
    try:
        if day is not None:
            exact = date(int(year), int(sub), int(day))
            return exact, exact, "day"
        if sub is None:
            return date(int(year), 1, 1), date(int(year), 12, 31), "year"
        return _sub_year(int(year), int(sub))
    except ValueError as error:
        raise DateError(f"no such date: {error}", id=whole) from None


def _sub_year(year: int, code: int) -> tuple[date, date, Precision]:
    if 1 <= code <= 12:
        return date(year, code, 1), month_end(year, code), "month"
    if code not in SUB_YEAR:
        raise ValueError(f"{code:02d} is no month, season, quarter or half")
    first, months, precision = SUB_YEAR[code]
    last = first + months - 1
    return date(year, first, 1), month_end(year + (last - 1) // 12, (last - 1) % 12 + 1), precision


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
