"""Which of all works a calendar, feed or listing is about: by title, service and tag."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from litestar.params import QueryParameter

from airdate.catalogue.fold import fold
from airdate.run.overview import Line, WorkLine
from airdate.types import Struct
from airdate.web.shelves import Shelves

Titles = Annotated[
    str | None,
    QueryParameter(
        name="titles", max_length=2000, description="Works by id, page name or title; commas between."
    ),
]
Services = Annotated[
    str | None, QueryParameter(name="services", max_length=500, description="Services; commas between.")
]
Tags = Annotated[
    str | None, QueryParameter(name="tags", max_length=500, description="Genres and themes; commas between.")
]


class Selection(Struct, frozen=True, kw_only=True):
    """What is wanted, folded; an empty set asks for nothing in particular."""

    titles: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    def lines(self, shelves: Shelves) -> Iterator[Line]:
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
