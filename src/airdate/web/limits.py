"""How often one address may ask: a bucket of tokens each, which fills again by the minute.

Invariant: memory is bounded; the addresses not heard of for the longest are forgotten first.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable

_ADDRESSES = 20_000


class Limit:
    """So many requests a minute for each address; a burst may use a minute's worth at once."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> int:
        """Take a token for an address: 0, or the whole seconds until there is one again."""
        now, key = self._clock(), network_of(address)
        tokens, then = self._buckets.pop(key, (self._most, now))
        tokens = min(self._most, tokens + (now - then) * self._most / 60)
        short = tokens < 1
        self._buckets[key] = (tokens if short else tokens - 1, now)
        if len(self._buckets) > _ADDRESSES:
            self._buckets.popitem(last=False)
        return int((1 - tokens) * 60 / self._most) + 1 if short else 0


def network_of(address: str) -> str:
    """Whose address it is: an IPv6 customer has a /64, so that is what counts."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
