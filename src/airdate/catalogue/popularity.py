"""How much works are watched, from what the user has loaded; it orders lists and decides nothing.

Hours are summed over all periods and seasons of the source that counts the most, since sources overlap. Where
nothing was loaded, a work that more sources name stands before one that fewer do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def weights(shelf: Shelf, work_ids: Iterable[str]) -> Mapping[str, Weight]:
    """The weight of each work."""
    return {work_id: _weight(shelf, work_id) for work_id in work_ids}


def heaviest_first(weight: Weight) -> tuple[float, int]:
    """Sorts by weight, downwards."""
    return -weight.watched, -weight.sources


def _weight(shelf: Shelf, work_id: str) -> Weight:
    hours: dict[str, float] = {}
    for record in shelf.read(Popularity, work_id):
        if record.measure == "hours":
            hours[record.origin.source] = hours.get(record.origin.source, 0.0) + record.value
    sources = {record.origin.source for record in shelf.read(Title, work_id)}
    return Weight(max(hours.values(), default=0.0), len(sources))
