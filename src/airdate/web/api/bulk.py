"""Whole tables as files."""

from __future__ import annotations

from typing import Annotated, Literal

from litestar import Router, get
from litestar.params import PathParameter, QueryParameter
from litestar.response import File

from airdate.catalogue.records import Licence
from airdate.publish.tables import Format
from airdate.web.answers import FRESH
from airdate.web.api.asked import Asked, service_of
from airdate.web.exports import MEDIA
from airdate.web.parameters import optional

_Table = Annotated[
    Literal["claims", "beliefs", "forecasts", "corrections"], PathParameter(description="Which table.")
]
_Format = Annotated[Format, QueryParameter(name="format", description="CSV, JSON Lines or Parquet.")]
_Licence = Annotated[Licence | None, optional("Only rows that are under this licence alone.")]


@get("/exports/{table:str}", opt={"media": tuple(MEDIA.values())}, summary="A whole table as a file")
async def export_table(
    request: Asked, table: _Table, format: _Format = "csv", licence: _Licence = None
) -> File:
    """Claims with all their versions, today's beliefs, frozen forecasts, or readings that a person mended.

    The columns are those of the exported tables; no column holds words of an article. Rows that may not be
    passed on are held back.
    """
    service = service_of(request)
    path = await service.exports.file(table, format, licence, service.changes.ledger())
    return File(
        path,
        filename=path.name,
        media_type=MEDIA[format],
        headers={"Cache-Control": FRESH},
        content_disposition_type="attachment",
    )


ROUTES = Router("/", route_handlers=[export_table], tags=["bulk"])
