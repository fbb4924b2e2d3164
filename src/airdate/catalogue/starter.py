"""The facts that ship with Airdate: works, names, seasons, outlets and dated claims.

Each row was opened and read, and carries its link. Nothing else is invented here: a blank cell is unknown.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from datetime import date
from functools import partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar, cast

import msgspec

from airdate import dates
from airdate.catalogue.catalogue import Catalogue
from airdate.catalogue.ids import parse_id
from airdate.catalogue.outlets import Outlet
from airdate.catalogue.records import (
    Credit,
    Instalment,
    Name,
    Offer,
    Origin,
    Record,
    Release,
    Role,
    Same,
    Tag,
    TagKind,
    Title,
)
from airdate.catalogue.store import Store
from airdate.errors import AirdateError, DataError
from airdate.postgresql import is_server
from airdate.sources.documents import page_id
from airdate.types import Claim, Form, Kind, Modality, ReleaseType, SourceStanding

T = TypeVar("T")
Row = dict[str, str]


def load_catalogue(place: str | Path | None = None, *, today: date | None = None) -> Catalogue:
    """The shipped works, seasons and outlets; with what was synced into the server at the address `place`, or
    into the file at that path, if there is one.

    `today` is the day by which values that may only be kept for a time are dropped from it.

    Raises:
        DataError: a shipped row that does not fit, with file and line; or a place that holds no catalogue.
    """
    there = place is not None and (is_server(str(place)) or Path(place).exists())
    store = Store(place if there else None)
    if today is not None:
        store.expire(today)
    with suppress(DataError) if store.is_for_reading else nullcontext():
        add_starter(store)  # newly shipped facts wait until it may be written again
    parties = dict(_rows("parties.csv", lambda row: (row["party"], cast(SourceStanding, row["standing"]))))
    return Catalogue(store, _rows("outlets.csv", _outlet), parties)


def add_starter(store: Store) -> None:
    """Put the shipped works, names and seasons into a store; those that it holds already change nothing.

    Raises:
        DataError: a row that does not fit, with file and line.
    """
    works = {row["work_id"]: row for row in _rows("works.csv", lambda row: row)}
    records = [
        record
        for name, build in (
            ("works.csv", _work),
            ("ids.csv", _same),
            ("names.csv", partial(_name, works)),
            ("seasons.csv", _season),
            ("tags.csv", _tag),
            ("credits.csv", _credit),
        )
        for made in _rows(name, build)
        for record in made
    ]
    digest = hashlib.sha256(repr(records).encode()).hexdigest()
    cursor = f"starter {digest[:16]}"  # of its own: machines of several versions may share a store
    if not store.position(cursor, digest):
        store.put(records, (cursor, digest, len(records)))


def load_claims(catalogue: Catalogue) -> list[tuple[str, Claim]]:
    """The shipped claims, each with the id of its work.

    Raises:
        DataError: a row that does not fit, with file and line.
    """
    folder = _starter() / "claims"
    paths = sorted(path.name for path in folder.iterdir() if path.name.endswith(".csv"))
    return [claim for path in paths for claim in _rows(f"claims/{path}", lambda row: _claim(row, catalogue))]


def _starter() -> Traversable:
    return files("airdate") / "data" / "starter"


def _rows(name: str, build: Callable[[Row], T]) -> Iterator[T]:
    text = _starter().joinpath(name).read_text(encoding="utf-8")
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            yield build(row)
        except (AirdateError, KeyError, ValueError) as error:
            raise DataError(f"a row that does not fit: {error}", id=f"{name}:{number}") from error


def _work(row: Row) -> list[Record]:
    work_id, origin = row["work_id"], _origin(row)
    title = Title(
        work=work_id,
        title=row["title"],
        form=cast(Form, row["form"]),
        country=row["country"] or None,
        year=int(row["year"]) if row["year"] else None,
        origin=origin,
    )
    offers = [Offer(work=work_id, service=service, origin=origin) for service in _parts(row["services"])]
    return [title, *offers]


def _same(row: Row) -> list[Record]:
    id = parse_id(row["id"])
    if id is None:
        raise DataError("no id of a catalogue", id=row["id"], hint="write imdb:tt…, tmdb:tv:…, tvmaze:…")
    return [Same(work=row["work_id"], same_as=id, origin=_origin(row))]


def _name(works: dict[str, Row], row: Row) -> list[Record]:
    """A name was read on the page that its work's row links, unless it has a link of its own."""
    origin = _origin({**works[row["work_id"]], **{key: value for key, value in row.items() if value}})
    language, script = row["language"] or None, row["script"] or None
    return [Name(work=row["work_id"], name=row["name"], language=language, script=script, origin=origin)]


def _season(row: Row) -> list[Record]:
    work_id, origin = row["work_id"], _origin(row)
    number = int(row["season"]) if row["season"] else None
    release = Release(
        work=work_id,
        season=number,
        window=dates.parse(row["premiere"]) if row["premiere"] else None,
        region=row["region"] or None,
        type=cast("ReleaseType | None", row["release_type"] or None),
        origin=origin,
    )
    if number is None:
        return [release]
    episodes = int(row["episodes"]) if row["episodes"] else None
    finale = dates.parse(row["finale"]) if row["finale"] else None
    return [
        Instalment(work=work_id, season=number, episodes=episodes, finale=finale, origin=origin),
        release,
    ]


def _tag(row: Row) -> list[Record]:
    kind = msgspec.convert(row["kind"], TagKind)
    return [Tag(work=row["work_id"], kind=kind, value=row["tag"], origin=_origin(row))]


def _credit(row: Row) -> list[Record]:
    role = msgspec.convert(row["role"] or "actor", Role)
    return [
        Credit(
            work=row["work_id"],
            name=row["person"],
            role=role,
            character=row["character"] or None,
            season=int(row["season"]) if row["season"] else None,
            origin=_origin(row),
        )
    ]


def _origin(row: Row) -> Origin:
    return msgspec.convert(
        {
            "source": row["source"],
            "licence": row["licence"],
            "url": row["url"] or None,
            "retrieved_on": row["retrieved_on"],
        },
        Origin,
    )


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _outlet(row: Row) -> Outlet:
    return Outlet(domain=row["outlet"], name=row["name"], tier=cast(SourceStanding, row["tier"]))


def _claim(row: Row, catalogue: Catalogue) -> tuple[str, Claim]:
    work = catalogue.works[row["work_id"]]
    claim = Claim(
        title=work.title,
        season=int(row["season"]) if row["season"] else None,
        kind=cast(Kind, row["kind"]),
        value=row["value"],
        modality=cast(Modality, row["modality"]),
        who=row["who"] or None,
        person=row["person"] or None,
        character=row["character"] or None,
        when=dates.parse(row["when"]) if row["when"] else None,
        region=row.get("region") or None,
        release_type=cast("ReleaseType | None", row.get("release_type") or None),
        said_on=dates.parse(row["said_on"]) if row["said_on"] else None,
        said_via=row["outlet"],
        url=row["url"],
        document_id=page_id(row["url"]),
        reader="starter",
        standing_of_source=catalogue.standing(row["who"] or None, row["outlet"]),
    )
    return work.work_id, claim
