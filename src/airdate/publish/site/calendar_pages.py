"""The calendar: a page for each month that holds something; `/calendar/` is the first of them from today on.

Confirmed days, days that are not confirmed, named windows and likely months are told apart.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from airdate import dates
from airdate.dates import Window
from airdate.guide.words import MONTHS
from airdate.publish.clean import MAX_TITLE, clean
from airdate.publish.site import paths
from airdate.publish.site.model import CalendarRow, Certainty
from airdate.publish.site.templates import Address, page
from airdate.types import Struct

_LONGEST = 366  # days; a longer window says nothing about a month
_GROUPS: tuple[tuple[str, Certainty], ...] = (
    ("Confirmed days", "confirmed"),
    ("Days not confirmed", "unconfirmed"),
    ("Windows", "window"),
    ("Likely months", "likely"),
)

Month = tuple[int, int]
Named = tuple[str, str]  # name, path

#: A week of the grid: seven days of the month (`None` before its first and after its last) with their rows.
Week = list[tuple[int | None, list[CalendarRow]]]


class MonthLink(Struct, frozen=True, kw_only=True):
    """A month in the list of months; `rows` stand in it, `is_past` is seen from the site's day."""

    year: int
    month: int
    name: str
    path: str
    rows: int
    is_past: bool


def calendar_files(
    rows: Iterable[CalendarRow], calendars: Sequence[Named], today: date, where: Address
) -> Iterator[tuple[str, bytes]]:
    """The calendar's pages as (path, bytes); rows are cleaned, `calendars` are the files to follow."""
    by_month: dict[Month, list[CalendarRow]] = defaultdict(list)
    for row in sorted(rows, key=by_day):
        for month in months_of(row.when):
            by_month[month].append(row)
    links = month_links({month: len(held) for month, held in by_month.items()}, today)
    for month in sorted(by_month):
        yield month_page(month, by_month[month], links, where)
    ahead = first_ahead(by_month, today)
    yield calendar_page(ahead, by_month[ahead] if ahead else [], links, calendars, where)


def month_page(
    month: Month, rows: Sequence[CalendarRow], links: Sequence[MonthLink], where: Address
) -> tuple[str, bytes]:
    """The page of a month; its rows are in the order `by_day`, `links` name all months."""
    return paths.month(*month), _page(paths.month(*month), month, rows, links, (), where)


def calendar_page(
    month: Month | None,
    rows: Sequence[CalendarRow],
    links: Sequence[MonthLink],
    calendars: Sequence[Named],
    where: Address,
) -> tuple[str, bytes]:
    """`/calendar/`: the month that is ahead, if any, and the calendar files to follow."""
    cleaned = [(clean(name, MAX_TITLE), path) for name, path in calendars]
    return paths.CALENDAR, _page(paths.CALENDAR, month, rows, links, cleaned, where)


def by_day(row: CalendarRow) -> str:
    """Where a cleaned row stands in its months."""
    return f"{row.when.earliest or date.max}\t{row.title}\t{row.season or 0:06d}"


def month_links(counts: Mapping[Month, int], today: date) -> list[MonthLink]:
    """All months that hold something, with how many rows each holds."""
    now = (today.year, today.month)
    return [_link(month, counts[month], now) for month in sorted(counts)]


def first_ahead(months: Iterable[Month], today: date) -> Month | None:
    """The first month from today's on."""
    return min((month for month in months if month >= (today.year, today.month)), default=None)


def _page(
    path: str,
    month: Month | None,
    rows: Sequence[CalendarRow],
    links: Sequence[MonthLink],
    calendars: Sequence[Named],
    where: Address,
) -> bytes:
    order = [(link.year, link.month) for link in links]
    place = order.index(month) if month else 0
    return page(
        "calendar.html",
        where,
        path,
        month=_window(month) if month else None,
        months=links,
        calendars=calendars,
        before=_turn(order[place - 1]) if month and place else None,
        after=_turn(order[place + 1]) if month and place + 1 < len(order) else None,
        weeks=_weeks(month, rows) if month else [],
        groups=[(name, [row for row in rows if row.certainty == kind]) for name, kind in _GROUPS],
    )


def _window(month: Month) -> Window:
    return dates.parse(f"{month[0]:04d}-{month[1]:02d}")


def _link(month: Month, rows: int, now: Month) -> MonthLink:
    name, path = MONTHS[month[1] - 1], paths.month(*month)
    return MonthLink(year=month[0], month=month[1], name=name, path=path, rows=rows, is_past=month < now)


def _turn(month: Month) -> tuple[Window, str]:
    return _window(month), paths.month(*month)


def _weeks(month: Month, rows: Sequence[CalendarRow]) -> list[Week]:
    """The month's grid from Monday to Sunday; empty where no row names a day."""
    by_day: dict[date, list[CalendarRow]] = defaultdict(list)
    for row in rows:
        if row.when.is_day and row.when.earliest is not None:
            by_day[row.when.earliest].append(row)
    if not by_day:
        return []
    weeks = calendar.Calendar().monthdatescalendar(*month)
    return [
        [(day.day if day.month == month[1] else None, by_day.get(day, [])) for day in week] for week in weeks
    ]


def months_of(when: Window) -> list[Month]:
    """The months that a window touches; none where it is open or longer than a year."""
    first, last = when.earliest, when.latest
    if first is None or last is None or (last - first).days > _LONGEST:
        return []
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [(number // 12, number % 12 + 1) for number in numbers]
