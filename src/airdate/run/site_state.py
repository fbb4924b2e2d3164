"""What a build of the site notes for the next one: how far the ledger was, and a hash of all else.

Invariant: a work is left as it is only where nothing that its pages hang on can have changed: no row of it
has come or was closed since, no forecast was frozen, and day, catalogue, code and address are the same.
"""

from __future__ import annotations

import msgspec

from airdate.ledger.base import Ledger
from airdate.ledger.codec import Mark
from airdate.publish.site import Output, Tree
from airdate.types import Struct

_UNIT = "state"


class SiteState(Struct, frozen=True, kw_only=True):
    """The ledger's mark from before anything was read, and a hash of all else that every page hangs on."""

    mark: Mark | None
    key: bytes


def changed_since(tree: Tree, state: SiteState, ledger: Ledger) -> set[str] | None:
    """The ids of works of which there is news since the last build; `None` where any may have changed."""
    noted = tree.note(_UNIT)
    before = msgspec.msgpack.decode(noted, type=SiteState) if noted is not None else None
    if before is None or before.mark is None or before.key != state.key:
        return None
    changed = ledger.works_since(before.mark)
    return set(changed) if changed is not None else None


def note(tree: Tree, state: SiteState) -> None:
    """The site is as ledger and all else were."""
    packed = msgspec.msgpack.encode(state)
    tree.put(_UNIT, packed, lambda: Output(note=packed), owner=_UNIT)
