"""Checking a text or a link: read, held against the ledger, and forgotten. Limited more than reading is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from litestar import Response, Router, post
from litestar.exceptions import NotFoundException, TooManyRequestsException
from litestar.params import JSONBody

from airdate.errors import DocumentError, InputError, SourceError
from airdate.guide.check import Check
from airdate.publish import render_check_json
from airdate.run import Airdate
from airdate.run.pasted import check_link, check_text
from airdate.web.answers import JSON
from airdate.web.api import models
from airdate.web.api.asked import Asked, service_of
from airdate.web.service import Service

Checking = Callable[[Airdate], Check]


async def checked(service: Service, client: str, job: Checking) -> Check:
    """What a check comes to, if this address may ask for another one now.

    Raises:
        TooManyRequestsException: it may not.
        BusyError: too many check at once, or it took too long.
    """
    seconds = service.checks.wait(client)
    if seconds:
        raise TooManyRequestsException(
            "this address has enough texts checked", headers={"Retry-After": str(seconds)}
        )
    return await service.slow.run(job)


def of_text(text: str, as_of: date | None, most: int) -> Checking:
    """The job that checks a text."""
    return lambda airdate: check_text(airdate, text, most=most, as_of=as_of)


def of_link(url: str, as_of: date | None, most: int) -> Checking:
    """The job that checks the page at a link."""
    return lambda airdate: check_link(airdate, url, most=most, as_of=as_of)


@post("/check", opt={"answer": models.CheckAnswer}, status_code=200, summary="Is a text still true?")
async def check_a_text(request: Asked, data: JSONBody[models.TextToCheck]) -> Response[bytes]:
    """Each claim of a text with what became of it. The text is read and forgotten."""
    most = service_of(request).config.check_characters
    return await _answer(request, of_text(data.text, data.as_of, most))


@post("/check/link", opt={"answer": models.CheckAnswer}, status_code=200, summary="Is a page still true?")
async def check_a_link(request: Asked, data: JSONBody[models.LinkToCheck]) -> Response[bytes]:
    """As a text, for the page at a link; 404 where it cannot be read or its host does not want it."""
    most = service_of(request).config.check_characters
    return await _answer(request, of_link(data.url, data.as_of, most))


async def _answer(request: Asked, job: Checking) -> Response[bytes]:
    client: Any = request.scope["client"]
    try:
        check = await checked(service_of(request), client[0], job)
    except (SourceError, DocumentError, InputError) as error:
        raise NotFoundException(f"nothing to check: {error}") from None
    return Response(render_check_json(check), media_type=JSON, headers={"Cache-Control": "no-store"})


ROUTES = Router("/", route_handlers=[check_a_text, check_a_link], tags=["checking"])
