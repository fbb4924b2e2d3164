"""Questions on one work, and which works there are."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Response, Router, get
from litestar.params import QueryParameter

from airdate.catalogue.licences import may_publish
from airdate.publish import render_json, schemas
from airdate.publish.tables import cells
from airdate.run import Airdate
from airdate.run.joins import publishable
from airdate.run.overview import WorkLine
from airdate.types import Entry, Forecast, Form, Season, Work
from airdate.web.answers import reply
from airdate.web.api import models
from airdate.web.api.asked import (
    Asked,
    AsOf,
    Cursor,
    KnownAt,
    Licences,
    Limit,
    SeasonNumber,
    When,
    Words,
    WorkName,
    link,
    of_all,
    of_work,
    page_of,
    service_of,
    when,
    whole,
)
from airdate.web.parameters import optional

_Service = Annotated[str | None, optional("On this service.", maxLength=100)]
_Tag = Annotated[str | None, optional("Of this genre or theme.", maxLength=100)]
_FormOf = Annotated[Form | None, optional("Of this form.")]


@get("/works", opt={"answer": models.Works}, summary="Works that the ledger speaks of")
async def list_works(
    request: Asked,
    q: Words = None,
    form: _FormOf = None,
    service: _Service = None,
    tag: _Tag = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """By id; with `q`, those among whose names all its words stand, those that begin with it first."""
    served = service_of(request)
    shelves = await served.shelves()

    def make(_: Airdate) -> dict[str, object]:
        works = shelves.search(q, limit) if q is not None else shelves.overview.works
        wanted = [work for work in works if _fits(work, form, service, tag)]
        answers = [_work(request, work) for work in wanted]
        return whole(answers) if q is not None else page_of(answers, lambda a: a.work_id, cursor, limit)

    return reply(await of_all(request, (q, form, service, tag, cursor, limit), make), request.headers)


def _fits(work: WorkLine, form: str | None, service: str | None, tag: str | None) -> bool:
    return (
        (form is None or work.form == form)
        and (service is None or service.lower() in (each.lower() for each in work.services))
        and (tag is None or tag.lower() in work.tags)
    )


def _work(request: Asked, work: WorkLine) -> models.WorkAnswer:
    fields = {name: getattr(work, name) for name in models.WorkAnswer.__struct_fields__ if name != "link"}
    site = service_of(request).config.site
    return models.WorkAnswer(**fields, link=link(site, work.slug, work.seasons[0] if work.seasons else None))


@get("/works/{work:str}", opt={"answer": models.WorkAnswer}, summary="A work")
async def get_work(request: Asked, work: WorkName) -> Response[bytes]:
    """Its names, ids, services, tags and seasons."""
    shelves = await service_of(request).shelves()

    def make(_: Airdate, found: Work) -> models.WorkAnswer:
        known = shelves.by_id.get(found.work_id)
        return _work(request, known or WorkLine(slug="", **_plain(found)))

    return reply(await of_work(request, work, (), make), request.headers)


def _plain(work: Work) -> dict[str, Any]:
    """A work of the catalogue that the ledger does not speak of."""
    fields = ("work_id", "title", "form", "year", "country", "services")
    return {name: getattr(work, name) for name in fields} | {"names": work.aliases, "ids": (work.work_id,)}


@get("/works/{work:str}/seasons", opt={"answer": models.Seasons}, summary="A work's seasons")
async def list_seasons(request: Asked, work: WorkName) -> Response[bytes]:
    """The seasons that the catalogue knows, with their first release."""

    def make(airdate: Airdate, found: Work) -> dict[str, object]:
        return whole([_season(season) for season in airdate.public.seasons(found.work_id)])

    return reply(await of_work(request, work, (), make), request.headers)


def _season(season: Season) -> models.SeasonAnswer:
    return models.SeasonAnswer(
        number=season.number,
        premiere=season.premiere,
        source=season.source,
        url=season.url,
        licence=season.licence,
    )


@get("/works/{work:str}/guide", opt={"answer": models.GuideAnswer}, summary="The guide to a season")
async def get_guide(
    request: Asked, work: WorkName, season: SeasonNumber = None, as_of: AsOf = None, known_at: KnownAt = None
) -> Response[bytes]:
    """The answer, its parts with their sources, what changed, the forecast and the beliefs."""
    asked = when(as_of, known_at)

    def make(airdate: Airdate, found: Work) -> msgspec.Raw:
        guide = airdate.guide(found.work_id, season, as_of=asked.as_of, known_by=asked.known_by)
        return msgspec.Raw(render_json(guide))

    return reply(await of_work(request, work, (season, asked), make), request.headers)


@get("/works/{work:str}/beliefs", opt={"answer": models.Beliefs}, summary="What the claims come to")
async def list_beliefs(
    request: Asked, work: WorkName, season: SeasonNumber = None, as_of: AsOf = None, known_at: KnownAt = None
) -> Response[bytes]:
    """One settled answer a question and subject, with the entries for and against it."""
    asked = when(as_of, known_at)

    def make(airdate: Airdate, found: Work) -> dict[str, object]:
        beliefs = airdate.beliefs(found.work_id, season, as_of=asked.as_of, known_by=asked.known_by)
        rows = list(schemas.belief_rows(beliefs, _entries(airdate, found, None, asked)))
        shown = [row for row in rows if all(map(may_publish, str(row["licence"]).split()))]
        return whole([cells(row, schemas.BELIEFS) for row in shown])

    return reply(await of_work(request, work, (season, asked), make), request.headers)


@get("/works/{work:str}/claims", opt={"answer": models.Claims}, summary="What was said")
async def list_claims(
    request: Asked,
    work: WorkName,
    season: SeasonNumber = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    history: Annotated[bool, QueryParameter(description="Also closed rows and what was taken back.")] = False,
    licence: Licences = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """The ledger's rows on a work or (with `season`) one of its seasons, in the order of their saying."""
    asked = when(as_of, known_at)
    licences = frozenset(licence) if licence else None

    def make(airdate: Airdate, found: Work) -> dict[str, object]:
        entries = _entries(airdate, found, season, asked, history)
        wanted = [e for e in entries if licences is None or e.claim.licence in licences]
        page = page_of(wanted, _claim_key, cursor, limit)
        rows = schemas.claim_rows(page["items"])  # type: ignore[arg-type]
        return {**page, "items": [cells(row, schemas.CLAIMS) for row in rows]}

    key = (season, asked, history, licences, cursor, limit)
    return reply(await of_work(request, work, key, make), request.headers)


def _entries(
    airdate: Airdate, work: Work, season: int | None, asked: When, history: bool = False
) -> list[Entry]:
    found = airdate.claims(work.work_id, season, as_of=asked.as_of, known_by=asked.known_by, closed=history)
    return publishable(found)


def _claim_key(entry: Entry) -> str:
    """By day of saying (undated last), then id and version: the ledger's own order."""
    said = entry.claim.said_on.latest if entry.claim.said_on else None
    return f"{said or '~'} {entry.entry_id} {entry.known_from.isoformat(timespec='microseconds')}"


@get("/works/{work:str}/forecast", opt={"answer": Forecast}, summary="When we expect a season")
async def get_forecast(
    request: Asked,
    work: WorkName,
    season: SeasonNumber = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    trailer: Annotated[bool, QueryParameter(description="When its first trailer is expected.")] = False,
) -> Response[bytes]:
    """A distribution over release days with the share that never comes; 404 with the reason where refused."""
    asked = when(as_of, known_at)

    def make(airdate: Airdate, found: Work) -> object:
        return airdate.forecast(
            found.work_id, season, as_of=asked.as_of, known_by=asked.known_by, trailer=trailer
        )

    return reply(await of_work(request, work, (season, asked, trailer), make), request.headers)


@get("/works/{work:str}/forecasts", opt={"answer": models.Vintages}, summary="Frozen forecasts of a work")
async def list_vintages(request: Asked, work: WorkName, known_at: KnownAt = None) -> Response[bytes]:
    """Every forecast that was frozen, oldest first; what is frozen never changes."""
    asked = when(None, known_at)

    def make(airdate: Airdate, found: Work) -> dict[str, object]:
        ids = airdate.ids(found)
        made = [pair for id in ids for pair in airdate.ledger.forecasts(id, asked.known_by)]
        return whole([cells(row, schemas.FORECASTS) for row in schemas.forecast_rows(made)])

    return reply(await of_work(request, work, (asked,), make), request.headers)


ROUTES = Router(
    "/",
    route_handlers=[
        *(list_works, get_work, list_seasons, get_guide, list_beliefs),
        *(list_claims, get_forecast, list_vintages),
    ],
    tags=["works"],
)
