"""What to watch meanwhile: works like one, or of a theme, each with the reason in words.

Likeness counts what two works share: a theme three points, a person two, a genre one; the same country or
form is half a point more, but makes no likeness alone. How much a work is watched only orders equals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from airdate.catalogue.fold import fold
from airdate.catalogue.popularity import METHOD, heaviest_first, weights
from airdate.catalogue.records import Credit, Tag
from airdate.catalogue.shelf import Shelf
from airdate.types import Form, Struct, Work

SHOWN = 20
_POINTS = {"theme": 3.0, "person": 2.0, "genre": 1.0, "trait": 0.5}
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
    subject = shelf.work(work_id)
    if subject is None:
        return Listed(works=(), method=method)
    shared = _shared(shelf, work_id)
    points = {id: sum(_POINTS[kind] for kind, _ in bonds) for id, bonds in shared.items()}
    likely = sorted(points, key=lambda id: (-points[id], id))[: 5 * SHOWN]
    works = {id: work for id in likely if (work := shelf.work(id))}
    for id, work in works.items():
        traits = _traits_in_common(subject, work)
        shared[id] += traits
        points[id] += _POINTS["trait"] * len(traits)
    weight = weights(shelf, works)
    order = sorted(works, key=lambda id: (-points[id], heaviest_first(weight[id]), id))
    found = (Related(work=works[id], reason=_in_words(shared[id])) for id in order[:SHOWN])
    return Listed(works=tuple(found), method=method)


def listed(shelf: Shelf, theme: str, *, form: Form | None = None, service: str | None = None) -> Listed:
    """Works with a theme or genre, of one form or on one service where that is asked for."""
    value = theme.strip().lower()
    tags = shelf.with_value(Tag, "value", value, _MAX_SHARING)
    named_by: dict[str, set[str]] = defaultdict(set)
    for tag in tags:
        named_by[shelf.work_id(tag.work)].add(f"{tag.kind} {tag.value}, says {tag.origin.source}")
    works = {id: work for id in named_by if (work := shelf.work(id)) and _asked_for(work, form, service)}
    weight = weights(shelf, works)
    order = sorted(works, key=lambda id: (heaviest_first(weight[id]), id))[:SHOWN]
    found = (Related(work=works[id], reason="; ".join(sorted(named_by[id]))) for id in order)
    return Listed(works=tuple(found), method=METHOD)


def _shared(shelf: Shelf, work_id: str) -> dict[str, list[Bond]]:
    """For each other work, what it shares with this one."""
    shared: dict[str, dict[Bond, None]] = defaultdict(dict)
    for tag in shelf.read(Tag, work_id):
        for other in shelf.with_value(Tag, "value", tag.value, _MAX_SHARING):
            if other.kind == tag.kind:
                shared[shelf.work_id(other.work)][(tag.kind, f"{tag.kind} {tag.value}")] = None
    people = dict.fromkeys(credit.name for credit in shelf.read(Credit, work_id))
    for name in list(people)[:_MAX_PEOPLE]:
        for credit in shelf.with_value(Credit, "name", name, _MAX_SHARING):
            shared[shelf.work_id(credit.work)][("person", f"{credit.role} {name}")] = None
    shared.pop(work_id, None)
    return {id: list(bonds) for id, bonds in shared.items()}


def _traits_in_common(one: Work, other: Work) -> list[Bond]:
    country: list[Bond] = (
        [("trait", f"from {one.country}")] if one.country == other.country is not None else []
    )
    return country + ([("trait", f"a {one.form}")] if one.form == other.form else [])


def _in_words(bonds: Iterable[Bond]) -> str:
    """What is shared, what counts the most first."""
    return ", ".join(words for _, words in sorted(bonds, key=lambda bond: -_POINTS[bond[0]]))


def _asked_for(work: Work, form: Form | None, service: str | None) -> bool:
    on_service = service is None or fold(service) in map(fold, work.services)
    return on_service and (form is None or work.form == form)
