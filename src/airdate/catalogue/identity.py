"""Which ids are one work.

Invariant: no work ever has two ids of a scheme that gives each work one (`ids.ONE_A_WORK`); a source that
says so is refused, for a wrong join is worse than a missing one. Records keep the ids that they came with:
joining writes only who belongs to whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from airdate.catalogue.backend import Backend
from airdate.catalogue.ids import ONE_A_WORK, id_order, scheme
from airdate.types import Failure

_JOIN = (
    "INSERT INTO member (id, work_id) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET work_id = excluded.work_id"
)


class Identity:
    """Groups of ids in a catalogue's database; an id that was never joined is a work by itself."""

    def __init__(self, database: Backend) -> None:
        self._db = database

    def work_of(self, id: str) -> str:
        """The id of the work that an id belongs to."""
        rows = self._db.fetch("SELECT work_id FROM member WHERE id = ?", (id,))
        return str(rows[0][0]) if rows else id

    def works_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The same for many ids at once."""
        own = {id: id for id in ids}
        return own | dict(self._members("id", list(own)))

    def owners(self, work_ids: Iterable[str]) -> dict[str, str]:
        """All ids of these works, each with its work's."""
        own = {work_id: work_id for work_id in work_ids}
        return own | dict(self._members("work_id", list(own)))

    def _members(self, column: str, values: Sequence[str]) -> list[tuple[str, str]]:
        if not values:
            return []
        among, sought = self._db.among(column, values)
        rows = self._db.fetch(f"SELECT id, work_id FROM member WHERE {among} ORDER BY id", sought)
        return [(id, work_id) for id, work_id in rows]

    def ids_of(self, work_id: str) -> list[str]:
        """All ids of a work, its own first."""
        rows = self._db.fetch("SELECT id FROM member WHERE work_id = ? ORDER BY id", (work_id,))
        return [work_id, *(row[0] for row in rows)]

    def join_all(self, pairs: Sequence[tuple[str, str]]) -> list[Failure]:
        """Make the ids of each pair one work, within a transaction; a `Failure` for each that cannot be."""
        work = self.works_of(id for pair in pairs for id in pair)
        apart = [pair for pair in pairs if work[pair[0]] != work[pair[1]]]  # most were joined before
        joined = [self.join(one, other) for one, other in apart]
        return [failure for failure in joined if failure is not None]

    def join(self, one: str, other: str) -> Failure | None:
        """Make two ids one work; a `Failure` where both sides have different ids of one scheme."""
        first, second = self.work_of(one), self.work_of(other)
        if first == second:
            return None
        ids = [*self.ids_of(first), *self.ids_of(second)]
        schemes = [scheme(id) for id in ids if scheme(id) in ONE_A_WORK]
        if len(schemes) > len(set(schemes)):
            return Failure(
                id=f"{one} = {other}",
                error="each is joined to another id of the same catalogue",
                hint="they stay apart: " + ", ".join(ids),
            )
        head = min(ids, key=id_order)
        rows = [(id, head) for id in ids if id != head]
        self._db.run("DELETE FROM member WHERE id = ?", (head,))
        self._db.run_many(_JOIN, rows)
        return None

    def part(self, id: str) -> None:
        """Let an id be a work by itself again; not for one that names its work."""
        self._db.run("DELETE FROM member WHERE id = ?", (id,))
