"""A store as the catalogue shows it: ids gathered to works, records to values, filtered by licence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from airdate.catalogue.licences import may_publish
from airdate.catalogue.records import Instalment, Name, Offer, Record, Release, Tag, Title
from airdate.catalogue.store import Store
from airdate.catalogue.views import seasons_of, work_of
from airdate.types import Season, Work

R = TypeVar("R", bound=Record)
_HELD_TAGS = 128  # 150 kB each at most
_AT_ONCE = 1_000  # ids whose names are read together
OfWork = TypeVar("OfWork", Title, Name, Offer)


class Shelf:
    """Reads works; with `only_publishable`, only values that may appear in output."""

    def __init__(self, store: Store, *, only_publishable: bool = False) -> None:
        self.store = store
        self.only_publishable = only_publishable
        self._tagged = lru_cache(_HELD_TAGS)(self._read_tagged)

    def work_id(self, id: str) -> str:
        """The id of the work that an id belongs to."""
        return self.store.identity.work_of(id)

    def work_ids(self, ids: Iterable[str]) -> dict[str, str]:
        """The same for many ids at once."""
        return self.store.identity.works_of(ids)

    def owners(self, work_ids: Iterable[str]) -> dict[str, str]:
        """All ids that are these works, each with its work's."""
        return self.store.identity.owners(work_ids)

    def ids(self, work_id: str) -> list[str]:
        """All ids that are this work, its own first."""
        return self.store.identity.ids_of(work_id)

    def read_ids(self, kind: type[R], ids: Sequence[str]) -> list[R]:
        """What all sources say of the ids, of one work or many, side by side, the freest licence first."""
        return self._allowed(self.store.read(kind, ids))

    def with_value(self, kind: type[R], column: str, value: str, most: int) -> list[R]:
        """Records of a kind that hold this value in a column."""
        return self._allowed(self.store.with_value(kind, column, value, most))

    def cells_with_value(
        self, kind: type[Record], shown: Sequence[str], column: str, value: str, most: int
    ) -> list[tuple[str, ...]]:
        """The same in part: the cells of the columns `shown`, and the licence behind them."""
        rows = self.store.cells_with_value(kind, shown, column, value, most)
        return [row for row in rows if may_publish(row[-1])] if self.only_publishable else rows

    def tagged(self, value: str, most: int) -> Mapping[str, frozenset[str]]:
        """Who has a tag of this value: the works by the tag's kind.

        Kept until something is loaded: a few tags are most of those that works have.
        """
        return self._tagged(value, most, self.store.version())

    def _read_tagged(self, value: str, most: int, version: str) -> Mapping[str, frozenset[str]]:
        cells = self.cells_with_value(Tag, ("kind", "work"), "value", value, most)
        owner = self.work_ids(id for _, id, _ in cells)
        kinds = dict.fromkeys(kind for kind, _, _ in cells)
        return {own: frozenset(owner[id] for kind, id, _ in cells if kind == own) for own in kinds}

    def origins(self, kinds: Iterable[type[Record]], ids: Sequence[str]) -> set[tuple[str, str]]:
        """The sources of what there is of these kinds under these ids, each with its licence."""
        found = self.store.origins(kinds, ids)
        return {each for each in found if not self.only_publishable or may_publish(each[1])}

    def work(self, work_id: str) -> Work | None:
        """The work with exactly this id; `None` where there is none, or none to show."""
        ids = self.ids(work_id)
        titles = self.read_ids(Title, ids)
        return work_of(ids, titles, self.read_ids(Name, ids), self.read_ids(Offer, ids)) if titles else None

    def works(
        self, work_ids: Iterable[str], titles: Mapping[str, Sequence[Title]] | None = None
    ) -> dict[str, Work]:
        """Those of the works that there are to show, in the order asked for; in few questions for all.

        `titles` are those of all that have any, where they are at hand.
        """
        asked = list(dict.fromkeys(work_ids))
        own = self._ids(asked)
        known = self._by_work(Title, own) if titles is None else titles
        names, offers = self._by_work(Name, own), self._by_work(Offer, own)
        found = ((id, work_of(own[id], known.get(id, ()), names[id], offers[id])) for id in asked)
        return {id: work for id, work in found if work is not None}

    def titles(self, work_ids: Iterable[str]) -> dict[str, list[Title]]:
        """The titles of each work that has any to show, as `read` gives them."""
        return {id: titles for id, titles in self._by_work(Title, self._ids(work_ids)).items() if titles}

    def _ids(self, work_ids: Iterable[str]) -> dict[str, list[str]]:
        """All ids of each work, as `ids` gives them."""
        ids: dict[str, list[str]] = {work_id: [work_id] for work_id in work_ids}
        for id, work_id in sorted(self.owners(ids).items()):
            if id != work_id:
                ids[work_id].append(id)
        return ids

    def _by_work(self, kind: type[OfWork], ids: Mapping[str, Sequence[str]]) -> dict[str, list[OfWork]]:
        owner = {id: work_id for work_id, own in ids.items() for id in own}
        groups: dict[str, list[OfWork]] = {work_id: [] for work_id in ids}
        for record in self.read_ids(kind, list(owner)):
            groups[owner[record.work]].append(record)
        return groups

    def seasons(self, work_id: str) -> list[Season]:
        """The seasons by number; a film's one "season" has none."""
        ids = self.ids(work_id)
        return seasons_of(work_id, self.read_ids(Instalment, ids), self.read_ids(Release, ids))

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Every name as (name, usual title, work id); streamed."""
        ids = self.store.ids()
        while batch := list(islice(ids, _AT_ONCE)):
            work_of = self.work_ids(batch)
            titles = self.titles(work_of.values())
            own: dict[str, dict[str, None]] = {id: {} for id in batch}  # each name once, in their order
            for title in self.read_ids(Title, batch):
                own[title.work][title.title] = None
            for name in self.read_ids(Name, batch):
                own[name.work][name.name] = None
            for id, work_id in work_of.items():
                if work_id in titles:
                    yield from ((name, titles[work_id][0].title, work_id) for name in own[id])

    def _allowed(self, records: list[R]) -> list[R]:
        if not self.only_publishable:
            return records
        return [record for record in records if may_publish(record.origin.licence)]
