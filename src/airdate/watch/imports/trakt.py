"""Trakt's export: watchlist and watched series as JSON (also in its archive), or a list as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Raw

from airdate.types import Failure, Form, Struct
from airdate.watch.imports.files import Files, columns_of, decode_json, is_json, json_rows, rows_of
from airdate.watch.imports.found import Found, LeftOut, prefixed, tmdb, wish

_COLUMNS = ("type", "title", "year", "imdb_id", "tmdb_id", "tvdb_id")
_FORMS: dict[str, Form] = {"movie": "film", "show": "series", "season": "series", "episode": "series"}


class _Ids(Struct, frozen=True, kw_only=True):
    imdb: str | None = None
    tmdb: int | None = None
    tvdb: int | None = None


class _Title(Struct, frozen=True, kw_only=True):
    title: str | None = None
    year: int | None = None
    ids: _Ids = _Ids()


class _Entry(Struct, frozen=True, kw_only=True):
    """What is read of an entry; one on a season or episode names its show, too."""

    show: _Title | None = None
    movie: _Title | None = None
    plays: int | None = None
    watched_at: str | None = None


def fits(files: Files) -> bool:
    """Is it a JSON list of shows and films, or a table with Trakt's ids?"""
    return any(
        _is_entries(data) if is_json(data) else {"type", "title", "trakt_id"} <= columns_of(data)
        for data in files.values()
    )


def _is_entries(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") and any(
        key in data[:100_000] for key in (b'"show":', b'"movie":', b'"show" :', b'"movie" :')
    )


def parse(files: Files) -> Iterator[Found]:
    """The shows and films; films that were seen are left out."""
    for name, data in files.items():
        yield from _entries(name, data) if is_json(data) else _rows(name, data)


def _entries(name: str, data: bytes) -> Iterator[Found]:
    for entry, place in json_rows(decode_json(name, data, list[Raw]), _Entry, f"{name}, entry"):
        yield entry if isinstance(entry, Failure) else _found(entry, place)


def _found(entry: _Entry, place: str) -> Found:
    title = entry.show or entry.movie
    if title is None:
        return LeftOut(name=place, row=place, reason="neither a show nor a film")
    if entry.show is None and (entry.plays or entry.watched_at):
        return LeftOut(name=title.title or place, row=place, reason="seen already")
    form: Form = "series" if entry.show is not None else "film"
    ids = prefixed(imdb=title.ids.imdb, tvdb=title.ids.tvdb if form == "series" else None)
    ids += tmdb(form, title.ids.tmdb)
    return wish(title.title or "", place, form=form, year=title.year, ids=ids)


def _rows(name: str, data: bytes) -> Iterator[Found]:
    for row in rows_of(name, data, _COLUMNS):
        if isinstance(row, Failure):
            yield row
            continue
        values = row.values
        form = _FORMS.get(values["type"].lower())
        ids = prefixed(imdb=values["imdb_id"], tvdb=values["tvdb_id"] if form == "series" else None)
        ids += tmdb(form, values["tmdb_id"])
        yield wish(values["title"], row.place, form=form, year=values["year"], ids=ids)
