"""Letterboxd's watchlist (CSV, or in its export archive): films by name and year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from airdate.types import Failure
from airdate.watch.imports.files import Files, columns_of, rows_of
from airdate.watch.imports.found import Found, LeftOut, wish

_COLUMNS = ("name", "year")
#: Files of the same columns that list what was seen.
_SEEN = re.compile(r"(?:watched|diary|ratings|reviews)\b.*", re.IGNORECASE)


def fits(files: Files) -> bool:
    """Is it a table of films with their Letterboxd address?"""
    return any({"name", "year", "letterboxd uri"} <= columns_of(data) for data in files.values())


def parse(files: Files) -> Iterator[Found]:
    """The films of a watchlist; a file of films that were seen is left out whole."""
    for name, data in files.items():
        if _SEEN.fullmatch(name):
            yield LeftOut(name=name, row=name, reason="films that were seen; watchlist.csv has the others")
            continue
        for row in rows_of(name, data, _COLUMNS):
            if isinstance(row, Failure):
                yield row
            else:
                yield wish(row.values["name"], row.place, form="film", year=row.values["year"])
