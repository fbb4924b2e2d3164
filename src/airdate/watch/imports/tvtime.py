"""TV Time's personal data archive: series and films that were followed when the service closed.

Invariant: of the archive's fifty files, which hold tokens, addresses and devices, three are opened, and of
these only the columns below are kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from airdate.catalogue.fold import fold
from airdate.types import Failure, Struct
from airdate.watch.imports.files import Files, columns_of, rows_of
from airdate.watch.imports.found import Found, LeftOut, prefixed, wish

FOLLOWED = "followed_tv_show.csv"
TRACKING = "tracking-prod-records-v2.csv"
OLD_TRACKING = "tracking-prod-records.csv"

_FOLLOWED = ("tv_show_id", "tv_show_name", "active", "archived")
_TRACKING = ("key", "s_id", "series_name", "is_followed", "is_archived")
_OLD_TRACKING = ("entity_type", "type", "s_id", "series_name", "movie_name", "release_date")
_SERIES_KEY = "user-series-"
_WANTED, _SEEN = ("follow", "towatch"), ("watch", "rewatch")


class _Show(Struct, frozen=True, kw_only=True):
    """A series as all rows of it together have it."""

    name: str
    tvdb: str
    row: str
    followed: bool = False
    archived: bool = False


def fits(files: Files) -> bool:
    """Is one of the three files there, by its name or its columns?"""
    return any(_kind(name, data) for name, data in files.items())


def parse(files: Files) -> Iterator[Found]:
    """The series that are followed and not archived, and the films that are wanted and not seen.

    Series stand in the first two files; films, and series of older archives, in the third.
    """
    found: list[_Show] = []
    films: dict[str, tuple[str, str, set[str]]] = {}
    kinds = {_kind(name, data): (name, data) for name, data in files.items()}
    for kind, columns in ((FOLLOWED, _FOLLOWED), (TRACKING, _TRACKING), (OLD_TRACKING, _OLD_TRACKING)):
        name, data = kinds.get(kind, ("", b""))
        for row in rows_of(name, data, columns):
            if isinstance(row, Failure):
                yield row
            elif kind == OLD_TRACKING and row.values["entity_type"] == "movie":
                title, year = row.values["movie_name"], row.values["release_date"]
                films.setdefault(title, (year, row.place, set()))[2].add(row.values["type"])
            elif kind != OLD_TRACKING or TRACKING not in kinds:
                found += _show(kind, row.values, row.place)
    for show in _together(found):
        yield _series(show)
    for title, (year, place, types) in films.items():
        yield from _film(title, year, place, types)


def _kind(name: str, data: bytes) -> str | None:
    """Which of the three files it is, by its name, else by its columns."""
    if name in (FOLLOWED, TRACKING, OLD_TRACKING):
        return name
    columns = columns_of(data)
    for kind, needed in (
        (FOLLOWED, {"tv_show_id", "tv_show_name"}),
        (TRACKING, {"key", "s_id", "series_name"}),
        (OLD_TRACKING, {"entity_type", "movie_name"}),
    ):
        if needed <= columns:
            return kind
    return None


def _show(kind: str, values: dict[str, str], place: str) -> Iterator[_Show]:
    if kind == FOLLOWED:
        yield _Show(
            name=values["tv_show_name"],
            tvdb=values["tv_show_id"],
            row=place,
            followed=values["active"] != "0",
            archived=_is_true(values["archived"]),
        )
    elif kind == TRACKING and values["key"].startswith(_SERIES_KEY):
        yield _Show(
            name=values["series_name"],
            tvdb=values["s_id"],
            row=place,
            followed=_is_true(values["is_followed"]),
            archived=_is_true(values["is_archived"]),
        )
    elif kind == OLD_TRACKING and values["series_name"]:
        yield _Show(name=values["series_name"], tvdb=values["s_id"], row=place, followed=True)


def _together(shows: list[_Show]) -> list[_Show]:
    """Each series once: followed if one file says so, archived if one file says so."""
    merged: dict[str, _Show] = {}
    for show in shows:
        key = show.tvdb or fold(show.name)
        held = merged.get(key, show)
        merged[key] = replace(
            held,
            name=held.name or show.name,
            followed=held.followed or show.followed,
            archived=held.archived or show.archived,
        )
    return list(merged.values())


def _series(show: _Show) -> Found:
    reason = "archived there" if show.archived else "not followed there" if not show.followed else ""
    if reason:
        return LeftOut(name=show.name, row=show.row, reason=reason)
    return wish(show.name, show.row, form="series", ids=prefixed(tvdb=show.tvdb))


def _film(title: str, year: str, place: str, types: set[str]) -> Iterator[Found]:
    if types & {*_SEEN}:
        yield LeftOut(name=title, row=place, reason="seen already")
    elif types & {*_WANTED}:
        yield wish(title, place, form="film", year=year)


def _is_true(text: str) -> bool:
    return text.lower() in ("1", "true")
