"""How much works are watched, from what the user has loaded; it orders lists and decides nothing.

Hours are summed over all periods and seasons of the source that counts the most, since sources overlap. Where
nothing was loaded, a work that more sources name stands before one that fewer do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from airdate.catalogue.records import Popularity, Title
from airdate.catalogue.shelf import Shelf

METHOD = (
    "ordered by hours watched in the loaded charts and reports, then by the number of sources that list it"
)


class Weight(NamedTuple):
    """Hours watched, and sources that list the work."""

    watched: float
    sources: int


def weights(
    shelf: Shelf, work_ids: Iterable[str], titles: Mapping[str, Sequence[Title]] | None = None
) -> Mapping[str, Weight]:
    """The weight of each work; `titles` are theirs, where they are at hand."""
    owner = shelf.owners(work_ids)
    hours: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for record in shelf.read_ids(Popularity, list(owner)):
        if record.measure == "hours":
            hours[owner[record.work]][record.origin.source] += record.value
    if titles is None:
        titles = shelf.titles(owner.values())
    return {
        work_id: Weight(
            watched=max(hours[work_id].values(), default=0.0),
            sources=len({title.origin.source for title in titles.get(work_id, ())}),
        )
        for work_id in dict.fromkeys(owner.values())
    }


def heaviest_first(weight: Weight) -> tuple[float, int]:
    """Sorts by weight, downwards."""
    return -weight.watched, -weight.sources
