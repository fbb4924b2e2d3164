"""The desk's pages and forms. They work without script; each form is answered with a redirect."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.enums import RequestEncodingType
from litestar.exceptions import TooManyRequestsException
from litestar.params import Body, FromPath

from airdate.errors import AirdateError, InputError, LedgerError
from airdate.guide.phrases import describe
from airdate.publish.site.templates import page
from airdate.run import Airdate, desk
from airdate.run.desk import DECISIONS, Statement
from airdate.types import KIND_VALUES, Entry, Struct
from airdate.web.answers import HTML
from airdate.web.desk.identity import COOKIE, SESSION_SECONDS, Editor
from airdate.web.desk.service import AnyRequest, Desk, desk_of, editor_of, required_editor

PATH = "/desk/"
_MOST = 200  # statements on a page
_FORM = Body(media_type=RequestEncodingType.URL_ENCODED)
#: Fields that a correction may change, as the page offers them.
FIELDS = (
    *("value", "modality", "season", "title", "person", "character", "who", "when", "said_on"),
    *("region", "release_type", "kind", "work_id"),
)


class SignIn(Struct, frozen=True, kw_only=True):
    """The form of those who sign in."""

    name: str = ""
    password: str = ""


class Decision(Struct, frozen=True, kw_only=True):
    """The form of a decision on a statement; `field` and `value` are a correction's."""

    token: str = ""
    reason: str = ""
    field: str = ""
    value: str = ""


class Added(Statement, frozen=True, kw_only=True):
    """The form of a statement by hand."""

    token: str = ""
    reason: str = ""


class Merging(Struct, frozen=True, kw_only=True):
    """The form of a merge, or with `undo` of its end."""

    token: str = ""
    reason: str = ""
    source: str = ""
    target: str = ""
    undo: str = ""


@get(PATH, include_in_schema=False)
async def front(request: AnyRequest) -> Response[bytes]:
    """What waits, and the statements on a title that is asked for; or the form to sign in."""
    own, editor = desk_of(request), editor_of(request)
    if editor is None:
        return _page(request, "desk_sign_in.html", None, status=401, has_password=own.identity.has_password)
    queue, title = await own.queue(), _asked(request, "title")
    found, problem = await _of_title(own, title)
    return _page(
        request,
        "desk.html",
        editor,
        queue=(queue.items or [])[:_MOST],
        waiting=len(queue.items or []),
        is_current=queue.is_current,
        title=title,
        found=found[:_MOST],
        told=problem or _asked(request, "told"),
    )


def _asked(request: AnyRequest, name: str) -> str:
    return request.query_params.get(name, "")[:200]


async def _of_title(own: Desk, title: str) -> tuple[list[Entry], str]:
    if not title.strip():
        return [], ""
    try:
        return await own.run(lambda airdate: airdate.claims(title.strip())), ""
    except AirdateError as error:
        return [], str(error)


@get(PATH + "entries/{entry_id:str}/", include_in_schema=False)
async def entry_page(request: AnyRequest, entry_id: FromPath[str]) -> Response[bytes]:
    """A statement with its history, and what can be decided about it."""
    editor = required_editor(request)
    history = await desk_of(request).run(lambda airdate: airdate.ledger.history(entry_id))
    return _page(
        request, "desk_entry.html", editor, rows=history, fields=FIELDS, told=_asked(request, "told")
    )


@post(PATH + "entries/{entry_id:str}/{decision:str}/", include_in_schema=False)
async def decide(
    request: AnyRequest, entry_id: FromPath[str], decision: FromPath[str], data: Annotated[Decision, _FORM]
) -> Response[bytes]:
    """Decide about a statement."""
    editor = required_editor(request, data.token)

    def job(airdate: Airdate) -> Entry:
        changes = _changes(data) if decision == "correct" else {}
        values = {"entry_id": entry_id, "changes": changes}
        return desk.decide(airdate, decision, values, by=editor.name, reason=data.reason)

    try:
        made = await desk_of(request).run(job)
    except (InputError, LedgerError) as error:  # another editor, or process, may have been faster
        return await _again(request, editor, entry_id, str(error))
    return _see_other(request, f"{PATH}entries/{made.entry_id}/", decision)


def _changes(form: Decision) -> dict[str, object]:
    if form.field not in FIELDS:
        raise InputError("no such field", id=form.field, hint=f"one of {', '.join(FIELDS)}")
    return {form.field: form.value or None}


async def _again(request: AnyRequest, editor: Editor, entry_id: str, told: str) -> Response[bytes]:
    rows = await desk_of(request).run(lambda airdate: airdate.ledger.history(entry_id))
    return _page(request, "desk_entry.html", editor, status=400, rows=rows, fields=FIELDS, told=told)


@get(PATH + "add/", include_in_schema=False)
async def add_form(request: AnyRequest) -> Response[bytes]:
    """The form for a statement by hand."""
    return _page(request, "desk_add.html", required_editor(request), given={}, told="")


@post(PATH + "add/", include_in_schema=False)
async def add(request: AnyRequest, data: Annotated[dict[str, str], _FORM]) -> Response[bytes]:
    """Add a statement by hand."""
    editor = required_editor(request, data.get("token", ""))
    given = {name: value.strip() for name, value in data.items() if value.strip()}
    try:
        form = msgspec.convert(given, Added, strict=False)
        said = Statement(**{name: getattr(form, name) for name in Statement.__struct_fields__})
        made = await desk_of(request).run(
            lambda airdate: desk.add(airdate, said, by=editor.name, reason=form.reason)
        )
    except (AirdateError, msgspec.ValidationError) as error:
        return _page(request, "desk_add.html", editor, status=400, given=given, told=str(error))
    return _see_other(request, f"{PATH}entries/{made.entry_id}/", "add")


@post(PATH + "merge/", include_in_schema=False)
async def merge(request: AnyRequest, data: Annotated[Merging, _FORM]) -> Response[bytes]:
    """Two titles are one work, or part again."""
    editor = required_editor(request, data.token)

    def job(airdate: Airdate) -> object:
        if data.undo:
            return desk.part(airdate, data.source, by=editor.name, reason=data.reason)
        return desk.merge(airdate, data.source, data.target, by=editor.name, reason=data.reason)

    try:
        await desk_of(request).run(job)
    except AirdateError as error:
        return _see_other(request, PATH, str(error))
    return _see_other(request, PATH, "parted" if data.undo else "merged")


@post(PATH + "sign-in/", include_in_schema=False)
async def sign_in(request: AnyRequest, data: Annotated[SignIn, _FORM]) -> Response[bytes]:
    """Begin a session."""
    own = desk_of(request)
    seconds = own.sign_ins.wait(request.scope["client"][0])  # type: ignore[index]
    if seconds:
        raise TooManyRequestsException("too many attempts", headers={"Retry-After": str(seconds)})
    cookie = await asyncio.to_thread(own.identity.sign_in, data.name, data.password)
    if cookie is None:
        told = "That is not the password, or the name is missing."
        return _page(request, "desk_sign_in.html", None, status=401, has_password=True, told=told)
    answer = _see_other(request, PATH, "")
    answer.set_cookie(_cookie(request, cookie, SESSION_SECONDS))
    return answer


@post(PATH + "sign-out/", include_in_schema=False)
async def sign_out(request: AnyRequest, data: Annotated[Decision, _FORM]) -> Response[bytes]:
    """End the session."""
    required_editor(request, data.token)
    answer = _see_other(request, PATH, "")
    answer.set_cookie(_cookie(request, "", 0))
    return answer


def _cookie(request: AnyRequest, value: str, seconds: int) -> Cookie:
    site = desk_of(request).config.site
    return Cookie(
        key=COOKIE,
        value=value,
        max_age=seconds,
        path=site.href(PATH),
        httponly=True,
        samesite="strict",
        secure=site.origin.startswith("https://"),
    )


def _see_other(request: AnyRequest, path: str, told: str) -> Response[bytes]:
    site = desk_of(request).config.site
    where = site.href(path) + (f"?told={quote(told[:200])}" if told else "")
    return Response(b"", status_code=303, headers={"Location": where, "Cache-Control": "no-store"})


def _page(
    request: AnyRequest, template: str, editor: Editor | None, *, status: int = 200, **values: Any
) -> Response[bytes]:
    site = desk_of(request).config.site
    given = {"told": "", **values, "editor": editor, "desk": PATH, "say": _say, "kinds": KIND_VALUES}
    body = page(template, site, PATH, decisions=DECISIONS, **given)
    return Response(body, status_code=status, media_type=HTML, headers={"Cache-Control": "no-store"})


def _say(entry: Entry) -> str:
    """A statement in words, as of the day on which it became known."""
    return describe(entry.claim, entry.known_from.date())


HANDLERS = (front, entry_page, decide, add_form, add, merge, sign_in, sign_out)
