"""How fast a host is called: its rate, and the waits that it asks for.

Deciding is pure (`wait_after`); `Pace` keeps the times of calls and sleeps through the function it is given.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from airdate.types import Struct

FIRST_BACK_OFF_SECONDS = 1.0
LONGEST_BACK_OFF_SECONDS = 60.0


class Rate(Struct, frozen=True, kw_only=True):
    """At most `calls` in any `seconds`."""

    calls: int
    seconds: float


POLITE = Rate(calls=1, seconds=1)


class Pace:
    """Waits before each call so that no host is called faster than its rate allows, by whatever thread."""

    def __init__(
        self, rates: Mapping[str, Rate], clock: Callable[[], float], sleep: Callable[[float], object]
    ) -> None:
        """Start with the known rates by host; `clock` gives seconds that never run back."""
        self._rates = dict(rates)
        self._clock = clock
        self._sleep = sleep
        self._calls: dict[str, deque[float]] = {}
        self._held_until: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str) -> None:
        """Sleep until the host may be called, and count the call."""
        with self._lock:
            now = self._clock()
            due = self._next(host, now)
        if due > now:
            self._sleep(due - now)

    def _next(self, host: str, now: float) -> float:
        """When the host may be called next; the call is counted."""
        rate = self._rates.get(host, POLITE)
        calls = self._calls.setdefault(host, deque(maxlen=rate.calls))
        due = max(now, self._held_until.pop(host, now))
        if len(calls) == rate.calls:
            due = max(due, calls[0] + rate.seconds)
        calls.append(due)
        return due

    def hold(self, host: str, seconds: float) -> None:
        """Let the host rest."""
        with self._lock:
            self._held_until[host] = self._clock() + seconds

    def slow(self, host: str, seconds: float) -> None:
        """Call the host once in so many seconds at most, where its rate is not slower already."""
        with self._lock:
            rate = self._rates.get(host, POLITE)
            if seconds > rate.seconds / rate.calls:
                self._rates[host] = Rate(calls=1, seconds=seconds)
                self._calls[host] = deque(self._calls.get(host, ()), maxlen=1)


def wait_after(attempt: int, retry_after: str | None, now: datetime, jitter: float) -> float:
    """Seconds to wait after the failed attempt of that number (from 1).

    What the server asks for (RFC 9110, 10.2.3: seconds or a date) counts; else the wait doubles from one
    second to a minute, and `jitter` (0 to 1) takes off up to half, so that clients do not return in step.
    """
    asked = _asked(retry_after, now)
    if asked is not None:
        return asked
    longest = min(LONGEST_BACK_OFF_SECONDS, FIRST_BACK_OFF_SECONDS * 2.0 ** min(attempt - 1, 10))
    return longest * (1 - jitter / 2)


def _asked(retry_after: str | None, now: datetime) -> float | None:
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
