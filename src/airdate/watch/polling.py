"""When a feed is looked at next: the one decider, from what came of the last looks.

Pure; the clock and the jitter are arguments. A feed that brings news is looked at more often, one that does
not less often; what a server or feed asks for counts as a least; faults back off; hosts that keep failing are
left alone together.

    interval so far ──▶ × by outcome ──▶ not below what is asked ──▶ between least and most ──▶ + jitter
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from airdate.types import Struct

LEAST = timedelta(minutes=10)
MOST = timedelta(days=1)
LONGEST_ASKED = timedelta(days=7)  # a server that asks for more patience gets this
JITTER = 0.1  # of the interval, added at most, so that feeds do not fall into step
FASTER, SLOWER = 0.5, 1.25
#: A feed may be looked at this much more and less often than its source's usual interval.
_SPREAD = 4
#: Failures in a row after which a host is left alone, and for how long at first.
HOST_FAILURES = 3
HOST_REST = timedelta(minutes=15)
_DOUBLINGS = 10

#: What came of a look: something new, nothing new, or a fault.
Outcome = Literal["news", "same", "fault"]

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})")
_TTL = re.compile(r"<ttl>\s{0,20}(\d{1,6})\s{0,20}</ttl>")
_PERIOD = re.compile(r"<sy:updatePeriod>\s{0,20}(\w{4,10})\s{0,20}</sy:updatePeriod>")
_FREQUENCY = re.compile(r"<sy:updateFrequency>\s{0,20}(\d{1,4})\s{0,20}</sy:updateFrequency>")
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
}
_HEAD = 20_000  # characters of a feed in which its own wishes stand


class Poll(Struct, frozen=True, kw_only=True):
    """What is remembered of a feed: its validators, its interval, its failures, when it is due."""

    feed: str
    polled_at: datetime
    due_at: datetime
    interval: timedelta
    moved_to: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    sha256: bytes | None = None
    failures: int = 0
    error: str | None = None
    gone_at: datetime | None = None


class HostRest(Struct, frozen=True, kw_only=True):
    """A host that failed: how often in a row, and until when it is left alone."""

    host: str
    failures: int
    until: datetime


def next_interval(
    interval: timedelta,
    usual: timedelta,
    outcome: Outcome,
    *,
    failures: int = 0,
    asked: timedelta | None = None,
) -> timedelta:
    """The time to the next look.

    Args:
        interval: the one so far.
        usual: the source's own.
        failures: in a row, this one included; only for `fault`.
        asked: the least that the server or the feed asks for.
    """
    if outcome == "fault":
        wanted = max(usual, LEAST) * (1 << min(failures, _DOUBLINGS))
    else:
        factor = FASTER if outcome == "news" else SLOWER
        wanted = min(max(interval * factor, usual / _SPREAD), usual * _SPREAD)
    most = max(MOST, usual)
    wanted = min(max(wanted, LEAST), most)
    return max(wanted, min(asked or LEAST, LONGEST_ASKED))


def next_due(at: datetime, interval: timedelta, jitter: float) -> datetime:
    """The instant of the next look; `jitter` (0 to 1) is late by up to a tenth, never early."""
    return at + interval * (1 + JITTER * jitter)


def is_due(poll: Poll | None, now: datetime) -> bool:
    """Is it time? A feed that was never looked at is due, and one that is gone never.

    One whose last look lies in the future is due: the clock was set back, and waiting could take years.
    """
    if poll is None:
        return True
    return poll.gone_at is None and (poll.due_at <= now or poll.polled_at > now)


def host_after(
    rest: HostRest | None, host: str, now: datetime, *, failed: bool, asked: timedelta = timedelta()
) -> HostRest | None:
    """What a host has earned: nothing once it answers; after some failures a rest that doubles to a day.

    The rest that it asks for itself (`asked`) it gets at once.
    """
    if not failed:
        return None
    failures = (rest.failures if rest else 0) + 1
    over = failures - HOST_FAILURES
    rest_for = timedelta() if over < 0 else min(HOST_REST * (1 << min(over, _DOUBLINGS)), MOST)
    return HostRest(host=host, failures=failures, until=now + max(rest_for, min(asked, LONGEST_ASKED)))


def is_resting(rest: HostRest | None, now: datetime) -> bool:
    """Is the host left alone? A rest longer than any that is given comes from a clock that was set back."""
    return rest is not None and now < rest.until <= now + LONGEST_ASKED


def asked_by_headers(headers: dict[str, str], now: datetime) -> timedelta | None:
    """How long an answer says that it stays fresh (RFC 9111: max-age, else Expires); capped at a day."""
    match = _MAX_AGE.search(headers.get("cache-control", "").lower())
    if match is not None:
        return min(timedelta(seconds=int(match[1])), MOST)
    until = _instant(headers.get("expires"), now)
    return min(until - now, MOST) if until is not None and until > now else None


def asked_by_feed(text: str) -> timedelta | None:
    """How often a feed says that it changes (RSS `ttl` in minutes, `sy:updatePeriod`); capped at a day."""
    head = text[:_HEAD]
    if match := _TTL.search(head):
        return min(timedelta(minutes=int(match[1])), MOST)
    period = _PERIOD.search(head)
    if period is None or period[1] not in _PERIODS:
        return None
    times = _FREQUENCY.search(head)
    return min(_PERIODS[period[1]] / max(1, int(times[1]) if times else 1), MOST)


def asked_by_retry(retry_after: str | None, now: datetime) -> timedelta | None:
    """What a refusal asks for in `Retry-After` (RFC 9110: seconds or a date)."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return timedelta(seconds=int(text))
    until = _instant(text, now)
    return max(timedelta(), until - now) if until is not None else None


def _instant(text: str | None, now: datetime) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text or "")
    except (ValueError, OverflowError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=now.tzinfo)
