"""Building the site, cut off: each page is whole at any time, and no link leads nowhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

import msgspec

from airdate.catalogue import load_catalogue
from airdate.ledger import SqliteLedger
from airdate.publish.site import MANIFEST, paths
from airdate.run import Airdate
from airdate.run.static_site import publish
from airdate.types import Claim
from tests.conftest import NOW
from tests.faults.kills import Acknowledge
from tests.ledger.samples import claim
from tests.publish.site.links import check_links

URL = "https://airdate.example"
NOT_COMPARED = (MANIFEST, paths.file(paths.OUTLETS), paths.file(paths.RECORD))
TITLES = ("Tin Moon", "Glass Harbour", "Salt Lantern")


class Building:
    """`airdate build`, again and again, with something new each time."""

    seconds = 0.4

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._catalogue = load_catalogue()
        self._build()
        self._newest = check_whole(folder / "site")

    def work(self, acknowledge: Acknowledge) -> None:
        while True:
            acknowledge(self._build())

    def verify(self, acknowledged: list[int]) -> None:
        shown = check_served(self._folder / "site")
        assert shown >= max([self._newest, *acknowledged]), "a site that was published is gone"
        self._newest = shown

    def finish(self) -> None:
        """Build once more: the site is whole, as one that is made anew, and no draft lies beside it."""
        assert self._build() == check_whole(self._folder / "site")
        self.publish(folder="anew")
        assert files_of(self._folder / "site") == files_of(self._folder / "anew")
        left = {path.name for path in self._folder.iterdir()} - {"site", "anew", "ledger.db"}
        assert not left, "something of the builds that were killed has stayed"

    def hear(self) -> int:
        """Hear something new of each title; gives how many statements there are of each."""
        with self._airdate() as airdate:
            number = len(airdate.ledger.entries(work_id=_work(TITLES[0])))
            at = NOW + timedelta(minutes=number)
            airdate.ledger.record([(_work(title), said(title, number)) for title in TITLES], known_at=at)
        return number + 1

    def publish(self, first: Callable[[], None] = lambda: None, folder: str = "site") -> None:
        """Publish what was heard; `first` is done with the ledger open."""
        with self._airdate() as airdate:
            first()
            publish(airdate, self._folder / folder, URL)

    def _build(self) -> int:
        number = self.hear()
        self.publish()
        return number

    @contextmanager
    def _airdate(self) -> Iterator[Airdate]:
        with SqliteLedger(self._folder / "ledger.db", lock_seconds=20) as ledger:
            yield Airdate(ledger, self._catalogue, clock=lambda: NOW + timedelta(days=1))


def _work(title: str) -> str:
    return f"title:{title.lower().replace(' ', '-')}"


def said(title: str, number: int) -> Claim:
    """A statement that no page has yet: its outlet tells its number."""
    outlet = f"outlet-{number + 1}.example"
    return claim(
        "release", "2027-05", title=title, document_id=f"{number}", said_via=outlet, url=f"https://{outlet}/"
    )


def files_of(site: Path) -> dict[str, bytes]:
    """What a site holds, but for what is scored once a day from all rows."""
    files = {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}
    return {place: content for place, content in files.items() if place not in NOT_COMPARED}


def check_served(site: Path) -> int:
    """Assert what holds of a site at any instant: pages are whole, and links lead to files that are there.

    Returns how many outlets its first title's page names.
    """
    check_links(site, URL)
    page = (site / paths.file(paths.guide(_work(TITLES[0]).partition(":")[2], 2))).read_text(encoding="utf-8")
    return max(number for number in range(200) if number == 0 or f"outlet-{number}.example" in page)


def check_whole(site: Path) -> int:
    """Assert that a site is what its manifest tells of one build and nothing else; else as `check_served`."""
    with closing(sqlite3.connect(site / MANIFEST)) as manifest:
        packed = manifest.execute("SELECT files FROM unit").fetchall()
        assert manifest.execute("SELECT count(*) FROM waiting").fetchone() == (0,)
    files = {place: digest for row in packed for place, digest in msgspec.msgpack.decode(row[0]).items()}
    there = {str(p.relative_to(site)) for p in site.rglob("*") if p.is_file()}
    assert there == {*files, MANIFEST}
    for place, digest in files.items():
        made = blake2b((site / place).read_bytes(), digest_size=16).digest()
        assert made == digest, f"{place} is of another build"
    return check_served(site)
