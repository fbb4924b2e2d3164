"""The edge: files in, rows out; results in, lines out. A row that does not fit is a `Failure`, not an end.

The formats are a contract: `REQ.jsonl`, `SEASONS.csv`, `CLAIMS.csv` and `OUT.jsonl`. Columns are found
by name, so that further columns do no harm.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import msgspec

from airdate.dates import Window, parse
from airdate.errors import AirdateError, DataError
from airdate.forecast.rows import ActualRow, ClaimRow, Request, SeasonRow
from airdate.types import Failure, Forecast, Moved

R = TypeVar("R")

LAST_YEAR = 9000  # of a question; five years on must still be a day of the calendar
MAX_FIELD = 10_000  # characters; a longer field is no row of ours
_SEASON_COLUMNS = ("title", "season", "premiere", "precision")
_CLAIM_COLUMNS = ("title", "season", "kind", "value", "modality", "published")
_ACTUAL_COLUMNS = ("title", "season", "previous_season_release", "release_date")
_DAY_IN_NOTE = re.compile(r"(?:cancelled|reversed|hold) (\d{4}-\d{2}(?:-\d{2})?)", re.ASCII)


def read_history(lines: Iterable[str], name: str = "history") -> tuple[list[SeasonRow], list[Failure]]:
    """Read `SEASONS.csv`; the failures name file and line.

    Raises:
        DataError: a needed column is missing.
    """
    return _read_rows(lines, name, _SEASON_COLUMNS, _season_row)


def read_claims(lines: Iterable[str], name: str = "claims") -> tuple[list[ClaimRow], list[Failure]]:
    """Read `CLAIMS.csv`; the failures name file and line.

    Raises:
        DataError: a needed column is missing.
    """
    return _read_rows(lines, name, _CLAIM_COLUMNS, _claim_row)


def read_actual(lines: Iterable[str], name: str = "actual") -> tuple[list[ActualRow], list[Failure]]:
    """Read what became of seasons: an empty `release_date` means that it never came.

    Raises:
        DataError: a needed column is missing.
    """
    return _read_rows(lines, name, _ACTUAL_COLUMNS, _actual_row)


def read_requests(lines: Iterable[str]) -> list[Request | Failure]:
    """Read `REQ.jsonl`, one result a line that is not blank, in the file's order."""
    return [_request(line, number) for number, line in enumerate(lines, 1) if line.strip()]


def encode_result(request_id: str, result: Forecast | Failure) -> str:
    """One line of `OUT.jsonl`: the quantiles, the share that never comes and the reasons, or the error."""
    if isinstance(result, Failure):
        error = result.error if result.hint is None else f"{result.error} ({result.hint})"
        return msgspec.json.encode({"id": request_id, "error": error}).decode()
    body = {
        "id": request_id,
        "quantiles": result.quantiles,
        "never": round(result.never, 4),
        "basis": [say_moved(moved) for moved in result.basis],
    }
    return msgspec.json.encode(body).decode()


def say_moved(moved: Moved) -> str:
    """A reason in words: `filming wrapped 276 days ago: −140 days`."""
    days = round(moved.days)
    sign = "−" if days < 0 else "+" if days > 0 else "±"
    return f"{moved.what}: {sign}{abs(days)} {'day' if abs(days) == 1 else 'days'}"


def _read_rows(
    lines: Iterable[str], name: str, needed: tuple[str, ...], make: Callable[[Mapping[str, str]], R]
) -> tuple[list[R], list[Failure]]:
    reader = csv.DictReader(lines, restval="")
    rows: list[R] = []
    failures: list[Failure] = []
    try:
        missing = [column for column in needed if column not in (reader.fieldnames or ())]
        if missing:
            raise DataError(f"no column {missing[0]!r}", id=name, hint=f"needed: {', '.join(needed)}")
        for row in reader:
            try:
                rows.append(make(row))
            except (AirdateError, ValueError) as error:
                failures.append(Failure(id=f"{name}:{reader.line_num}", error=str(error)))
    except csv.Error as error:
        raise DataError(f"not readable as CSV: {error}", id=f"{name}:{reader.line_num}") from None
    return rows, failures


def _season_row(row: Mapping[str, str]) -> SeasonRow:
    return _convert(
        {
            **{
                k: row.get(k) or "" for k in ("platform", "country", "language", "source", "tmdb_id", "alias")
            },
            "title": _title(row),
            "season": _number(row["season"]),
            "premiere": _day(row["premiere"]),
            "precision": row["precision"],
            "genres": tuple(g for g in (row.get("genres") or "").split("|") if g),
        },
        SeasonRow,
    )


def _claim_row(row: Mapping[str, str]) -> ClaimRow:
    return _convert(
        {
            **{
                k: row.get(k) or "" for k in ("platform", "value", "kind", "modality", "who", "outlet", "url")
            },
            "title": _title(row),
            "season": _number(row["season"]) if row["season"] else None,
            "when": _window(row.get("when")),
            "published": _window(row["published"]),
        },
        ClaimRow,
    )


def _actual_row(row: Mapping[str, str]) -> ActualRow:
    decided = _DAY_IN_NOTE.findall(row.get("note") or "")
    return ActualRow(
        title=_title(row),
        season=_number(row["season"]),
        previous=_day(row["previous_season_release"]),
        released=_day(row["release_date"]) if row["release_date"] else None,
        decided=parse(decided[-1]).latest if decided else None,
        platform=row.get("platform") or "",
    )


def _request(line: str, number: int) -> Request | Failure:
    try:
        raw = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return Failure(id=f"line {number}", error=f"not JSON: {error}")
    name = str(raw.get("id", f"line {number}")) if isinstance(raw, dict) else f"line {number}"
    try:
        request = msgspec.convert({**raw, "id": name}, Request)
        if request.at.year > LAST_YEAR:
            raise TypeError(f"no forecast reaches beyond {LAST_YEAR}")
        return request
    except (msgspec.ValidationError, TypeError) as error:
        return Failure(id=name, error=f"not a request: {error}", hint="needed: id, title, season, at")


def _convert(value: dict[str, Any], kind: type[R]) -> R:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise DataError(str(error)) from None


def _title(row: Mapping[str, str]) -> str:
    title = row["title"].strip()
    if not title or any(len(field or "") > MAX_FIELD for field in row.values()):
        raise DataError("no title, or a field too long to be one")
    return title


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise DataError(f"{text[:20]!r} is no season number")
    return int(text)


def _day(text: str) -> date:
    day = parse(text)
    if not day.is_day or day.earliest is None:
        raise DataError(f"{text!r} is no single day")
    return day.earliest


def _window(text: str | None) -> Window | None:
    return parse(text) if text else None
