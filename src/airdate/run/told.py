"""What changed, season by season, packed one behind the other in a file: the keeper writes, those who answer
map it into memory and unpack what they show.

Invariant: what was added stays where it is; a season that changes is added again, and once most of a file is
of the past, what counts is written into another.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

import msgspec

from airdate.publish.feeds import FeedEntry
from airdate.types import Change, Struct

#: Where in the file a season's changes lie: first byte and the one after the last.
Place: TypeAlias = tuple[int, int]

_SLACK = 10_000_000  # bytes of the past that any file may hold
_ENCODER = msgspec.msgpack.Encoder()


class Told(Struct, frozen=True, kw_only=True):
    """The changes of a season that listings show, newest first, and as entries of feeds."""

    news: tuple[Change, ...] = ()
    entries: tuple[FeedEntry, ...] = ()


_DECODER = msgspec.msgpack.Decoder(Told)


class ToldFile:
    """A file that is added to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, told: Iterable[Told]) -> list[Place]:
        """Put changes behind all others, and say where they lie."""
        return self.put(map(_ENCODER.encode, told))

    def put(self, packed: Iterable[bytes | memoryview]) -> list[Place]:
        """The same for what is packed already."""
        places: list[Place] = []
        with self.path.open("ab") as stream:
            end = stream.tell()  # asked of the file: a full disk may have left half of something there
            for each in packed:
                stream.write(each)
                start, end = end, end + len(each)
                places.append((start, end))
        return places

    def is_mostly_past(self, places: Iterable[Place]) -> bool:
        """Do these places, all that count, make up less than half of it?"""
        size = self.path.stat().st_size
        return size > _SLACK + 2 * sum(end - start for start, end in places)


class ToldMap:
    """A file as far as it had come, to be read; it may be deleted meanwhile."""

    def __init__(self, path: Path) -> None:
        """Raises `FileNotFoundError` where there is none."""
        self._bytes = memoryview(b"")
        if path.stat().st_size:  # nothing cannot be mapped
            with path.open("rb") as stream:
                self._bytes = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))

    def packed(self, place: Place) -> memoryview:
        """What lies at a place, as it lies there."""
        return self._bytes[place[0] : place[1]]

    def at(self, place: Place) -> Told:
        """The changes at a place."""
        return _DECODER.decode(self.packed(place))
