"""IMDb's list and watchlist export (CSV): `Const` is the id; the other columns are for the report."""

from __future__ import annotations

from collections.abc import Iterator

from airdate.types import Failure, Form
from airdate.watch.imports.files import Files, columns_of, rows_of
from airdate.watch.imports.found import Found, LeftOut, prefixed, wish

_COLUMNS = ("const", "title", "year", "title type")
#: Title types as the export writes them now ("TV Series") and wrote them once ("tvSeries"), without spaces.
_FORMS: dict[str, Form] = {
    "movie": "film", "tvmovie": "film", "video": "film", "short": "film", "tvshort": "film",
    "tvseries": "series", "tvminiseries": "series", "tvspecial": "special",
}  # fmt: skip
_LEFT_OUT = {"tvepisode": "an episode", "videogame": "a game", "podcastseries": "a podcast"}


def fits(files: Files) -> bool:
    """Is it a table with the column `Const`?"""
    return any({"const", "title"} <= columns_of(data) for data in files.values())


def parse(files: Files) -> Iterator[Found]:
    """The titles of a list; episodes, games and people are left out."""
    for name, data in files.items():
        for row in rows_of(name, data, _COLUMNS):
            yield row if isinstance(row, Failure) else _found(row.values, row.place)


def _found(values: dict[str, str], place: str) -> Found:
    kind = values["title type"].replace(" ", "").lower()
    reason = _LEFT_OUT.get(kind, "" if values["const"].startswith("tt") else "no title")
    if reason:
        return LeftOut(name=values["title"] or values["const"], row=place, reason=reason)
    ids = prefixed(imdb=values["const"])
    return wish(values["title"], place, form=_FORMS.get(kind), year=values["year"], ids=ids)
