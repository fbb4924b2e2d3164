"""bangumi-data: the first days of anime, from one file. https://github.com/bangumi-data/bangumi-data

CC BY 4.0: credit. An item is one season of a work, named apart ("… 2nd Season"); which season it is stands
only in its TMDB link ("tv/1399/season/2"). Where that does not say, the item is passed over: its day belongs
to no season that we could name. Times are UTC, the day of a release is Japan's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import msgspec

from airdate.catalogue.adapters.answers import Found, Params, day, decode, each, failure, read_place
from airdate.catalogue.records import Instalment, Name, Origin, Record, Release, Title
from airdate.errors import SourceError
from airdate.sources.net import Client
from airdate.types import ReleaseType, Struct

ADDRESS = "https://unpkg.com/bangumi-data/dist/data.json"
_JAPAN = timezone(timedelta(hours=9))  # without summer time since 1951
_TMDB = re.compile(r"(tv)/(\d{1,9})/season/(\d{1,3})|(movie)/(\d{1,9})")
_TYPES: dict[str, ReleaseType] = {"tv": "tv", "web": "streaming", "movie": "theatrical", "ova": "physical"}


class _Site(Struct, frozen=True, kw_only=True):
    site: str
    id: str = ""


class _Item(Struct, frozen=True, kw_only=True, rename="camel"):
    title: str
    type: str
    lang: str
    begin: str
    sites: list[_Site]
    title_translate: dict[str, list[str]] = msgspec.field(default_factory=dict)


class _File(Struct, frozen=True, kw_only=True):
    items: list[msgspec.Raw]


def fetch_bangumi(client: Client, params: Params, since: datetime | None) -> Iterator[Found]:
    """The whole file, from `params.place` or its usual address; it does not say what has changed."""
    place = params.place or params.address or ADDRESS
    try:
        yield from parse_bangumi(read_place(client, place), params.today, place)
    except SourceError as error:
        yield failure(error, place)


def parse_bangumi(body: bytes, today: date, place: str = ADDRESS) -> Iterator[Found]:
    """The items whose season is known.

    Raises:
        SourceError: no file of that form.
    """
    origin = Origin(source="bangumi-data", licence="cc-by", url=ADDRESS, retrieved_on=today)
    items = decode(body, _File, place).items
    return each(items, lambda raw: _item(decode(bytes(raw), _Item), origin), place)


def _item(item: _Item, origin: Origin) -> Iterator[Record]:
    link = next((site.id for site in item.sites if site.site == "tmdb"), "")
    match = _TMDB.fullmatch(link)
    if match is None:
        return
    work = f"tmdb:{match[1] or match[4]}:{match[2] or match[5]}"
    season = int(match[3]) if match[3] else None
    if season is None:
        yield Title(work=work, title=item.title, form="film", language=item.lang, origin=origin)
    elif season == 1:  # a later season's name is no name of the work
        yield Name(work=work, name=item.title, language=item.lang, origin=origin)
    if season in (None, 1):
        yield from _translations(item, work, origin)
    if season is not None:
        yield Instalment(work=work, season=season, label=item.title, origin=origin)
    yield Release(
        work=work,
        season=season,
        window=day(_day_in_japan(item.begin, item.title), item.title),
        region="JP" if item.lang == "ja" else None,
        type=_TYPES.get(item.type),
        origin=origin,
    )


def _translations(item: _Item, work: str, origin: Origin) -> Iterator[Name]:
    for tag, names in item.title_translate.items():
        language, _, script = tag.partition("-")
        for name in names:
            yield Name(work=work, name=name, language=language, script=script or None, origin=origin)


def _day_in_japan(begin: str, id: str) -> str | None:
    if not begin:
        return None
    try:
        at = datetime.fromisoformat(begin)
        return at.astimezone(_JAPAN).date().isoformat() if at.tzinfo else at.date().isoformat()
    except (ValueError, OverflowError):
        raise SourceError(f"no time: {begin[:30]!r}", id=id) from None
