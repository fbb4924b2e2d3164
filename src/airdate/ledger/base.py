"""What a ledger promises, whatever database it stands on.

Invariant: append-only, on two clocks. A statement's rows follow each other without gap or overlap,
each valid for `known_from <= t < known_to`; exactly one is open. Nothing is overwritten but by
`redact` and, of an article's words, by `drop_quotes`. Every backend passes the same contract suite,
`tests/ledger/contract.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import EllipsisType
from typing import Literal, Protocol, Self

from airdate.ledger.codec import Key, Mark, Version
from airdate.types import Claim, Entry, EntryState, Failure, Forecast, Struct

#: What became of a claim that was handed over.
Outcome = Literal["added", "same", "updated", "kept_corrected", "kept_tombstone"]

#: The states of a statement's last row once it no longer stands.
TOMBSTONES: tuple[EntryState, ...] = ("retracted", "redacted")


class Recorded(Struct, frozen=True, kw_only=True):
    """What `record` did, by count; `ids` are the added entries, `refused` the claims that do not fit.

    `kept_corrected` and `kept_tombstone` count readings that a person's decision outlives.
    """

    added: int = 0
    same: int = 0
    updated: int = 0
    kept_corrected: int = 0
    kept_tombstone: int = 0
    ids: tuple[str, ...] = ()
    refused: tuple[Failure, ...] = ()


class Ledger(Protocol):
    """An append-only store of statements on two clocks, and of frozen forecasts.

    Wherever an entry id is asked for, its first digits do (four or more) as long as one entry alone
    begins with them. `known_at` is an instant with a time zone; a change of a statement must be known
    later than the row that it closes. Every method raises `LockedLedgerError` where another process
    holds the database for too long.
    """

    def record(self, claims: Iterable[tuple[str, Claim]], *, known_at: datetime) -> Recorded:
        """Hold claims, each with the id of its work; all of them or, on an error, none.

        The same statement from the same document is one entry however often it is read (see
        `statement.entry_id_of`); within one call its first reading counts. A reading that differs in
        more than reader, rule and retention closes the row and opens a new one, unless a person corrected the
        statement or took it back. A claim that does not fit is refused as a value.
        """
        ...

    def correct(
        self, entry_id: str, changes: Mapping[str, object], *, by: str, reason: str, known_at: datetime
    ) -> Entry:
        """Replace fields of a standing statement (`work_id` or a claim's; windows as EDTF text or `Window`).

        Raises:
            UnknownEntryError: no standing entry has that id.
            InputError: a field that does not exist or is evidence, a value that does not fit, or a name or
                reason that is missing.
            LedgerError: `known_at` is not later than the row it would close.
        """
        ...

    def retract(self, entry_id: str, *, by: str, reason: str, known_at: datetime) -> Entry:
        """Take a standing statement back; it leaves a tombstone. Raises as `correct`."""
        ...

    def restore(self, entry_id: str, *, by: str, reason: str, known_at: datetime) -> Entry:
        """Undo a retraction: the statement stands again as it did before. Raises as `correct`."""
        ...

    def redact(self, entry_id: str, *, by: str, reason: str, known_at: datetime) -> Entry:
        """Wipe a statement's words and names from all its versions, closed ones too.

        What is left says that something was here: ids, title, season, kind, and values that name
        nobody. No view shows the statement again but `history` and `include_closed`; recording it
        again does nothing. Redacting twice wipes twice. Raises as `correct`.
        """
        ...

    def drop_quotes(self, day: date) -> int:
        """Forget the words of articles whose `retention_until` is that day or earlier, in all versions.

        The statements stay, without `span` and `retention_until` (see `statement.unquoted`).

        Returns:
            How many statements lost their words.
        """
        ...

    def note(self, name: str, value: str) -> None:
        """Keep a word about the ledger itself; one of the same name is replaced."""
        ...

    def noted(self, name: str) -> str | None:
        """What was noted under that name, if anything."""
        ...

    def notes(self) -> dict[str, str]:
        """All notes by name."""
        ...

    def get(self, entry_id: str) -> Entry:
        """A statement's newest row, be it a tombstone.

        Raises:
            UnknownEntryError: no entry begins with that.
            LedgerError: several do.
        """
        ...

    def history(self, entry_id: str) -> list[Entry]:
        """All rows of a statement, oldest first. Raises as `get`."""
        ...

    def entries(
        self,
        *,
        work_id: str | None = None,
        season: int | EllipsisType | None = ...,
        said_by: date | None = None,
        known_by: datetime | None = None,
        include_closed: bool = False,
    ) -> list[Entry]:
        """The statements that stand, by day of saying (undated last), then id.

        Args:
            work_id: of this work alone.
            season: of this season alone; `None` asks for films and whole series.
            said_by: said on that day or earlier; a month counts from its last day, an undated
                statement never.
            known_by: as the ledger stood at that instant, instead of now.
            include_closed: all versions and tombstones (that began by `known_by`).
        """
        ...

    def undated(
        self,
        *,
        work_id: str | None = None,
        season: int | EllipsisType | None = ...,
        known_by: datetime | None = None,
    ) -> list[Entry]:
        """The standing statements of undated pages, which `said_by` never counts; by id."""
        ...

    def works(self, *, ever: bool = False) -> list[str]:
        """The ids of all works with a standing statement, sorted; with `ever`, of those that had one too."""
        ...

    def mark(self) -> Mark | None:
        """How far the ledger has come; `None` where it is empty."""
        ...

    def works_since(self, mark: Mark) -> list[str] | None:
        """The ids, sorted, of all works of which a row has come or was closed since, whatever the clocks say.

        `None` where the ledger does not hold that row at that place, as after a backup was put back: then any
        work may have changed. Words that were wiped or dropped from older rows are no change.
        """
        ...

    def latest(self) -> datetime | None:
        """When the newest row became known; `None` where there is none."""
        ...

    def freeze(self, forecast: Forecast, work_id: str, known_at: datetime) -> None:
        """Keep a forecast for ever, to be scored one day. Freezing it twice at one instant is once."""
        ...

    def frozen(self) -> int:
        """How many forecasts are frozen."""
        ...

    def forecasts(
        self, work_id: str | None = None, known_by: datetime | None = None
    ) -> list[tuple[str, Forecast]]:
        """Frozen forecasts with the ids of their works, oldest first; `known_at` is set on each."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, everything that is read is as it stood at the beginning, whatever others write."""
        ...

    def versions(self, after: Key, upto: Key, limit: int) -> list[Version]:
        """Stored rows in the order of their keys, later than one key and up to another, at most `limit`."""
        ...

    def adopt(self, new: Sequence[Version], closed: Sequence[Version], reworded: Sequence[Version]) -> None:
        """Hold rows just as another ledger holds them; all of them or, on an error, none.

        `closed` and `reworded` are rows whose earlier state is held: open, or before a redaction or before
        their quotes went.
        """
        ...

    def backup(self, path: Path) -> None:
        """Copy the ledger to a file, whole or not at all; an older ledger there is replaced.

        Raises:
            LedgerError: `path` is the ledger itself, or cannot be written.
            ForeignLedgerError: something that is no ledger lies there.
        """
        ...

    def check(self) -> list[Failure]:
        """What is wrong with the stored data; empty where all is well."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...
