"""Netflix's category codes: numbers that open a category's page, with their English names.

Codes and names are facts, gathered by hand from community lists; a code without an English name is left out.
Netflix shows a page only where the category exists in the visitor's country.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from airdate.catalogue.fold import fold
from airdate.types import Struct

_LINK = "https://www.netflix.com/browse/genre/{code}"


class Code(Struct, frozen=True, kw_only=True):
    """A category: its code, English name, and the link that opens it."""

    code: int
    name: str
    link: str


def codes(query: str = "") -> list[Code]:
    """The categories whose name has all words of the query, or the one of that code; shortest names first.

    A word may be the beginning of one ("zombie" finds "Zombies"), and "horror films" is "horror movies".
    """
    words = [_SAME.get(word, word) for word in fold(query).split()]
    found = [
        code for code in _all() if query.strip() == str(code.code) or all(_has(code, word) for word in words)
    ]
    return sorted(found, key=lambda code: (len(code.name), code.name))


#: British and American words for one thing; the lists mix both.
_SAME = {"film": "movie", "films": "movie", "movies": "movie", "shows": "show", "programmes": "show"}


def _has(code: Code, word: str) -> bool:
    return any(_SAME.get(each, each).startswith(word) for each in fold(code.name).split())


@cache
def _all() -> tuple[Code, ...]:
    text = (files("airdate") / "data" / "netflix_codes.csv").read_text(encoding="utf-8")
    return tuple(
        Code(code=int(row["code"]), name=row["name"], link=_LINK.format(code=row["code"]))
        for row in csv.DictReader(text.splitlines())
    )
