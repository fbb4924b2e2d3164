"""The page where an editor pastes a text or a link; works without script."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from hashlib import sha256
from re import DOTALL, search
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import TooManyRequestsException
from litestar.params import Body

from airdate.errors import AirdateError
from airdate.publish import render_check_html
from airdate.publish.site.templates import page
from airdate.types import Struct
from airdate.web.answers import HTML
from airdate.web.api.checks import Checking, checked, of_link, of_text
from airdate.web.service import Service

PATH = "/check/"
_Request = Request[Any, Any, Any]


class Pasted(Struct, frozen=True, kw_only=True):
    """What the form sends; the text counts where both are filled in."""

    text: str = ""
    url: str = ""
    as_of: str = ""


@get(PATH, include_in_schema=False)
async def check_form(request: _Request) -> Response[bytes]:
    """The form."""
    return _form(request, Pasted(), "", 200)


@post(PATH, include_in_schema=False, status_code=200)
async def check_pasted(
    request: _Request, data: Annotated[Pasted, Body(media_type=RequestEncodingType.URL_ENCODED)]
) -> Response[bytes]:
    """The text with its claims marked, or the form again with what is wrong."""
    service: Service = request.app.state.service
    try:
        day = date.fromisoformat(data.as_of) if data.as_of else None
    except ValueError:
        return _form(request, data, f"{data.as_of[:20]!r} is no day.", 400)
    job = _job(data, day, service.config.check_characters)
    if job is None:
        return _form(request, data, "Paste a text, or give a link to one.", 400)
    try:
        check = await checked(service, request.scope["client"][0], job)  # type: ignore[index]
    except TooManyRequestsException as error:
        return _form(request, data, error.detail, 429)
    except AirdateError as error:
        return _form(request, data, str(error), 422)
    body = render_check_html(check)
    headers = {"Content-Security-Policy": _policy(body), "Cache-Control": "no-store"}
    return Response(body.encode("utf-8", "replace"), media_type=HTML, headers=headers)


def _job(data: Pasted, day: date | None, most: int) -> Checking | None:
    if data.text.strip():
        return of_text(data.text, day, most)
    return of_link(data.url.strip(), day, most) if data.url.strip() else None


def _form(request: _Request, data: Pasted, told: str, status: int) -> Response[bytes]:
    service: Service = request.app.state.service
    config = service.config
    body = page(
        "check_form.html",
        config.site,
        PATH,
        told=told,
        text=data.text[: config.check_characters],
        url=data.url[:2000],
        as_of=data.as_of[:10],
        most=config.check_characters,
    )
    return Response(body, status_code=status, media_type=HTML, headers={"Cache-Control": "no-store"})


def _policy(body: str) -> str:
    """A checked text is one page that can be saved: its style stands in it, let through by its hash."""
    style = search(r"<style>(.*?)</style>", body, DOTALL)
    hashed = b64encode(sha256(style[1].encode()).digest()).decode() if style else ""
    return f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; frame-ancestors 'none'"
