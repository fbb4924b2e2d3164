"""What to watch meanwhile: works like one, or of a theme, each with the reason in words.

Likeness counts what two works share: a theme three points, a person two, a genre one; the same country or
form is half a point more, but makes no likeness alone. How much a work is watched only orders equals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nsmallest
from typing import TypeAlias

from airdate.catalogue.fold import fold
from airdate.catalogue.popularity import METHOD, heaviest_first, weights
from airdate.catalogue.records import Credit, Tag, Title
from airdate.catalogue.shelf import Shelf
from airdate.catalogue.views import country_of, form_of
from airdate.types import Form, Struct, Work

SHOWN = 20
_POINTS = {"theme": 3.0, "person": 2.0, "genre": 1.0, "trait": 0.5}
_TRAITS = 2  # country and form
_MAX_SHARING = 2_000  # records looked at for one theme or person
_MAX_PEOPLE = 30

#: What two works share: the kind of it, and in words.
Bond: TypeAlias = tuple[str, str]


class Related(Struct, frozen=True, kw_only=True):
    """A work, and why it is listed."""

    work: Work
    reason: str


class Listed(Struct, frozen=True, kw_only=True):
    """Works in an order, and in words how they were ordered."""

    works: tuple[Related, ...]
    method: str


def related(shelf: Shelf, work_id: str) -> Listed:
    """Works that share a theme, person or genre with this one, those that share the most first."""
    method = f"those that share the most first (themes, then people, then genres); equals {METHOD}"
    ids = shelf.ids(work_id)
    subject = shelf.read_ids(Title, ids)
    if not subject:
        return Listed(works=(), method=method)
    sharing = _sharing(shelf, ids)
    points = _points(sharing)
    points.pop(work_id, None)
    titles = _likely(shelf, points)
    shared = {id: [bond for bond, works in sharing.items() if id in works] for id in titles}
    for id, own in titles.items():
        traits = _traits_in_common(subject, own)
        shared[id] += traits
        points[id] += _POINTS["trait"] * len(traits)
    weight = weights(shelf, titles, titles)
    order = sorted(titles, key=lambda id: (-points[id], heaviest_first(weight[id]), id))[:SHOWN]
    works = shelf.works(order, titles)
    found = (Related(work=works[id], reason=_in_words(shared[id])) for id in order)
    return Listed(works=tuple(found), method=method)


def listed(shelf: Shelf, theme: str, *, form: Form | None = None, service: str | None = None) -> Listed:
    """Works with a theme or genre, of one form or on one service where that is asked for."""
    value = theme.strip().lower()
    tags = shelf.with_value(Tag, "value", value, _MAX_SHARING)
    owner = shelf.work_ids(tag.work for tag in tags)
    named_by: dict[str, set[str]] = defaultdict(set)
    for tag in tags:
        named_by[owner[tag.work]].add(f"{tag.kind} {tag.value}, says {tag.origin.source}")
    named = shelf.works(named_by)
    works = {id: work for id, work in named.items() if _asked_for(work, form, service)}
    weight = weights(shelf, works)
    order = sorted(works, key=lambda id: (heaviest_first(weight[id]), id))[:SHOWN]
    found = (Related(work=works[id], reason="; ".join(sorted(named_by[id]))) for id in order)
    return Listed(works=tuple(found), method=METHOD)


def _sharing(shelf: Shelf, ids: Sequence[str]) -> dict[Bond, Collection[str]]:
    """What there is to share with a work, which goes by `ids`, and the works that share it."""
    found: dict[Bond, Collection[str]] = {}
    for tag in shelf.read_ids(Tag, ids):
        alike = shelf.tagged(tag.value, _MAX_SHARING).get(tag.kind, frozenset())
        found[tag.kind, f"{tag.kind} {tag.value}"] = alike
    people = dict.fromkeys(credit.name for credit in shelf.read_ids(Credit, ids))
    credited: dict[Bond, list[str]] = defaultdict(list)
    for name in list(people)[:_MAX_PEOPLE]:
        for role, work, _ in shelf.cells_with_value(Credit, ("role", "work"), "name", name, _MAX_SHARING):
            credited["person", f"{role} {name}"].append(work)
    owner = shelf.work_ids(work for works in credited.values() for work in works)
    return found | {bond: {owner[work] for work in works} for bond, works in credited.items()}


def _points(sharing: Mapping[Bond, Collection[str]]) -> dict[str, float]:
    """What each work has in common with it, as points."""
    points: dict[str, float] = defaultdict(float)
    for (kind, _), works in sharing.items():
        for work in works:
            points[work] += _POINTS[kind]
    return points


def _likely(shelf: Shelf, points: Mapping[str, float]) -> dict[str, list[Title]]:
    """The titles of the works that can be among the first once traits are counted, where enough have any."""
    likely = nsmallest(5 * SHOWN, points, key=lambda id: (-points[id], id))
    bar = points[likely[SHOWN - 1]] - _TRAITS * _POINTS["trait"] if len(likely) > SHOWN else 0.0
    titles = shelf.titles(id for id in likely if points[id] >= bar)
    return titles if len(titles) >= SHOWN else shelf.titles(likely)


def _traits_in_common(one: Sequence[Title], other: Sequence[Title]) -> list[Bond]:
    country, form = country_of(other), form_of(other)
    alike: list[Bond] = [("trait", f"from {country}")] if country_of(one) == country is not None else []
    return alike + ([("trait", f"a {form}")] if form_of(one) == form else [])


def _in_words(bonds: Iterable[Bond]) -> str:
    """What is shared, what counts the most first."""
    return ", ".join(words for _, words in sorted(bonds, key=lambda bond: -_POINTS[bond[0]]))


def _asked_for(work: Work, form: Form | None, service: str | None) -> bool:
    on_service = service is None or fold(service) in map(fold, work.services)
    return on_service and (form is None or work.form == form)
