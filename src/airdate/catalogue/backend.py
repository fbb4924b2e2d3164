"""What a database does for the catalogue: a thin thing under `store.Store`, which has what homes do alike.

Statements are written once, in the SQL that both databases know, with `?` for a value; a method here stands
for what each says in its own way, or does fast in its own way.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

from airdate.catalogue.tables import OriginKey, Table
from airdate.sqlite import Migration

Row: TypeAlias = tuple[Any, ...]
#: A condition and its values.
Condition: TypeAlias = tuple[str, tuple[Any, ...]]
#: A form's length, the form, who has it, its rank.
Form: TypeAlias = tuple[int, str, str, int]

LAST = "\U0010ffff"  # sorts after every form
LONGER = 60  # letters that a name may go on after its beginning


class Backend(ABC):
    """One database; `where` is its place for messages. Use one object per thread.

    Its expected errors are `DataError`s with the place and the way out.
    """

    where: str
    #: Most characters of what rows are looked up by, where there is a limit; then no text may hold a NUL.
    most_sought: int | None = None

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def steps(self) -> list[Migration]:
        """All steps of its schema, in order."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing, with the write lock taken first so that what is read stays true."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read within is of one state."""

    @abstractmethod
    def is_for_reading(self) -> bool:
        """May it only be read?"""

    @abstractmethod
    def fetch(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """Rows of a query."""

    @abstractmethod
    def stream(self, query: str) -> Iterator[Row]:
        """Rows of a query of any size, while other questions are asked."""

    @abstractmethod
    def run(self, statement: str, values: Sequence[object] = ()) -> int:
        """Run one statement within a transaction; how many rows it changed."""

    @abstractmethod
    def run_many(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement once for each row of values, within a transaction."""

    @abstractmethod
    def among(self, column: str, values: Sequence[str]) -> Condition:
        """The condition that a column holds one of these values."""

    @abstractmethod
    def in_order(self, table: Table) -> str:
        """The clause by which rows come in the order of their cells; "" where they do of themselves."""

    @abstractmethod
    def put_origins(self, origins: Sequence[tuple[OriginKey, str | None]]) -> dict[OriginKey, int]:
        """Origins with the day on which each ends; the numbers that they have, or get now."""

    @abstractmethod
    def put_rows(self, table: Table, rows: Iterable[Row]) -> int:
        """Write rows: cells, source and number of the origin, `None` for "". One that is there gets the
        origin where that is later. How many rows changed.
        """

    @abstractmethod
    def stage(self, forms: Iterable[Form]) -> None:
        """Write forms of names; they may wait for `merge` before they are found."""

    @abstractmethod
    def merge(self, waiting: int) -> None:
        """Let waiting forms be found, where there are so many; within a transaction."""

    @abstractmethod
    def beginning(self, form: str, most: int) -> list[str]:
        """Forms that begin with this one and are up to `LONGER` letters longer, shortest first."""

    @abstractmethod
    def before_deleting(self) -> None:
        """See that deleted words do not stay in the database's files."""
