"""What the catalogue knows of a work, as far as it may be shown, and how a guide cites it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from airdate.catalogue.licences import Notice
from airdate.catalogue.records import Credit, Instalment, Offer, Origin, Popularity
from airdate.catalogue.related import Listed
from airdate.guide.words import join_words, say_day
from airdate.types import Entry, Link, Struct


class Known(Struct, frozen=True, kw_only=True):
    """Records on one work, of all sources side by side, the freest licence first.

    `regions` are the countries (ISO 3166 alpha-2) whose services the reader can use, the most wanted first;
    none means all. `plots` are entries on the plot of earlier seasons. `notice` credits all that is shown.
    """

    offers: tuple[Offer, ...] = ()
    credits: tuple[Credit, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    popularity: tuple[Popularity, ...] = ()
    plots: tuple[Entry, ...] = ()
    related: Listed = Listed(works=(), method="")
    notice: Notice = Notice()
    regions: tuple[str, ...] = ()


def cite_origins(origins: Iterable[Origin]) -> str:
    """Who says so, and when it was read: `tvmaze and wikidata, read on 24 Nov 2026`."""
    by_day: dict[date, list[str]] = {}
    for each in _by_source(origins):
        by_day.setdefault(each.retrieved_on, []).append(each.source)
    told = (f"{join_words(names)}, read on {say_day(day, short=True)}" for day, names in by_day.items())
    return "; ".join(told)


def links_to(origins: Iterable[Origin]) -> tuple[Link, ...]:
    """The pages that say so."""
    return tuple(Link(text=each.source, url=each.url) for each in _by_source(origins) if each.url)


def _by_source(origins: Iterable[Origin]) -> list[Origin]:
    """One origin a source, the first that is given."""
    first: dict[str, Origin] = {}
    for each in origins:
        first.setdefault(each.source, each)
    return list(first.values())
