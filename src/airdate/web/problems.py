"""Errors as problem details (RFC 9457) for programs, and as a page for people. No traceback leaves us."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from msgspec import Meta

from airdate.errors import (
    AirdateError,
    DataError,
    DocumentError,
    ForecastError,
    InputError,
    LedgerError,
    LockedLedgerError,
    SourceError,
    UnknownEntryError,
    UnknownTitleError,
)
from airdate.publish.clean import clean
from airdate.publish.site import paths
from airdate.publish.site.templates import page
from airdate.types import Struct
from airdate.web.answers import HTML
from airdate.web.asked_path import path_of
from airdate.web.lanes import BusyError

PROBLEM = "application/problem+json"
_LONGEST = 500

#: Our errors → status, the first that fits.
_STATUS: tuple[tuple[type[AirdateError], int], ...] = (
    (BusyError, 503),
    (LockedLedgerError, 503),
    (UnknownTitleError, 404),
    (UnknownEntryError, 404),
    (ForecastError, 404),
    (DocumentError, 422),
    (SourceError, 422),
    (InputError, 400),
    (LedgerError, 503),  # damaged, or not ours to write: its message has the way out
    (DataError, 503),
)
_RETRY_SECONDS = 5


class Problem(Struct, frozen=True, kw_only=True):
    """An error, as RFC 9457 has it."""

    title: Annotated[str, Meta(description="The status in words.")]
    status: Annotated[int, Meta(description="The status of the answer.")]
    detail: Annotated[str, Meta(description="What went wrong here.")]
    type: Annotated[str, Meta(description="Always `about:blank`: the status says what kind it is.")] = (
        "about:blank"
    )
    hint: Annotated[str | None, Meta(description="The way out.")] = None
    nearest: Annotated[tuple[str, ...], Meta(description="Names that come near one that is not known.")] = ()


def problem_of(error: Exception) -> Problem:
    """What is told of an error; of one that was not expected, nothing but that."""
    if isinstance(error, AirdateError):
        status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
        shows_id = error.id and status < 500  # else it is a path of this machine
        detail = f"{error.id}: {error.message}" if shows_id else error.message
        nearest = error.nearest if isinstance(error, UnknownTitleError) else ()
        return _problem(status, detail, hint=error.hint, nearest=nearest)
    if isinstance(error, ValidationException):
        return _problem(400, _invalid(error))
    if isinstance(error, HTTPException):
        return _problem(error.status_code, error.detail)
    return _problem(500, "something went wrong here; it has been noted")


def _problem(status: int, detail: str, hint: str | None = None, nearest: tuple[str, ...] = ()) -> Problem:
    return Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=clean(detail, _LONGEST),
        hint=clean(hint, _LONGEST) if hint else None,
        nearest=nearest,
    )


def _invalid(error: ValidationException) -> str:
    """Which parameter does not fit, and how."""
    found = error.extra if isinstance(error.extra, list) else []
    told = [
        f"{each.get('key', 'body')}: {each.get('message', '')}" for each in found if isinstance(each, dict)
    ]
    return "; ".join(told) or error.detail


def handle(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Litestar's handler of all errors."""
    problem = problem_of(error)
    if problem.status >= 500 and not isinstance(error, AirdateError | HTTPException):
        logging.getLogger("airdate.web").error("unexpected", exc_info=error)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    headers.setdefault("Cache-Control", "no-store")
    if problem.status in (429, 503):
        headers.setdefault("Retry-After", str(_RETRY_SECONDS))
    site = request.app.state.service.config.site
    if _is_person(request):
        body = page("problem.html", site, paths.NOT_FOUND, problem=problem)
        return Response(body, status_code=problem.status, headers=headers, media_type=HTML)
    body = msgspec.json.encode(problem)
    return Response(body, status_code=problem.status, headers=headers, media_type=PROBLEM)


def _is_person(request: Request[Any, Any, Any]) -> bool:
    """Pages answer people, the API programs, whatever they say that they accept."""
    path = path_of(request)
    return not path.startswith(("/api", "/feeds", "/health", "/ready", "/metrics"))
