"""The entries that a guide may speak of.

Invariant: nothing that was said after `as_of` gets past `gather`. A month counts from its last day. An
undated statement is never counted as said by a day; it stands apart, and only where the ledger already
held it on `as_of`, so that a guide of the past does not tell of what came later.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import get_args

from msgspec.structs import replace

from airdate.guide.words import cite, count, join_words, outlet_name, speaker
from airdate.ledger.base import TOMBSTONES
from airdate.types import Belief, Claim, Entry, SourceStanding, Struct

_RANK = {standing: rank for rank, standing in enumerate(get_args(SourceStanding))}


class Evidence(Struct, frozen=True, kw_only=True):
    """What counts on `as_of`: `dated` from the oldest to the newest, `undated` apart, outlets by domain.

    `by_id` has at least these entries, and is all that a belief of that day can rest on.
    """

    as_of: date
    dated: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    names: Mapping[str, str]
    by_id: Mapping[str, Entry]

    def rests_on(self, belief: Belief) -> list[Entry]:
        """The entries that a belief rests on, strongest first; where there are none, missed promises.

        Those that name the very day or window of the event come before those that only say it happened.
        """
        held = (self.by_id.get(entry_id) for entry_id in belief.support or belief.missed)
        entries = [entry for entry in held if entry is not None]
        if belief.window is None or belief.question == "release":  # there `when` is the announcement
            return entries
        return sorted(entries, key=lambda entry: entry.claim.when != belief.window)

    def bears(self, belief: Belief) -> bool:
        """Is all that the belief rests on among the entries that count?"""
        return len(self.rests_on(belief)) == len(belief.support or belief.missed)

    def cited(self, entries: Sequence[Entry]) -> str:
        """Who says so and when: the first entry's source, and how many other outlets say the same."""
        return self._first_and_others(entries, cite)

    def speakers(self, entries: Sequence[Entry]) -> str:
        """Who says so, as `cited` but without the day."""
        return self._first_and_others(entries, speaker)

    def _first_and_others(
        self, entries: Sequence[Entry], name: Callable[[Claim, Mapping[str, str]], str]
    ) -> str:
        if not entries:
            return "no source"
        first = entries[0].claim
        outlets = {outlet_name(entry.claim, self.names) for entry in entries}
        others = len(outlets - {outlet_name(first, self.names)})
        return name(first, self.names) + (f", and {count(others, 'other outlet')}" if others else "")

    def outlets(self, entries: Iterable[Entry]) -> str:
        """The names of the outlets, each once, in order."""
        return join_words(list(dict.fromkeys(outlet_name(entry.claim, self.names) for entry in entries)))


def about(entries: Iterable[Entry], season: int | None, since: date | None) -> list[Entry]:
    """The rows that speak of a season.

    Args:
        entries: rows of the ledger on one work.
        season: the season; `None` for a film or a whole series.
        since: the day on which the season before came. What was said of the series at large until then
            was said of that season; what undated pages say of it can be either, and is left out.
    """

    def is_recent(entry: Entry) -> bool:
        said_on = entry.claim.said_on
        return since is None or (
            said_on is not None and said_on.earliest is not None and said_on.earliest > since
        )

    return [
        entry
        for entry in entries
        if entry.claim.season == season or (entry.claim.season is None and is_recent(entry))
    ]


def gather(
    rows: Sequence[Entry], *, as_of: date, known_at: datetime | None, names: Mapping[str, str]
) -> Evidence:
    """Choose and order the entries that count.

    Args:
        rows: rows of the ledger on one season (see `about`); closed rows and tombstones may be among them.
        as_of: the day by which it must have been said.
        known_at: the instant at which the ledger must have held it; `None` for now.
        names: outlet domain → name.
    """
    first_held = _first_held(rows)
    standing = [entry for entry in rows if stands(entry, known_at)]
    dated = [entry for entry in standing if said_by(entry, as_of)]
    undated = [
        entry
        for entry in standing
        if entry.claim.said_on is None and first_held[entry.entry_id].date() <= as_of
    ]
    return Evidence(
        as_of=as_of,
        dated=tuple(sorted(dated, key=_said_order)),
        undated=tuple(sorted(undated, key=lambda entry: entry.entry_id)),
        names=names,
        by_id={entry.entry_id: entry for entry in (*dated, *undated)},
    )


def until(evidence: Evidence, day: date) -> Evidence:
    """What had been said by an earlier day; undated pages belong to no day."""
    said = bisect_right(evidence.dated, day, key=lambda entry: _said_order(entry)[0])
    return replace(evidence, as_of=day, dated=evidence.dated[:said], undated=())


def stands(entry: Entry, known_at: datetime | None) -> bool:
    """Is this the row that the ledger held at that instant, and no tombstone?"""
    if entry.state in TOMBSTONES:
        return False
    if known_at is None:
        return entry.known_to is None
    return entry.known_from <= known_at and (entry.known_to is None or known_at < entry.known_to)


def said_by(entry: Entry, as_of: date) -> bool:
    """Had it been said by that day? A month counts from its last day, an undated statement never."""
    said_on = entry.claim.said_on
    return said_on is not None and said_on.latest is not None and said_on.latest <= as_of


def is_said_on(entry: Entry, day: date) -> bool:
    """Does it count from just that day?"""
    return entry.claim.said_on is not None and entry.claim.said_on.latest == day


def latest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Dated entries from the newest to the oldest."""
    return sorted(entries, key=_said_order, reverse=True)


def strongest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by whose word it is, from the one who decides down; equals keep their order."""
    return sorted(entries, key=lambda entry: _RANK[entry.claim.standing_of_source])


def grouped(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    """Entries by a key, groups and members in the order in which they come."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups


def ids(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The entries' ids, in order."""
    return tuple(entry.entry_id for entry in entries)


def _first_held(rows: Iterable[Entry]) -> dict[str, datetime]:
    first: dict[str, datetime] = {}
    for row in rows:
        first[row.entry_id] = min(row.known_from, first.get(row.entry_id, row.known_from))
    return first


def _said_order(entry: Entry) -> tuple[date, str]:
    said_on = entry.claim.said_on
    assert said_on is not None and said_on.latest is not None  # `gather` lets no other among the dated
    return said_on.latest, entry.entry_id
