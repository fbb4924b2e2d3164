"""TMDB, with the user's own key: series with their seasons, films with their releases by country.

https://www.themoviedb.org/api-terms-of-use: kept six months at most, never published, credited where it is
shown. The licence `tmdb` sees to the first two. https://developer.themoviedb.org/reference/intro/getting-started
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

import msgspec

from airdate.catalogue.adapters.answers import Found, Params, day, decode, each, fetch_found, numbers
from airdate.catalogue.records import Instalment, Name, Origin, Record, Release, Same, Title
from airdate.sources.net import Client, Rate
from airdate.types import Failure, ReleaseType, Struct

ADDRESS = "https://api.themoviedb.org"
RATES = {"api.themoviedb.org": Rate(calls=20, seconds=1)}
_TYPES: dict[int, ReleaseType] = {
    1: "premiere", 2: "limited", 3: "theatrical", 4: "digital", 5: "physical", 6: "tv",
}  # fmt: skip


class _Ids(Struct, frozen=True, kw_only=True):
    imdb_id: str | None = None
    tvdb_id: int | None = None
    wikidata_id: str | None = None


class _Season(Struct, frozen=True, kw_only=True):
    season_number: int
    name: str | None = None
    episode_count: int | None = None
    air_date: str | None = None


class _Alternative(Struct, frozen=True, kw_only=True):
    title: str
    iso_3166_1: str | None = None


class _Alternatives(Struct, frozen=True, kw_only=True):
    results: list[_Alternative] = msgspec.field(default_factory=list)


class _Series(Struct, frozen=True, kw_only=True):
    id: int
    name: str
    original_name: str
    original_language: str | None = None
    origin_country: list[str] = msgspec.field(default_factory=list)
    first_air_date: str | None = None
    seasons: list[_Season] = msgspec.field(default_factory=list)
    external_ids: _Ids = _Ids()
    alternative_titles: _Alternatives = _Alternatives()


class _Date(Struct, frozen=True, kw_only=True):
    release_date: str
    type: int


class _Country(Struct, frozen=True, kw_only=True):
    iso_3166_1: str
    release_dates: list[_Date]


class _Countries(Struct, frozen=True, kw_only=True):
    results: list[_Country] = msgspec.field(default_factory=list)


class _Film(Struct, frozen=True, kw_only=True):
    id: int
    title: str
    original_title: str
    original_language: str | None = None
    release_date: str | None = None
    external_ids: _Ids = _Ids()
    release_dates: _Countries = _Countries()


def fetch_tmdb(client: Client, params: Params, since: datetime | None) -> Iterator[Found]:
    """The works of `params.ids` ("tmdb:tv:1399", "tmdb:movie:603")."""
    if not params.key:
        yield Failure(id="tmdb", error="no key", hint="give your own API Read Access Token")
        return
    headers = {"Authorization": f"Bearer {params.key}"}
    for form, (appended, parse) in _FORMS.items():
        wanted, _ = numbers(params.ids, f"tmdb:{form}:")
        for number in wanted:
            url = f"{params.address or ADDRESS}/3/{form}/{number}?append_to_response={appended}"
            yield from fetch_found(client, url, partial(parse, today=params.today), headers)
    for other in params.ids:
        if not other.startswith(("tmdb:tv:", "tmdb:movie:")):
            yield Failure(id=other, error="no id of TMDB", hint="write tmdb:tv:1399 or tmdb:movie:603")


def parse_series(body: bytes, today: date) -> Iterator[Found]:
    """A series with its seasons; their first days are those of the country of origin, where it is one.

    Raises:
        SourceError: no series.
    """
    series = decode(body, _Series, "tmdb")
    work = f"tmdb:tv:{series.id}"
    origin = _origin(f"tv/{series.id}", today)
    country = series.origin_country[0] if len(series.origin_country) == 1 else None
    first = day(series.first_air_date, work)
    yield Title(
        work=work,
        title=series.name,
        form="series",
        country=country,
        year=first.earliest.year if first and first.earliest else None,
        language=series.original_language,
        origin=origin,
    )
    yield Name(work=work, name=series.original_name, language=series.original_language, origin=origin)
    for other in series.alternative_titles.results:
        yield Name(work=work, name=other.title, region=other.iso_3166_1, origin=origin)
    yield from _same(work, series.external_ids, origin)
    yield from each(series.seasons, lambda season: _season(season, work, country, origin), work)


def parse_film(body: bytes, today: date) -> Iterator[Found]:
    """A film with its releases by country and type.

    Raises:
        SourceError: no film.
    """
    film = decode(body, _Film, "tmdb")
    work = f"tmdb:movie:{film.id}"
    origin = _origin(f"movie/{film.id}", today)
    first = day(film.release_date, work)
    yield Title(
        work=work,
        title=film.title,
        form="film",
        year=first.earliest.year if first and first.earliest else None,
        language=film.original_language,
        origin=origin,
    )
    yield Name(work=work, name=film.original_title, language=film.original_language, origin=origin)
    yield from _same(work, film.external_ids, origin)
    yield from each(film.release_dates.results, lambda country: _released(country, work, origin), work)


_FORMS: dict[str, tuple[str, Callable[..., Iterator[Found]]]] = {
    "tv": ("external_ids,alternative_titles", parse_series),
    "movie": ("external_ids,release_dates", parse_film),
}


def _same(work: str, ids: _Ids, origin: Origin) -> Iterator[Record]:
    tvdb = f"tvdb:{ids.tvdb_id}" if ids.tvdb_id else None
    for other in (ids.imdb_id, tvdb, ids.wikidata_id):
        if other:
            yield Same(work=work, same_as=other, origin=origin)


def _season(season: _Season, work: str, country: str | None, origin: Origin) -> Iterator[Record]:
    yield Instalment(
        work=work,
        season=season.season_number,
        label=season.name,
        episodes=season.episode_count,
        origin=origin,
    )
    window = day(season.air_date, f"{work} season {season.season_number}")
    yield Release(work=work, season=season.season_number, window=window, region=country, origin=origin)


def _released(country: _Country, work: str, origin: Origin) -> Iterator[Record]:
    for stated in country.release_dates:
        yield Release(
            work=work,
            window=day(stated.release_date[:10], work),  # midnight in UTC stands for the day itself
            region=country.iso_3166_1,
            type=_TYPES.get(stated.type),
            origin=origin,
        )


def _origin(page: str, today: date) -> Origin:
    url = f"https://www.themoviedb.org/{page}"
    return Origin(source="tmdb", licence="tmdb", url=url, retrieved_on=today)
