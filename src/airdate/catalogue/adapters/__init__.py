"""Sources of the catalogue: one adapter each, from the network or a file to records.

`ADAPTERS` lists them. What may be published and for how long it may be kept follows from the licence
(`airdate.catalogue.licences`); docs/explanation/licences.md says it in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from airdate.catalogue.adapters import bangumi, imdb, netflix, tmdb, tvmaze, wikidata
from airdate.catalogue.adapters.answers import Found, Params
from airdate.catalogue.licences import LICENCES, may_publish
from airdate.catalogue.load import SourceFile
from airdate.catalogue.records import Licence
from airdate.sources.net import Client, Rate
from airdate.types import Struct

Fetch = Callable[[Client, Params, datetime | None], Iterator[Found]]


class Adapter(Struct, frozen=True, kw_only=True):
    """A source: its name, licence, and `fetch(client, params, since)`, which yields records and failures.

    One with `by_default` is read without being asked for by name. `files(params)` is given where the source
    is large files, which are taken up again where an earlier run stopped.
    """

    name: str
    licence: Licence
    fetch: Fetch
    by_default: bool = False
    needs_key: bool = False
    files: Callable[[Params], list[SourceFile]] | None = None

    @property
    def credit(self) -> str | None:
        """The line that must be shown with the values."""
        credit = LICENCES[self.licence].credit
        return credit and credit.format(source=self.name)

    @property
    def publishable(self) -> bool:
        """May its values be published?"""
        return may_publish(self.licence)


ADAPTERS: dict[str, Adapter] = {
    adapter.name: adapter
    for adapter in (
        Adapter(name="tvmaze", licence="cc-by-sa", fetch=tvmaze.fetch_tvmaze, by_default=True),
        Adapter(name="wikidata", licence="cc0", fetch=wikidata.fetch_wikidata, by_default=True),
        Adapter(name="bangumi-data", licence="cc-by", fetch=bangumi.fetch_bangumi, by_default=True),
        Adapter(name="netflix-top10", licence="facts", fetch=netflix.fetch_top10, by_default=True),
        Adapter(name="netflix-engagement", licence="facts", fetch=netflix.fetch_engagement),
        Adapter(name="imdb", licence="imdb-non-commercial", fetch=imdb.fetch_imdb, files=imdb.imdb_files),
        Adapter(name="tmdb", licence="tmdb", fetch=tmdb.fetch_tmdb, needs_key=True),
    )
}

#: How fast each service may be called; for the client.
RATES: dict[str, Rate] = {**tvmaze.RATES, **wikidata.RATES, **tmdb.RATES}

__all__ = ["ADAPTERS", "RATES", "Adapter", "Found", "Params"]
