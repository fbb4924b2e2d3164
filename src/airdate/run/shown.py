"""What a served site holds of all titles: a file that the keeper writes and those who answer read.

Invariant: all that a listing has to look through is in it. What it shows at last, the changes of a season,
nine tenths of it all, stays packed in a file of its own (`told`): so a new state neither stops a server nor
fills its memory, and what did not change is not written again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import msgspec

from airdate.forecast.scores import OutletRecord, Record
from airdate.run.overview import Line, SeasonLine, WorkLine
from airdate.run.told import Place, Told, ToldFile
from airdate.types import Struct


class ShownLine(SeasonLine, frozen=True, kw_only=True):
    """A season's line whose changes are in the file, at `told`.

    `changed_on` is the last day of the newest change; `newest` is when the newest entry was updated (UTC)
    and its id, by which feeds are ordered.
    """

    changed_on: date | None = None
    newest: tuple[datetime, str] | None = None
    told: Place = (0, 0)


class Overview(Struct, frozen=True, kw_only=True):
    """All works and, once `whole`, a line for each of their seasons; `made_at` (UTC) is the state's."""

    made_at: datetime
    works: tuple[WorkLine, ...] = ()
    lines: tuple[ShownLine, ...] = ()
    record: Record = Record(scored=(), open=0, never_came=0)
    outlets: tuple[OutletRecord, ...] = ()
    whole: bool = False


class _Packed(Struct, frozen=True, kw_only=True):
    """An overview as it lies in a file, each work and line to be unpacked by itself; `told` names a file."""

    told: str
    overview: Overview
    works: tuple[msgspec.Raw, ...]
    lines: tuple[msgspec.Raw, ...]


_ENCODER = msgspec.msgpack.Encoder()
_WORK = msgspec.msgpack.Decoder(WorkLine)
_LINE = msgspec.msgpack.Decoder(ShownLine)
_PACKED = msgspec.msgpack.Decoder(_Packed)


def shown(lines: Sequence[Line], file: ToldFile) -> tuple[ShownLine, ...]:
    """Seasons' lines, their changes put into a file."""
    places = file.add(Told(news=line.news, entries=line.entries) for line in lines)
    return tuple(_shown(line, place) for line, place in zip(lines, places, strict=True))


def _shown(line: Line, place: Place) -> ShownLine:
    return ShownLine(
        **{name: getattr(line, name) for name in SeasonLine.__struct_fields__},
        changed_on=max((change.on.latest for change in line.news if change.on.latest), default=None),
        newest=max(((entry.updated_at, entry.id) for entry in line.entries), default=None),
        told=place,
    )


def write(file: Path, overview: Overview, told: str) -> None:
    """Leave an overview in a file, with the name of that of its changes."""
    packed = _Packed(
        told=told,
        overview=msgspec.structs.replace(overview, works=(), lines=()),
        works=tuple(msgspec.Raw(_ENCODER.encode(work)) for work in overview.works),
        lines=tuple(msgspec.Raw(_ENCODER.encode(line)) for line in overview.lines),
    )
    file.write_bytes(_ENCODER.encode(packed))


def read(file: Path) -> tuple[Overview, str]:
    """The overview in a file, and the name of the file of its changes.

    One part is unpacked after the other: other threads have their turn in between.

    Raises:
        FileNotFoundError: it is gone.
    """
    packed = _PACKED.decode(file.read_bytes())
    overview = msgspec.structs.replace(
        packed.overview,
        works=tuple(_WORK.decode(work) for work in packed.works),
        lines=tuple(_LINE.decode(line) for line in packed.lines),
    )
    return overview, packed.told
