"""The application, put together: handlers, their limits, their errors, and the edge around it all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig

from airdate.web import check_page, desk, feeds, operations, pages
from airdate.web.api import about, bulk, checks, listings, works
from airdate.web.api.description import PREFIX
from airdate.web.config import Config
from airdate.web.edge import Edge
from airdate.web.metrics import Metrics
from airdate.web.parameters import refuse_doubtful
from airdate.web.problems import handle
from airdate.web.service import Service

_BYTES_A_CHARACTER = 12  # a character in UTF-8, percent-encoded as a form sends it

API = Router(
    PREFIX,
    route_handlers=[each.ROUTES for each in (works, listings, checks, bulk, about)],
    before_request=refuse_doubtful,
)
HANDLERS = (
    *(API, feeds.get_feed, check_page.check_form, check_page.check_pasted),
    *desk.HANDLERS,
    *(operations.health, operations.ready, operations.metrics, pages.site_page),
)


def create(config: Config) -> Edge:
    """The ASGI application of one process."""
    metrics = Metrics()
    return Edge(litestar(config, metrics), config, metrics)  # type: ignore[arg-type]


def litestar(config: Config, metrics: Metrics) -> Litestar:
    """The application without its edge."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        service = Service(config, metrics)
        app.state.service = service
        await service.start()
        app.state.desk = desk.Desk(config) if desk.is_open(config) else None
        try:
            yield
        finally:
            if app.state.desk is not None:
                await app.state.desk.stop()
            await service.stop()

    return Litestar(
        route_handlers=list(HANDLERS),
        lifespan=[lifespan],
        state=State(),
        exception_handlers={Exception: handle},
        request_max_body_size=config.check_characters * _BYTES_A_CHARACTER + 10_000,
        openapi_config=OpenAPIConfig(
            title="Airdate", version="1", use_handler_docstrings=True, path="/unused"
        ),
        logging_config=None,
    )
