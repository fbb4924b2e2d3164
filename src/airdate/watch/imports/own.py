"""Our own export of what is followed, as JSON and CSV: reading one again gives back what was written.

Invariant: a spreadsheet never takes a cell for a formula. A cell that begins as one does, or with an
apostrophe, gets an apostrophe before it; reading takes one away.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import msgspec

from airdate.errors import InputError
from airdate.ledger.codec import decode_instant, encode_instant
from airdate.types import Failure, Struct
from airdate.watch.follow import Follow
from airdate.watch.imports.files import Files, columns_of, decode_json, is_json, json_rows, rows_of
from airdate.watch.imports.found import Found

FORMAT = "airdate follows 1"
_COLUMNS = ("kind", "name", "year", "form", "ids", "work_id", "reason", "source", "added_at")
_RISKY = tuple("=+-@\t\r'")


class _Export(Struct, frozen=True, kw_only=True):
    format: str
    follows: list[Follow]


class _Held(Struct, frozen=True, kw_only=True):
    """An export as it is read: one row that was edited badly must not cost the others."""

    format: str
    follows: list[msgspec.Raw]


def render_json(follows: Sequence[Follow]) -> bytes:
    """All follows as JSON."""
    made = msgspec.json.encode(_Export(format=FORMAT, follows=list(follows)))
    return msgspec.json.format(made, indent=2) + b"\n"


def render_csv(follows: Sequence[Follow]) -> bytes:
    """All follows as CSV with a header."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for follow in follows:
        values = (
            *(follow.kind, follow.name, follow.year or "", follow.form or "", " ".join(follow.ids)),
            *(follow.work_id or "", follow.reason, follow.source, encode_instant(follow.added_at)),
        )
        writer.writerow([_safe(str(value)) for value in values])
    return out.getvalue().encode()


def fits(files: Files) -> bool:
    """Is it one of these two?"""
    return any(
        FORMAT.encode() in data[:200] if is_json(data) else frozenset(_COLUMNS) <= columns_of(data)
        for data in files.values()
    )


def parse(files: Files) -> Iterator[Found]:
    """The follows of an export, as they were."""
    for name, data in files.items():
        if is_json(data):
            held: _Held = decode_json(name, data, _Held)
            yield from (found for found, _ in json_rows(held.follows, Follow, f"{name}, row"))
            continue
        for row in rows_of(name, data, _COLUMNS):
            yield row if isinstance(row, Failure) else _follow(row.values, row.place)


def _follow(values: dict[str, str], place: str) -> Found:
    told = {column: _bare(value) for column, value in values.items()}
    try:
        return msgspec.convert(
            {
                **{column: told[column] or None for column in ("form", "work_id")},
                **{column: told[column] for column in ("kind", "name", "reason", "source")},
                "year": int(told["year"]) if told["year"] else None,
                "ids": tuple(told["ids"].split()),
                "added_at": decode_instant(told["added_at"]),
            },
            Follow,
        )
    except (ValueError, msgspec.MsgspecError, InputError) as error:
        return Failure(id=place, error=f"not a row of ours: {error}")


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(_RISKY) else value


def _bare(value: str) -> str:
    return value.removeprefix("'")
