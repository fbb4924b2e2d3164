"""The rows that forecasting reads: seasons, claims, outcomes and requests.

Invariant: a row says what its source said, with its own precision; nothing here corrects it. Titles are
compared by `title_key` alone.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Literal

from airdate.dates import Window
from airdate.types import Struct

#: How well a season's day is known: to the day, to a chart week (its Thursday, ±3 days), announced
#: beforehand, or only as the mean day of its episodes.
RowPrecision = Literal["day", "announced", "week", "season_mean"]

_WORD = re.compile(r"\w+")


class SeasonRow(Struct, frozen=True, kw_only=True):
    """One source's word on when a season first came out."""

    title: str
    season: int
    premiere: date
    precision: RowPrecision
    platform: str = ""
    country: str = ""
    language: str = ""
    genres: tuple[str, ...] = ()
    source: str = ""
    tmdb_id: str = ""
    alias: str = ""


class ClaimRow(Struct, frozen=True, kw_only=True):
    """One dated statement on a season; the same fields as a claim in the ledger, less the text."""

    title: str
    season: int | None
    kind: str
    value: str
    modality: str
    platform: str = ""
    when: Window | None = None
    who: str = ""
    outlet: str = ""
    url: str = ""
    published: Window | None = None


class ActualRow(Struct, frozen=True, kw_only=True):
    """What became of a season: the day it came out, or `None` where it never did.

    `decided` is the day on which it became known that it would not come, where the row tells it.
    """

    title: str
    season: int
    previous: date
    released: date | None
    decided: date | None = None
    platform: str = ""


class Request(Struct, frozen=True, kw_only=True):
    """A question: when does this season come, as seen from `at`?"""

    id: str
    title: str
    season: int
    at: date


@lru_cache(maxsize=1 << 16)
def title_key(title: str) -> str:
    """What titles are compared by: case, accents, punctuation and "&" do not count.

    >>> title_key("Elité & Friends!") == title_key("elite and friends")
    True
    """
    plain = unicodedata.normalize("NFKD", title.replace("&", " and ")).casefold()
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))
