"""What the reader asks of a catalogue of names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from airdate.types import NameHit


class Names(Protocol):
    """Known works, found in running text."""

    def scan(self, text: str) -> Sequence[NameHit]:
        """All known names in `text`, left to right, without overlaps; offsets count code points."""
        ...
