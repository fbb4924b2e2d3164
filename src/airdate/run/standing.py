"""A followed work as it stands: its beliefs, the statements behind them, who follows it and by what name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from airdate.catalogue.fold import fold
from airdate.guide.evidence import Evidence, gather
from airdate.ledger import settle
from airdate.publish.clean import clean
from airdate.publish.site import paths
from airdate.run.joins import publishable
from airdate.run.workspace import Airdate
from airdate.types import Belief, Entry, Struct, Work
from airdate.watch.follow import Follow
from airdate.watch.notices import Subject
from airdate.watch.relevance import long_over


class Standing(Struct, frozen=True, kw_only=True):
    """One work on a day. `ids` are all that it goes by, its own first; `over` as in `relevance.long_over`."""

    work: Work
    ids: tuple[str, ...]
    about: Subject
    follows: tuple[Follow, ...]
    evidence: Evidence
    beliefs: tuple[Belief, ...]
    over: int | None

    @property
    def people(self) -> frozenset[str]:
        """The people who are followed and led to this work, by their folded names."""
        return frozenset(fold(follow.name) for follow in self.follows if follow.kind == "person")


def standing(
    airdate: Airdate, work_id: str, follows: Sequence[Follow], now: datetime, site: str | None = None
) -> Standing:
    """The work as it stands at an instant; `site` is the address of its guides' folder, if it has one."""
    work = airdate.work(work_id)
    ids = (work_id, *(id for id in airdate.ids(work) if id != work_id))
    entries = _entries(airdate, ids, None)
    as_of = now.astimezone(UTC).date()
    beliefs = tuple(settle(entries, as_of=as_of))
    shown = airdate.public.work(work_id) or Work(work_id=work_id, title=work.title)
    about = Subject(
        work_id=work_id, title=clean(shown.title), ids=shown.ids, site=site, is_series=work.form == "series"
    )
    return Standing(
        work=work,
        ids=ids,
        about=about,
        follows=tuple(follows),
        evidence=gather(entries, as_of=as_of, known_at=None, names=airdate.outlet_names()),
        beliefs=beliefs,
        over=long_over(beliefs, airdate.public.seasons(work_id), as_of),
    )


def stood(airdate: Airdate, ids: Sequence[str], at: datetime) -> list[Belief]:
    """What was believed of a work at an earlier instant, from what the ledger held then."""
    return settle(_entries(airdate, ids, at), as_of=at.astimezone(UTC).date())


def _entries(airdate: Airdate, ids: Sequence[str], known_by: datetime | None) -> list[Entry]:
    """What the ledger holds under any of a work's ids, all under the first."""
    return [
        replace(entry, work_id=ids[0])
        for id in ids
        for entry in publishable(airdate.ledger.entries(work_id=id, known_by=known_by))
    ]


def guide_folders(airdate: Airdate) -> dict[str, str]:
    """The folder of each work's guides on the site."""
    works = [airdate.work(work_id) for work_id in airdate.ledger.works()]
    return {work_id: paths.guide(slug, None) for work_id, slug in paths.slugs(works).items()}


def awaited(airdate: Airdate, case: Standing) -> list[int | None]:
    """The seasons that can still come: those spoken of, and the next one that the catalogue expects."""
    spoken_of = {belief.season for belief in case.beliefs}
    numbers = {season for season in spoken_of if season is not None}
    upcoming = airdate.catalogue.next_season(case.about.work_id)
    numbers |= {upcoming} if upcoming is not None else set()
    found: list[int | None] = [n for n in sorted(numbers) if case.over is None or n > case.over]
    return found or ([None] if spoken_of == {None} and case.work.form != "series" else [])
