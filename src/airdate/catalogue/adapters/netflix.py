"""Netflix's own files: engagement reports (XLSX) and the weekly Top 10 (TSV), by path or address.

Facts as the company publishes them. An engagement report has, below some lines of title, the columns Title,
Available Globally?, Release Date, Hours Viewed, Runtime and Views, in one sheet or one for shows and one for
films. The release date is the title's first day on Netflix, and often left out.
https://about.netflix.com/en/news/what-we-watched-a-netflix-engagement-report
https://www.netflix.com/tudum/top10/ (all-weeks-global.tsv)
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from airdate.catalogue.adapters.answers import Found, Params, day, each, failure, read_place
from airdate.catalogue.adapters.sheets import Sheet, read_sheets
from airdate.catalogue.netflix_files import engagement_rows, top10_rows
from airdate.catalogue.records import Origin, Popularity, Record, Release
from airdate.dates import Window
from airdate.errors import SourceError
from airdate.sources.net import Client
from airdate.types import Failure, Form, Struct

TOP10_ADDRESS = "https://www.netflix.com/tudum/top10/data/all-weeks-global.tsv"
_REPORTS = "https://about.netflix.com/en/news/what-we-watched-a-netflix-engagement-report"
_COLUMNS = ("Title", "Release Date", "Hours Viewed", "Views")
_FORMS: dict[str, Form] = {
    "tv": "series",
    "shows": "series",
    "film": "film",
    "films": "film",
    "movies": "film",
}
_HEADER_WITHIN = 20  # rows of title before the header


class _Row(Struct, frozen=True, kw_only=True):
    """A title's line in the sheet: its cells by the names of `_COLUMNS`, as text."""

    cells: dict[str, str]
    form: Form | None


def fetch_top10(client: Client, params: Params, since: datetime | None) -> Iterator[Found]:
    """The weekly lists, all of them: the file is published whole."""
    place = params.place or params.address or TOP10_ADDRESS
    try:
        yield from parse_top10(read_place(client, place), params.today, place)
    except SourceError as error:
        yield failure(error, place)


def fetch_engagement(client: Client, params: Params, since: datetime | None) -> Iterator[Found]:
    """One report, of `params.place`, which covers `params.period`."""
    if params.period is None:
        yield Failure(
            id=params.place, error="which months?", hint="give the report's period: 2025-01/2025-06"
        )
        return
    try:
        body = read_place(client, params.place)
        yield from parse_engagement(body, params.period, params.form, params.today, params.place)
    except SourceError as error:
        yield failure(error, params.place)


def parse_top10(body: bytes, today: date, place: str) -> Iterator[Found]:
    """Ranks, hours, views and weeks, week by week.

    Raises:
        SourceError: not a table of that form.
    """
    lines = body.decode("utf-8", errors="replace").splitlines()
    if not lines or "show_title" not in lines[0].split("\t"):
        raise SourceError("no Top 10 list: its first line has no column show_title", id=place)
    for row in top10_rows(lines, _origin("netflix-top10", place, TOP10_ADDRESS, today))(0):
        yield from (row,) if isinstance(row, Failure) else row


def parse_engagement(
    body: bytes, period: Window, form: Form | None, today: date, place: str
) -> Iterator[Found]:
    """Hours and views of each title, and its first day where the report gives one.

    Raises:
        SourceError: no XLSX file, or no sheet with the columns.
    """
    origin = _origin("netflix-engagement", place, _REPORTS, today)
    rows = [
        row
        for name, sheet in read_sheets(body, place).items()
        for row in _rows(sheet, _FORMS.get(name.lower(), form))
    ]
    if not rows:
        raise SourceError("no sheet with the columns Title and Hours Viewed", id=place)
    return each(rows, lambda row: _title(row, period, origin), place)


def _title(row: _Row, period: Window, origin: Origin) -> Iterator[Found]:
    text = io.StringIO()
    csv.writer(text).writerows([row.cells.keys(), row.cells.values()])
    (found,) = engagement_rows(text.getvalue().splitlines(), period, row.form, origin)(0)
    if isinstance(found, Failure):
        raise SourceError(found.error, id=row.cells["Title"] or None)
    yield from found
    yield from _release(row, found, origin)


def _release(row: _Row, found: Sequence[Record], origin: Origin) -> Iterator[Release]:
    """The first day; a series' day without a season's number belongs to no season that we could name."""
    window = day(row.cells["Release Date"][:10], row.cells["Title"])
    watched = next((record for record in found if isinstance(record, Popularity)), None)
    if window is None or watched is None or (watched.season is None and row.form != "film"):
        return
    yield Release(work=watched.work, season=watched.season, window=window, type="streaming", origin=origin)


def _rows(sheet: Sheet, form: Form | None) -> Iterator[_Row]:
    """The lines below the header; nothing where the sheet has none."""
    for number, line in enumerate(sheet[:_HEADER_WITHIN]):
        places = {name: line.index(name) for name in _COLUMNS if name in line}
        if {"Title", "Hours Viewed"} <= places.keys():
            for cells in sheet[number + 1 :]:
                texts = {name: _text(cells[places[name]]) if name in places else "" for name in _COLUMNS}
                if texts["Title"]:
                    yield _Row(cells=texts, form=form)
            return


def _text(cell: str) -> str:
    text = cell.strip()
    return "" if text == "*" else text  # Netflix's mark for "not counted"


def _origin(source: str, place: str, published_at: str, today: date) -> Origin:
    """The link is to the file where it was read from the network, else to where it is published."""
    url = place if place.startswith("https://") else published_at
    return Origin(source=source, licence="facts", url=url, retrieved_on=today)
