"""Exports, and a look at whether all is well."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from airdate.catalogue.licences import PUBLISHABLE
from airdate.errors import AirdateError, InputError
from airdate.forecast.store import load_shipped
from airdate.ledger import settle
from airdate.publish import Written, schemas, write_table
from airdate.publish.tables import Format
from airdate.run import starter
from airdate.run.workspace import Airdate
from airdate.types import Struct


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that `doctor` looked at."""

    text: str
    fine: bool = True


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


def doctor(airdate: Airdate) -> list[Finding]:
    """Look at the ledger, the catalogue and the model."""
    faults = airdate.ledger.check()
    held = len(airdate.ledger.entries())
    findings = [Finding(text=f"ledger: {fault.id}: {fault.error}", fine=False) for fault in faults]
    if not faults:
        findings.append(Finding(text=f"ledger: {held} statements, sound"))
    if not starter.is_recorded(airdate.ledger):
        findings.append(
            Finding(text="shipped facts: not those of this version", fine=False)
        )
    findings.append(Finding(text=f"catalogue: {len(airdate.catalogue.works)} works"))
    try:
        findings.append(Finding(text=f"model: {load_shipped().name}"))
    except AirdateError as error:
        findings.append(Finding(text=f"model: {error}", fine=False))
    return findings
