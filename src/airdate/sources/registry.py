"""The list of sources as data: which feeds are read, whose they are, how often, and on what terms.

Invariant: a user's file is only ever added to. It is a list of `[[source]]` tables in which a later one of
the same name overlays the earlier ones field by field, as the whole file overlays the shipped list; so a
switch is one more table at the end, and what a person wrote stays as written, comments and all.

    shipped sources.toml ─┐
                          ├─ by name, field by field ─▶ Source
    the user's, in order ─┘
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any, Literal

import msgspec

from airdate.errors import DataError
from airdate.sources.documents import host
from airdate.types import SourceStanding, Struct

#: What may be read: the feed's own items, or also the pages that they link to.
Terms = Literal["items", "pages"]

MAX_SOURCES = 5_000
MOST_MINUTES = 7 * 24 * 60
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


class Source(Struct, frozen=True, kw_only=True):
    """One feed: `outlet` is the domain of whoever publishes it, `tier` its standing when it speaks itself.

    Without a tier the catalogue's word on the outlet counts. `minutes` is the usual time between two looks,
    `stated` where the address was found. A source that is not `on` is never asked for.
    """

    name: str
    feed: str
    outlet: str
    tier: SourceStanding | None = None
    terms: Terms = "items"
    minutes: int = 60
    on: bool = False
    stated: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    source: list[dict[str, Any]] = []


def shipped() -> str:
    """The list that comes with Airdate."""
    return (resources.files("airdate.data") / "sources.toml").read_text(encoding="utf-8")


def parse_sources(*texts: str, id: str = "sources.toml") -> dict[str, Source]:
    """The sources of some TOML texts by name, each text overlaying those before it.

    Raises:
        DataError: not TOML, not of this form, or two feeds at one address.
    """
    fields: dict[str, dict[str, Any]] = {}
    for text in texts:
        for table in _tables(text, id):
            fields.setdefault(str(table.get("name", "")), {}).update(table)
    if len(fields) > MAX_SOURCES:
        raise DataError(f"more than {MAX_SOURCES} sources", id=id)
    sources = {name: _source(name, given, id) for name, given in fields.items()}
    _refuse_twins(sources.values(), id)
    return sources


def block(name: str, fields: Mapping[str, str | int | bool]) -> str:
    """A `[[source]]` table as text, to be put at the end of a user's file."""
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    return "\n".join(["", "[[source]]", f'name = "{name}"', *lines, ""])


def switched(text: str, name: str, *, on: bool) -> str:
    """The text of a user's file with a source turned on or off; a switch back takes the last one's place."""
    opposite = block(name, {"on": not on})
    return _joined(text.removesuffix(opposite), block(name, {"on": on}))


def added(text: str, source: Source) -> str:
    """The text of a user's file with one more source at its end."""
    default = {field.name: field.default for field in msgspec.structs.fields(Source)}
    given = {name: value for name, value in msgspec.structs.asdict(source).items() if name != "name"}
    return _joined(text, block(source.name, {k: v for k, v in given.items() if k == "on" or v != default[k]}))


def name_for(feed: str, taken: Iterable[str]) -> str:
    """A name for a new feed, from its host: `example-org`, and `example-org-2` where that is taken."""
    name = (host(feed) or "source").removesuffix(".com")
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50] or "source"
    used = set(taken)
    numbered = (f"{stem}-{number}" for number in range(2, MAX_SOURCES + 2))
    return stem if stem not in used else next(name for name in numbered if name not in used)


def _joined(text: str, more: str) -> str:
    return text + more if not text or text.endswith("\n") else f"{text}\n{more}"


def _tables(text: str, id: str) -> list[dict[str, Any]]:
    try:
        return msgspec.convert(tomllib.loads(text), _File).source
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        hint = "a list of [[source]] tables with name and feed; see docs/how-to/follow-the-news.md"
        raise DataError(f"no list of sources: {error}", id=id, hint=hint) from None


def _source(name: str, given: dict[str, Any], id: str) -> Source:
    unknown = given.keys() - {field.name for field in msgspec.structs.fields(Source)}
    if unknown or not _NAME.fullmatch(name):
        what = f"no field {min(unknown)!r}" if unknown else "a name is small letters, digits and hyphens"
        raise DataError(what, id=f"{id}: {name[:60] or 'a source without a name'}")
    outlet = host(str(given.get("feed", "")))
    try:
        source = msgspec.convert({"outlet": outlet or "", **given}, Source)
    except msgspec.ValidationError as error:
        raise DataError(str(error), id=f"{id}: {name}") from None
    if not outlet or not 1 <= source.minutes <= MOST_MINUTES:
        raise DataError(
            f"it needs the address of a feed, and 1 to {MOST_MINUTES} minutes", id=f"{id}: {name}"
        )
    return source


def _refuse_twins(sources: Iterable[Source], id: str) -> None:
    at: dict[str, str] = {}
    for source in sources:
        other = at.setdefault(source.feed, source.name)
        if other != source.name:
            raise DataError(f"{other} and {source.name} have one address", id=id, hint="drop one of them")
