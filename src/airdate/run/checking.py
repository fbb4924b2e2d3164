"""An article held against the ledger; it is read and not recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from airdate.errors import DocumentError, InputError
from airdate.guide.check import Check, Checked, check
from airdate.guide.evidence import about, gather
from airdate.guide.release import previous_season
from airdate.reading import body, read
from airdate.run.articles import load
from airdate.run.fetching import OpenClient, open_client
from airdate.run.intake import document_id, given_by_hand, refuse_future
from airdate.run.joins import publishable
from airdate.run.seasons import coming
from airdate.run.workspace import Airdate
from airdate.types import Claim, Document, Failure


def check_article(
    airdate: Airdate,
    source: str,
    *,
    as_of: date | None = None,
    given: Mapping[str, str | None] | None = None,
    client: OpenClient = open_client,
) -> Check:
    """Is an article still true? Its claims held against all that others had said by a day.

    `source` is a path, a link or `-` (standard input).

    Raises:
        DocumentError: the article cannot be read.
        InputError: there is more than one document, or `published` is no day of the past.
    """
    refuse_future(given or {}, airdate.today())
    first, *more = load(airdate, source, client)
    if isinstance(first, Failure):
        raise DocumentError(first.error, id=first.id, hint=first.hint)
    if more:
        raise InputError("more than one document", id=source, hint="check one article at a time")
    return check_document(airdate, given_by_hand(first, given or {}), as_of=as_of)


def check_document(airdate: Airdate, document: Document, *, as_of: date | None = None) -> Check:
    """As `check_article`, for a document at hand."""
    day = airdate.day(as_of)
    reading = read(document, airdate.names())
    groups: dict[tuple[str, int | None], list[Claim]] = {}
    for claim in airdate.attributed(reading, document).claims:
        groups.setdefault((airdate.home(claim.title), claim.season), []).append(claim)
    checked = [
        result
        for (work_id, season), claims in groups.items()
        for result in _checked(airdate, work_id, season, claims, document, day)
    ]
    return Check(document_id=document.id, body=body(document), as_of=day, checked=tuple(checked))


def _checked(
    airdate: Airdate, work_id: str, season: int | None, claims: Sequence[Claim], document: Document, day: date
) -> list[Checked]:
    """The claims on one season, against what other documents say of it.

    What is said of a series at large is said of its coming season.
    """
    own = document_id(document)
    work = airdate.work(work_id)
    seasons = airdate.public.seasons(work_id)
    meant = coming(airdate, work) if season is None and work.form != "film" else season
    before = previous_season(seasons, meant, day)
    rows = [
        entry
        for id in airdate.ids(work)
        for entry in publishable(airdate.ledger.entries(work_id=id))
        if entry.claim.document_id != own
    ]
    told = about(rows, meant, before.premiere.latest if before and before.premiere else None)
    evidence = gather(told, as_of=day, known_at=None, names=airdate.outlet_names())
    written = document.published or next((c.said_on for c in claims if c.said_on), None)
    premiere = next((each for each in seasons if each.number == meant), None)
    return check(claims, evidence, written, premiere)
