"""Wikidata: names in all languages, ids elsewhere, first days. https://www.wikidata.org/wiki/Wikidata:Data_access

CC0. A date keeps the precision that it is stated with. The start of a series is its first season's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TypeVar

import msgspec

from airdate import dates
from airdate.catalogue.adapters.answers import Found, Params, day, decode, fetch_found
from airdate.catalogue.records import Name, Origin, Record, Release, Same, Title
from airdate.dates import Window
from airdate.errors import DateError, SourceError
from airdate.sources.net import Client, Rate
from airdate.types import Failure, Form, Struct

T = TypeVar("T")

ADDRESS = "https://www.wikidata.org/w/api.php"
RATES = {"www.wikidata.org": Rate(calls=5, seconds=5)}
_BATCH = 50  # ids in one call, the service's limit
_QUERY = "action=wbgetentities&format=json&props=labels%7Caliases%7Cclaims&ids="
#: Properties with a work's id elsewhere → our form of it.
_IDS = {
    "P345": "{}",  # IMDb
    "P4983": "tmdb:tv:{}",
    "P4947": "tmdb:movie:{}",
    "P8600": "tvmaze:{}",
    "P4835": "tvdb:{}",
}
_INSTANCE, _START, _PUBLISHED, _PLACE = "P31", "P580", "P577", "P291"
_FORMS: dict[str, Form] = {
    "Q5398426": "series",  # television series
    "Q1259759": "series",  # miniseries
    "Q63952888": "series",  # anime television series
    "Q581714": "series",  # animated series
    "Q117467246": "series",  # animated television series
    "Q526877": "series",  # web series
    "Q11424": "film",
    "Q506240": "film",  # television film
    "Q202866": "film",  # animated film
    "Q20650540": "film",  # anime film
}
_DAY, _MONTH, _YEAR = 11, 10, 9  # Wikibase's codes of precision


class _Text(Struct, frozen=True, kw_only=True):
    language: str
    value: str


class _Value(Struct, frozen=True, kw_only=True):
    value: msgspec.Raw


class _Snak(Struct, frozen=True, kw_only=True):
    snaktype: str
    datavalue: _Value | None = None


class _Statement(Struct, frozen=True, kw_only=True):
    mainsnak: _Snak
    rank: str = "normal"
    qualifiers: dict[str, list[msgspec.Raw]] = msgspec.field(default_factory=dict)


class _Entity(Struct, frozen=True, kw_only=True):
    id: str
    missing: str | None = None
    labels: dict[str, _Text] | list[_Text] = msgspec.field(default_factory=dict)
    aliases: dict[str, list[_Text]] | list[_Text] = msgspec.field(default_factory=dict)
    claims: dict[str, list[_Statement]] | list[_Statement] = msgspec.field(default_factory=dict)


class _Answer(Struct, frozen=True, kw_only=True):
    entities: dict[str, msgspec.Raw]


class _Time(Struct, frozen=True, kw_only=True):
    time: str
    precision: int


class _Item(Struct, frozen=True, kw_only=True):
    id: str


def fetch_wikidata(client: Client, params: Params, since: datetime | None) -> Iterator[Found]:
    """The items of `params.ids`; unchanged ones come from the cache."""
    known = [each_id for each_id in params.ids if each_id[:1] == "Q" and each_id[1:].isdecimal()]
    for other in sorted(set(params.ids) - set(known)):
        yield Failure(id=other, error="no id of Wikidata", hint="write Q23572")
    for start in range(0, len(known), _BATCH):
        url = f"{params.address or ADDRESS}?{_QUERY}{'%7C'.join(known[start : start + _BATCH])}"
        yield from fetch_found(client, url, lambda body: parse_entities(body, params.today))


def parse_entities(body: bytes, today: date) -> Iterator[Found]:
    """Each item of an answer.

    Raises:
        SourceError: no such answer.
    """
    for id, raw in decode(body, _Answer, "wikidata").entities.items():
        try:
            yield from tuple(_entity(decode(bytes(raw), _Entity, id), today))
        except SourceError as error:
            yield Failure(id=id, error=error.message, hint=error.hint)


def _entity(entity: _Entity, today: date) -> Iterator[Record]:
    if entity.missing is not None:
        raise SourceError("no such item there", id=entity.id, hint="what is held of it stays")
    work = entity.id
    url = f"https://www.wikidata.org/wiki/{work}"
    origin = Origin(source="wikidata", licence="cc0", url=url, retrieved_on=today)
    claims = entity.claims if isinstance(entity.claims, dict) else {}  # an empty map is sent as []
    kinds = [item.id for item in _values(claims.get(_INSTANCE, ()), _Item, work)]
    form = next((_FORMS[kind] for kind in kinds if kind in _FORMS), None)
    yield from _names(entity, work, form, origin)
    for property, pattern in _IDS.items():
        for id in _values(claims.get(property, ()), str, work):
            yield Same(work=work, same_as=pattern.format(id), origin=origin)
    if form is not None:
        stated = claims.get(_START if form == "series" else _PUBLISHED, ())
        everywhere = [each for each in stated if _PLACE not in each.qualifiers]
        for time in _values(everywhere, _Time, work):
            season = 1 if form == "series" else None
            yield Release(work=work, season=season, window=_window(time, work), origin=origin)


def _names(entity: _Entity, work: str, form: Form | None, origin: Origin) -> Iterator[Record]:
    labels = entity.labels if isinstance(entity.labels, dict) else {}
    aliases = entity.aliases if isinstance(entity.aliases, dict) else {}
    title = labels.get("en") or labels.get("mul") or next(iter(labels.values()), None)
    if title is not None:
        yield Title(work=work, title=title.value, form=form, origin=origin)
    for text in (*labels.values(), *(text for texts in aliases.values() for text in texts)):
        yield Name(work=work, name=text.value, language=_language(text.language), origin=origin)


def _language(code: str) -> str | None:
    return None if code == "mul" else code


def _values(statements: Sequence[_Statement], shape: type[T], id: str) -> list[T]:
    """The values that stand: those of preferred rank where there are any, never the deprecated."""
    stated = [each for each in statements if each.mainsnak.snaktype == "value" and each.rank != "deprecated"]
    best = [each for each in stated if each.rank == "preferred"] or stated
    values = [each.mainsnak.datavalue for each in best]
    return [decode(bytes(value.value), shape, id) for value in values if value is not None]


def _window(time: _Time, id: str) -> Window | None:
    """A time of Wikibase ("+2011-04-00T00:00:00Z" with its precision) as a window; `None` below a year."""
    stated = time.time.removeprefix("+").partition("T")[0]
    if time.precision == _DAY:
        return day(stated, id)
    if time.precision not in (_MONTH, _YEAR):
        return None
    try:
        return dates.parse(stated[:7] if time.precision == _MONTH else stated[:4])
    except DateError as error:
        raise SourceError(error.message, id=id) from None
