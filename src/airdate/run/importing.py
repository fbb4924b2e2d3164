"""Importing lists into what is followed: preview, match, report; nothing is silent.

file ─▶ open, bounded ─▶ rows of a format ─▶ match by id, then by name and year ─▶ follow, all at once
                                                  └─▶ ties and unmatched: kept as such, and reported
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

from airdate.errors import InputError
from airdate.run.following import Matched, match
from airdate.run.workspace import Airdate
from airdate.sqlite import transaction
from airdate.types import Failure, Struct
from airdate.watch.follow import Follow, add_follow, followed_since
from airdate.watch.imports.files import MAX_UPLOAD
from airdate.watch.imports.formats import read_list
from airdate.watch.imports.found import Found, LeftOut, Wish

#: What became of a row.
Outcome = Literal["followed", "known", "tied", "unmatched", "left out", "failed"]


class Line(Struct, frozen=True, kw_only=True):
    """One row of a report: what it named, what became of it, and why; `choices` are the works that tie."""

    name: str
    row: str
    outcome: Outcome
    reason: str = ""
    title: str | None = None
    choices: tuple[str, ...] = ()


class ImportReport(Struct, frozen=True, kw_only=True):
    """What an import did, or with `dry_run` would do, row by row."""

    format: str
    dry_run: bool
    lines: tuple[Line, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome."""
        return dict(Counter(line.outcome for line in self.lines))


def import_file(
    airdate: Airdate,
    state: sqlite3.Connection,
    path: Path,
    *,
    format: str | None = None,
    at: datetime,
    dry_run: bool = False,
    delete: bool = False,
) -> ImportReport:
    """Follow what a file names.

    Args:
        airdate: the workspace, for its catalogue.
        state: where follows are kept; with `dry_run` nothing is written.
        path: the file.
        format: a name of `formats.FORMATS`; by default the one that the file has.
        at: the present instant.
        dry_run: report alone.
        delete: remove the file afterwards, whatever came of it: for a copy that was uploaded to us.

    Raises:
        InputError: the file cannot be read or used.
    """
    try:
        return import_bytes(airdate, state, path.name, _read(path), format=format, at=at, dry_run=dry_run)
    finally:
        if delete:
            path.unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_UPLOAD:
            raise InputError("too large for a list", id=str(path))
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read it: {error.strerror}", id=str(path)) from None


def import_bytes(
    airdate: Airdate,
    state: sqlite3.Connection,
    name: str,
    data: bytes,
    *,
    format: str | None = None,
    at: datetime,
    dry_run: bool = False,
) -> ImportReport:
    """Follow what a file's content names; as `import_file`."""
    chosen, found = read_list(name, data, format)
    told = list(_told(airdate, found, chosen, at))
    lines: list[Line] = []
    with transaction(state):
        for line, follow in told:
            is_old = follow is not None and followed_since(state, follow) is not None
            if follow is not None and not dry_run:
                is_old = not add_follow(state, follow, at)
            lines.append(_known(line) if is_old else line)
    return ImportReport(format=chosen, dry_run=dry_run, lines=tuple(lines))


def _known(line: Line) -> Line:
    return Line(name=line.name, row=line.row, outcome="known", reason="followed already", title=line.title)


def _told(
    airdate: Airdate, found: Iterator[Found], format: str, at: datetime
) -> Iterator[tuple[Line, Follow | None]]:
    """For each row its line of the report, and what is to be followed, if anything."""
    for one in found:
        match one:
            case Failure():
                yield Line(name=one.id, row=one.id, outcome="failed", reason=one.error), None
            case LeftOut():
                yield Line(name=one.name, row=one.row, outcome="left out", reason=one.reason), None
            case Follow():
                yield Line(name=one.name, row=one.name, outcome="followed", reason=one.reason), one
            case Wish():
                yield _wished(airdate, one, format, at)


def _wished(airdate: Airdate, wish: Wish, format: str, at: datetime) -> tuple[Line, Follow]:
    """A title is followed whether or not a work fits; one that none fits is matched later."""
    found = match(airdate, wish.name, year=wish.year, form=wish.form, ids=wish.ids)
    outcomes: dict[str, Outcome] = {"matched": "followed", "tied": "tied", "unmatched": "unmatched"}
    line = Line(
        name=wish.name,
        row=wish.row,
        outcome=outcomes[found.outcome],
        reason=found.reason,
        title=found.work.title if found.work else None,
        choices=found.choices,
    )
    return line, _follow(wish, found, format, at)


def _follow(wish: Wish, found: Matched, format: str, at: datetime) -> Follow:
    work = found.work
    return Follow(
        kind="title",
        name=work.title if work else wish.name,
        year=wish.year,
        form=wish.form,
        ids=wish.ids,
        work_id=work.work_id if work else None,
        reason=found.reason,
        source=format,
        added_at=at,
    )


def say_report(report: ImportReport, most: int = 50) -> str:
    """A report in words: the counts, then each row that needs a look; at most so many of each outcome."""
    counts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(report.counts.items()))
    verb = "would be read" if report.dry_run else "read"
    lines = [f"{len(report.lines)} rows {verb} as {report.format}: {counts or 'nothing in it'}"]
    for outcome in ("tied", "unmatched", "failed", "left out"):
        own = [line for line in report.lines if line.outcome == outcome]
        lines += [f"  {outcome}: {_say(line)}" for line in own[:most]]
        lines += [f"  {outcome}: and {len(own) - most} more"] if len(own) > most else []
    return "\n".join(lines)


def _say(line: Line) -> str:
    choices = f" ({'; '.join(line.choices)})" if line.choices else ""
    where = f" [{line.row}]" if line.row != line.name else ""
    return f"{line.name}{where}: {line.reason}{choices}"
