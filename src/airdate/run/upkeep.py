"""Exports, and what is dropped when its day has come."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from airdate.catalogue.licences import PUBLISHABLE
from airdate.errors import InputError
from airdate.ledger import settle
from airdate.publish import Written, schemas, write_table
from airdate.publish.tables import Format
from airdate.run.workspace import Airdate


def export(
    airdate: Airdate,
    table: str,
    path: Path,
    form: Format,
    *,
    licences: Collection[str] | None = None,
    as_of: date | None = None,
) -> Written:
    """Write a table to a file: `claims` (all versions), `beliefs` (as of a day), frozen `forecasts`, or
    `corrections` (readings that a person mended). Rows that may not be passed on are held back, whatever
    `licences` asks for.

    Raises:
        InputError: no such table or format, or the file cannot be written.
    """
    licences = PUBLISHABLE if licences is None else PUBLISHABLE & set(licences)
    entries = airdate.ledger.entries(said_by=as_of, include_closed=table == "claims")
    if table == "claims":
        return write_table(schemas.claim_rows(entries), path, form, table=schemas.CLAIMS, licences=licences)
    if table == "beliefs":
        beliefs = settle(entries, as_of=as_of or airdate.today())
        rows = schemas.belief_rows(beliefs, entries)
        return write_table(rows, path, form, table=schemas.BELIEFS, licences=licences)
    if table == "forecasts":
        rows = schemas.forecast_rows(airdate.ledger.forecasts())
        return write_table(rows, path, form, table=schemas.FORECASTS, licences=licences)
    if table == "corrections":
        rows = schemas.correction_rows(airdate.ledger.history(entry_id) for entry_id in _mended(airdate))
        return write_table(rows, path, form, table=schemas.CORRECTIONS, licences=licences)
    raise InputError("no such table", id=table, hint="one of claims, beliefs, forecasts, corrections")


def _mended(airdate: Airdate) -> list[str]:
    """Ids of the statements that a person has changed."""
    rows = airdate.ledger.entries(include_closed=True)
    return sorted({row.entry_id for row in rows if row.state in ("corrected", "retracted")})


def drop_quotes(airdate: Airdate) -> int:
    """Drop the words of articles whose day has come; the statements stay. How many lost theirs."""
    return airdate.ledger.drop_quotes(airdate.today())
