"""For those who run it: is it up, is it ready, what does it do."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Request, Response, get

from airdate import __version__
from airdate.errors import AirdateError
from airdate.web.lanes import BusyError
from airdate.web.metrics import MEDIA
from airdate.web.service import Service


@get("/health", include_in_schema=False, media_type=MediaType.JSON)
async def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "up", "version": __version__}


@get("/ready", include_in_schema=False, media_type=MediaType.JSON)
async def ready(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The ledger can be read, and the pages over all titles are made; 503 until then."""
    service: Service = request.app.state.service
    try:
        service.changes.ask()
        shelves = await service.shelves()
    except AirdateError as error:
        raise BusyError(error.message, hint=error.hint) from None
    if not shelves.overview.whole:
        raise BusyError("the pages over all titles are being made", hint="ask again in a few seconds")
    return {"status": "ready", "as_of": shelves.overview.made_at.isoformat()}


@get("/metrics", include_in_schema=False)
async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Prometheus's text form, of this process."""
    service: Service = request.app.state.service
    for lane, name in ((service.quick, "quick"), (service.slow, "slow")):
        service.metrics.waiting.labels(name).set(lane.waiting)
    return Response(service.metrics.text(), media_type=MEDIA)
