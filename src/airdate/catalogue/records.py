"""What a source says of works, one statement a record: adapters yield them, the store keeps them.

Each record has its `origin`: who says so, under which licence, where it was read and on which day.
Records that disagree stand side by side; a later silence takes nothing back. `None` is "the source does
not say", and is never filled in by a guess: a year is no day, and a missing date is no date.

`work` is the work's id at its source, in the form of `airdate.catalogue.ids`: "tvmaze:82", "tt0944947",
"tmdb:tv:1399", "Q23572". `Same` says that two ids are one work. A source without ids (a chart of titles)
uses `title_id`, which is joined to the one work of that title, where there is exactly one.

(`gc=False`: no record can refer to itself, and loading makes millions of them.)
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from airdate.catalogue.fold import fold
from airdate.dates import Window
from airdate.types import Form, ReleaseType, Struct

#: The keys of `airdate.catalogue.licences.LICENCES`, where each licence's rules stand.
Licence = Literal["facts", "cc0", "cc-by", "cc-by-sa", "imdb-non-commercial", "tmdb"]
Role = Literal["actor", "creator", "director", "writer", "producer", "other"]
TagKind = Literal["genre", "theme"]
Measure = Literal["hours", "views", "weeks", "rank"]


class Origin(Struct, frozen=True, kw_only=True, gc=False):
    """Where a value comes from: the source's short name ("tvmaze"), licence, link and day of reading.

    For a value out of a large file, `url` is the file's. How long it may be kept follows from the licence.
    """

    source: str
    licence: Licence
    retrieved_on: date
    url: str | None = None


class Record(Struct, frozen=True, kw_only=True, gc=False):
    """Base of all records."""

    origin: Origin


class Title(Record, frozen=True, kw_only=True, gc=False):
    """A work as such: its usual title there, form, country, first year and language.

    Countries are ISO 3166 alpha-2 ("KR"), languages BCP 47 ("ko").
    """

    work: str
    title: str
    form: Form | None = None
    country: str | None = None
    year: int | None = None
    language: str | None = None


class Name(Record, frozen=True, kw_only=True, gc=False):
    """Another name of a work, in a language, a script (ISO 15924: "Hang") and a region (a country)."""

    work: str
    name: str
    language: str | None = None
    script: str | None = None
    region: str | None = None


class Same(Record, frozen=True, kw_only=True, gc=False):
    """Two ids are one work."""

    work: str
    same_as: str


class Instalment(Record, frozen=True, kw_only=True, gc=False):
    """A season that the source lists; `label` is its own name for it ("Part 2"), 0 holds the specials.

    `finale` is when its last episode came, or is to come.
    """

    work: str
    season: int
    label: str | None = None
    episodes: int | None = None
    finale: Window | None = None


class Release(Record, frozen=True, kw_only=True, gc=False):
    """A release of a season, or of a film (`season` is `None`), in a region, of a type.

    `window` is a day, a longer window, or `None` where the source lists the release without a date.
    """

    work: str
    season: int | None = None
    window: Window | None = None
    region: str | None = None
    type: ReleaseType | None = None


class Credit(Record, frozen=True, kw_only=True, gc=False):
    """A person's part in a work, or in one season.

    `person` is a prefixed id ("nm0000123", "tvmaze:person:5").
    """

    work: str
    name: str
    role: Role = "actor"
    person: str | None = None
    character: str | None = None
    season: int | None = None


class Spelling(Record, frozen=True, kw_only=True, gc=False):
    """A way to write a person's name."""

    person: str
    name: str
    language: str | None = None
    script: str | None = None


class Offer(Record, frozen=True, kw_only=True, gc=False):
    """A service or channel that shows the work, in a region or (`None`) somewhere."""

    work: str
    service: str
    region: str | None = None


class Tag(Record, frozen=True, kw_only=True, gc=False):
    """A genre ("horror") or theme ("zombie"), in English and lower case."""

    work: str
    kind: TagKind
    value: str


class Popularity(Record, frozen=True, kw_only=True, gc=False):
    """How much a work, or one season of it, was watched in a period (EDTF).

    `hours` and `views` are sums over the period, `weeks` the weeks in a chart, `rank` the best place in it.
    """

    work: str
    measure: Measure
    value: float
    period: Window
    season: int | None = None


AnyRecord: TypeAlias = (
    Title | Name | Same | Instalment | Release | Credit | Spelling | Offer | Tag | Popularity
)


def title_id(title: str) -> str:
    """The id of what a source knows by its title alone."""
    return "title:" + fold(title).replace(" ", "-")
