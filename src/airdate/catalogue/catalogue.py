"""The catalogue in memory: look-ups over works, their seasons, names and outlets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from airdate.catalogue.fold import fold, variants
from airdate.catalogue.outlets import Outlet, standing_of
from airdate.errors import UnknownTitleError
from airdate.types import Season, SourceStanding, Work

#: A name this near (0 to 100) is offered as a suggestion; it is never taken for the name itself.
NEAR = 60.0
SUGGESTIONS = 5


class Catalogue:
    """Works with their seasons, and the outlets that speak of them.

    Names are compared as `fold` has them: case, accents, punctuation and a leading article do not count.
    """

    def __init__(
        self,
        works: Iterable[Work],
        seasons: Iterable[Season],
        outlets: Iterable[Outlet] = (),
        parties: Mapping[str, SourceStanding] | None = None,
    ) -> None:
        self.works: Mapping[str, Work] = {work.work_id: work for work in works}
        self.outlets: Mapping[str, Outlet] = {outlet.domain: outlet for outlet in outlets}
        self._parties = {fold(name): standing for name, standing in (parties or {}).items()}
        self._seasons: dict[str, list[Season]] = {}
        for season in seasons:
            self._seasons.setdefault(season.work_id, []).append(season)
        self._by_name = _index(self.works.values())

    def find(self, name: str) -> Work:
        """The one work that goes by this name or id.

        Raises:
            UnknownTitleError: none does, or several do; carries the nearest names.
        """
        if name in self.works:
            return self.works[name]
        found = self._by_name.get(fold(name), [])
        if len(found) == 1:
            return self.works[found[0]]
        if found:
            raise UnknownTitleError(name, [self.label(work_id) for work_id in found])
        raise UnknownTitleError(name, self.nearest(name))

    def resolve(self, title: str) -> str:
        """The id under which claims on `title` are kept: a known work's, else one made from the title."""
        found = self._by_name.get(fold(title), [])
        return found[0] if len(found) == 1 else "title:" + fold(title).replace(" ", "-")

    def nearest(self, name: str) -> list[str]:
        """Names that come near a misspelt one, nearest first."""
        folded = fold(name)
        hits = process.extract(
            folded, list(self._by_name), scorer=fuzz.WRatio, limit=SUGGESTIONS, score_cutoff=NEAR
        )
        titles = [self.works[self._by_name[hit[0]][0]].title for hit in hits]
        return list(dict.fromkeys(titles))

    def seasons(self, work_id: str) -> list[Season]:
        """The seasons that are known, by number; a film's one "season" has none."""
        return sorted(self._seasons.get(work_id, []), key=lambda season: season.number or 0)

    def next_season(self, work_id: str) -> int | None:
        """The number after the last known season; `None` for a film or a work without seasons."""
        numbers = [season.number for season in self.seasons(work_id) if season.number is not None]
        return max(numbers) + 1 if numbers else None

    def outlet(self, domain: str | None) -> Outlet:
        """The outlet at a domain; an unlisted one counts as press without a known record."""
        key = (domain or "").removeprefix("www.")
        return self.outlets.get(key) or Outlet(domain=key, name=key or "unknown outlet", tier="press")

    def standing(self, who: str | None, domain: str | None) -> SourceStanding:
        """Whose word a claim is that `domain` prints as coming from `who`."""
        return standing_of(who, self.outlet(domain), self._parties)

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Every name as (name, usual title, work id), for the gazetteer."""
        for work in self.works.values():
            for name in (work.title, *work.aliases):
                yield name, work.title, work.work_id

    def label(self, work_id: str) -> str:
        """Title, form, country and year: enough to tell two works of one name apart."""
        work = self.works[work_id]
        traits = [str(trait) for trait in (work.form, work.country, work.year) if trait]
        return f"{work.title} ({', '.join(traits)}; {work_id})"


def _index(works: Iterable[Work]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for work in works:
        names = (work.title, *work.aliases)
        for form in {form for name in names for form in (fold(name), *variants(name))}:
            index.setdefault(form, []).append(work.work_id)
    return index
