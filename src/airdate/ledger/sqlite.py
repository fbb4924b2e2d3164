"""The ledger on SQLite: one file, no server, nothing acknowledged is lost.

Invariant: every change of a statement is `_replace`: close the open row and open the next at the same
instant, in one transaction. What to do with a claim is decided by `_outcome`, which is pure.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path
from types import EllipsisType
from typing import Any, Self

import msgspec

from airdate.errors import LedgerError, LockedLedgerError, UnknownEntryError
from airdate.ledger import codec, sql, sqlite_file
from airdate.ledger.base import TOMBSTONES, Outcome, Recorded
from airdate.ledger.sqlite_check import findings
from airdate.ledger.statement import (
    ID_DIGITS,
    corrected,
    entry_id_of,
    fault,
    redacted,
    same_content,
    unquoted,
)
from airdate.sqlite import transaction
from airdate.types import Claim, Entry, Failure, Forecast

_ID_START = re.compile(rf"[0-9a-f]{{4,{ID_DIGITS}}}")


class SqliteLedger:
    """See `base.Ledger` for what the methods promise. Use one object per thread.

    Raises on opening:
        ForeignLedgerError: the file is no ledger of ours, or of a later version; it is left unchanged.
        LockedLedgerError: another process held it for longer than `lock_seconds`.
        LedgerError: it cannot be opened or made.
    """

    def __init__(self, path: Path | str, *, lock_seconds: float = 5) -> None:
        self.path = Path(path)
        self._db = sqlite_file.connect(self.path, lock_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def record(self, claims: Iterable[tuple[str, Claim]], *, known_at: datetime) -> Recorded:
        known_at = codec.in_utc(known_at)
        offered: dict[str, Entry] = {}
        refused: list[Failure] = []
        repeats = 0
        for work_id, claim in claims:  # before the lock is taken: a generator may be slow
            if reason := fault(claim):
                refused.append(Failure(id=claim.document_id or claim.title, error=reason))
                continue
            entry = Entry(entry_id=entry_id_of(claim), work_id=work_id, claim=claim, known_from=known_at)
            repeats += entry.entry_id in offered
            offered.setdefault(entry.entry_id, entry)
        with self._transaction():
            results = {id: self._take(entry) for id, entry in offered.items()}
        return _recorded(results, repeats, refused)

    def correct(
        self, entry_id: str, changes: Mapping[str, object], *, by: str, reason: str, known_at: datetime
    ) -> Entry:
        def change(held: Entry) -> Entry:
            fields = dict(changes)
            work_id = str(fields.pop("work_id", held.work_id))
            claim = corrected(_standing(held).claim, fields)
            return msgspec.structs.replace(held, work_id=work_id, claim=claim, state="corrected")

        with self._transaction():
            return self._change(entry_id, change, by, reason, known_at)

    def retract(self, entry_id: str, *, by: str, reason: str, known_at: datetime) -> Entry:
        def change(held: Entry) -> Entry:
            return msgspec.structs.replace(_standing(held), state="retracted")

        with self._transaction():
            return self._change(entry_id, change, by, reason, known_at)

    def restore(self, entry_id: str, *, by: str, reason: str, known_at: datetime) -> Entry:
        def change(held: Entry) -> Entry:
            if held.state != "retracted":
                raise UnknownEntryError("it is not retracted", id=held.entry_id, hint=f"it is {held.state}")
            before = self._select(sql.HISTORY, (held.entry_id,))[-2]
            return msgspec.structs.replace(held, state=before.state)

        with self._transaction():
            return self._change(entry_id, change, by, reason, known_at)

    def redact(self, entry_id: str, *, by: str, reason: str, known_at: datetime) -> Entry:
        def change(held: Entry) -> Entry:
            return msgspec.structs.replace(held, claim=redacted(held.claim), state="redacted")

        with self._transaction():
            entry = self._change(entry_id, change, by, reason, known_at)
            for version in self._select(sql.HISTORY, (entry.entry_id,)):
                wiped = msgspec.structs.replace(version, claim=redacted(version.claim))
                self._db.execute(sql.WIPE, codec.entry_to_row(wiped))
        self._forget_old_pages("redact the entry once more")
        return entry

    def drop_quotes(self, day: date) -> int:
        with self._transaction():
            versions = self._select(sql.QUOTED_UNTIL, (day.isoformat(),))
            for version in versions:
                bare = msgspec.structs.replace(version, claim=unquoted(version.claim))
                self._db.execute(sql.UNQUOTE, codec.entry_to_row(bare))
        if versions:
            self._forget_old_pages("run it once more")
        return len({version.entry_id for version in versions})

    def note(self, name: str, value: str) -> None:
        with self._transaction():
            self._db.execute(sql.NOTE, (name, value))

    def noted(self, name: str) -> str | None:
        with sqlite_file.translated(self.path):
            row = self._db.execute(sql.NOTED, (name,)).fetchone()
        return row["value"] if row is not None else None

    def get(self, entry_id: str) -> Entry:
        with sqlite_file.translated(self.path):
            return self._find(entry_id)

    def history(self, entry_id: str) -> list[Entry]:
        with sqlite_file.translated(self.path):
            return self._select(sql.HISTORY, (self._find(entry_id).entry_id,))

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

    def works(self) -> list[str]:
        with sqlite_file.translated(self.path):
            return [row["work_id"] for row in self._db.execute(sql.WORKS)]

    def freeze(self, forecast: Forecast, work_id: str, known_at: datetime) -> None:
        body = codec.encode_forecast(msgspec.structs.replace(forecast, known_at=codec.in_utc(known_at)))
        row = {
            "work_id": work_id,
            "known_at": codec.encode_instant(known_at),
            "forecast_id": blake2b(body.encode(), digest_size=ID_DIGITS // 2).hexdigest(),
            "body": body,
        }
        with self._transaction():
            self._db.execute(sql.FREEZE, row)

    def forecasts(
        self, work_id: str | None = None, known_by: datetime | None = None
    ) -> list[tuple[str, Forecast]]:
        values = {"work_id": work_id, "known_by": known_by and codec.encode_instant(known_by)}
        with sqlite_file.translated(self.path):
            rows = self._db.execute(sql.FORECASTS, values).fetchall()
        return [(row["work_id"], codec.decode_forecast(row["body"])) for row in rows]

    def backup(self, path: Path) -> None:
        if path.exists():
            if path.samefile(self.path):
                raise LedgerError("that is the ledger itself", id=str(path), hint="give another path")
            sqlite_file.inspect(path)
        with sqlite_file.translated(path):
            sqlite_file.copy(self._db, path)

    def check(self) -> list[Failure]:
        with sqlite_file.translated(self.path):
            return findings(self._db)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with sqlite_file.translated(self.path), transaction(self._db):
            yield

    def _take(self, entry: Entry) -> Outcome | Failure:
        held = self._newest(entry.entry_id)
        outcome = _outcome(held, entry)
        if outcome == "added":
            self._db.execute(sql.INSERT, codec.entry_to_row(entry))
        if outcome == "updated" and held is not None:
            try:
                self._replace(held, entry)
            except LedgerError as error:
                return Failure(id=entry.entry_id, error=error.message, hint=error.hint)
        return outcome

    def _change(
        self, start: str, change: Callable[[Entry], Entry], by: str, reason: str, known_at: datetime
    ) -> Entry:
        held = self._find(start)
        new = msgspec.structs.replace(change(held), known_from=codec.in_utc(known_at), by=by, reason=reason)
        self._replace(held, new)
        return new

    def _replace(self, held: Entry, new: Entry) -> None:
        if new.known_from <= held.known_from:
            raise LedgerError(
                f"its newest version is known from {codec.encode_instant(held.known_from)}",
                id=held.entry_id,
                hint="a change must be known later than what it changes; check the clock",
            )
        row = codec.entry_to_row(new)
        self._db.execute(sql.CLOSE, {"entry_id": held.entry_id, "known_to": row["known_from"]})
        self._db.execute(sql.INSERT, row)

    def _forget_old_pages(self, again: str) -> None:
        # Pages that SQLite has let go of still hold the words; rewriting the file is the one sure way.
        with sqlite_file.translated(self.path):
            self._db.execute("VACUUM")
            busy = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise LockedLedgerError(
                "the words are gone, but another process still reads the old pages",
                id=str(self.path),
                hint=f"close the other process and {again}",
            )

    def _find(self, start: str) -> Entry:
        found: list[str] = []
        if _ID_START.fullmatch(start):
            found = [row["entry_id"] for row in self._db.execute(sql.STARTING_WITH, {"start": start})]
        if len(found) > 1:
            raise LedgerError("several entries begin with that", id=start, hint=" ".join(found))
        held = self._newest(found[0]) if found else None
        if held is None:
            raise UnknownEntryError("no entry has that id", id=start, hint="give four digits of it or more")
        return held

    def _newest(self, entry_id: str) -> Entry | None:
        rows = self._select(sql.NEWEST, (entry_id,))
        return rows[0] if rows else None

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
        with sqlite_file.translated(self.path):
            return self._select(sql.listing(conditions), values)

    def _select(self, query: str, values: tuple[Any, ...] | dict[str, Any]) -> list[Entry]:
        return [codec.entry_from_row(row) for row in self._db.execute(query, values)]


def _outcome(held: Entry | None, offered: Entry) -> Outcome:
    """What to do with a reading, given the newest row of its statement."""
    if held is None:
        return "added"
    if held.state in TOMBSTONES:
        return "kept_tombstone"
    if held.state == "corrected":
        return "kept_corrected"
    if held.work_id == offered.work_id and same_content(held.claim, offered.claim):
        return "same"
    return "updated"


def _recorded(results: Mapping[str, Outcome | Failure], repeats: int, refused: list[Failure]) -> Recorded:
    outcomes = list(results.values())
    return Recorded(
        added=outcomes.count("added"),
        same=outcomes.count("same") + repeats,
        updated=outcomes.count("updated"),
        kept_corrected=outcomes.count("kept_corrected"),
        kept_tombstone=outcomes.count("kept_tombstone"),
        ids=tuple(id for id, outcome in results.items() if outcome == "added"),
        refused=(*refused, *(outcome for outcome in outcomes if isinstance(outcome, Failure))),
    )


def _standing(held: Entry) -> Entry:
    if held.state in TOMBSTONES:
        raise UnknownEntryError(f"it was {held.state}", id=held.entry_id, hint="a retraction can be restored")
    return held


def _of_work(work_id: str | None, season: int | EllipsisType | None) -> list[str]:
    return ["work_id"] * (work_id is not None) + ["season"] * (season is not ...)


def _on_clock(known_by: datetime | None, include_closed: bool) -> list[str]:
    if include_closed:
        return ["begun_by"] if known_by is not None else []
    return ["standing", "live" if known_by is None else "known_by"]
