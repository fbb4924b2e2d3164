"""Everything that can go wrong on purpose.

Our exception tree:

    AirdateError                 message, id of the thing, way out
    ├── InputError               the user gave something that cannot be used (exit code 2)
    │   ├── DateError            not an EDTF date or window
    │   ├── SettingError         a setting with a value that does not fit
    │   └── UnknownTitleError    no such work; carries the nearest names
    ├── DocumentError            a text that cannot be read: empty, binary, too large, badly encoded
    ├── SourceError              the world did not answer, or not as promised
    │   ├── UnansweredError      the server was not reached, broke off or took too long
    │   └── StatusError          the server answered with an error; carries its status
    ├── DataError                a row of a data file that does not fit; carries file and line
    ├── LedgerError              the ledger cannot do it
    │   ├── LockedLedgerError    another process holds the write lock
    │   ├── ForeignLedgerError   the file is no ledger of ours, or of a later version
    │   └── UnknownEntryError    no live entry with that id
    └── ForecastError            refused rather than extrapolated
        ├── NoHistoryError       unknown title, or no earlier season
        └── AlreadyReleasedError the season is out

In a batch an expected error is a value: caught, counted and reported beside the results.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Answers of a server that another attempt may better.
TRANSIENT_STATUSES = frozenset({429, 500, 502, 503, 504})

_NOTHING_THERE = "nothing is there; check the address"
_NEEDS_LEAVE = "reading it needs leave or a key"


class AirdateError(Exception):
    """Base of all expected errors.

    `id` names the thing that failed (a path, an entry, a row); `hint` says the way out.
    """

    def __init__(self, message: str, *, id: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.id = id
        self.hint = hint

    def __str__(self) -> str:
        """One line: `id: message (hint)`."""
        text = f"{self.id}: {self.message}" if self.id else self.message
        return f"{text} ({self.hint})" if self.hint else text


class InputError(AirdateError):
    """What the user gave cannot be used."""


class DateError(InputError):
    """Not an EDTF date or window."""


class SettingError(InputError):
    """A setting with a value that does not fit."""


class UnknownTitleError(InputError):
    """No work goes by that name; `nearest` lists the names that come closest."""

    def __init__(self, name: str, nearest: Sequence[str]) -> None:
        hint = "nearest: " + "; ".join(nearest) if nearest else "no name comes near"
        super().__init__("no work goes by that name", id=name, hint=hint)
        self.nearest = tuple(nearest)


class DocumentError(AirdateError):
    """A text that cannot be read."""


class SourceError(AirdateError):
    """The world did not answer, or not as promised."""


class UnansweredError(SourceError):
    """The server was not reached, broke off or took too long; asking again may help."""


class StatusError(SourceError):
    """The server answered with an error; `retry_after` is its header as it came."""

    def __init__(self, status: int, *, id: str, retry_after: str | None = None) -> None:
        hints = {401: _NEEDS_LEAVE, 403: _NEEDS_LEAVE, 404: _NOTHING_THERE, 410: _NOTHING_THERE}
        otherwise = "try again later" if status in TRANSIENT_STATUSES else "check the address"
        super().__init__(f"the server answered {status}", id=id, hint=hints.get(status, otherwise))
        self.status = status
        self.retry_after = retry_after


class DataError(AirdateError):
    """A row of a data file that does not fit its form."""


class LedgerError(AirdateError):
    """The ledger cannot do it."""


class LockedLedgerError(LedgerError):
    """Another process holds the write lock."""


class ForeignLedgerError(LedgerError):
    """The file is no ledger of ours, or of a later version."""


class UnknownEntryError(LedgerError):
    """No live entry with that id."""


class ForecastError(AirdateError):
    """Refused rather than extrapolated."""


class NoHistoryError(ForecastError):
    """Unknown title, or no earlier season to count from."""


class AlreadyReleasedError(ForecastError):
    """The season is out."""
