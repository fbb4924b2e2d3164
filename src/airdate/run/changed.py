"""What changed since it was last told, of all works, in words.

    ledger as it stood then, as of that day ─ settle ─┐
                                                      ├─ moves ─ long over? ─▶ notices
    ledger now, as of today ───────────────── settle ─┘

Nothing is stored of what was believed: the ledger itself tells what it held. So a run that was killed before
it told anything leaves nothing to be mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from airdate.guide.evidence import gather
from airdate.ledger import settle
from airdate.publish.clean import clean
from airdate.run.joins import publishable
from airdate.run.workspace import Airdate
from airdate.types import Entry, Struct
from airdate.watch.hold import News
from airdate.watch.moves import moves
from airdate.watch.notices import Notice, Subject, news_notice
from airdate.watch.relevance import is_news, long_over

#: A first answer that was given longer ago is read late, and no news.
_LATE = timedelta(days=30)


class State(Struct, frozen=True, kw_only=True):
    """A state of belief: what the ledger held at an instant, as of a day."""

    known_at: datetime
    as_of: date


def changed(airdate: Airdate, then: State, now: State, work_ids: Iterable[str]) -> list[Notice]:
    """The news between two states of works, which go by the ids that the ledger has for them."""
    work_of = airdate.catalogue.store.identity.work_of
    works = dict.fromkeys(work_of(work_id) for work_id in work_ids)
    return [notice for work_id in works for notice in _of_work(airdate, then, now, work_id)]


def _of_work(airdate: Airdate, then: State, now: State, work_id: str) -> list[Notice]:
    work = airdate.work(work_id)
    ids = [work_id, *(id for id in airdate.ids(work) if id != work_id)]
    entries = _entries(airdate, ids, now.known_at)
    beliefs = settle(entries, as_of=now.as_of)
    found = moves(settle(_entries(airdate, ids, then.known_at), as_of=then.as_of), beliefs)
    if not found:
        return []
    evidence = gather(entries, as_of=now.as_of, known_at=None, names=airdate.outlet_names())
    over = long_over(beliefs, airdate.public.seasons(work_id), now.as_of)
    about = Subject(work_id=work_id, title=clean(work.title), is_series=work.form == "series")
    return [
        news_notice(News(news_id="", move=move), about, evidence, now.known_at)
        for move in found
        if is_news(move, evidence, over, then.as_of - _LATE)
    ]


def _entries(airdate: Airdate, ids: list[str], known_by: datetime) -> list[Entry]:
    rows = [entry for id in ids for entry in airdate.ledger.entries(work_id=id, known_by=known_by)]
    return [replace(row, work_id=ids[0]) for row in publishable(rows)]
