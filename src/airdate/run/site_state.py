"""What a build of the site notes for the next one: how far the ledger was, and the works as they stood.

Invariant: a work is carried over only where nothing that its pages hang on can have changed: no row of it has
come or was closed since, no forecast was frozen, and day, catalogue, code and address are the same.
"""

from __future__ import annotations

import msgspec

from airdate.ledger.base import Ledger
from airdate.ledger.codec import Mark
from airdate.publish.site.build import Manifest
from airdate.run.overview import WorkLine
from airdate.types import Struct

UNIT = "state"  # the unit of the manifest whose note it is


class SiteState(Struct, frozen=True, kw_only=True):
    """The ledger's mark from before anything was read, a hash of all else, and works by the ledger's id."""

    mark: Mark | None
    key: bytes
    works: dict[str, WorkLine]


def carried_over(previous: Manifest | None, key: bytes, ledger: Ledger) -> dict[str, WorkLine]:
    """The works of the last build that are as they were, by the id under which the ledger speaks of them."""
    noted = previous.units.get(UNIT) if previous is not None else None
    if noted is None:
        return {}
    try:
        state = msgspec.msgpack.decode(noted.note, type=SiteState)
    except msgspec.MsgspecError:  # of another version
        return {}
    changed = ledger.works_since(state.mark) if state.mark is not None and state.key == key else None
    if changed is None:
        return {}
    touched = set(changed)
    return {id: work for id, work in state.works.items() if touched.isdisjoint((id, *work.ids))}
