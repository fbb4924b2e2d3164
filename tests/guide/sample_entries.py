"""A sample ledger. The show, the people, the outlets and the dates are all made up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from airdate.dates import parse
from airdate.types import Claim, Entry, Forecast, Moved, Season, Span, Work

WORK = Work(work_id="w1", title="The Lantern Coast", services=("Brightwave",))
SEASONS = (
    Season(work_id="w1", number=1, premiere=parse("2019-10-04"), source="sample catalogue"),
    Season(work_id="w1", number=2, premiere=parse("2022-01-28"), source="sample catalogue"),
)
NAMES = {"harbour.example": "Harbour TV", "quaylight.example": "Quaylight"}
AS_OF = date(2026, 3, 1)
FORECAST = Forecast(
    title="The Lantern Coast",
    season=3,
    at=AS_OF,
    quantiles={"0.10": date(2026, 12, 4), "0.50": date(2027, 5, 12), "0.90": date(2028, 2, 9)},
    never=0.06,
    model="sample 1",
    basis=(
        Moved(what="filming wrapped 10 days ago", days=-140.0),
        Moved(what="last gap of 847 days", days=35.4),
        Moved(what="the press expects 2027-01/2027-04", days=-0.2),
    ),
)
QUOTE = "these very words stood on the page"
HELD = datetime(2026, 2, 25, 12, tzinfo=UTC)


def entry(said_on: str | None, outlet: str, kind: str, value: str, modality: str, **fields: object) -> Entry:
    """One entry, held since `HELD`; its id is made of what it says."""
    when = fields.pop("when", None)
    claim = {
        "title": WORK.title,
        "season": 3,
        "kind": kind,
        "value": value,
        "modality": modality,
        "when": parse(str(when)) if when else None,
        "said_on": parse(said_on) if said_on else None,
        "said_via": outlet,
        "url": f"https://{outlet}/{said_on or 'undated'}",
        "document_id": f"{outlet} {said_on}",
        "span": Span(document_id=f"{outlet} {said_on}", start=0, end=len(QUOTE), quote=QUOTE),
    }
    names = [str(fields.get(name, "")) for name in ("person", "character")]
    return Entry(
        entry_id=" ".join([outlet, str(said_on), kind, value, *names]).strip().replace(" ", "-"),
        work_id=WORK.work_id,
        claim=Claim(**{**claim, **fields}),  # type: ignore[arg-type]
        known_from=HELD,
    )


def owner(said_on: str | None, outlet: str, kind: str, value: str, modality: str, **fields: object) -> Entry:
    """A statement of the service that releases it."""
    return entry(
        said_on, outlet, kind, value, modality, who="Brightwave", standing_of_source="rights_holder", **fields
    )


def _all() -> Iterable[Entry]:
    yield owner("2023-06-06", "harbour.example", "status", "renewed", "confirmed", when="2023-06-06")
    yield entry("2023-07-11", "notes.example", "release", "2024/..", "expected")
    yield entry("2023-08", "notes.example", "release", "2024-05/2024-08", "expected")
    yield entry(
        "2024-01-30", "quaylight.example", "release", "2024", "confirmed", who="Tern House",
        standing_of_source="named_person",
    )  # fmt: skip
    yield entry("2024-05", "quaylight.example", "production", "delayed", "confirmed")
    yield entry("2024-05", "quaylight.example", "production", "filming_scheduled", "confirmed", when="2025")
    yield owner("2025-07-23", "harbour.example", "production", "filming_started", "confirmed", when="2025-07")
    yield owner("2025-07-23", "harbour.example", "provider", "Brightwave", "confirmed")
    for person, character in (("Ines Halloran", "Mara"), ("Piet Okoro", "Dunstan")):
        yield owner(
            "2025-07-23",
            "harbour.example",
            "cast",
            "returning",
            "confirmed",
            person=person,
            character=character,
        )
    yield entry("2025-07-23", "harbour.example", "cast", "joining", "confirmed", person="Sol Amadi")
    yield entry("2026-01-10", "notes.example", "cast", "returning", "expected", person="Tomas Weir")
    yield entry("2026-01-10", "notes.example", "cast", "not_confirmed", "confirmed", person="Odile Brandt")
    yield entry("2026-01-10", "notes.example", "cast", "leaving", "confirmed", person="Wim Aster")
    yield entry("2026-01-10", "notes.example", "production", "filming_wrapped", "expected", when="2026-02")
    yield entry("2026-01-10", "notes.example", "release", "2027-01/2027-04", "expected")
    yield entry("2026-01-10", "notes.example", "trailer", "not_released", "confirmed")
    yield entry(
        "2026-01-10",
        "notes.example",
        "trailer",
        "expected",
        "expected",
        offset="P1M before release",
    )
    yield entry("2026-01-10", "notes.example", "plot", QUOTE, "expected", person="Jun Aldous")
    yield entry(
        "2026-02-22", "harbour.example", "production", "filming_wrapped", "confirmed", when="2026-02-19"
    )
    yield owner("2026-02-22", "harbour.example", "release", "unannounced", "confirmed")
    yield entry(None, "old-pages.example", "release", "2024-22/..", "expected")
    yield entry(None, "old-pages.example", "cast", "returning", "expected", person="Ines Halloran")


ENTRIES = tuple(_all())
