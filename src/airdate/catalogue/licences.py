"""What each licence lets us do with a value: one table, and the one function that publishing asks.

A licence that is not in the table allows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from airdate.catalogue.records import Origin
from airdate.types import Struct


class Terms(Struct, frozen=True, kw_only=True):
    """A licence's terms: may its values be published, with whose credit, and for how long may they be kept?

    `credit` is the line to print, `None` where none is owed. `share_alike` binds what holds the value to
    the same licence. `keep_days` is counted from the day of reading. `rank` orders values of one kind.
    """

    rank: int
    publish: bool
    credit: str | None = None
    share_alike: bool = False
    keep_days: int | None = None


LICENCES: Mapping[str, Terms] = {
    "facts": Terms(rank=0, publish=True),
    "cc0": Terms(rank=1, publish=True),
    "cc-by": Terms(rank=2, publish=True, credit="Data from {source} (CC BY 4.0)"),
    "cc-by-sa": Terms(
        rank=3, publish=True, credit="Data from {source} (CC BY-SA 4.0, share alike)", share_alike=True
    ),
    # https://developer.imdb.com/non-commercial-datasets/: personal use, not to be passed on
    "imdb-non-commercial": Terms(rank=4, publish=False),
    # https://www.themoviedb.org/api-terms-of-use: a cache of six months at most, not to be passed on
    "tmdb": Terms(
        rank=5,
        publish=False,
        credit="This product uses the TMDB API but is not endorsed or certified by TMDB",
        keep_days=180,
    ),
}
#: The licences whose values may appear in a page, API answer, calendar or export.
PUBLISHABLE: frozenset[str] = frozenset(licence for licence, terms in LICENCES.items() if terms.publish)


class Notice(Struct, frozen=True, kw_only=True):
    """What output must carry for the values that it holds: lines of credit, and the share-alike mark."""

    credits: tuple[str, ...] = ()
    share_alike: bool = False


def may_publish(licence: str) -> bool:
    """May a value under this licence appear in a page, API answer, calendar or export?"""
    return licence in PUBLISHABLE


def expires_on(origin: Origin) -> date | None:
    """The first day on which the value may be held no longer; `None` where it may stay."""
    days = LICENCES[origin.licence].keep_days
    return None if days is None else origin.retrieved_on + timedelta(days=days)


def notice(origins: Iterable[tuple[str, str]]) -> Notice:
    """The credits that values call for, by source and licence, each once, in alphabetical order.

    Raises:
        KeyError: a licence that is not in the table.
    """
    terms = [(source, LICENCES[licence]) for source, licence in origins]
    credits = {each.credit.format(source=source) for source, each in terms if each.credit}
    return Notice(credits=tuple(sorted(credits)), share_alike=any(each.share_alike for _, each in terms))


def preference(origin: Origin) -> tuple[int, int]:
    """Sorts values of one kind: the freest licence first, then the latest reading.

    So what is shown can, where there is a choice, be published too.
    """
    return LICENCES[origin.licence].rank, -origin.retrieved_on.toordinal()
