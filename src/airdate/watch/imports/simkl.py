"""Simkl's backup: JSON (also in its archive) or CSV; series that were not dropped, films still to be seen."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Raw

from airdate.types import Failure, Form, Struct
from airdate.watch.imports.files import Files, columns_of, decode_json, is_json, json_rows, rows_of
from airdate.watch.imports.found import Found, LeftOut, prefixed, tmdb, wish

_COLUMNS = ("title", "type", "year", "watchlist", "tvdb", "tmdb", "imdb")
_DROPPED = ("dropped", "notinteresting", "not interesting")
_SEEN = ("completed",)


class _Ids(Struct, frozen=True, kw_only=True):
    imdb: str | None = None
    tmdb: str | int | None = None
    tvdb: str | int | None = None
    mal: str | int | None = None
    anilist: str | int | None = None


class _Title(Struct, frozen=True, kw_only=True):
    title: str | None = None
    year: int | None = None
    ids: _Ids = _Ids()


class _Entry(Struct, frozen=True, kw_only=True):
    """What is read of an entry; a series stands under `show`, an anime under either name."""

    status: str = ""
    show: _Title | None = None
    anime: _Title | None = None
    movie: _Title | None = None


class _Backup(Struct, frozen=True, kw_only=True):
    shows: list[Raw] | None = None
    anime: list[Raw] | None = None
    movies: list[Raw] | None = None


def fits(files: Files) -> bool:
    """Is it a JSON object of shows, anime and movies, or a table with Simkl's id?"""
    return any(
        _is_backup(data) if is_json(data) else "simkl_id" in columns_of(data) for data in files.values()
    )


def _is_backup(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and any(
        key in data for key in (b'"shows"', b'"movies"', b'"anime"')
    )


def parse(files: Files) -> Iterator[Found]:
    """The titles of a backup."""
    for name, data in files.items():
        yield from _entries(name, data) if is_json(data) else _rows(name, data)


def _entries(name: str, data: bytes) -> Iterator[Found]:
    backup: _Backup = decode_json(name, data, _Backup)
    lists: tuple[tuple[Form, list[Raw] | None], ...] = (
        ("series", backup.shows),
        ("series", backup.anime),
        ("film", backup.movies),
    )
    for form, entries in lists:
        for entry, place in json_rows(entries or (), _Entry, f"{name}, {form}"):
            yield entry if isinstance(entry, Failure) else _entry(entry, form, place)


def _entry(entry: _Entry, form: Form, place: str) -> Found:
    title = entry.show or entry.anime or entry.movie or _Title()
    numbers = title.ids
    ids = prefixed(imdb=numbers.imdb, mal=numbers.mal, anilist=numbers.anilist)
    ids += prefixed(tvdb=numbers.tvdb) if form == "series" else ()
    ids += tmdb(form, numbers.tmdb)
    return _found(title.title or "", title.year, form, entry.status, ids, place)


def _rows(name: str, data: bytes) -> Iterator[Found]:
    for row in rows_of(name, data, _COLUMNS):
        if isinstance(row, Failure):
            yield row
            continue
        values = row.values
        form: Form = "film" if values["type"].lower().startswith("movie") else "series"
        ids = prefixed(imdb=values["imdb"], tvdb=values["tvdb"] if form == "series" else None)
        ids += tmdb(form, values["tmdb"])
        yield _found(values["title"], values["year"], form, values["watchlist"], ids, row.place)


def _found(name: str, year: object, form: Form, status: str, ids: tuple[str, ...], place: str) -> Found:
    held = status.lower()
    if held in _DROPPED or (form == "film" and held in _SEEN):
        reason = "dropped there" if held in _DROPPED else "seen already"
        return LeftOut(name=name, row=place, reason=reason)
    return wish(name, place, form=form, year=year, ids=ids)
