"""Which of all works a calendar, feed or listing is about: by title, service and tag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from airdate.catalogue.fold import fold
from airdate.run.overview import WorkLine
from airdate.run.shown import ShownLine
from airdate.types import Struct
from airdate.web.parameters import optional
from airdate.web.shelves import Shelves

Titles = Annotated[
    str | None,
    optional("Works by id, page name or title; commas between.", maxLength=2000),
]
Services = Annotated[str | None, optional("Services; commas between.", maxLength=500)]
Tags = Annotated[str | None, optional("Genres and themes; commas between.", maxLength=500)]


class Selection(Struct, frozen=True, kw_only=True):
    """What is wanted, folded; an empty set asks for nothing in particular."""

    titles: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    def lines(self, shelves: Shelves) -> Iterator[ShownLine]:
        """The seasons of the works that fit in every respect."""
        fits = {work.work_id for work in shelves.overview.works if self._fits(work)}
        return (line for line in shelves.overview.lines if line.work_id in fits)

    def _fits(self, work: WorkLine) -> bool:
        names = (work.work_id, work.slug, work.title, *work.ids)
        return (
            _meet(self.titles, names) and _meet(self.services, work.services) and _meet(self.tags, work.tags)
        )


def selection(titles: str | None, services: str | None, tags: str | None) -> Selection:
    """The selection that three lists with commas between make."""
    return Selection(titles=_names(titles), services=_names(services), tags=_names(tags))


def _names(text: str | None) -> frozenset[str]:
    return frozenset(fold(name) for name in (text or "").split(",") if name.strip())


def _meet(wanted: frozenset[str], given: tuple[str, ...]) -> bool:
    return not wanted or not wanted.isdisjoint(map(fold, given))
