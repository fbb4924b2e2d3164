"""Made-up records for the tests."""

from datetime import date

from airdate.catalogue.records import Licence, Origin, Title
from airdate.types import Form

FACTS = Origin(
    source="sample", licence="facts", retrieved_on=date(2026, 1, 2), url="https://example.org/facts"
)


def origin(source: str, licence: Licence = "facts", day: date = date(2026, 1, 2)) -> Origin:
    return Origin(source=source, licence=licence, retrieved_on=day, url=f"https://{source}.example.org/")


def title(
    work: str,
    name: str,
    *,
    form: Form | None = "series",
    country: str | None = None,
    year: int | None = None,
    said_by: Origin = FACTS,
) -> Title:
    return Title(work=work, title=name, form=form, country=country, year=year, origin=said_by)
