"""Outlets, the parties that they name, and whose word counts as what."""

from __future__ import annotations

from collections.abc import Mapping

from airdate.catalogue.fold import fold
from airdate.types import SourceStanding, Struct

#: Tiers whose repeating of "X announced …" is not trusted to lift a claim above the outlet itself.
UNTRUSTED: tuple[SourceStanding, ...] = ("aggregator", "farm")


class Outlet(Struct, frozen=True, kw_only=True):
    """A publisher, by domain; `tier` is its own standing when it speaks for itself."""

    domain: str
    name: str
    tier: SourceStanding


def standing_of(who: str | None, outlet: Outlet, parties: Mapping[str, SourceStanding]) -> SourceStanding:
    """Whose word a claim is: the rights holder's, a named party's, or the outlet's own.

    An aggregator or content farm that says "Netflix announced it" stands as itself: such attributions
    have been invented before. `parties` maps folded names to their standing; a name that is not in
    it, nor begins with one ("Netflix Korea"), is a person or company speaking for itself.
    """
    if who is None or outlet.tier in (*UNTRUSTED, "rights_holder"):
        return outlet.tier
    words = fold(who).split()
    beginnings = (" ".join(words[:length]) for length in range(len(words), 0, -1))
    return next((parties[name] for name in beginnings if name in parties), "named_person")
