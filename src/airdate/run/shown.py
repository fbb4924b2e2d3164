"""What a served site holds of all titles: a file that the keeper writes and those who answer map into memory.

Invariant: what a listing has to look through is unpacked once; the changes of a season, nine tenths of it
all, stay packed in the file until one is shown. So a new state neither stops a server nor fills its memory.
"""

from __future__ import annotations

import mmap
from datetime import date, datetime
from pathlib import Path

import msgspec

from airdate.forecast.scores import OutletRecord, Record
from airdate.publish.events import Event
from airdate.publish.feeds import FeedEntry
from airdate.publish.site.model import CalendarRow, ShelfRow
from airdate.run.overview import Line, WorkLine
from airdate.types import Change, Struct


class Told(Struct, frozen=True, kw_only=True):
    """The changes of a season that listings show, newest first, and as entries of feeds."""

    news: tuple[Change, ...]
    entries: tuple[FeedEntry, ...]


class ShownLine(Struct, frozen=True, kw_only=True):
    """An `overview.Line` with its changes packed.

    `changed_on` is the last day of the newest change; `newest` is when the newest entry was updated (UTC)
    and its id, by which feeds are ordered.
    """

    work_id: str
    slug: str
    title: str
    season: int | None
    answer: str
    rows: tuple[CalendarRow, ...] = ()
    shelf: ShelfRow | None = None
    events: tuple[Event, ...] = ()
    changed_on: date | None = None
    newest: tuple[datetime, str] | None = None
    told: msgspec.Raw = msgspec.Raw()

    def unpacked(self) -> Told:
        """Its changes."""
        return _TOLD.decode(self.told)


class Overview(Struct, frozen=True, kw_only=True):
    """All works and, once `whole`, a line for each of their seasons; `made_at` (UTC) is the state's."""

    made_at: datetime
    works: tuple[WorkLine, ...]
    lines: tuple[ShownLine, ...] = ()
    record: Record = Record(scored=(), open=0, never_came=0)
    outlets: tuple[OutletRecord, ...] = ()
    whole: bool = False


class _Packed(Struct, frozen=True, kw_only=True):
    """An overview as it lies in a file, each of its parts to be unpacked by itself."""

    made_at: datetime
    works: tuple[msgspec.Raw, ...]
    lines: tuple[msgspec.Raw, ...]
    record: Record
    outlets: tuple[OutletRecord, ...]
    whole: bool


_ENCODER = msgspec.msgpack.Encoder()
_TOLD = msgspec.msgpack.Decoder(Told)
_WORK = msgspec.msgpack.Decoder(WorkLine)
_LINE = msgspec.msgpack.Decoder(ShownLine)
_PACKED = msgspec.msgpack.Decoder(_Packed)


def shown(line: Line) -> ShownLine:
    """A season's line with its changes packed."""
    return ShownLine(
        work_id=line.work_id,
        slug=line.slug,
        title=line.title,
        season=line.season,
        answer=line.answer,
        rows=line.rows,
        shelf=line.shelf,
        events=line.events,
        changed_on=max((change.on.latest for change in line.news if change.on.latest), default=None),
        newest=max(((entry.updated_at, entry.id) for entry in line.entries), default=None),
        told=msgspec.Raw(_ENCODER.encode(Told(news=line.news, entries=line.entries))),
    )


def write(file: Path, overview: Overview) -> None:
    """Leave an overview in a file."""
    packed = _Packed(
        made_at=overview.made_at,
        works=tuple(msgspec.Raw(_ENCODER.encode(work)) for work in overview.works),
        lines=tuple(msgspec.Raw(_ENCODER.encode(line)) for line in overview.lines),
        record=overview.record,
        outlets=overview.outlets,
        whole=overview.whole,
    )
    file.write_bytes(_ENCODER.encode(packed))


def read(file: Path) -> Overview:
    """The overview in a file, which may be deleted meanwhile.

    One part after the other: other threads have their turn in between.

    Raises:
        FileNotFoundError: there is none.
    """
    with file.open("rb") as stream:
        packed = _PACKED.decode(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    return Overview(
        made_at=packed.made_at,
        works=tuple(_WORK.decode(work) for work in packed.works),
        lines=tuple(_LINE.decode(line) for line in packed.lines),
        record=packed.record,
        outlets=packed.outlets,
        whole=packed.whole,
    )
