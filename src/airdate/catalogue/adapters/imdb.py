"""IMDb's non-commercial data files, by path: `params.place` is the folder that holds them.

For personal use on the user's own machine: the licence `imdb-non-commercial` keeps every record out of all
that is published. Streamed, gzipped or plain. https://developer.imdb.com/non-commercial-datasets/
"""

from __future__ import annotations

import gzip
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from airdate.catalogue.adapters.answers import Found, Params, failure
from airdate.catalogue.imdb_files import akas_rows, basics_rows
from airdate.catalogue.load import Row, SourceFile
from airdate.catalogue.records import Instalment, Origin
from airdate.errors import SourceError
from airdate.sources.net import Client
from airdate.types import Failure

_PAGE = "https://developer.imdb.com/non-commercial-datasets/"


def fetch_imdb(client: Client, params: Params, since: datetime | None) -> Iterator[Found]:
    """Titles, names and seasons of the files that are in the folder; nothing is downloaded."""
    try:
        for file in imdb_files(params):
            for row in file.rows(0):
                yield from (row,) if isinstance(row, Failure) else row
    except SourceError as error:
        yield failure(error, params.place)


def imdb_files(params: Params) -> list[SourceFile]:
    """The files that are in the folder; one that was changed since is another version of it.

    Raises:
        SourceError: there are none.
    """
    folder = Path(params.place)
    origin = Origin(source="imdb", licence="imdb-non-commercial", url=_PAGE, retrieved_on=params.today)
    files = [
        SourceFile(name=path.name, version=_version(path), rows=read(path, origin))
        for name, read in _READERS.items()
        if (path := _file(folder, name)) is not None
    ]
    if not files:
        raise SourceError("none of IMDb's files is there", id=params.place, hint=f"see {_PAGE}")
    return files


def _version(path: Path) -> str:
    state = path.stat()
    return f"{state.st_size} bytes, {state.st_mtime_ns}"


def _episode_rows(path: Path, origin: Origin) -> Callable[[int], Iterator[Row]]:
    """The seasons come at the end, since the file is in no order; a position counts them as rows."""
    return lambda position: islice(_seasons(path, origin), position, None)


def _seasons(path: Path, origin: Origin) -> Iterator[Row]:
    """Seasons with their numbers of episodes; the file is in no order, so they are counted to its end."""
    seasons: Counter[tuple[str, int]] = Counter()
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            next(file, None)
            for number, line in enumerate(file, start=2):
                cells = line.rstrip("\n").split("\t")
                if len(cells) != 4 or not (cells[2] == r"\N" or cells[2].isdecimal()):
                    yield Failure(id=f"{path.name}:{number}", error="a row that does not fit")
                elif cells[2] != r"\N":
                    seasons[cells[1], int(cells[2])] += 1
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise SourceError(f"cannot be read: {error}", id=str(path), hint="download it again") from None
    for (work, season), episodes in seasons.items():
        yield (Instalment(work=work, season=season, episodes=episodes, origin=origin),)


def _file(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / f"{name}.gz", folder / name) if path.is_file()), None)


_READERS: dict[str, Callable[[Path, Origin], Callable[[int], Iterator[Row]]]] = {
    "title.basics.tsv": basics_rows,
    "title.akas.tsv": akas_rows,
    "title.episode.tsv": _episode_rows,
}
