"""What many questions share: their parameters, pages of rows, and the links in answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Request
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter, QueryParameter

from airdate.errors import InputError
from airdate.publish.site import paths
from airdate.publish.site.templates import Address
from airdate.run import Airdate
from airdate.types import Struct, Work
from airdate.web.answers import JSON, Answer, Made
from airdate.web.asked_path import path_of
from airdate.web.parameters import optional
from airdate.web.service import Service

T = TypeVar("T")
Asked = Request[Any, Any, Any]

WorkName = Annotated[
    str,
    PathParameter(
        description="An id of the work (`tt14169960`, `tvmaze:82`), or a name that is its alone.",
        max_length=200,
    ),
]
SeasonNumber = Annotated[int | None, optional("The season; by default the next.", minimum=0, maximum=999)]
AsOf = Annotated[date | None, optional("What had been said by that day.")]
KnownAt = Annotated[datetime | None, optional("What the ledger held at that instant.")]
Cursor = Annotated[
    str | None, optional("`next` of the page before.", pattern="^([0-9a-f]{2}){1,300}$", maxLength=600)
]
Limit = Annotated[int, QueryParameter(ge=1, le=200, description="Rows in a page, at most.")]
Licences = Annotated[list[str] | None, optional("Only rows under these licences.", maxItems=10)]
Words = Annotated[str | None, optional("Words of a name.", maxLength=100)]


class When(Struct, frozen=True, kw_only=True):
    """The two clocks of a question."""

    as_of: date | None = None
    known_by: datetime | None = None


def when(as_of: date | None, known_at: datetime | None) -> When:
    """The clocks, the instant in UTC; one without a zone is taken to be so already."""
    if known_at is None:
        return When(as_of=as_of)
    try:
        instant = known_at.astimezone(UTC) if known_at.tzinfo else known_at.replace(tzinfo=UTC)
    except OverflowError:  # at the ends of the calendar a zone leads out of it
        instant = known_at.replace(tzinfo=UTC)
    return When(as_of=as_of, known_by=instant)


def service_of(request: Asked) -> Service:
    """The process's service."""
    service: Service = request.app.state.service
    return service


async def of_work(
    request: Asked, work: str, key: tuple[object, ...], make: Callable[[Airdate, Work], Any]
) -> Answer:
    """The answer to a question on a work, as JSON.

    What cannot be of the work (a season that it has not, a day to come) is not found.
    """

    def job(airdate: Airdate) -> Made:
        try:
            found = airdate.find(work)
            body = msgspec.json.encode(make(airdate, found))
        except InputError as error:
            if type(error) is not InputError:
                raise
            raise NotFoundException(str(error)) from None
        return Made(body=body, media=JSON, work_ids=tuple(airdate.ids(found)))

    return await service_of(request).answer(("api", path_of(request), work, key), job)


async def of_all(request: Asked, key: tuple[object, ...], make: Callable[[Airdate], Any]) -> Answer:
    """The answer to a question over all works, from the overview, as JSON."""
    await service_of(request).shelves()

    def job(airdate: Airdate) -> Made:
        return Made(body=msgspec.json.encode(make(airdate)), media=JSON)

    return await service_of(request).answer(("api", path_of(request), key), job)


def page_of(
    rows: Iterable[T],
    key: Callable[[T], str],
    cursor: str | None,
    limit: int,
    shown: Callable[[T], object] = lambda row: row,
) -> dict[str, object]:
    """The rows after a cursor, in the order of their keys, which must differ."""
    after = bytes.fromhex(cursor).decode("utf-8", "replace") if cursor else ""
    ordered = sorted(((key(row), row) for row in rows), key=lambda pair: pair[0])
    left = [pair for pair in ordered if pair[0] > after]
    more = len(left) > limit
    return {
        "items": [shown(row) for _, row in left[:limit]],
        "next": left[limit - 1][0].encode("utf-8", "replace").hex() if more else None,
    }


def whole(rows: Sequence[object]) -> dict[str, object]:
    """All rows in one page, in the order given."""
    return {"items": rows, "next": None}


def link(site: Address, slug: str, season: int | None) -> str:
    """The address of a season's page."""
    return site.absolute(paths.guide(slug, season))
