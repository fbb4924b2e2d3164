"""TVmaze: shows with their seasons, episodes' days, cast and names. https://www.tvmaze.com/api

CC BY-SA 4.0: credit, and share alike. 20 calls in 10 seconds. "Ended" there says that nothing more is
scheduled, which is no cancellation, so the status makes no record. A show that vanished is a failure, and
takes nothing back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from typing import Literal

import msgspec

from airdate.catalogue.adapters.answers import Found, Params, day, decode, each, failure, fetch_found, numbers
from airdate.catalogue.records import Credit, Instalment, Name, Offer, Origin, Release, Same, Tag, Title
from airdate.errors import SourceError, StatusError
from airdate.sources.net import Client, Rate
from airdate.types import ReleaseType, Struct

ADDRESS = "https://api.tvmaze.com"
RATES = {"api.tvmaze.com": Rate(calls=20, seconds=10)}
_EMBED = "embed[]=seasons&embed[]=episodes&embed[]=cast&embed[]=akas"
#: The service's own names of languages → BCP 47; another name is not guessed.
_LANGUAGES = {
    "English": "en", "Korean": "ko", "Japanese": "ja", "Spanish": "es", "French": "fr", "German": "de",
    "Italian": "it", "Portuguese": "pt", "Chinese": "zh", "Turkish": "tr", "Swedish": "sv", "Danish": "da",
    "Norwegian": "no", "Dutch": "nl", "Polish": "pl", "Russian": "ru", "Hindi": "hi", "Arabic": "ar",
    "Thai": "th",
}  # fmt: skip
_UPDATES: tuple[tuple[timedelta, Literal["day", "week"]], ...] = (
    (timedelta(days=1), "day"),
    (timedelta(days=7), "week"),
)


class _Country(Struct, frozen=True, kw_only=True):
    code: str


class _Channel(Struct, frozen=True, kw_only=True):
    name: str
    country: _Country | None = None


class _Externals(Struct, frozen=True, kw_only=True):
    imdb: str | None = None
    thetvdb: int | None = None


class _Season(Struct, frozen=True, kw_only=True, rename="camel"):
    number: int
    name: str | None = None
    episode_order: int | None = None
    premiere_date: str | None = None
    end_date: str | None = None
    network: _Channel | None = None
    web_channel: _Channel | None = None


class _Episode(Struct, frozen=True, kw_only=True):
    season: int
    airdate: str | None = None


class _Person(Struct, frozen=True, kw_only=True):
    id: int
    name: str


class _Character(Struct, frozen=True, kw_only=True):
    name: str | None = None


class _Cast(Struct, frozen=True, kw_only=True):
    person: _Person
    character: _Character
    self: bool = False


class _Aka(Struct, frozen=True, kw_only=True):
    name: str
    country: _Country | None = None


class _Embedded(Struct, frozen=True, kw_only=True):
    seasons: list[_Season] = msgspec.field(default_factory=list)
    episodes: list[_Episode] = msgspec.field(default_factory=list)
    cast: list[_Cast] = msgspec.field(default_factory=list)
    akas: list[_Aka] = msgspec.field(default_factory=list)


class _Show(Struct, frozen=True, kw_only=True, rename={"web_channel": "webChannel", "embedded": "_embedded"}):
    id: int
    name: str
    language: str | None = None
    genres: list[str] = msgspec.field(default_factory=list)
    premiered: str | None = None
    network: _Channel | None = None
    web_channel: _Channel | None = None
    externals: _Externals = _Externals()
    embedded: _Embedded = _Embedded()


def fetch_tvmaze(client: Client, params: Params, since: datetime | None) -> Iterator[Found]:
    """The shows of `params.ids`, or all; with `since`, those of them that have changed.

    All without `since` is the index: every show's title and ids, without seasons.
    """
    address = params.address or ADDRESS
    wanted, unknown = numbers(params.ids, "tvmaze:")
    yield from unknown
    if since is not None:
        try:
            changed = fetch_changed(client, address, since, params.today)
        except SourceError as error:
            yield failure(error, address)
            return
        wanted = [each_id for each_id in wanted if each_id in changed] if params.ids else sorted(changed)
    elif not params.ids:
        yield from _fetch_index(client, address, params.today)
    for show in wanted:
        url = f"{address}/shows/{show}?{_EMBED}"
        yield from fetch_found(client, url, lambda body: parse_show(body, params.today))


def fetch_changed(client: Client, address: str, since: datetime, today: date) -> set[str]:
    """The numbers of the shows that have changed since.

    Raises:
        SourceError: no answer, or not as promised.
    """
    gone = today - since.date()
    window = next((f"?since={name}" for span, name in _UPDATES if gone < span), "")
    url = f"{address}/updates/shows{window}"
    changed = decode(client.get(url).body, dict[str, int], url)
    return {show for show, at in changed.items() if at >= since.timestamp() and show.isdigit()}


def parse_show(body: bytes, today: date) -> Iterator[Found]:
    """One show with what is embedded in its answer.

    Raises:
        SourceError: no show.
    """
    show = decode(body, _Show, "tvmaze")
    work, origin = f"tvmaze:{show.id}", _origin(show.id, today)
    yield from _about(show, work, origin)
    yield from each(show.embedded.seasons, lambda season: _season(show, season, work, origin), work)
    for aka in show.embedded.akas:
        yield Name(work=work, name=aka.name, region=aka.country.code if aka.country else None, origin=origin)
    for part in show.embedded.cast:
        yield Credit(
            work=work,
            name=part.person.name,
            person=f"tvmaze:person:{part.person.id}",
            character=None if part.self else part.character.name,
            origin=origin,
        )


def parse_index(body: bytes, today: date) -> Iterator[Found]:
    """A page of the index of shows.

    Raises:
        SourceError: no list.
    """
    rows = decode(body, list[msgspec.Raw], "tvmaze")
    return each(rows, lambda row: _listed(decode(bytes(row), _Show), today), "tvmaze")


def _fetch_index(client: Client, address: str, today: date) -> Iterator[Found]:
    for page in count():
        url = f"{address}/shows?page={page}"
        try:
            yield from parse_index(client.get(url).body, today)
        except StatusError as error:
            if error.status != 404 or page == 0:
                yield failure(error, url)
            return  # a 404 is the end of the index
        except SourceError as error:
            yield failure(error, url)
            return


def _listed(show: _Show, today: date) -> Iterator[Found]:
    return _about(show, f"tvmaze:{show.id}", _origin(show.id, today))


def _about(show: _Show, work: str, origin: Origin) -> Iterator[Found]:
    first = day(show.premiered, work)
    channel = show.network or show.web_channel
    yield Title(
        work=work,
        title=show.name,
        form="series",
        country=channel.country.code if channel and channel.country else None,
        year=first.earliest.year if first and first.earliest else None,
        language=_LANGUAGES.get(show.language or ""),
        origin=origin,
    )
    if show.externals.imdb:
        yield Same(work=work, same_as=show.externals.imdb, origin=origin)
    if show.externals.thetvdb:
        yield Same(work=work, same_as=f"tvdb:{show.externals.thetvdb}", origin=origin)
    for genre in show.genres:
        yield Tag(work=work, kind="genre", value=genre.lower(), origin=origin)
    if channel:
        region = channel.country.code if channel.country else None
        yield Offer(work=work, service=channel.name, region=region, origin=origin)


def _season(show: _Show, season: _Season, work: str, origin: Origin) -> Iterator[Found]:
    channel = season.network or season.web_channel or show.network or show.web_channel
    type: ReleaseType = "tv" if season.network or (show.network and not season.web_channel) else "streaming"
    days = [ep.airdate for ep in show.embedded.episodes if ep.season == season.number and ep.airdate]
    yield Instalment(
        work=work,
        season=season.number,
        label=season.name or None,
        episodes=season.episode_order,
        finale=day(season.end_date, f"{work} season {season.number}"),
        origin=origin,
    )
    yield Release(
        work=work,
        season=season.number,
        window=day(season.premiere_date or min(days, default=None), f"{work} season {season.number}"),
        region=channel.country.code if channel and channel.country else None,
        type=type if channel else None,
        origin=origin,
    )


def _origin(show: int, today: date) -> Origin:
    url = f"https://www.tvmaze.com/shows/{show}"
    return Origin(source="tvmaze", licence="cc-by-sa", url=url, retrieved_on=today)
