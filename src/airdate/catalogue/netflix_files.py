"""Netflix's own figures as records: the weekly Top 10 lists (TSV) and the engagement reports (CSV).

Both name works by title alone, so the records carry `title_id`, and `titles.join_titles` joins them. A
season's number is read where the name says it ("Kingdom: Season 2"); a "Part" or "Limited Series" is no
number, and such a row counts for the whole work.

https://www.netflix.com/tudum/top10/ (all-weeks-global.tsv)
https://about.netflix.com/en/news/what-we-watched-a-netflix-engagement-report (a sheet, saved as CSV)
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice

from airdate import dates
from airdate.catalogue.load import Row, parse_rows
from airdate.catalogue.records import Measure, Name, Origin, Popularity, Record, Title, title_id
from airdate.dates import Window
from airdate.errors import SourceError
from airdate.types import Form

_SEASON = re.compile(r"^(.{1,200}?):? (?:Season|Series) (\d{1,2})$")
_LABEL = re.compile(r"^(.{1,200}?): (?:Part \d{1,2}|Volume \d{1,2}|Limited Series|Miniseries)$")
#: Columns of either file → what they measure.
_MEASURES: dict[str, Measure] = {
    "weekly_hours_viewed": "hours",
    "weekly_views": "views",
    "weekly_rank": "rank",
    "cumulative_weeks_in_top_10": "weeks",
    "Hours Viewed": "hours",
    "Views": "views",
}


def top10_rows(lines: Iterable[str], origin: Origin) -> Callable[[int], Iterator[Row]]:
    """The rows of `all-weeks-global.tsv` for `load`: rank, hours, views and weeks, week by week."""
    return _rows(lines, "\t", lambda row: _top10(row, origin))


def engagement_rows(
    lines: Iterable[str], period: Window, form: Form | None, origin: Origin
) -> Callable[[int], Iterator[Row]]:
    """The rows of an engagement report's sheet for `load`; the early reports do not say the form."""
    return _rows(lines, ",", lambda row: _engagement(row, period, form, origin))


def _rows(
    lines: Iterable[str], delimiter: str, parse: Callable[[Mapping[str, str]], tuple[Record, ...]]
) -> Callable[[int], Iterator[Row]]:
    def rows(position: int) -> Iterator[Row]:
        table = _readable(csv.DictReader(lines, delimiter=delimiter, restval=""))
        return parse_rows(islice(table, position, None), parse, "row", first=position + 2)

    return rows


def _readable(table: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    try:
        yield from table
    except csv.Error as error:
        raise SourceError(f"not readable as a table: {error}", hint="download it again") from None


def _top10(row: Mapping[str, str], origin: Origin) -> tuple[Record, ...]:
    sunday = date.fromisoformat(row["week"])
    form: Form = "film" if row["category"].startswith("Films") else "series"
    title = row["show_title"]
    season = _split(row["season_title"])[1] if form == "series" else None
    return _watched(row, title, season, form, dates.between(sunday - timedelta(days=6), sunday), origin)


def _engagement(
    row: Mapping[str, str], period: Window, form: Form | None, origin: Origin
) -> tuple[Record, ...]:
    english, _, native = row["Title"].partition(" // ")
    title, season = _split(english)
    records = _watched(row, title, season, form, period, origin)
    if native:
        records += (Name(work=title_id(title), name=_split(native)[0], origin=origin),)
    return records


def _watched(
    row: Mapping[str, str], title: str, season: int | None, form: Form | None, period: Window, origin: Origin
) -> tuple[Record, ...]:
    if not title:
        raise ValueError("no title")
    work = title_id(title)
    figures = (
        Popularity(
            work=work, season=season, measure=measure, value=_number(cell), period=period, origin=origin
        )
        for column, measure in _MEASURES.items()
        if (cell := row.get(column))
    )
    return Title(work=work, title=title, form=form, origin=origin), *figures


def _split(name: str) -> tuple[str, int | None]:
    """A work's title and the number of its season, where the name says one."""
    name = name.strip()
    if match := _SEASON.match(name):
        return match[1], int(match[2])
    match = _LABEL.match(name)
    return (match[1] if match else name), None


def _number(cell: str) -> float:
    return float(cell.replace(",", ""))
