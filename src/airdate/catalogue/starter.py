"""The facts that ship with Airdate: works, names, seasons, outlets and dated claims.

Each row was opened and read, and carries its link. Nothing else is invented here: a blank cell is unknown.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar, cast

from airdate import dates
from airdate.catalogue.catalogue import Catalogue
from airdate.catalogue.outlets import Outlet
from airdate.errors import AirdateError, DataError
from airdate.types import Claim, Form, Kind, Modality, ReleaseType, Season, SourceStanding, Work

T = TypeVar("T")
Row = dict[str, str]


def load_catalogue() -> Catalogue:
    """The shipped works, seasons and outlets.

    Raises:
        DataError: a row that does not fit, with file and line.
    """
    names: dict[str, list[str]] = {}
    for row in _rows("names.csv", lambda row: row):
        names.setdefault(row["work_id"], []).append(row["name"])
    works = _rows("works.csv", lambda row: _work(row, names.get(row["work_id"], [])))
    parties = dict(_rows("parties.csv", lambda row: (row["party"], cast(SourceStanding, row["standing"]))))
    return Catalogue(works, _rows("seasons.csv", _season), _rows("outlets.csv", _outlet), parties)


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


def _work(row: Row, names: list[str]) -> Work:
    ids = dict(pair.split(":", 1) for pair in row["ids"].split("|") if pair)
    return Work(
        work_id=row["work_id"],
        title=row["title"],
        form=cast(Form, row["form"]),
        aliases=tuple(names),
        services=tuple(service for service in row["services"].split("|") if service),
        country=row["country"] or None,
        year=int(row["year"]) if row["year"] else None,
        ids=ids,
    )


def _season(row: Row) -> Season:
    return Season(
        work_id=row["work_id"],
        number=int(row["season"]) if row["season"] else None,
        premiere=dates.parse(row["premiere"]) if row["premiere"] else None,
        source=row["source"],
        url=row["url"] or None,
        retrieved_on=dates.parse(row["retrieved_on"]).earliest,
        licence=row["licence"],
    )


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
        document_id=_document_id(row["url"]),
        reader="starter",
        standing_of_source=catalogue.standing(row["who"] or None, row["outlet"]),
    )
    return work.work_id, claim


def _document_id(url: str) -> str:
    return "url:" + hashlib.sha256(url.encode()).hexdigest()[:16]
