"""Changes of a season's answers as feed entries.

Invariant: an entry's id hangs on what changed and when, not on the wording or the title. Changes that may
tell of plot or cast are left out unless asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from urllib.parse import quote, urlsplit

from airdate.publish.feeds import FeedEntry
from airdate.types import Change, Entry, Kind

#: A domain and a day on which it was its owner's (RFC 4151): `example.org,2026` or `example.org,2027-03-01`.
AUTHORITY = re.compile(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*,[0-9]{4}(?:-[0-9]{2}){0,2}")
_SINCE = "2026"
#: For sites that have no domain: a name that nobody can own.
_NOBODYS = "localhost"
_SPOILERS: frozenset[Kind] = frozenset({"plot", "cast"})


def feed_id(authority: str, *parts: str) -> str:
    """A tag: URI (RFC 4151); `authority` is as `authority_of` gives it or as the site's owner set it."""
    return f"tag:{authority}:" + "/".join(quote(part, safe="") for part in parts)


def authority_of(url: str) -> str:
    """The authority of the ids of a site at an address; of one without a domain, a name that is nobody's."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        ascii = host.encode("idna").decode()
    except UnicodeError:
        ascii = ""
    has_domain = "." in ascii and not ascii.rpartition(".")[2].isdigit() and ":" not in ascii
    authority = f"{ascii if has_domain else _NOBODYS},{_SINCE}"
    return authority if AUTHORITY.fullmatch(authority) else f"{_NOBODYS},{_SINCE}"


def change_entries(
    changes: Iterable[Change],
    rows: Iterable[Entry],
    *,
    authority: str,
    work_id: str,
    season: int | None,
    title: str,
    url: str,
    spoilers: bool = False,
) -> tuple[FeedEntry, ...]:
    """One entry a change.

    Args:
        changes: a season's timeline, the newest first (`guide.changes.timeline`).
        rows: the ledger's rows on it, closed ones and tombstones too; they tell what a change is about
            and since when it has been known. A change that rests on none of them counts as a spoiler, as does
            one that says so itself.
        authority: see `feed_id`; it must never change.
        title: the season's heading.
        url: its page.
        spoilers: let plot and cast in.
    """
    kinds: dict[str, set[Kind]] = {}
    known: dict[str, datetime] = {}
    for row in rows:
        kinds.setdefault(row.entry_id, set()).add(row.claim.kind)
        known[row.entry_id] = min(row.known_from, known.get(row.entry_id, row.known_from))
    shown = [c for c in changes if spoilers or not _is_spoiler(c, kinds)]
    scope = ("change", work_id, "" if season is None else str(season))
    return tuple(
        FeedEntry(
            id=feed_id(authority, *scope, *identity),
            title=f"{title}: {_topic(change)}",
            text=told(change),
            url=url,
            published_at=_midnight(change),
            updated_at=max(_midnight(change), known.get(change.entry_id, _midnight(change))),
        )
        for change, identity in _identified(shown)
    )


def _is_spoiler(change: Change, kinds: Mapping[str, set[Kind]]) -> bool:
    return change.spoiler or not _SPOILERS.isdisjoint(kinds.get(change.entry_id, _SPOILERS))


def told(change: Change) -> str:
    """A moved date as `Release: was …, now …, said by …`; any other change in its own words."""
    if change.question != "release" or not change.before or not change.now:
        return change.text
    said_by = f", said by {change.said_by}" if change.said_by else ""
    return f"{_topic(change)}: was {change.before}, now {change.now}{said_by}."


def _identified(changes: list[Change]) -> Iterator[tuple[Change, tuple[str, ...]]]:
    """Changes with what tells them apart; those of one entry, day and topic are counted from the oldest."""
    seen: Counter[tuple[str, ...]] = Counter()
    for change in reversed(changes):
        key = (change.entry_id, change.on.edtf, _topic(change))
        yield change, (*key, str(seen[key])) if seen[key] else key
        seen[key] += 1


def _topic(change: Change) -> str:
    """What stands before the colon: `Release`, `Where to watch`, `We took back`."""
    head, is_headed, _ = change.text.partition(": ")
    return head if is_headed else "Correction"


def _midnight(change: Change) -> datetime:
    assert change.on.latest is not None  # a change stands on a day or in a month
    return datetime.combine(change.on.latest, time.min, UTC)
