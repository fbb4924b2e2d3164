"""The formats that lists can be imported from, as one table.

`docs/how-to/import-your-list.md` shows it, and a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from airdate.errors import InputError
from airdate.types import Struct
from airdate.watch.imports import arr, imdb, letterboxd, own, plain, simkl, trakt, tvtime, yamtrack
from airdate.watch.imports.files import Files, open_files
from airdate.watch.imports.found import Found


class Format(Struct, frozen=True, kw_only=True):
    """One format: which members of an archive are opened, how a file is known, how it is read."""

    help: str
    members: str
    fits: Callable[[Files], bool]
    parse: Callable[[Files], Iterator[Found]]


_NONE = r"(?!)"  # a format without archives

#: In the order in which they are tried.
FORMATS: dict[str, Format] = {
    "airdate": Format(help="Our own export, JSON or CSV.", members=_NONE, fits=own.fits, parse=own.parse),
    "tvtime": Format(
        help="TV Time's personal data archive (zip), or its files.",
        members=r"followed_tv_show\.csv|tracking-prod-records(?:-v2)?\.csv",
        fits=tvtime.fits,
        parse=tvtime.parse,
    ),
    "imdb": Format(
        help="A list or watchlist of IMDb (CSV).", members=_NONE, fits=imdb.fits, parse=imdb.parse
    ),
    "letterboxd": Format(
        help="Letterboxd's watchlist.csv, or its export (zip).",
        members=r"watchlist\.csv",
        fits=letterboxd.fits,
        parse=letterboxd.parse,
    ),
    "arr": Format(
        help="A library of Sonarr or Radarr (JSON, as their API gives it).",
        members=_NONE,
        fits=arr.fits,
        parse=arr.parse,
    ),
    "simkl": Format(
        help="Simkl's backup (JSON, zip or CSV).",
        members=r"SimklBackup\.(?:json|csv)",
        fits=simkl.fits,
        parse=simkl.parse,
    ),
    "trakt": Format(
        help="Trakt's export (zip), its watchlist or watched shows (JSON), or a list (CSV).",
        members=r"(?:lists-watchlist|watched-shows)(?:-\d+)?\.json",
        fits=trakt.fits,
        parse=trakt.parse,
    ),
    "yamtrack": Format(
        help="Yamtrack's export (CSV).", members=_NONE, fits=yamtrack.fits, parse=yamtrack.parse
    ),
    "plain": Format(
        help="One title, id or link a line (.txt).", members=_NONE, fits=plain.fits, parse=plain.parse
    ),
}


def read_list(name: str, data: bytes, format: str | None = None) -> tuple[str, Iterator[Found]]:
    """Read a file of a format, or of the one that it is.

    Returns:
        The format's name, and what the file holds; read as it is asked for.

    Raises:
        InputError: no such format, no known one, or a file that cannot be used.
    """
    if format is not None and format not in FORMATS:
        raise InputError("no such format", id=format, hint=f"one of {', '.join(FORMATS)}")
    chosen = {format: FORMATS[format]} if format else FORMATS
    wanted = re.compile("|".join(f"(?:{each.members})" for each in chosen.values()))
    files = open_files(name, data, wanted)
    for key, each in chosen.items():
        if files and (format or each.fits(files)):
            return key, each.parse(files)
    raise InputError("not a list of a known format", id=name, hint=f"name one: {', '.join(FORMATS)}")
