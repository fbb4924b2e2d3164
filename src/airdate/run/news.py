"""Articles of the watch loop into the ledger: read, joined to the stories of earlier runs, recorded.

    documents ─ read ─▶ claims ─ stories of earlier runs ─▶ origins ─ whose word, what quoted ─▶ ledger

Invariant: recording is idempotent, so that an article which is taken in twice, after a kill, is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from airdate.catalogue.gazetteer import Gazetteer
from airdate.catalogue.outlets import Outlet
from airdate.reading import read
from airdate.reading.text import body
from airdate.run.intake import limited
from airdate.run.stories import Told, joined
from airdate.run.workspace import Airdate
from airdate.sources.registry import Source
from airdate.types import Document, Failure, Reading, Struct
from airdate.watch.polls import Doubt

_TICK = timedelta(microseconds=1)
_OTHER_LANGUAGE = "not English"


class Taken(Struct, frozen=True, kw_only=True):
    """What came of articles: statements new to the ledger, works that they speak of, what to remember."""

    added: int = 0
    works: frozenset[str] = frozenset()
    told: tuple[Told, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    failures: tuple[Failure, ...] = ()


def take_in(airdate: Airdate, names: Gazetteer, documents: Sequence[Document], held: Sequence[Told]) -> Taken:
    """Read documents and record what they claim.

    Args:
        documents: by the ids that the ledger gives them (`intake.document_id`).
        held: the stories of earlier runs.
    """
    found = [(document, read(document, names)) for document in documents]
    readings, told = joined(held, found)
    known_at = next_instant(airdate)
    pairs = []
    for document, reading in zip(documents, readings, strict=True):
        for claim in airdate.attributed(reading, document).claims:
            pairs.append((airdate.home(claim.title), limited(claim, known_at.date(), airdate.quote_days)))
    done = airdate.ledger.record(pairs, known_at=known_at)
    return Taken(
        added=done.added,
        works=frozenset(work_id for work_id, _ in pairs) if done.added or done.updated else frozenset(),
        told=tuple(told),
        doubts=tuple(_doubts(names, found)),
        failures=done.refused,
    )


def next_instant(airdate: Airdate) -> datetime:
    """The instant at which the ledger comes to know something: now, but never before what it knows.

    A clock that was set back would else hide what is new behind what was told already.
    """
    latest = airdate.ledger.latest()
    now = airdate.now()
    return now if latest is None else max(now, latest + _TICK)


def is_relevant(names: Gazetteer, document: Document) -> bool:
    """Does the text name a work that the catalogue knows?"""
    return bool(names.scan(body(document)))


def know_outlets(airdate: Airdate, sources: Iterable[Source]) -> None:
    """Let the tiers of a list of sources count: a user's word on an outlet beats the shipped one."""
    known = airdate.catalogue.outlet
    airdate.catalogue = airdate.catalogue.with_outlets(
        Outlet(domain=source.outlet, name=known(source.outlet).name, tier=source.tier)
        for source in sources
        if source.tier is not None
    )


def _doubts(names: Gazetteer, found: Sequence[tuple[Document, Reading]]) -> list[Doubt]:
    """Articles on known works in which something looked like a claim, and none was made."""
    doubts = []
    for document, reading in found:
        reasons = [a.reason for a in reading.abstentions if not a.reason.startswith(_OTHER_LANGUAGE)]
        if reasons and not reading.claims and is_relevant(names, document):
            doubts.append(
                Doubt(
                    document=document.id,
                    url=document.url,
                    outlet=document.outlet,
                    title=document.title,
                    reasons=", ".join(dict.fromkeys(reasons)),
                )
            )
    return doubts
