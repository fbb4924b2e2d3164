"""The API about itself: its description, and what changed in it."""

from __future__ import annotations

import msgspec
from litestar import Response, Router, get

from airdate.web.answers import JSON, Made, answer_of, reply
from airdate.web.api.asked import Asked, service_of
from airdate.web.api.description import CHANGELOG, openapi


@get("/openapi.json", include_in_schema=False, sync_to_thread=False)
def get_openapi(request: Asked) -> Response[bytes]:
    """OpenAPI 3.1."""
    state = request.app.state
    if "openapi" not in state:  # it is the same for as long as the process lives
        state.openapi = msgspec.json.encode(openapi(request.app, service_of(request).config.site))
    return reply(answer_of(Made(body=state.openapi, media=JSON), ()), request.headers)


@get("/changelog", include_in_schema=False, sync_to_thread=False)
def get_changelog(request: Asked) -> Response[bytes]:
    """What changed in the API, the newest first."""
    rows = [{"version": version, "on": on, "text": text} for version, on, text in CHANGELOG]
    return reply(answer_of(Made(body=msgspec.json.encode(rows), media=JSON), ()), request.headers)


ROUTES = Router("/", route_handlers=[get_openapi, get_changelog])
