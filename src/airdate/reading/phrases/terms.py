"""What an expression means before and after its year is known.

A `Term` is a recurring thing (`yearly`) with or without a year, or a window that was resolved at once
(`fixed`), or nothing that can be told (`UNKNOWN`: "next month" on an undated page).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, NamedTuple

from airdate.dates import Window, month_end
from airdate.reading.phrases.almanac import Yearly, coded, last_such, next_such, running, window

#: Of a season: its first, middle or last month. Of all else: the whole.
Edge = Literal["", "early", "mid", "late"]

_EDGE_MONTH: dict[Edge, int] = {"early": 0, "mid": 1, "late": 2}


class Clock(NamedTuple):
    """The day of saying.

    `day` is that day, or one end of the month where the page gives a month (`said`, as printed, with its
    `first` and `last` day). A date without a year is the next from `first`, or the last up to `last`.
    """

    day: date
    said: str
    first: date
    last: date


class Term(NamedTuple):
    """The meaning of an expression.

    `relative`: found from the day of saying. `bare`: a lone word or number that needs a neighbour to be
    a date. `is_day`: names a day, not a stretch. `closes`: the running unit whose end this is ("the end
    of the year"). `joined`: a range or a choice. `edge`: which part of a season was named.
    """

    yearly: Yearly | None = None
    year: int | None = None
    fixed: Window | None = None
    relative: bool = False
    bare: bool = False
    is_day: bool = False
    closes: Window | None = None
    joined: bool = False
    edge: Edge = ""


UNKNOWN = Term(relative=True)


def is_settled(term: Term) -> bool:
    """Does it carry its year?"""
    return term.fixed is not None or term.year is not None


def resolve(term: Term, clock: Clock | None, past: bool) -> Window | None:
    """The term's window; a missing year is the next that fits, or with `past` the last."""
    if term.fixed is not None or term.yearly is None:
        return term.fixed
    if term.year is not None:
        return term.yearly(term.year)
    if clock is None:
        return None
    return last_such(term.yearly, clock.last) if past else next_such(term.yearly, clock.first)


def join(left: Term, right: Term, clock: Clock | None, past: bool) -> Term | None:
    """From one term to another; the one without a year takes it from the other.

    None where the second ends before the first begins, so that they are two dates and no stretch.
    """
    if UNKNOWN in (left, right):
        return UNKNOWN
    start = resolve(left, clock, past)
    end = resolve(right, clock, past)
    if is_settled(right) and not is_settled(left):
        start = _borrowed(left, end)
    elif not is_settled(right) and start is not None and start.earliest is not None and right.yearly:
        end = next_such(right.yearly, start.earliest)
    unsettled = not is_settled(left) and not is_settled(right)
    if unsettled and clock is None:
        return UNKNOWN
    if start is None or end is None:
        return None
    stretch = _stretch(_narrowed(start, left.edge), _narrowed(end, right.edge))
    relative = left.relative or right.relative or unsettled
    bare = left.bare and right.bare and "year" in (start.precision, end.precision)
    return Term(fixed=stretch, relative=relative, bare=bare, joined=True) if stretch is not None else None


def _borrowed(left: Term, end: Window | None) -> Window | None:
    """The last such before `end`; a winter that began the year before counts from January."""
    if end is None or end.earliest is None or left.yearly is None:
        return None
    start = last_such(left.yearly, end.earliest)
    new_year = date(end.earliest.year, 1, 1)
    if start is None or start.precision != "season" or not start.contains(new_year) or left.edge:
        return start
    return window(f"{new_year:%Y-%m}/{start.latest:%Y-%m}")


def _narrowed(season: Window, edge: Edge) -> Window:
    if not edge or season.precision != "season" or season.earliest is None:
        return season
    year, month = divmod(season.earliest.year * 12 + season.earliest.month - 1 + _EDGE_MONTH[edge], 12)
    return window(f"{year:04d}-{month + 1:02d}") or season


def _stretch(start: Window, end: Window) -> Window | None:
    if start == end:
        return start
    if None in (start.earliest, start.latest, end.earliest, end.latest):
        return None
    years = start.precision == end.precision == "year"
    first = _printed(start.earliest, start.precision == "day", years)
    return window(f"{first}/{_printed(end.latest, end.precision == 'day', years)}")


def _printed(day: date | None, as_day: bool, as_year: bool) -> str:
    if day is None:
        return ".."
    if as_year:
        return f"{day:%Y}"
    exact = as_day or (day.day != 1 and day != month_end(day.year, day.month))
    return day.isoformat() if exact else f"{day:%Y-%m}"


def onwards(w: Window) -> Window | None:
    """X/.."""
    return window(w.edtf.split("/")[0] + "/..")


def until(w: Window) -> Window | None:
    """../X"""
    return window("../" + w.edtf.split("/")[-1])


def after(w: Window) -> Window | None:
    """The unit that follows X, and on: after 2025 is 2026/.. ."""
    if w.latest is None:
        return None
    following = w.latest + timedelta(1)
    last = window(w.edtf.split("/")[-1])
    unit = last.precision if last else "day"
    code = {"year": f"{following:%Y}", "day": following.isoformat(), "month": f"{following:%Y-%m}"}.get(unit)
    if code is None:
        code = _next_code(w, following)
    return window(code + "/..")


def _next_code(w: Window, following: date) -> str:
    """The season, quarter or half that begins on a day, as the EDTF of its own kind."""
    step = int(w.edtf[-2:])
    last_of_kind = step in (24, 36, 41)
    code = {24: 21, 36: 33, 41: 40}[step] if last_of_kind else step + 1
    return f"{following.year:04d}-{code}"


def week_of(w: Window) -> Window | None:
    """The week, Monday to Sunday, that a day is in; None for what is no day."""
    return running(w.earliest, "week", 0) if w.is_day and w.earliest is not None else None


def up_to(w: Window, clock: Clock) -> Window | None:
    """From the day of saying to the end of a window, in days or, where a month said it, in months."""
    if w.latest is None or w.latest < clock.day:
        return None
    end = w.latest.isoformat() if len(clock.said) > len("2022-07") else f"{w.latest:%Y-%m}"
    return window(f"{clock.said}/{end}")


def rest_of(unit: Window, clock: Clock) -> Window | None:
    """From the day of saying to the unit's end; the whole unit before it begins, None when it is over."""
    if unit.earliest is not None and unit.earliest > clock.day:
        return unit
    return up_to(unit, clock)


YEAR: Yearly = coded("")
