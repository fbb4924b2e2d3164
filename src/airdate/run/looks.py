"""When to ask a server again whether anything has changed."""

from __future__ import annotations

import time
from collections.abc import Callable

from airdate.errors import AirdateError

LOOK_SECONDS = 1.0  # between questions to a server: a page asks many times a second
AGAIN_SECONDS = 30.0  # after one that it did not answer, which may take long


class Looks:
    """Looks once a second at most; what was seen stands while a server does not answer. For one thread."""

    def __init__(self, look: Callable[[], object]) -> None:
        self._look = look
        self._next = 0.0

    def refresh(self) -> None:
        """Look, where it is time to."""
        now = time.monotonic()
        if now < self._next:
            return
        try:
            self._look()
            self._next = now + LOOK_SECONDS
        except AirdateError:
            self._next = now + AGAIN_SECONDS
