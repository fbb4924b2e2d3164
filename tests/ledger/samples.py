"""Claims to test with: invented, about a series that does not exist."""

from datetime import UTC, datetime, timedelta
from typing import Any

from airdate import dates
from airdate.types import Claim, Span

WORK = "made-up-lighthouse"
T0 = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def claim(kind: str = "status", value: str = "renewed", **fields: Any) -> Claim:
    """A claim on the second season of "Lighthouse"; windows as EDTF text."""
    for name in ("when", "said_on"):
        if isinstance(fields.get(name), str):
            fields[name] = dates.parse(fields[name])
    defaults: dict[str, Any] = {
        "title": "Lighthouse",
        "season": 2,
        "modality": "confirmed",
        "document_id": "doc-1",
        "said_on": dates.parse("2024-05-03"),
    }
    return Claim(kind=kind, value=value, **{**defaults, **fields})  # type: ignore[arg-type]


def quoted(document_id: str = "doc-q") -> Claim:
    """A claim that carries everything a redaction has to wipe."""
    return claim(
        "cast",
        "returning",
        who="Quinta Sampleperson",
        person="Zebedee Testname",
        character="Keeper Oldlamp",
        raw_title="The Lighthouse of Zebedee Testname",
        url="https://example.org/zebedee-testname",
        said_via="example.org",
        origin="zebedee-testname-blog",
        document_id=document_id,
        span=Span(document_id=document_id, start=0, end=23, quote="I, Zebedee, shall return"),
    )
