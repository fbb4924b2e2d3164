"""What a build of the site notes for the next one: how far the ledger was, and a hash of all else.

Invariant: a work is left as it is only where nothing that its pages hang on can have changed: no row of it
has come or was closed since, no forecast of it was frozen, and day, catalogue, code and address are the same.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from airdate.ledger.base import Ledger
from airdate.ledger.codec import Mark
from airdate.publish.site import Output, Tree
from airdate.types import Struct

_UNIT = "state"


class SiteState(Struct, frozen=True, kw_only=True):
    """The ledger's mark, how many forecasts were `frozen` by work, and a hash of what every page hangs on."""

    mark: Mark | None
    frozen: dict[str, int]
    key: bytes


def noted(tree: Tree) -> SiteState | None:
    """The state of the last build; `None` of a first one, and where another version noted it otherwise."""
    packed = tree.note(_UNIT)
    try:
        return msgspec.msgpack.decode(packed, type=SiteState) if packed is not None else None
    except msgspec.MsgspecError:
        return None


def state_now(ledger: Ledger, key: bytes, before: SiteState | None) -> SiteState:
    """The state that a build is to rest on; to be asked for before anything else is read."""
    mark = ledger.mark()
    frozen = before.frozen if before is not None else {}
    if sum(frozen.values()) != ledger.frozen():  # none ever goes
        frozen = dict(Counter(work_id for work_id, _ in ledger.forecasts()))
    return SiteState(mark=mark, frozen=frozen, key=key)


def changed_since(before: SiteState | None, now: SiteState, ledger: Ledger) -> set[str] | None:
    """The ids of works of which there is news since the last build; `None` where any may have changed."""
    if before is None or before.mark is None or before.key != now.key:
        return None
    changed = ledger.works_since(before.mark)
    frozen = {work_id for work_id, count in now.frozen.items() if count != before.frozen.get(work_id)}
    return frozen.union(changed) if changed is not None else None


def note(tree: Tree, state: SiteState) -> None:
    """The site is as ledger and all else were."""
    packed = msgspec.msgpack.encode(state)
    tree.put(_UNIT, packed, lambda: Output(note=packed), owner=_UNIT)
