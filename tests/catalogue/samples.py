"""Made-up records for the tests."""

from datetime import date

from airdate.catalogue.records import Licence, Origin, Title
from airdate.catalogue.store import Store
from airdate.catalogue.tables import ORIGIN_COLUMNS, TABLES
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


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All that a store holds, table by table: what two homes of one catalogue have in common."""
    asked = {
        table.name: f"{quoted(table.key)}, {quoted(ORIGIN_COLUMNS, 'origin')}, expires_on FROM {table.name}"
        f" AS said JOIN origin ON origin_id = said.origin"
        for table in TABLES.values()
    }
    for table, columns in DERIVED.items():
        asked[table] = f"{columns} FROM {table}"
    return {table: sorted(store.db.fetch(f"SELECT {query}")) for table, query in asked.items()}


#: What follows from the records, and how far files were read.
DERIVED = {
    "member": "id, work_id",
    "form": "length, folded, work, rank",
    "mirror": "length, mirrored",
    "cursor": "file, version, position",
}


def quoted(columns: tuple[str, ...], table: str = "said") -> str:
    return ", ".join(f'{table}."{column}"' for column in columns)
