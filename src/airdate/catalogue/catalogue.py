"""The catalogue: look-ups over works, seasons, names and outlets, whatever they were loaded from.

The shipped starter is a store in memory; a synced catalogue is a store in a file that holds the starter too.
`published` is the same catalogue with only those values that may appear in output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from airdate.catalogue.fold import fold
from airdate.catalogue.licences import Notice, notice
from airdate.catalogue.outlets import Outlet, standing_of
from airdate.catalogue.records import (
    Credit,
    Instalment,
    Name,
    Offer,
    Popularity,
    Record,
    Release,
    Tag,
    Title,
    title_id,
)
from airdate.catalogue.related import Listed, listed, related
from airdate.catalogue.resolve import Found, Resolver
from airdate.catalogue.shelf import Shelf
from airdate.catalogue.store import Store
from airdate.errors import UnknownTitleError
from airdate.types import Form, Season, SourceStanding, Work

R = TypeVar("R", bound=Record)
_SHOWN: tuple[type[Record], ...] = (Title, Name, Offer, Instalment, Release, Credit, Tag, Popularity)


class Catalogue:
    """Works with their seasons, and the outlets that speak of them.

    Names are compared as `fold` has them: case, accents, punctuation and a leading article do not count.
    """

    def __init__(
        self,
        store: Store,
        outlets: Iterable[Outlet] = (),
        parties: Mapping[str, SourceStanding] | None = None,
        *,
        only_publishable: bool = False,
    ) -> None:
        self.store = store
        self.outlets: Mapping[str, Outlet] = {outlet.domain: outlet for outlet in outlets}
        self._shelf = Shelf(store, only_publishable=only_publishable)
        self.works: Mapping[str, Work] = _Works(self._shelf)
        self._parties = {fold(name): standing for name, standing in (parties or {}).items()}
        self._resolver = Resolver(self._shelf)

    def published(self) -> Catalogue:
        """This catalogue with only the values that may appear in a page, API answer, calendar or export."""
        return Catalogue(self.store, self.outlets.values(), self._parties, only_publishable=True)

    def with_outlets(self, outlets: Iterable[Outlet]) -> Catalogue:
        """This catalogue with a user's word on some outlets, which beats what is known of them."""
        return Catalogue(self.store, [*self.outlets.values(), *outlets], self._parties)

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    @property
    def version(self) -> str:
        """Changes whenever something was loaded: what was made from the catalogue can be kept under it."""
        return self.store.version()

    # Finding

    def look_up(self, query: str) -> Found:
        """The work that a query means, with the reason; or those it may mean; or the nearest names."""
        return self._resolver.find(query)

    def find(self, name: str) -> Work:
        """The one work that goes by this name or id.

        Raises:
            UnknownTitleError: none does, or several do; carries the nearest names.
        """
        found = self.look_up(name)
        if found.work is None:
            tied = [self._label(match.work) for match in found.ties]
            raise UnknownTitleError(name, tied or [match.work.title for match in found.nearest])
        return found.work

    def resolve(self, title: str) -> str:
        """The id under which claims on `title` are kept: a known work's, else one made from the title."""
        named = self._resolver.named(title)
        return named[0] if len(named) == 1 else title_id(title)

    def nearest(self, name: str) -> list[str]:
        """Names that come near a misspelt one, nearest first."""
        return list(dict.fromkeys(match.work.title for match in self._resolver.nearest(name)))

    # Reading

    def work(self, work_id: str) -> Work | None:
        """The work with exactly this id of ours; `None` where there is none (or none to show)."""
        return self._shelf.work(work_id)

    def ids(self, work_id: str) -> list[str]:
        """All ids that are this work, its own first."""
        return self._shelf.ids(work_id)

    def records(self, kind: type[R], work_id: str, ids: Sequence[str] | None = None) -> list[R]:
        """What all sources say of a work, side by side, the freest licence first.

        `ids` are all that are the work, where they are at hand.
        """
        return self._shelf.read_ids(kind, self.ids(work_id) if ids is None else ids)

    def notice(self, *work_ids: str) -> Notice:
        """The credits that output must carry which shows anything of these works."""
        return notice(self._shelf.origins(_SHOWN, list(self._shelf.owners(work_ids))))

    def seasons(self, work_id: str) -> list[Season]:
        """The seasons that are known, by number; a film's one "season" has none."""
        return self._shelf.seasons(work_id)

    def next_season(self, work_id: str) -> int | None:
        """The number after the last known season; `None` for a film or a work without seasons."""
        numbers = [season.number for season in self.seasons(work_id) if season.number is not None]
        return max(numbers) + 1 if numbers else None

    def related(self, work_id: str) -> Listed:
        """Works to watch meanwhile, each with the reason in words."""
        return related(self._shelf, work_id)

    def lists(self, theme: str, *, form: Form | None = None, service: str | None = None) -> Listed:
        """The works of a theme or genre ("zombie"), of one form or on one service where that is asked for."""
        return listed(self._shelf, theme, form=form, service=service)

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Every name as (name, usual title, work id), for the gazetteer; streamed."""
        return self._shelf.names()

    def label(self, work_id: str) -> str:
        """Title, form, country and year: enough to tell two works of one name apart."""
        return self._label(self.works[work_id])

    # Outlets

    def outlet(self, domain: str | None) -> Outlet:
        """The outlet at a domain; an unlisted one counts as press without a known record."""
        key = (domain or "").removeprefix("www.")
        return self.outlets.get(key) or Outlet(domain=key, name=key or "unknown outlet", tier="press")

    def standing(self, who: str | None, domain: str | None) -> SourceStanding:
        """Whose word a claim is that `domain` prints as coming from `who`."""
        return standing_of(who, self.outlet(domain), self._parties)

    def _label(self, work: Work) -> str:
        traits = [str(trait) for trait in (work.form, work.country, work.year) if trait]
        return f"{work.title} ({', '.join(traits)}; {work.work_id})"


class _Works(Mapping[str, Work]):
    """The works by id, read when they are asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __getitem__(self, work_id: str) -> Work:
        work = self._shelf.work(work_id)
        if work is None:
            raise KeyError(work_id)
        return work

    def __iter__(self) -> Iterator[str]:
        works = self._shelf.store.works()
        return (id for id in works if id in self) if self._shelf.only_publishable else works

    def __len__(self) -> int:
        return sum(1 for _ in self)
