"""An overview as requests ask for it: by slug, by id, by words; and the pages made from it. Read-only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from airdate.catalogue.fold import fold
from airdate.publish.site import paths
from airdate.run.overview import WorkLine
from airdate.run.shown import Overview, ShownLine
from airdate.run.told import Told, ToldMap


class Shelves:
    """One overview with its indexes."""

    def __init__(self, folder: Path, overview: Overview, told: ToldMap) -> None:
        self._folder = folder
        self._told = told
        self.overview = overview
        self.by_slug = {work.slug: work for work in overview.works}
        self.by_id = {id: work for work in overview.works for id in (*work.ids, work.work_id)}
        self._pages = frozenset(_files(folder))

    @cached_property
    def _words(self) -> list[tuple[str, WorkLine]]:
        return [(fold(" ".join((work.title, *work.names))), work) for work in self.overview.works]

    def search(self, query: str, most: int) -> list[WorkLine]:
        """Works among whose names all words of a query stand, those that begin with it first."""
        folded = fold(query)
        words = folded.split()
        if not words:
            return []
        hits = [(names, work) for names, work in self._words if all(word in names for word in words)]
        hits.sort(key=lambda hit: (not hit[0].startswith(folded), len(hit[0]), hit[1].work_id))
        return [work for _, work in hits[:most]]

    def lines(self) -> Iterator[ShownLine]:
        """Every season's line."""
        return iter(self.overview.lines)

    def told(self, line: ShownLine) -> Told:
        """The changes of a season."""
        return self._told.at(line.told)

    def work_of(self, line: ShownLine) -> WorkLine:
        """The work of a season."""
        return self.by_id[line.work_id]

    def has(self, path: str) -> bool:
        """Is there a page over all titles at this path?"""
        return paths.file(path) in self._pages

    def page(self, path: str) -> bytes | None:
        """A page over all titles by its path; `None` where there is none."""
        return (self._folder / paths.file(path)).read_bytes() if self.has(path) else None


def _files(folder: Path) -> Iterator[str]:
    return (file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
