r"""IMDb's non-commercial data files (TSV, as they are or gzipped) as records; for a user's own machine only.

https://developer.imdb.com/non-commercial-datasets/. `\N` is "unknown". Episodes and games are passed over.
The files have no release days, and a first year is no day: they give titles, forms, years, genres and names.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from airdate.catalogue.load import Row, parse_rows
from airdate.catalogue.records import Name, Origin, Record, Tag, Title
from airdate.errors import SourceError
from airdate.types import Form

#: `titleType` → form; what is not here is passed over.
_FORMS: dict[str, Form] = {
    "tvSeries": "series",
    "tvMiniSeries": "series",
    "movie": "film",
    "tvMovie": "film",
    "tvSpecial": "special",
}


def basics_rows(path: Path, origin: Origin) -> Callable[[int], Iterator[Row]]:
    """The rows of `title.basics.tsv` for `load`: titles with their genres."""
    return lambda position: _rows(path, position, lambda line: _basics(line, origin))


def akas_rows(path: Path, origin: Origin) -> Callable[[int], Iterator[Row]]:
    """The rows of `title.akas.tsv` for `load`: the names by region and language."""
    return lambda position: _rows(path, position, lambda line: _aka(line, origin))


def _rows(path: Path, position: int, parse: Callable[[str], tuple[Record, ...]]) -> Iterator[Row]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            yield from parse_rows(islice(file, position + 1, None), parse, path.name, first=position + 2)
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        raise SourceError(f"cannot be read: {error}", id=str(path), hint="download it again") from error


def _basics(line: str, origin: Origin) -> tuple[Record, ...]:
    cells = line.rstrip("\n").split("\t")
    work, kind, title, original, _, year, _, _, genres = cells
    form = _FORMS.get(kind)
    if form is None:
        return ()
    records: list[Record] = [Title(work=_id(work), title=title, form=form, year=_number(year), origin=origin)]
    if original != title:
        records.append(Name(work=work, name=original, origin=origin))
    tags = (Tag(work=work, kind="genre", value=genre.lower(), origin=origin) for genre in _known(genres))
    return *records, *tags


def _aka(line: str, origin: Origin) -> tuple[Record, ...]:
    work, _, name, region, language, _, _, _ = line.rstrip("\n").split("\t")
    return (Name(work=_id(work), name=name, region=_text(region), language=_text(language), origin=origin),)


def _id(text: str) -> str:
    if not (text.startswith("tt") and text[2:].isdecimal()):
        raise ValueError(f"{text[:20]!r} is no id of IMDb")
    return text


def _text(cell: str) -> str | None:
    return None if cell == r"\N" else cell


def _number(cell: str) -> int | None:
    return None if cell == r"\N" else int(cell)


def _known(cell: str) -> list[str]:
    return [] if cell == r"\N" else cell.split(",")
