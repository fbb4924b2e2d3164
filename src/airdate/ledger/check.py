"""What is wrong with the rows that a ledger holds, whatever database it stands on; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from airdate.errors import LedgerError
from airdate.ledger import codec
from airdate.ledger.transfer import Walked, walk
from airdate.sqlite import Migration
from airdate.types import Failure

RESTORE = "put a backup in its place"


def findings(ledger: Walked, broken: Iterable[tuple[str]]) -> Iterator[Failure]:
    """Every row that cannot be read or contradicts itself; `broken` are the ids of torn histories."""
    for (entry_id,) in broken:
        yield Failure(
            id=entry_id, error="its versions overlap, leave a gap or have no open row", hint=RESTORE
        )
    for rows in walk(ledger):
        for row in rows:
            yield from _of_row(row)


def _of_row(row: codec.Version) -> Iterator[Failure]:
    try:
        again = codec.entry_to_row(codec.entry_from_row(row))
    except LedgerError as error:
        yield Failure(id=row.entry_id, error=error.message, hint=error.hint)
        return
    if (row.season, row.said_latest) != (again.season, again.said_latest):
        yield Failure(id=row.entry_id, error="its columns contradict its claim", hint=RESTORE)


def of_migrations(applied: Sequence[tuple[int, str, str]], known: Sequence[Migration]) -> Iterator[Failure]:
    """Applied steps of the schema whose text is not this version's; rows of the table as given."""
    checksums = {step.version: step.checksum for step in known}
    for version, name, checksum in applied:
        if checksums.get(version) != checksum:
            yield Failure(id=name, error="the migration was changed after it had been applied")
