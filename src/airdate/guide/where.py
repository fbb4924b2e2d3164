"""The part on where to watch: services by region as the catalogue has them, then what articles claim.

Invariant: each service stands with its source and the day on which that was read. A region that nobody names
a service for is said to be so, and what stands in for it is called elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from airdate.catalogue.fold import fold
from airdate.catalogue.records import Offer
from airdate.guide.evidence import Evidence
from airdate.guide.known import Known, cite_origins, links_to
from airdate.guide.parts import belief_note
from airdate.guide.words import join_words
from airdate.types import Belief, Note, Section

_SAID = ("provider", "episodes")
_NOWHERE = ""  # the region of an offer that names none


def where_section(known: Known, beliefs: Sequence[Belief], evidence: Evidence) -> Section:
    """Who shows the work, and who is said to show this season."""
    notes = [*_offered(known.offers, known.regions)]
    for question in _SAID:
        notes += [belief_note(belief, evidence) for belief in beliefs if belief.question == question]
    silence = Note(text="No dated source names a service.")
    return Section(key="where", heading="Where to watch", notes=tuple(notes) or (silence,))


def _offered(offers: Iterable[Offer], wanted: Sequence[str]) -> Iterator[Note]:
    """One line a region: those wanted, those that no region is named for, and others where they must do."""
    by_region: dict[str, list[Offer]] = {}
    for offer in offers:
        by_region.setdefault(offer.region or _NOWHERE, []).append(offer)
    if not by_region:
        return
    others = sorted(by_region.keys() - {*wanted, _NOWHERE})
    for region in wanted or others:
        if region in by_region:
            yield _note(region, by_region[region])
        else:
            yield Note(text=f"{region}: no source names a service.")
    if _NOWHERE in by_region:
        yield _note("Region not said", by_region[_NOWHERE])
    if wanted and not by_region.keys() & {*wanted}:
        for region in others:
            yield _note(f"Elsewhere, in {region}", by_region[region])


def _note(region: str, offers: Sequence[Offer]) -> Note:
    """One region's services, each with who names it."""
    by_service: dict[str, list[Offer]] = {}
    for offer in offers:
        by_service.setdefault(fold(offer.service), []).append(offer)
    told = [
        f"{same[0].service} ({cite_origins(offer.origin for offer in same)})" for same in by_service.values()
    ]
    links = links_to(offer.origin for offer in offers)
    return Note(text=f"{region}: {join_words(told)}.", links=links)
