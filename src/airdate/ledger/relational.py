"""A ledger on any SQL database: the contract's methods over six things that a backend can do.

Invariant: what to write is decided in `changes`, on values; here it is read, decided and written within one
transaction. A backend adds its SQL, its way to write many rows, and its errors in our words.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from hashlib import blake2b
from types import EllipsisType
from typing import Any, Protocol, Self

import msgspec

from airdate.errors import LedgerError, UnknownEntryError
from airdate.ledger import changes as decide
from airdate.ledger import codec
from airdate.ledger.base import Recorded
from airdate.ledger.check import findings
from airdate.ledger.codec import Key, Mark, Version
from airdate.ledger.statement import ID_DIGITS, redacted, unquoted
from airdate.types import Claim, Entry, Failure, Forecast

_ID_START = re.compile(rf"[0-9a-f]{{4,{ID_DIGITS}}}")


class Dialect(Protocol):
    """The SQL of a backend: a module with these statements, whose parameters are named."""

    NEWEST: str
    HISTORY: str
    STARTING_WITH: str
    WORKS: str
    WORKS_EVER: str
    MARK: str
    MARKED: str
    WORKS_SINCE: str
    LATEST: str
    VERSIONS: str
    CLOSE: str
    WIPE: str
    UNQUOTE: str
    QUOTED_UNTIL: str
    NOTE: str
    NOTED: str
    NOTES: str
    FREEZE: str
    FROZEN: str
    FORECASTS: str
    BROKEN_HISTORIES: str
    APPLIED: str

    def listing(self, conditions: list[str]) -> str:
        """The query for all rows that meet the named conditions, in the ledger's stable order."""
        ...


class RelationalLedger(ABC):
    """See `base.Ledger` for what the methods promise. Use one object per thread."""

    _sql: Dialect

    # What a backend does

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]: ...

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[None]:
        """All or nothing, with the write lock taken first so that what is read stays true."""

    @abstractmethod
    def _fetch(self, query: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Rows of a query; instants and days as the codec's text."""

    @abstractmethod
    def _run(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement once for each row of values."""

    @abstractmethod
    def _insert(self, versions: Sequence[Version]) -> None:
        """Write new rows, many at once."""

    @abstractmethod
    def _newest(self, ids: Sequence[str]) -> list[Version]:
        """The open rows of those statements that are held."""

    @abstractmethod
    def _storage_findings(self) -> list[Failure]:
        """What is wrong with the files, pages and migrations under the rows."""

    @abstractmethod
    def _forget_old_pages(self, again: str) -> None:
        """See that words that were wiped are nowhere in the database's files."""

    # What every backend does alike

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def record(self, claims: Iterable[tuple[str, Claim]], *, known_at: datetime) -> Recorded:
        offered = decide.offer(claims, known_at)  # before the lock is taken: a generator may be slow
        with self._transaction():
            held = [codec.entry_from_row(row) for row in self._newest(list(offered.entries))]
            plan = decide.plan(offered, {entry.entry_id: entry for entry in held})
            self._write(plan.closed, plan.opened)
        return plan.recorded

    def correct(
        self, entry_id: str, changes: Mapping[str, object], *, by: str, reason: str, known_at: datetime
    ) -> Entry:
        with self._transaction():
            return self._change(entry_id, lambda held: decide.correct(held, changes), by, reason, known_at)

    def retract(self, entry_id: str, *, by: str, reason: str, known_at: datetime) -> Entry:
        with self._transaction():
            return self._change(entry_id, decide.retract, by, reason, known_at)

    def restore(self, entry_id: str, *, by: str, reason: str, known_at: datetime) -> Entry:
        def change(held: Entry) -> Entry:
            before = self._history(held.entry_id)[:-1]
            return decide.restore(held, before[-1] if before else None)

        with self._transaction():
            return self._change(entry_id, change, by, reason, known_at)

    def redact(self, entry_id: str, *, by: str, reason: str, known_at: datetime) -> Entry:
        with self._transaction():
            entry = self._change(entry_id, decide.redact, by, reason, known_at)
            wiped = [
                msgspec.structs.replace(version, claim=redacted(version.claim))
                for version in self._history(entry.entry_id)
            ]
            self._run(self._sql.WIPE, [codec.entry_to_row(version)._asdict() for version in wiped])
        self._forget_old_pages("redact the entry once more")
        return entry

    def drop_quotes(self, day: date) -> int:
        with self._transaction():
            quoted = self._entries(self._sql.QUOTED_UNTIL, {"day": day.isoformat()})
            bare = [msgspec.structs.replace(one, claim=unquoted(one.claim)) for one in quoted]
            self._run(self._sql.UNQUOTE, [codec.entry_to_row(version)._asdict() for version in bare])
        if bare:
            self._forget_old_pages("run it once more")
        return len({version.entry_id for version in bare})

    def note(self, name: str, value: str) -> None:
        with self._transaction():
            self._run(self._sql.NOTE, [{"name": name, "value": value}])

    def noted(self, name: str) -> str | None:
        rows = self._fetch(self._sql.NOTED, {"name": name})
        return rows[0][0] if rows else None

    def notes(self) -> dict[str, str]:
        return {name: value for name, value in self._fetch(self._sql.NOTES, {})}

    def get(self, entry_id: str) -> Entry:
        return self._find(entry_id)

    def history(self, entry_id: str) -> list[Entry]:
        return self._history(self._find(entry_id).entry_id)

    def entries(
        self,
        *,
        work_id: str | None = None,
        season: int | EllipsisType | None = ...,
        said_by: date | None = None,
        known_by: datetime | None = None,
        include_closed: bool = False,
    ) -> list[Entry]:
        conditions = _of_work(work_id, season) + _on_clock(known_by, include_closed)
        if said_by is not None:
            conditions.append("said_by")
        return self._list(conditions, work_id, season, known_by, said_by)

    def undated(
        self,
        *,
        work_id: str | None = None,
        season: int | EllipsisType | None = ...,
        known_by: datetime | None = None,
    ) -> list[Entry]:
        conditions = [*_of_work(work_id, season), *_on_clock(known_by, False), "undated"]
        return self._list(conditions, work_id, season, known_by)

    def works(self, *, ever: bool = False) -> list[str]:
        return [row[0] for row in self._fetch(self._sql.WORKS_EVER if ever else self._sql.WORKS, {})]

    def mark(self) -> Mark | None:
        rows = self._fetch(self._sql.MARK, {})
        return Mark._make(rows[0]) if rows else None

    def works_since(self, mark: Mark) -> list[str] | None:
        if self._fetch(self._sql.MARKED, {"number": mark.number}) != [(mark.entry_id, mark.known_from)]:
            return None
        return [row[0] for row in self._fetch(self._sql.WORKS_SINCE, {"number": mark.number})]

    def latest(self) -> datetime | None:
        ((newest,),) = self._fetch(self._sql.LATEST, {})
        return codec.instant_from_row(newest) if newest is not None else None

    def freeze(self, forecast: Forecast, work_id: str, known_at: datetime) -> None:
        body = codec.encode_forecast(msgspec.structs.replace(forecast, known_at=codec.in_utc(known_at)))
        row = {
            "work_id": work_id,
            "known_at": codec.encode_instant(known_at),
            "forecast_id": blake2b(body.encode(), digest_size=ID_DIGITS // 2).hexdigest(),
            "body": body,
        }
        with self._transaction():
            self._run(self._sql.FREEZE, [row])

    def frozen(self) -> int:
        ((count,),) = self._fetch(self._sql.FROZEN, {})
        return int(count)

    def forecasts(
        self, work_id: str | None = None, known_by: datetime | None = None
    ) -> list[tuple[str, Forecast]]:
        values = {"work_id": work_id, "known_by": known_by and codec.encode_instant(known_by)}
        rows = self._fetch(self._sql.FORECASTS, values)
        return [(work, codec.forecast_from_row(body, work)) for work, body in rows]

    def versions(self, after: Key, upto: Key, limit: int) -> list[Version]:
        values = {"a_id": after[0], "a_at": after[1], "u_id": upto[0], "u_at": upto[1], "most": limit}
        return [Version._make(row) for row in self._fetch(self._sql.VERSIONS, values)]

    def adopt(self, new: Sequence[Version], closed: Sequence[Version], reworded: Sequence[Version]) -> None:
        with self._transaction():
            self._run(self._sql.CLOSE, [row._asdict() for row in closed])
            for row in reworded:
                self._run(self._sql.WIPE if row.state == "redacted" else self._sql.UNQUOTE, [row._asdict()])
            self._insert(new)
        if reworded:
            self._forget_old_pages("copy once more")

    def check(self) -> list[Failure]:
        return [*self._storage_findings(), *findings(self, self._fetch(self._sql.BROKEN_HISTORIES, {}))]

    # Helpers

    def _write(self, closed: Sequence[Entry], opened: Sequence[Entry]) -> None:
        rows = [codec.entry_to_row(entry) for entry in opened]
        ends = {row.entry_id: row.known_from for row in rows}
        before = [codec.entry_to_row(old) for old in closed]
        self._run(self._sql.CLOSE, [old._replace(known_to=ends[old.entry_id])._asdict() for old in before])
        self._insert(sorted(rows, key=lambda row: (row.work_id, row.entry_id)))  # pages are filled in turn

    def _change(
        self, start: str, change: Callable[[Entry], Entry], by: str, reason: str, known_at: datetime
    ) -> Entry:
        held = self._find(start)
        new = decide.signed(held, change(held), by, reason, known_at)
        self._write([held], [new])
        return new

    def _find(self, start: str) -> Entry:
        found: list[str] = []
        if _ID_START.fullmatch(start):
            found = [row[0] for row in self._fetch(self._sql.STARTING_WITH, {"start": start})]
        if len(found) > 1:
            raise LedgerError("several entries begin with that", id=start, hint=" ".join(found))
        held = self._newest(found)
        if not held:
            raise UnknownEntryError("no entry has that id", id=start, hint="give four digits of it or more")
        return codec.entry_from_row(held[0])

    def _history(self, entry_id: str) -> list[Entry]:
        return self._entries(self._sql.HISTORY, {"entry_id": entry_id})

    def _list(
        self,
        conditions: list[str],
        work_id: str | None,
        season: int | EllipsisType | None,
        known_by: datetime | None,
        said_by: date | None = None,
    ) -> list[Entry]:
        values = {
            "work_id": work_id,
            "season": None if season is ... else season,
            "known_by": known_by and codec.encode_instant(known_by),
            "said_by": said_by and said_by.isoformat(),
        }
        return self._entries(self._sql.listing(conditions), values)

    def _entries(self, query: str, values: Mapping[str, Any]) -> list[Entry]:
        return [codec.entry_from_row(Version._make(row)) for row in self._fetch(query, values)]


def _of_work(work_id: str | None, season: int | EllipsisType | None) -> list[str]:
    seasons = [] if season is ... else ["no_season" if season is None else "season"]
    return ["work_id"] * (work_id is not None) + seasons


def _on_clock(known_by: datetime | None, include_closed: bool) -> list[str]:
    if include_closed:
        return ["begun_by"] if known_by is not None else []
    return ["standing", "live" if known_by is None else "known_by"]
