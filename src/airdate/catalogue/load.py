"""Loading files of any size into a store: streamed, in batches, taken up again where it stopped.

    rows of a file ─▶ records or a failure each ─▶ batch ─▶ one transaction with the file's cursor

A row that does not fit is a `Failure` with its line, and the rest loads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeAlias, TypeVar

from airdate.catalogue.records import Record
from airdate.catalogue.store import Store
from airdate.errors import AirdateError
from airdate.types import Failure, Struct

T = TypeVar("T")

#: What one row of a file comes to.
Row: TypeAlias = tuple[Record, ...] | Failure

BATCH_ROWS = 100_000
MERGE_FORMS = 1_000_000  # forms of names that wait before they are merged into the index
SHOWN = 100  # failures that a report carries; the others are counted


class SourceFile(Struct, frozen=True, kw_only=True):
    """A file to load: its name, what tells this state of it from another, and its rows from a position on."""

    name: str
    version: str
    rows: Callable[[int], Iterable[Row]]


class Progress(Struct, frozen=True, kw_only=True):
    """How far a load is: rows of the file behind it, records put by this run, rows that failed in it."""

    file: str
    rows: int
    records: int
    failed: int


class LoadReport(Struct, frozen=True, kw_only=True):
    """What came of a load; `failures` are the first of the `failed`."""

    progress: Progress
    failures: tuple[Failure, ...] = ()


def parse_rows(
    lines: Iterable[T], parse: Callable[[T], tuple[Record, ...]], name: str, first: int = 1
) -> Iterator[Row]:
    """Each line's records, or the failure that it is; `first` is the number of the first line."""
    for number, line in enumerate(lines, start=first):
        try:
            yield parse(line)
        except (AirdateError, LookupError, ValueError) as error:
            yield Failure(id=f"{name}:{number}", error=f"a row that does not fit: {error}")


def load(
    store: Store,
    rows: Callable[[int], Iterable[Row]],
    *,
    file: str,
    version: str,
    progress: Callable[[Progress], object] = lambda _: None,
    batch_rows: int = BATCH_ROWS,
) -> LoadReport:
    """Put a file's rows into a store, from where an earlier load of this version stopped.

    Args:
        rows: gives the file's rows in order from a position, the number of rows to pass over.
        file, version: name of the file, and what tells this state of it from another (a date, an ETag).
        progress: called after each batch.

    Raises:
        DataError: the store cannot be written; what was reported as progress is in.
    """
    position = store.position(file, version)
    source = iter(rows(position))
    state = Progress(file=file, rows=position, records=0, failed=0)
    shown: list[Failure] = []
    try:
        while batch := list(islice(source, batch_rows)):
            records = [record for row in batch if not isinstance(row, Failure) for record in row]
            failures = [row for row in batch if isinstance(row, Failure)]
            cursor = (file, version, state.rows + len(batch))
            failures += store.put(records, cursor, merge_at=MERGE_FORMS)
            shown += failures[: SHOWN - len(shown)]
            state = Progress(
                file=file,
                rows=state.rows + len(batch),
                records=state.records + len(records),
                failed=state.failed + len(failures),
            )
            progress(state)
    finally:
        store.merge()  # what is in can be found, also where the file breaks off
    return LoadReport(progress=state, failures=tuple(shown))
