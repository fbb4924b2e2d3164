"""Finding a work by what a person writes: the one resolver, used everywhere.

    query ─▶ an id? ─▶ a name as it stands? ─▶ a name and traits ("Ghosts UK")? ─▶ the nearest names

A tie is reported with what tells the works apart, never guessed; how much a work is watched orders a list and
decides nothing. A misspelt name finds no work: it lists the nearest, with how far they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from airdate.catalogue.fold import fold
from airdate.catalogue.forms import (
    NAME,
    TITLE,
    VARIANT,
    Probe,
    bare,
    can_write_out,
    distances,
    edits,
    long_probes,
    probes,
)
from airdate.catalogue.ids import parse_id
from airdate.catalogue.popularity import heaviest_first, weights
from airdate.catalogue.records import Offer
from airdate.catalogue.shelf import Shelf
from airdate.catalogue.store import MAX_PROBED
from airdate.catalogue.traits import Traits, readings
from airdate.types import Struct, Work

SHOWN = 5  # ties and nearest names
_REASONS = {TITLE: "its title", NAME: "another of its names", VARIANT: "its name but for an article or mark"}
_ROMANISED = "its name in Latin letters"
_MANY = 300  # forms that one probe may give before errors are written out instead
_MAX_TIED = 200  # works of one name that are looked at


class Match(Struct, frozen=True, kw_only=True):
    """A work, and why it is in the answer."""

    work: Work
    reason: str


class Found(Struct, frozen=True, kw_only=True):
    """What a query comes to: one work with the reason, or several that tie, or the nearest that there are.

    `ties` and `nearest` hold the first few; `reason` says of how many.
    """

    query: str
    work: Work | None = None
    reason: str = ""
    ties: tuple[Match, ...] = ()
    nearest: tuple[Match, ...] = ()


class _Named(NamedTuple):
    """Works of one name, those that it fits best, and how many have it in a lesser way."""

    works: list[str]
    rank: int
    others: int


class Resolver:
    """Finds works on a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._store = shelf.store

    def find(self, query: str) -> Found:
        """The work that a query means, the works that it may mean, or those whose names come nearest."""
        if work := self._by_id(query):
            return Found(query=query, work=work, reason="its id")
        tried: list[tuple[str, Traits, list[str]]] = []
        for name, traits in readings(query):
            named = self._named(name)
            tried.append((name, traits, named.works))
            if fit := self._fitting(named.works, traits):
                return self._decided(query, traits, named, fit)
        # a word that may be a service may as well be of the name: only traits beyond doubt are cut off
        sure = [each for each in tried if not each[1].service]
        near = [match for name, traits, works in sure for match in self._near(name, traits, works)]
        return Found(query=query, nearest=_first(near))

    def named(self, name: str) -> list[str]:
        """The ids of the works that a name fits best."""
        return self._named(name).works

    def nearest(self, query: str) -> list[Match]:
        """Works whose names are a letter or two away from the query, else begin with it; nearest first."""
        form = bare(query)
        if not form:
            return []
        near = distances(form, self._one_error_from(form), 1)
        if not near:
            near = distances(form, self._probed(probes(form, 4), MAX_PROBED), 4)
        if near:
            return self._matches(
                near, lambda n: f"{n} letter{'s' if n > 1 else ''} away" if n else "so called"
            )
        return self._matches(dict.fromkeys(self._store.beginning(form), 0), lambda _: "begins so")

    def _one_error_from(self, form: str) -> set[str]:
        """Forms among which are all that one typing error makes of this one, or that it was made of."""
        if not can_write_out(form):
            return self._probed(probes(form), MAX_PROBED)
        found: set[str] = set()
        for probe in probes(form):
            forms = self._store.probe(probe, _MANY)
            if len(forms) == _MANY:  # and more are not looked at
                return self._probed(long_probes(form), MAX_PROBED) | {*self._store.existing(edits(form))}
            found.update(forms)
        return found

    def _probed(self, probes: Iterable[Probe], most: int) -> set[str]:
        return {form for probe in probes for form in self._store.probe(probe, most)}

    def _by_id(self, query: str) -> Work | None:
        known = parse_id(query) or query.strip()
        return self._shelf.work(self._shelf.work_id(known))

    def _named(self, name: str) -> _Named:
        """Who goes by a name; a work known by its title alone steps back where another has the name."""
        forms = dict.fromkeys((fold(name), bare(name)))
        rows = next((rows for form in forms if (rows := self._store.exact(form, _MAX_TIED))), [])
        owner = self._shelf.work_ids(id for id, _ in rows)
        ranks: dict[str, int] = {}
        for id, rank in rows:
            ranks[owner[id]] = min(rank, ranks.get(owner[id], rank))
        proper = {id: rank for id, rank in ranks.items() if not id.startswith("title:")} or ranks
        best = min(proper.values(), default=TITLE)
        works = [id for id, rank in proper.items() if rank == best]
        return _Named(works, best, len(proper) - len(works))

    def _fitting(self, ids: list[str], traits: Traits) -> list[str]:
        """Those of the works that there is something to show of, and that are as the traits say."""
        if traits == Traits() and not self._shelf.only_publishable:
            return ids
        if traits.service:
            owner = self._shelf.owners(ids)
            offered = self._store.ids_with(Offer, list(owner))
            ids = list(dict.fromkeys(work_id for id, work_id in owner.items() if id in offered))
        return [id for id, work in self._shelf.works(ids).items() if traits.fit(work)]

    def _decided(self, query: str, traits: Traits, named: _Named, fit: list[str]) -> Found:
        reason = _REASONS.get(named.rank, _ROMANISED)
        if traits != Traits():
            reason += f", and it is {traits.words()}"
        if len(fit) > 1:
            weight = weights(self._shelf, fit)
            order = sorted(fit, key=lambda id: heaviest_first(weight[id]))
            works = self._shelf.works(order[:SHOWN]).values()
            ties = tuple(Match(work=work, reason=f"{reason}: {_apart(work)}") for work in works)
            return Found(query=query, ties=ties, reason=f"{len(fit)} works go by it")
        if named.others and traits == Traits():
            reason += f"; {named.others} more by another of their names"
        return Found(query=query, work=self._shelf.work(fit[0]), reason=reason)

    def _near(self, name: str, traits: Traits, named: list[str]) -> list[Match]:
        """Works of this name, `named`, that lack a trait, and works of a near name that have them all."""
        works = self._shelf.works(named[:SHOWN]).values()
        unfit = [Match(work=work, reason=f"so called, but not known as {traits.words()}") for work in works]
        return unfit + [match for match in self.nearest(name) if traits.fit(match.work)]

    def _matches(self, near: dict[str, int], reason: Callable[[int], str]) -> list[Match]:
        """The works behind forms: the nearest first, then titles, then the most watched."""
        nearest = sorted(near, key=lambda each: (near[each], each))[: 4 * SHOWN]
        found_as = self._store.exact_each(nearest, SHOWN)
        hits = [(id, (near[form], rank, form)) for form in nearest for id, rank in found_as[form]]
        works = self._shelf.work_ids([id for id, _ in hits])
        found: dict[str, tuple[int, int, str]] = {}
        for id, how in hits:
            found[works[id]] = min(how, found.get(works[id], how))
        weight = weights(self._shelf, found)
        order = sorted(found, key=lambda id: (*found[id][:2], heaviest_first(weight[id]), found[id][2]))
        shown = self._shelf.works(order[:SHOWN])
        return [Match(work=work, reason=reason(found[id][0])) for id, work in shown.items()]


def _first(matches: Iterable[Match]) -> tuple[Match, ...]:
    """The first few works, each once."""
    first: dict[str, Match] = {}
    for match in matches:
        first.setdefault(match.work.work_id, match)
    return tuple(first.values())[:SHOWN]


def _apart(work: Work) -> str:
    """What tells a work from others of its name."""
    traits = (work.form, work.country, work.year, *work.services[:2])
    return ", ".join(str(trait) for trait in traits if trait)
