"""What a ledger does with what it is handed: decided here, on values alone; backends only carry it out.

Invariant: every change of a statement closes its open row and opens the next at the same instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from airdate.dates import Window
from airdate.errors import InputError, LedgerError, UnknownEntryError
from airdate.ledger import codec
from airdate.ledger.base import TOMBSTONES, Outcome, Recorded
from airdate.ledger.statement import corrected, entry_id_of, fault, redacted, same_content
from airdate.types import Claim, Entry, Failure


class Offer(NamedTuple):
    """Claims as the entries that they would be, by id; how many said the same again; what does not fit."""

    entries: dict[str, Entry]
    repeats: int
    refused: list[Failure]


class Plan(NamedTuple):
    """What to write for an offer: new rows, each preceded by the row that it closes, if any."""

    closed: list[Entry]
    opened: list[Entry]
    recorded: Recorded


def offer(claims: Iterable[tuple[str, Claim]], known_at: datetime) -> Offer:
    """The first reading of each statement among the claims. Raises `InputError` as `codec.in_utc`."""
    known_from = codec.in_utc(known_at)
    made = Offer({}, 0, [])
    repeats = 0
    for work_id, claim in claims:
        if reason := fault(claim):
            made.refused.append(Failure(id=claim.document_id or claim.title, error=reason))
            continue
        entry = Entry(entry_id=entry_id_of(claim), work_id=work_id, claim=claim, known_from=known_from)
        repeats += entry.entry_id in made.entries
        made.entries.setdefault(entry.entry_id, entry)
    return made._replace(repeats=repeats)


def plan(offered: Offer, held: Mapping[str, Entry]) -> Plan:
    """What an offer comes to, given the newest rows of those statements that are held."""
    closed: list[Entry] = []
    opened: list[Entry] = []
    refused = list(offered.refused)
    counts: dict[Outcome, int] = {"same": offered.repeats}
    for id, entry in offered.entries.items():
        before = held.get(id)
        result = _outcome(before, entry)
        if before is not None and result == "updated":
            if problem := too_early(before, entry):
                refused.append(problem)
                continue
            closed.append(before)
        if result in ("added", "updated"):
            opened.append(entry)
        counts[result] = counts.get(result, 0) + 1
    ids = tuple(entry.entry_id for entry in opened if entry.entry_id not in held)
    return Plan(closed, opened, Recorded(**counts, ids=ids, refused=tuple(refused)))


def _outcome(held: Entry | None, offered: Entry) -> Outcome:
    if held is None:
        return "added"
    if held.state in TOMBSTONES:
        return "kept_tombstone"
    if held.state == "corrected":
        return "kept_corrected"
    if held.work_id == offered.work_id and same_content(held.claim, offered.claim):
        return "same"
    return "updated"


def too_early(held: Entry, new: Entry) -> Failure | None:
    """Why a row cannot follow another: what changes a statement must be known later than it."""
    if new.known_from > held.known_from:
        return None
    return Failure(
        id=held.entry_id,
        error=f"its newest version is known from {codec.encode_instant(held.known_from)}",
        hint="a change must be known later than what it changes; check the clock",
    )


def signed(held: Entry, new: Entry, by: str, reason: str, known_at: datetime) -> Entry:
    """A person's change as the row that follows `held`.

    Raises:
        InputError: nobody signs, no reason is given, or it is to have been said on a day to come.
        LedgerError: it is not known later.
    """
    if not (by.strip() and reason.strip()):
        raise InputError("a change needs a name and a reason", id=held.entry_id, hint="say who and why")
    said_on = new.claim.said_on
    if said_on is not None and said_on != held.claim.said_on and is_to_come(said_on, known_at):
        raise InputError("nothing can have been said by then", id=f"said_on={said_on}")
    row = msgspec.structs.replace(new, known_from=codec.in_utc(known_at), by=by, reason=reason)
    if problem := too_early(held, row):
        raise LedgerError(problem.error, id=problem.id, hint=problem.hint)
    return row


def is_to_come(said_on: Window, known_at: datetime) -> bool:
    """Is it a day that has not begun anywhere? Nobody can have said anything on it."""
    tomorrow = known_at.date() + timedelta(days=1)  # it may be tomorrow elsewhere
    return said_on.earliest is None or said_on.earliest > tomorrow


def correct(held: Entry, changes: Mapping[str, object]) -> Entry:
    """The standing statement with fields replaced (`work_id` or a claim's).

    Raises:
        UnknownEntryError: it no longer stands.
        InputError: it is to be of no work; else as `statement.corrected`.
    """
    fields = dict(changes)
    work_id = fields.pop("work_id", held.work_id)
    if not isinstance(work_id, str) or not work_id.strip():
        raise InputError("it names no work", id=held.entry_id, hint="give the work's id")
    claim = corrected(_standing(held).claim, fields)
    return msgspec.structs.replace(held, work_id=work_id, claim=claim, state="corrected")


def retract(held: Entry) -> Entry:
    """The tombstone of a standing statement. Raises `UnknownEntryError` where it no longer stands."""
    return msgspec.structs.replace(_standing(held), state="retracted")


def restore(held: Entry, before: Entry | None) -> Entry:
    """A retracted statement as it stood `before`. Raises `UnknownEntryError` where it is not retracted."""
    if held.state != "retracted" or before is None:
        raise UnknownEntryError("it is not retracted", id=held.entry_id, hint=f"it is {held.state}")
    return msgspec.structs.replace(held, state=before.state)


def redact(held: Entry) -> Entry:
    """The tombstone of a statement without its words and names."""
    return msgspec.structs.replace(held, claim=redacted(held.claim), state="redacted")


def _standing(held: Entry) -> Entry:
    if held.state in TOMBSTONES:
        raise UnknownEntryError(f"it was {held.state}", id=held.entry_id, hint="a retraction can be restored")
    return held
