"""What waits for a person's eye: answers that rest on too little or contradict, articles left unread.

Pure but for the reading of the ledger. Only seasons that may still come are looked at; each item names the
statements that it rests on and the commands that settle it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from airdate.catalogue.outlets import UNTRUSTED
from airdate.ledger import settle
from airdate.publish.clean import clean
from airdate.publish.listing import say_claim
from airdate.run.workspace import Airdate
from airdate.types import Belief, Entry, Struct
from airdate.watch.moves import by_key
from airdate.watch.polls import Doubt, read_doubts
from airdate.watch.relevance import long_over

#: Why something waits, the most pressing first.
Reason = Literal["contradiction", "unconfirmed day", "weak source", "left unread"]
REASONS: dict[Reason, str] = {
    "contradiction": "Sources disagree.",
    "unconfirmed day": "A day that neither a rights holder nor two independent sources name.",
    "weak source": "Nobody but one aggregator or content farm says so.",
    "left unread": "Something looked like a claim, and was not read as one.",
}
_WEIGHTY = ("decision", "release", "production")


class Item(Struct, frozen=True, kw_only=True):
    """One thing to look at: `entries` the statements for it and against it, or `doubt` an article."""

    reason: Reason
    title: str
    season: int | None = None
    entries: tuple[Entry, ...] = ()
    doubt: Doubt | None = None

    @property
    def ways(self) -> tuple[str, ...]:
        """Commands that settle it."""
        return tuple(_ways(self))


def review(airdate: Airdate, state: sqlite3.Connection) -> list[Item]:
    """All that waits, the most pressing first, by title."""
    return ordered([*of_works(airdate, airdate.ledger.works()), *left_unread(state)])


def of_works(airdate: Airdate, work_ids: Iterable[str]) -> list[Item]:
    """What waits about some works."""
    return [item for work_id in work_ids for item in _of_work(airdate, work_id)]


def left_unread(state: sqlite3.Connection) -> list[Item]:
    """The articles that looked as if they held a claim, and were not read."""
    return [
        Item(reason="left unread", title=doubt.title or doubt.document, doubt=doubt)
        for doubt in read_doubts(state)
    ]


def ordered(items: Iterable[Item]) -> list[Item]:
    """The most pressing first, by title."""
    order = list(REASONS)
    return sorted(items, key=lambda item: (order.index(item.reason), item.title, item.season or 0))


def render_review(items: Sequence[Item]) -> str:
    """The items as text, under the reasons why they wait."""
    lines: list[str] = []
    for reason, meaning in REASONS.items():
        found = [item for item in items if item.reason == reason]
        if found:
            lines += [f"{reason} ({len(found)}): {meaning}"]
        for item in found:
            lines += _lines(item)
    return "\n".join(lines) or "Nothing waits."


def _lines(item: Item) -> Iterator[str]:
    season = f", season {item.season}" if item.season is not None else ""
    why = f" ({item.doubt.reasons})" if item.doubt else ""
    yield "  " + clean(f"{item.title}{season}{why}")
    for entry in item.entries:
        yield "    " + clean(f"{entry.entry_id[:12]} {say_claim(entry.claim)}, {entry.claim.said_via}")
    for way in item.ways:
        yield "    → " + clean(way)


def _of_work(airdate: Airdate, work_id: str) -> Iterator[Item]:
    entries = {entry.entry_id: entry for entry in airdate.ledger.entries(work_id=work_id)}
    beliefs = settle(list(entries.values()), as_of=airdate.today())
    over = long_over(beliefs, airdate.catalogue.seasons(work_id), airdate.today())
    title = airdate.work(work_id).title
    for belief in by_key(beliefs).values():
        reason = _reason(belief, entries)
        if reason is not None and (over is None or (belief.season or 0) > over):
            ids = dict.fromkeys((*belief.support, *belief.against))
            rests_on = tuple(entries[id] for id in ids if id in entries)
            yield Item(reason=reason, title=title, season=belief.season, entries=rests_on)


def _reason(belief: Belief, entries: Mapping[str, Entry]) -> Reason | None:
    if belief.question not in _WEIGHTY:
        return None
    if belief.standing == "disputed":
        return "contradiction"
    if belief.rule == "unconfirmed":
        return "unconfirmed day"
    support = [entries[id] for id in belief.support if id in entries]
    is_weak = all(entry.claim.standing_of_source in UNTRUSTED for entry in support)
    return "weak source" if is_weak and len({entry.claim.said_via for entry in support}) == 1 else None


def _ways(item: Item) -> Iterator[str]:
    if item.doubt is not None:
        where = item.doubt.url or item.doubt.document
        yield f"airdate read {where} --explain --dry-run"
        return
    for entry in item.entries:
        yield f'airdate retract {entry.entry_id[:12]} --reason "…"'
    if item.reason != "contradiction":
        yield "airdate read URL    (another source that says so)"
        first = item.entries[0].entry_id[:12] if item.entries else "ID"
        yield f'airdate correct {first} standing_of_source=rights_holder --reason "seen at …"'
