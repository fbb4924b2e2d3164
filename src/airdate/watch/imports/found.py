"""What an import finds in a file: titles that are wanted, rows left out on purpose, rows that do not fit."""

from __future__ import annotations

from typing import TypeAlias

from airdate.catalogue.ids import parse_id
from airdate.publish.clean import clean
from airdate.types import Failure, Form, Struct
from airdate.watch.follow import MAX_NAME, Follow, split_year

_EARLIEST_YEAR = 1870  # before it there is no film; files have year 0, 1 and 1900 for "unknown"


class Wish(Struct, frozen=True, kw_only=True):
    """A title as a file names it; `row` says where it stands there."""

    name: str
    row: str
    form: Form | None = None
    year: int | None = None
    ids: tuple[str, ...] = ()


class LeftOut(Struct, frozen=True, kw_only=True):
    """A row that is read and not followed, and why: seen already, archived there, no title."""

    name: str
    row: str
    reason: str


Found: TypeAlias = Wish | Follow | LeftOut | Failure


def wish(
    name: str, row: str, *, form: Form | None = None, year: object = None, ids: tuple[str, ...] = ()
) -> Found:
    """A title of a row, or the failure where the row has neither name nor id."""
    cleaned, written = split_year(clean(name, MAX_NAME))
    if not cleaned and not ids:
        return Failure(id=row, error="no title and no id")
    return Wish(name=cleaned or ids[0], row=row, form=form, year=read_year(year) or written, ids=ids)


def read_year(value: object) -> int | None:
    """A year from a number or the beginning of a text ("2022", "2022-01-28"); `None` where it can be none."""
    digits = str(value)[:4] if value is not None else ""
    if not (digits.isascii() and digits.isdigit()):
        return None
    return int(digits) if int(digits) >= _EARLIEST_YEAR else None


def prefixed(**numbers: object) -> tuple[str, ...]:
    """Ids in our form from a row's numbers: `prefixed(imdb="tt0944947", tvdb=121361)`.

    TMDB numbers series and films apart: they come as `tmdb_tv` and `tmdb_movie`. What is no id is left out.
    """
    texts = {scheme: str(number).strip() for scheme, number in numbers.items() if number}
    found = (
        parse_id(text if scheme == "imdb" else f"{scheme.replace('_', ':')}:{text}")
        for scheme, text in texts.items()
    )
    return tuple(dict.fromkeys(id for id in found if id is not None))


def tmdb(form: Form | None, number: object) -> tuple[str, ...]:
    """TMDB's id of a series or film; none where the form is not known, as the numbers collide."""
    if form is None:
        return ()
    return prefixed(tmdb_tv=number) if form == "series" else prefixed(tmdb_movie=number)
