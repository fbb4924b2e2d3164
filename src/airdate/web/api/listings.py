"""Questions over all works: the calendar, what has no date, what changed, lists, the record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any

from litestar import Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, QueryParameter
from msgspec.structs import asdict

from airdate.publish.clean import clean
from airdate.run import Airdate
from airdate.run.shown import ShownLine
from airdate.run.site import THEMES
from airdate.types import Change
from airdate.web.answers import reply
from airdate.web.api import models
from airdate.web.api.asked import Asked, Cursor, Limit, link, of_all, page_of, service_of, whole
from airdate.web.selection import Selection, Services, Tags, Titles, selection
from airdate.web.shelves import Shelves

_PastDays = Annotated[int, QueryParameter(ge=0, le=3660, description="What ended so many days ago at most.")]
_FutureDays = Annotated[int, QueryParameter(ge=0, le=3660, description="What begins so many days ahead.")]
_Days = Annotated[int, QueryParameter(ge=0, le=3660, description="Changes of so many days up to today.")]
_Theme = Annotated[str, PathParameter(max_length=100, description="A theme or genre, as `zombie`.")]


@get("/calendar", opt={"answer": models.Calendar}, summary="What is next")
async def get_calendar(
    request: Asked,
    titles: Titles = None,
    services: Services = None,
    tags: Tags = None,
    past_days: _PastDays = 30,
    future_days: _FutureDays = 365,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """Confirmed days, named windows and likely months, in the order of their last day."""
    shelves = await service_of(request).shelves()
    wanted = selection(titles, services, tags)

    def make(airdate: Airdate) -> dict[str, object]:
        today = airdate.today()
        first, last = today - timedelta(past_days), today + timedelta(future_days)
        rows = _calendar(request, shelves, wanted, first, last)
        return page_of(rows, _calendar_key, cursor, limit)

    key = (wanted, past_days, future_days, cursor, limit)
    return reply(await of_all(request, key, make), request.headers)


def _calendar(
    request: Asked, shelves: Shelves, wanted: Selection, first: date, last: date
) -> Iterator[models.CalendarAnswer]:
    for line in wanted.lines(shelves):
        work = shelves.work_of(line)
        for row in line.rows:
            if (row.when.latest or date.max) >= first and (row.when.earliest or date.min) <= last:
                yield models.CalendarAnswer(
                    when=row.when,
                    certainty=row.certainty,
                    who=row.who,
                    services=work.services,
                    tags=work.tags,
                    **_named(request, line),
                )


def _calendar_key(row: models.CalendarAnswer) -> str:
    return f"{row.when.latest or '~'} {row.work_id} {row.season} {row.when.edtf}"


def _named(request: Asked, line: ShownLine) -> dict[str, Any]:
    """What every row over all works names: the season and its page."""
    return {
        "work_id": line.work_id,
        "title": line.title,
        "season": line.season,
        "link": link(service_of(request).config.site, line.slug, line.season),
    }


@get("/undated", opt={"answer": models.Undated}, summary="What has no date")
async def list_undated(
    request: Asked,
    titles: Titles = None,
    services: Services = None,
    tags: Tags = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """Every awaited season that nobody has dated, the likeliest to come first."""
    shelves = await service_of(request).shelves()
    wanted = selection(titles, services, tags)

    def make(_: Airdate) -> dict[str, object]:
        rows = [
            models.AwaitedAnswer(
                decision=line.shelf.state, forecast=line.shelf.forecast, **_named(request, line)
            )
            for line in wanted.lines(shelves)
            if line.shelf is not None
        ]
        return page_of(rows, _awaited_key, cursor, limit)

    return reply(await of_all(request, (wanted, cursor, limit), make), request.headers)


def _awaited_key(row: models.AwaitedAnswer) -> str:
    median = row.forecast.quantiles["0.50"] if row.forecast else "~"
    return f"{median} {row.work_id} {row.season}"


@get("/changes", opt={"answer": models.ChangesPage}, summary="What changed")
async def list_changes(
    request: Asked,
    titles: Titles = None,
    services: Services = None,
    tags: Tags = None,
    days: _Days = 30,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[bytes]:
    """Changes of guides, the oldest first; none that tells of a plot or cast."""
    shelves = await service_of(request).shelves()
    wanted = selection(titles, services, tags)

    def make(airdate: Airdate) -> dict[str, object]:
        since = airdate.today() - timedelta(days)
        rows = [
            _change(request, line, number, change)
            for line in wanted.lines(shelves)
            if line.changed_on is not None and line.changed_on >= since
            for number, change in enumerate(shelves.told(line).news)
            if change.on.latest is not None and since <= change.on.latest <= airdate.today()
        ]
        return page_of(rows, lambda pair: pair[0], cursor, limit, lambda pair: pair[1])

    return reply(await of_all(request, (wanted, days, cursor, limit), make), request.headers)


def _change(request: Asked, line: ShownLine, number: int, change: Change) -> tuple[str, models.ChangeAnswer]:
    """A change with its key; those of one day stand as the guide has them, the latest last."""
    answer = models.ChangeAnswer(
        on=change.on,
        text=clean(change.text),
        question=change.question,
        before=change.before and clean(change.before),
        now=change.now and clean(change.now),
        said_by=clean(change.said_by),
        entry_id=change.entry_id,
        **_named(request, line),
    )
    return f"{change.on.latest} {line.work_id} {line.season} {999 - number:03}", answer


@get("/lists", opt={"answer": models.Lists}, summary="Lists by theme")
async def list_lists(request: Asked) -> Response[bytes]:
    """The themes that have a list of their own, as far as the catalogue knows works of them."""

    def make(airdate: Airdate) -> dict[str, object]:
        lists = [_list(airdate, theme) for theme in THEMES]
        return whole([each for each in lists if each.items])

    return reply(await of_all(request, (), make), request.headers)


@get("/lists/{theme:str}", opt={"answer": models.ListAnswer}, summary="The works of a theme")
async def get_list(request: Asked, theme: _Theme) -> Response[bytes]:
    """The works of any theme or genre, each with the reason; 404 where the catalogue knows none."""

    def make(airdate: Airdate) -> models.ListAnswer:
        found = _list(airdate, theme)
        if not found.items:
            raise NotFoundException("no work has that theme or genre")
        return found

    return reply(await of_all(request, (theme,), make), request.headers)


def _list(airdate: Airdate, theme: str) -> models.ListAnswer:
    listed = airdate.public.lists(theme)
    items = [
        models.ListedAnswer(work_id=one.work.work_id, title=one.work.title, reason=one.reason)
        for one in listed.works
    ]
    return models.ListAnswer(theme=theme, order=listed.method, items=tuple(items))


@get("/outlets", opt={"answer": models.Outlets}, summary="How outlets' windows held")
async def list_outlets(request: Asked) -> Response[bytes]:
    """Outlets by name, with how often their own windows held the day."""

    shelves = await service_of(request).shelves()

    def make(_: Airdate) -> dict[str, object]:
        outlets = sorted(shelves.overview.outlets, key=lambda outlet: outlet.outlet)
        return whole([models.OutletAnswer(**asdict(outlet)) for outlet in outlets])

    return reply(await of_all(request, (), make), request.headers)


@get("/record", opt={"answer": models.RecordAnswer}, summary="What our forecasts were worth")
async def get_record(request: Asked) -> Response[bytes]:
    """Every frozen forecast, scored where the season has come."""

    shelves = await service_of(request).shelves()

    def make(_: Airdate) -> models.RecordAnswer:
        record = shelves.overview.record
        scored = tuple(models.ScoreAnswer(**asdict(score)) for score in record.scored)
        return models.RecordAnswer(scored=scored, open=record.open, never_came=record.never_came)

    return reply(await of_all(request, (), make), request.headers)


ROUTES = Router(
    "/",
    route_handlers=[
        *(get_calendar, list_undated, list_changes, list_lists, get_list),
        *(list_outlets, get_record),
    ],
    tags=["all works"],
)
