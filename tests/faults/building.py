"""Building the site, cut off: what is published is a whole site at any time, the old or the new."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from airdate.catalogue import load_catalogue
from airdate.ledger import SqliteLedger
from airdate.publish.site import manifest_of, paths
from airdate.publish.site.build import MANIFEST
from airdate.run import Airdate
from airdate.run.static_site import publish
from airdate.types import Claim
from tests.conftest import NOW
from tests.faults.kills import Acknowledge
from tests.ledger.samples import claim

URL = "https://airdate.example"
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
        shown = check_whole(self._folder / "site")
        assert shown >= max([self._newest, *acknowledged]), "a site that was published is gone"
        self._newest = shown

    def finish(self) -> None:
        """Build once more: the site is whole and new, and no draft lies beside it."""
        assert self._build() == check_whole(self._folder / "site")
        left = {path.name for path in self._folder.iterdir()} - {"site", "ledger.db"}
        assert not left, "something of the builds that were killed has stayed"

    def hear(self) -> int:
        """Hear something new of each title; gives how many statements there are of each."""
        with self._airdate() as airdate:
            number = len(airdate.ledger.entries(work_id=_work(TITLES[0])))
            at = NOW + timedelta(minutes=number)
            airdate.ledger.record([(_work(title), said(title, number)) for title in TITLES], known_at=at)
        return number + 1

    def publish(self, first: Callable[[], None] = lambda: None) -> None:
        """Publish what was heard; `first` is done with the ledger open."""
        with self._airdate() as airdate:
            first()
            publish(airdate, self._folder / "site", URL)

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


def check_whole(site: Path) -> int:
    """Assert that a site is whole, of one build, and that every link in it leads somewhere.

    Returns how many outlets its first title's page names.
    """
    manifest = manifest_of(site)
    assert manifest is not None
    files = {place: digest for made in manifest.units.values() for place, digest in made.files.items()}
    there = {str(p.relative_to(site)) for p in site.rglob("*") if p.is_file()}
    assert there == {*files, MANIFEST}
    for place, digest in files.items():
        content = (site / place).read_bytes()
        assert blake2b(content, digest_size=16).digest() == digest, f"{place} is of another build"
        if place.endswith(".html"):
            _check_links(site, place, content)
    page = (site / paths.file(paths.guide(_work(TITLES[0]).partition(":")[2], 2))).read_text(encoding="utf-8")
    return max(number for number in range(200) if number == 0 or f"outlet-{number}.example" in page)


def _check_links(site: Path, place: str, content: bytes) -> None:
    for node in LexborHTMLParser(content).css("[href]"):
        href = (node.attributes["href"] or "").partition("#")[0].removeprefix(URL)
        if href.startswith("/"):
            assert (site / paths.file(href)).is_file(), (place, href)
