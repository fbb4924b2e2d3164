"""Made-up events and a feed; `python -m tests.publish.feeds.samples` renews the golden files."""

from __future__ import annotations

from pathlib import Path

from airdate.dates import parse
from airdate.guide.changes import timeline
from airdate.guide.evidence import gather
from airdate.publish.changes_feed import change_entries, feed_id
from airdate.publish.events import Event
from airdate.publish.feeds import Feed, render_atom, render_json_feed
from airdate.publish.ical import render_calendar
from airdate.types import Entry
from tests.guide.sample_entries import NAMES, entry
from tests.publish.feeds.history import announced, at, reported, retracted

GOLDEN = Path(__file__).parent / "golden"
HOME = "https://airdate.example/w1/3"
AUTHORITY = "airdate.example,2026"
_COAST = {"work_id": "w1", "title": "The Lantern Coast"}

EVENTS = (
    Event(
        **_COAST,
        season=3,
        window=parse("2026-09-04"),
        status="confirmed",
        basis="day",
        modified_at=at(40),
        sequence=1,
        region="US",
        release_type="streaming",
        said_by="Brightwave via Harbour TV, 19 Feb 2026",
        url=HOME,
    ),
    Event(
        **_COAST,
        season=3,
        window=parse("2026-10-02"),
        status="tentative",
        basis="day",
        modified_at=at(2),
        region="KR",
        said_by="Quaylight, 12 Jan 2026",
    ),
    Event(
        **_COAST,
        season=4,
        window=parse("2028-09/2028-12"),
        status="tentative",
        basis="window",
        modified_at=at(3),
        said_by="Quaylight, 13 Jan 2026",
        tags=("family",),
    ),
    Event(
        **_COAST,
        season=5,
        window=parse("2030-01-05/2031-07-09"),
        status="tentative",
        basis="forecast",
        modified_at=at(4),
    ),
    Event(
        work_id="w2",
        title="Quay",
        season=None,
        window=parse("2026-08-07"),
        status="cancelled",
        basis="day",
        modified_at=at(5),
        sequence=2,
        release_type="theatrical",
    ),
)

_MISREAD = reported("2026-11", 3)
ROWS: list[Entry] = [
    announced("2026-06-12", 0),
    announced("2026-09-04", 40),
    *retracted(_MISREAD, 20),
    entry("2026-02-01", "harbour.example", "cast", "joining", "confirmed", person="Odile Brandt"),
]


def sample_feed(*, spoilers: bool = False) -> Feed:
    """The changes of the sample rows."""
    evidence = gather(ROWS, as_of=at(45).date(), known_at=None, names=NAMES)
    entries = change_entries(
        timeline(ROWS, evidence, None),
        ROWS,
        authority=AUTHORITY,
        work_id="w1",
        season=3,
        title="The Lantern Coast, season 3",
        url=HOME,
        spoilers=spoilers,
    )
    title = "The Lantern Coast, season 3: changes"
    return Feed(
        id=feed_id(AUTHORITY, "changes", "w1", "3"), title=title, home_url=HOME, stamp=at(45), entries=entries
    )


def files() -> dict[Path, bytes]:
    """Every golden file with its content."""
    feed = sample_feed()
    return {
        GOLDEN / "calendar.ics": render_calendar(EVENTS, name="The Lantern Coast", stamp=at(45)),
        GOLDEN / "changes.atom": render_atom(feed, self_url=f"{HOME}/changes.atom"),
        GOLDEN / "changes.json": render_json_feed(feed, self_url=f"{HOME}/changes.json"),
    }


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for path, content in files().items():
        path.write_bytes(content)
