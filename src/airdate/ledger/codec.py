"""Claims, instants and forecasts as the ledger's text, and back: nothing is lost on the way.

Windows are stored as their EDTF text alone and rebuilt with `dates.parse`, so that no stored bound can
contradict its text; equal texts share one window. Instants are UTC text of one width, which sorts as they
run. Defaults are left out of the JSON; a default of `Claim` may therefore never change without a migration.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, cast

import msgspec

from airdate import dates
from airdate.errors import DateError, InputError, LedgerError
from airdate.types import Claim, Entry, EntryState, Forecast

WINDOWS = ("when", "said_on")
_FIELDS = msgspec.structs.fields(Claim)
_AT = tuple(Claim.__struct_fields__.index(name) for name in WINDOWS)
_values_of = attrgetter(*Claim.__struct_fields__)
_window = lru_cache(16_384)(dates.parse)  # few texts stand in many rows; some 4 MB

#: A claim as it is stored: the same fields in the same order, with windows as EDTF text.
_Stored = msgspec.defstruct(
    "_Stored",
    [
        (
            field.name,
            str | None if field.name in WINDOWS else field.type,
            *([] if field.required else [field.default]),
        )
        for field in _FIELDS
    ],
    omit_defaults=True,
    frozen=True,
)

#: What comes of a row that was damaged, or edited by hand.
_TORN = (msgspec.MsgspecError, DateError, ValueError, TypeError)

#: What tells a row from all others: entry id and `known_from`. Rows are walked through in this order.
Key = tuple[str, str]
FIRST: Key = ("", "0001-01-01T00:00:00.000000Z")
LAST: Key = ("g", "9999-12-31T23:59:59.999999Z")  # ids are hex digits, so that "g" is past all of them


class Mark(NamedTuple):
    """How far a ledger had come: its last row in order of arrival, and the place of that row."""

    number: int
    entry_id: str
    known_from: str


class Version(NamedTuple):
    """One row of a statement as it is stored, on whatever backend: its columns in their order, as text."""

    work_id: str
    entry_id: str
    known_from: str
    known_to: str | None
    season: int | None
    said_latest: str | None
    state: EntryState
    claim: str
    changed_by: str | None
    reason: str | None

    @property
    def key(self) -> Key:
        """Which row it is."""
        return self.entry_id, self.known_from


def claim_to_builtins(claim: Claim) -> dict[str, Any]:
    """A claim's fields that differ from their default, with windows as EDTF text."""
    return cast(dict[str, Any], msgspec.to_builtins(_stored(claim)))


def _stored(claim: Claim) -> msgspec.Struct:
    values = list(_values_of(claim))
    for at in _AT:
        if values[at] is not None:
            values[at] = values[at].edtf
    return _Stored(*values)


def claim_from_builtins(fields: dict[str, Any]) -> Claim:
    """The claim of such fields.

    Raises:
        msgspec.ValidationError: a field that is missing or of the wrong type.
        DateError: a window that is no EDTF.
    """
    windows = {name: _window(fields[name]) for name in WINDOWS if isinstance(fields.get(name), str)}
    return msgspec.convert({**fields, **windows}, Claim)


def encode_claim(claim: Claim) -> str:
    """A claim as JSON text."""
    return msgspec.json.encode(_stored(claim)).decode()


def decode_claim(text: str) -> Claim:
    """The claim of a JSON text; raises as `claim_from_builtins` and on text that is no JSON."""
    return claim_from_builtins(msgspec.json.decode(text, type=dict[str, Any]))


def check_claim(text: str) -> None:
    """Raises what `decode_claim` would raise, in half the time."""
    stored = msgspec.json.decode(text, type=_Stored)
    for name in WINDOWS:
        if (edtf := getattr(stored, name)) is not None:
            _window(edtf)


def encode_forecast(forecast: Forecast) -> str:
    """A forecast as JSON text."""
    return msgspec.json.encode(forecast).decode()


def forecast_from_row(text: str, work_id: str) -> Forecast:
    """The forecast of a row. Raises as `entry_from_row`."""
    try:
        return decode_forecast(text)
    except _TORN as error:
        raise torn(error, work_id) from None


def decode_forecast(text: str) -> Forecast:
    """The forecast of a JSON text."""
    return msgspec.json.decode(text, type=Forecast)


def in_utc(instant: datetime) -> datetime:
    """The instant in UTC.

    Raises:
        InputError: an instant without a time zone says no instant.
    """
    if instant.tzinfo is None:
        raise InputError(
            "an instant needs a time zone", id=instant.isoformat(), hint="pass one in UTC: datetime.now(UTC)"
        )
    return instant.astimezone(UTC)


@lru_cache(1024)  # a batch is known at one instant
def encode_instant(instant: datetime) -> str:
    """An instant as UTC text with microseconds, 27 characters. Raises as `in_utc`."""
    return in_utc(instant).isoformat(timespec="microseconds").replace("+00:00", "Z")


def decode_instant(text: str) -> datetime:
    """The instant of such a text, in UTC."""
    return datetime.fromisoformat(text)


def instant_from_row(text: str) -> datetime:
    """The instant of a row. Raises as `entry_from_row`."""
    try:
        return decode_instant(text)
    except _TORN as error:
        raise torn(error, "the newest row") from None


def entry_to_row(entry: Entry) -> Version:
    """An entry as its row.

    Raises:
        InputError: one of its texts holds a NUL, which not every database keeps.
    """
    if any("\0" in text for text in (entry.work_id, entry.by or "", entry.reason or "")):
        raise InputError("it holds characters that are no text", id=entry.entry_id, hint="leave NUL out")
    said = said_latest(entry.claim)
    return Version(
        work_id=entry.work_id,
        entry_id=entry.entry_id,
        known_from=encode_instant(entry.known_from),
        known_to=encode_instant(entry.known_to) if entry.known_to else None,
        season=entry.claim.season,
        said_latest=said.isoformat() if said else None,
        state=entry.state,
        claim=encode_claim(entry.claim),
        changed_by=entry.by,
        reason=entry.reason,
    )


def entry_from_row(row: Version) -> Entry:
    """The entry of such a row.

    Raises:
        LedgerError: the row's text cannot be read; the file was damaged or edited.
    """
    try:
        return Entry(
            entry_id=row.entry_id,
            work_id=row.work_id,
            claim=decode_claim(row.claim),
            known_from=decode_instant(row.known_from),
            known_to=decode_instant(row.known_to) if row.known_to else None,
            state=row.state,
            by=row.changed_by,
            reason=row.reason,
        )
    except _TORN as error:
        raise torn(error, row.entry_id) from None


def torn(error: Exception, what: str) -> LedgerError:
    """That a row is none of our text."""
    return LedgerError(f"its row cannot be read: {error}", id=what, hint="put a backup in its place")


class _Retention(msgspec.Struct):
    retention_until: str | None = None


def retained_until(row: Version) -> str | None:
    """The day on which a row's quote may go, as text. Raises `msgspec.MsgspecError` on a torn claim."""
    return msgspec.json.decode(row.claim, type=_Retention).retention_until


def said_latest(claim: Claim) -> date | None:
    """The day from which a statement counts as said: a month counts from its last day.

    `None` where the page is undated or its date is open at the end: such a statement never counts.
    """
    return claim.said_on.latest if claim.said_on is not None else None
