"""Libraries of Sonarr and Radarr, as their API gives them (`/api/v3/series`, `/movie`) or in a file."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Raw

from airdate.types import Failure, Struct
from airdate.watch.imports.files import Files, decode_json, is_json, json_rows
from airdate.watch.imports.found import Found, LeftOut, prefixed, wish


class _Item(Struct, frozen=True, kw_only=True, rename="camel"):
    """What is read of a series or film; a film has no id at TheTVDB."""

    title: str = ""
    year: int | None = None
    monitored: bool = True
    has_file: bool = False
    tvdb_id: int | None = None
    tv_maze_id: int | None = None
    tmdb_id: int | None = None
    imdb_id: str | None = None


def fits(files: Files) -> bool:
    """Is it a JSON list of series or films of theirs?"""
    return any(is_json(data) and b'"titleSlug"' in data[:200_000] for data in files.values())


def parse(files: Files) -> Iterator[Found]:
    """What is monitored; films that are there already are left out."""
    for name, data in files.items():
        for item, place in json_rows(decode_json(name, data, list[Raw]), _Item, f"{name}, item"):
            yield item if isinstance(item, Failure) else _found(item, place)


def _found(item: _Item, place: str) -> Found:
    is_series = bool(item.tvdb_id)
    reason = "not monitored there" if not item.monitored else ""
    if not is_series and item.has_file:
        reason = "there already"
    if reason:
        return LeftOut(name=item.title, row=place, reason=reason)
    if is_series:
        ids = prefixed(imdb=item.imdb_id, tvdb=item.tvdb_id, tvmaze=item.tv_maze_id, tmdb_tv=item.tmdb_id)
    else:
        ids = prefixed(imdb=item.imdb_id, tmdb_movie=item.tmdb_id)
    return wish(item.title, place, form="series" if is_series else "film", year=item.year, ids=ids)
