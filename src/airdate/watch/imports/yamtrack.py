"""Yamtrack's export (CSV): series, anime and films; seasons and episodes stand under their series."""

from __future__ import annotations

from collections.abc import Iterator

from airdate.types import Failure, Form
from airdate.watch.imports.files import Files, columns_of, rows_of
from airdate.watch.imports.found import Found, LeftOut, prefixed, tmdb, wish

_COLUMNS = ("media_id", "source", "media_type", "title", "status")
_FORMS: dict[str, Form] = {"tv": "series", "anime": "series", "movie": "film"}
_PARTS = ("season", "episode")


def fits(files: Files) -> bool:
    """Is it a table with Yamtrack's columns?"""
    return any({"media_id", "source", "media_type"} <= columns_of(data) for data in files.values())


def parse(files: Files) -> Iterator[Found]:
    """The series and films; what is dropped, seen, or neither is left out."""
    for name, data in files.items():
        for row in rows_of(name, data, _COLUMNS):
            if isinstance(row, Failure):
                yield row
            elif row.values["media_type"] not in _PARTS:
                yield _found(row.values, row.place)


def _found(values: dict[str, str], place: str) -> Found:
    form, status = _FORMS.get(values["media_type"]), values["status"].lower()
    if form is None:
        return LeftOut(
            name=values["title"], row=place, reason=f"a {values['media_type'] or 'row without type'}"
        )
    if status == "dropped" or (form == "film" and status == "completed"):
        reason = "dropped there" if status == "dropped" else "seen already"
        return LeftOut(name=values["title"], row=place, reason=reason)
    source, number = values["source"], values["media_id"]
    ids = tmdb(form, number) if source == "tmdb" else prefixed(mal=number) if source == "mal" else ()
    return wish(values["title"], place, form=form, ids=ids)
