"""Made-up rows of a ledger, built one decision after the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from airdate.types import Entry
from tests.guide.sample_entries import entry, owner

START = datetime(2026, 1, 10, 12, tzinfo=UTC)


def at(day: int) -> datetime:
    """Noon, so many days after the start."""
    return START + timedelta(days=day)


def announced(value: str, day: int, **fields: object) -> Entry:
    """The owner's word, said and known on a day."""
    row = owner(at(day).date().isoformat(), "harbour.example", "release", value, "confirmed", **fields)
    return replace(row, known_from=at(day))


def reported(value: str, day: int, outlet: str = "quaylight.example", **fields: object) -> Entry:
    """An outlet's own word, said and known on a day."""
    row = entry(at(day).date().isoformat(), outlet, "release", value, "confirmed", **fields)
    return replace(row, known_from=at(day))


def retracted(row: Entry, day: int) -> list[Entry]:
    """The row closed, and its tombstone."""
    closed = replace(row, known_to=at(day))
    return [closed, replace(row, known_from=at(day), state="retracted", by="desk", reason="misread")]
