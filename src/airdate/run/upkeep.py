"""Exports, and what is dropped when its day has come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
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
    if table not in _ROWS:
        raise InputError("no such table", id=table, hint=f"one of {', '.join(_ROWS)}")
    licences = PUBLISHABLE if licences is None else PUBLISHABLE & set(licences)
    with airdate.ledger.snapshot():
        rows = _ROWS[table](airdate, as_of)
        return write_table(rows, path, form, table=schemas.TABLES[table], licences=licences)


def _claims(airdate: Airdate, as_of: date | None) -> Iterator[schemas.Row]:
    for work_id in airdate.ledger.works(ever=True):
        rows = airdate.ledger.entries(work_id=work_id, said_by=as_of, include_closed=True)
        yield from schemas.claim_rows(rows)


def _beliefs(airdate: Airdate, as_of: date | None) -> Iterator[schemas.Row]:
    for work_id in airdate.ledger.works():
        entries = airdate.ledger.entries(work_id=work_id, said_by=as_of)
        yield from schemas.belief_rows(settle(entries, as_of=as_of or airdate.today()), entries)


def _forecasts(airdate: Airdate, as_of: date | None) -> Iterator[schemas.Row]:
    return schemas.forecast_rows(airdate.ledger.forecasts())


def _corrections(airdate: Airdate, as_of: date | None) -> Iterator[schemas.Row]:
    return schemas.correction_rows(airdate.ledger.history(entry_id) for entry_id in _mended(airdate))


def _mended(airdate: Airdate) -> list[str]:
    """Ids of the statements that a person has changed."""
    ledger = airdate.ledger
    rows = (row for id in ledger.works(ever=True) for row in ledger.entries(work_id=id, include_closed=True))
    return sorted({row.entry_id for row in rows if row.state in ("corrected", "retracted")})


#: Work by work, so that memory does not grow with the ledger.
_ROWS: dict[str, Callable[[Airdate, date | None], Iterator[schemas.Row]]] = {
    "claims": _claims,
    "beliefs": _beliefs,
    "forecasts": _forecasts,
    "corrections": _corrections,
}


def drop_quotes(airdate: Airdate) -> int:
    """Drop the words of articles whose day has come; the statements stay. How many lost theirs."""
    return airdate.ledger.drop_quotes(airdate.today())
