"""What we changed ourselves: statements taken back, put back, corrected or wiped, on the ledger's clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import pairwise

from msgspec.structs import replace

from airdate import dates
from airdate.guide.evidence import said_by
from airdate.guide.phrases import describe
from airdate.guide.words import cite, uncapital
from airdate.types import Change, Entry

#: Questions (and kinds of statements) that may tell of the story.
TELLING = ("plot", "cast")


def corrections(
    rows: Iterable[Entry], *, as_of: date, known_at: datetime | None, names: Mapping[str, str]
) -> Iterator[Change]:
    """One change for each decision of a person about a statement, known by `as_of` and `known_at`."""
    histories: dict[str, list[Entry]] = {}
    for row in rows:
        histories.setdefault(row.entry_id, []).append(row)
    arrived: dict[tuple[datetime, str | None], list[Entry]] = {}
    for history in histories.values():
        ordered = sorted(history, key=lambda row: row.known_from)
        for before, after in pairwise([None, *ordered]):
            if after is None or not _is_known(after, as_of, known_at):
                continue
            if _has_arrived(before, after):
                arrived.setdefault((after.known_from, after.reason), []).append(after)
            elif before is not None and (text := _text(before, after, as_of, names)):
                yield _change(after, text)
    yield from (_arrival(entries) for entries in arrived.values())


def _has_arrived(before: Entry | None, after: Entry) -> bool:
    """Was it counted to another title or season until then? Its rows of that time are not among ours."""
    if after.state != "corrected":
        return False
    return before is None or (before.known_to is not None and before.known_to < after.known_from)


def _arrival(entries: list[Entry]) -> Change:
    """One line for all that one decision brought here."""
    first = min(entries, key=lambda row: row.entry_id)
    what = "1 statement" if len(entries) == 1 else f"{len(entries)} statements"
    why = f": {first.reason}" if first.reason else ""
    made = _change(first, f"We counted {what} here that stood elsewhere{why}.")
    return replace(made, spoiler=False)


def _change(after: Entry, text: str) -> Change:
    return Change(
        on=dates.of_day(after.known_from.date()),
        text=text,
        entry_id=after.entry_id,
        season=after.claim.season,
        spoiler=after.claim.kind in TELLING,
    )


def _is_known(row: Entry, as_of: date, known_at: datetime | None) -> bool:
    in_time = row.known_from.date() <= as_of and (known_at is None or row.known_from <= known_at)
    return in_time and (row.claim.said_on is None or said_by(row, as_of))


def _text(before: Entry, after: Entry, as_of: date, names: Mapping[str, str]) -> str | None:
    if after.state == "redacted":
        return f"We wiped a statement on the {after.claim.kind}."
    said = f"{uncapital(describe(before.claim, as_of))} ({cite(before.claim, names)})"
    why = f": {after.reason}" if after.reason else ""
    if after.state == "retracted":
        return f"We took back: {said}{why}."
    if before.state == "retracted":
        return f"We put back: {said}{why}."
    if after.state != "corrected":
        return None  # read again, and better
    told = _TOLD.get(_difference(before, after))
    if told is not None:
        return f"{told}: {said}{why}."
    return f"We corrected: {said}; it is {uncapital(describe(after.claim, as_of))}{why}."


#: What an editor did that left the statement as it was.
_TOLD = {
    "nothing": "We put our name to this",
    "pinned": "We let this stand above all else",
    "unpinned": "We let this stand above all else no longer",
}


def _difference(before: Entry, after: Entry) -> str:
    """What an editor changed of a statement: a key of `_TOLD`, or else the statement itself."""
    if before.claim == after.claim:
        return "nothing"
    standing = after.claim.standing_of_source
    if replace(before.claim, standing_of_source=standing) != after.claim:
        return "statement"
    if standing == "editor":
        return "pinned"
    return "unpinned" if before.claim.standing_of_source == "editor" else "statement"
