"""The site of a workspace as static files: each season with its feeds, and again only where it changed.

    works with news ─▶ each season: key the same? kept : made ─▶ rows of listings ─▶ what changed over all

Invariant: a season's key is a hash of all that its files come from: its work's rows and frozen forecasts, the
catalogue, our code and model, the site's address, the pages of related works, and the day. What it looked
like on an earlier day does not hang on today, and is kept from day to day. A work of which the ledger tells
no change since the last build keeps its pages: nothing of it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from copy import copy
from datetime import datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path

import msgspec

from airdate.guide.meanwhile import SHOWN
from airdate.ledger import SqliteLedger
from airdate.publish.site import Tree, building, paths
from airdate.publish.site.render import site_address
from airdate.publish.site.templates import fingerprint
from airdate.run import site_state
from airdate.run.held import Watch, held, held_catalogue
from airdate.run.overview import work_line
from airdate.run.site_overall import Basis, make_overall
from airdate.run.site_pages import SeasonNote, WorkPages
from airdate.run.site_rows import STAMPS, Called
from airdate.run.site_state import changed_since, noted, state_now
from airdate.run.site_works import slug_of, works_to_make
from airdate.run.subscriptions import authority
from airdate.run.workspace import Airdate
from airdate.types import Struct

Progress = Callable[[int], None]
Stamp = Callable[[Iterable[str]], object]


class Published(Struct, frozen=True, kw_only=True):
    """What a build did: pages of seasons in all, and files written anew."""

    guides: int
    written: int
    kept: int


def publish(
    airdate: Airdate,
    folder: Path,
    base_url: str,
    progress: Progress = lambda done: None,
    checked_at: datetime | None = None,
) -> Published:
    """Bring the site in a folder to the state of the workspace; what did not change stays as it lies.

    Args:
        airdate: the workspace.
        folder: where the site lies, or will lie.
        base_url: where it will stand, as `https://example.org`.
        progress: told how many guides were looked at.
        checked_at: when the sources were last looked at (UTC); `None` is not told.

    Raises:
        InputError: the folder cannot be written to, or the address is none.
    """
    where = site_address(base_url)
    with _stamping(airdate) as (stamp, reading), building(folder) as tree:
        by = authority(airdate, base_url)
        common = (fingerprint(), airdate.catalogue.version, base_url, by, airdate.regions)
        basis = Basis(reading, where, by, common)
        checked_on = checked_at.date() if checked_at else None
        before = noted(tree)
        state = state_now(airdate.ledger, basis.key(airdate.today(), checked_on), before)
        changed = changed_since(before, state, airdate.ledger)
        if changed is None or changed:
            pages = _Pages(basis, tree, checked_at, stamp)
            done = 0
            for called in works_to_make(reading, tree, changed):
                done += pages.work(called)
                progress(done)
            make_overall(basis, tree)
            site_state.note(tree, state)
        guides, built = tree.counts(STAMPS).get(STAMPS, 0), tree.done()
    return Published(guides=guides, written=len(built.written), kept=built.kept)


class _Pages:
    """The pages of works and their seasons: which are to be made."""

    def __init__(self, basis: Basis, tree: Tree, checked_at: datetime | None, stamp: Stamp) -> None:
        self._basis = basis
        self._tree = tree
        self._checked_at = checked_at
        self._stamp = stamp

    def work(self, called: Called) -> int:
        """Bring a work, its seasons and their earlier days to their state; how many seasons there are."""
        airdate = self._basis.airdate
        work = work_line(airdate, airdate.work(called.id), called.slug)
        related = [one.work.work_id for one in airdate.public.related(work.work_id).works[:SHOWN]]
        links = {other: paths.work(slug) for other in related if (slug := slug_of(self._tree, other))}
        maker = WorkPages(self._basis, work, related, links, self._checked_at)
        rows = self._stamp(work.ids), len(airdate.ledger.forecasts(work.work_id))
        key = partial(self._basis.key, work.work_id, rows, links)
        seasons = [self._season(maker, called.id, number, key) for number in work.seasons]
        own = self._basis.key(work, related, seasons or airdate.today())
        self._tree.put(f"work {called.id}", own, partial(maker.work, seasons), owner=called.id)
        self._tree.end(called.id)
        return len(seasons)

    def _season(
        self, maker: WorkPages, owner: str, number: int | None, key: Callable[..., bytes]
    ) -> SeasonNote:
        checked_on = self._checked_at.date() if self._checked_at else None
        name = paths.guide(maker.slug, number)
        today = self._basis.airdate.today()
        note = self._tree.put(name, key(name, today, checked_on), partial(maker.season, number), owner=owner)
        season = msgspec.msgpack.decode(note, type=SeasonNote)
        for day in season.days:
            path = paths.as_of(maker.slug, number, day)
            self._tree.put(path, key(path, season.days), partial(maker.earlier, season, day), owner=owner)
        return season


@contextmanager
def _stamping(airdate: Airdate) -> Iterator[tuple[Stamp, Airdate]]:
    """What tells the state of some works' rows, and a workspace for the time of a build.

    A stamp is the database's counts, or a hash of the rows themselves. The workspace keeps what it read of a
    work, for its pages as of earlier days ask the same again.
    """
    reading = copy(airdate)
    reading.catalogue = held_catalogue(airdate.catalogue)
    reading.public = held_catalogue(airdate.public)
    if isinstance(airdate.ledger, SqliteLedger) and airdate.ledger.path.is_file():
        with closing(Watch(airdate.ledger.path)) as watch:
            reading.ledger = held(airdate.ledger, watch.stamp)
            yield watch.stamp, reading
        return

    def hashed(work_ids: Iterable[str]) -> object:
        rows = [airdate.ledger.entries(work_id=work_id, include_closed=True) for work_id in work_ids]
        return blake2b(msgspec.msgpack.encode(rows), digest_size=16).digest()

    yield hashed, reading
