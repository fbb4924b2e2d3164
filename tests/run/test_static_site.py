"""The site of a workspace as files: what did not change stays, and all that pages name is there."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject
from selectolax.lexbor import LexborHTMLParser

from airdate import dates
from airdate.catalogue import load_catalogue
from airdate.errors import InputError, SettingError
from airdate.ledger import SqliteLedger
from airdate.publish.site import MANIFEST, paths
from airdate.run.joins import authority_of
from airdate.run.static_site import publish
from airdate.run.workspace import Airdate
from airdate.types import Claim
from tests.publish.site import sample_site

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://airdate.example"
HOUR = timedelta(hours=1)


def said(outlet: str, day: str, kind: str, value: str, title: str = "Tin Moon", **fields: object) -> Claim:
    given = {"modality": "confirmed", "standing_of_source": "press", "season": 2, **fields}
    return Claim(
        title=title,
        kind=kind,  # type: ignore[arg-type]
        value=value,
        said_on=dates.parse(day),
        said_via=outlet,
        url=f"https://{outlet}/{day}",
        document_id=f"{outlet} {day}",
        **given,  # type: ignore[arg-type]
    )


CLAIMS = (
    said("post.example", "2026-03-02", "status", "renewed", standing_of_source="rights_holder"),
    said("post.example", "2026-06-02", "release", "2027-04"),
    said("tidings.example", "2026-09-02", "release", "2027-04-09"),
    said("daily.example", "2026-10-01", "plot", "The moon is made of tin.", person="Ada"),
    said("post.example", "2026-05-02", "release", "2027", title="Glass Harbour", season=1),
)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def airdate(tmp_path: Path, clock: Clock) -> Iterator[Airdate]:
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        made = Airdate(ledger, load_catalogue(), clock=clock)
        record(made, *CLAIMS, at=NOW - timedelta(days=1))
        yield made


def record(airdate: Airdate, *claims: Claim, at: datetime) -> None:
    airdate.ledger.record([(airdate.catalogue.resolve(c.title), c) for c in claims], known_at=at)


def changed(folder: Path, before: dict[Path, int]) -> set[str]:
    """The files whose inode is another than it was: those that were written."""
    return {str(p.relative_to(folder)) for p, inode in inodes(folder).items() if before.get(p) != inode}


def inodes(folder: Path) -> dict[Path, int]:
    return {p: p.stat().st_ino for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")}


def files_of(folder: Path) -> dict[str, bytes]:
    """What a site holds, but for the pages that are made once a day from all rows."""
    once = {paths.file(paths.OUTLETS), paths.file(paths.RECORD)}
    files = {str(p.relative_to(folder)): p.read_bytes() for p in inodes(folder)}
    return {place: content for place, content in files.items() if place not in once}


def test_every_link_of_every_page_leads_somewhere(airdate: Airdate, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    done = publish(airdate, folder, URL)
    assert (done.guides, done.kept) == (2, 0)
    for page in folder.rglob("*.html"):
        for node in LexborHTMLParser(page.read_text()).css("[href]"):
            href = (node.attributes["href"] or "").partition("#")[0].removeprefix(URL)
            if href.startswith("/"):
                assert (folder / paths.file(href)).is_file(), (page, href)


def test_nothing_new_writes_nothing(airdate: Airdate, clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    before = inodes(folder)
    clock.now = NOW + timedelta(hours=3)
    assert publish(airdate, folder, URL).written == 0
    assert changed(folder, before) == set()


def test_one_claim_writes_its_title_and_what_is_over_all(
    airdate: Airdate, clock: Clock, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    before = inodes(folder)
    clock.now = NOW + timedelta(hours=3)
    record(airdate, said("daily.example", "2026-11-24", "release", "2027-04-09"), at=clock.now)
    publish(airdate, folder, URL)
    new = changed(folder, before)
    assert {"tin-moon/2/index.html", "tin-moon/2/calendar.ics", "changes/feed.atom", "index.html"} <= new
    assert not any(name.startswith("glass-harbour") for name in new)
    assert "confirmed day" in (folder / "index.html").read_text()


def test_earlier_days_are_kept_from_day_to_day(airdate: Airdate, clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    before = inodes(folder)
    clock.now = NOW + timedelta(days=1)
    publish(airdate, folder, URL)
    new = changed(folder, before)
    assert "tin-moon/2/index.html" in new
    assert not any("as-of" in name for name in new)
    assert (folder / "tin-moon/2/as-of/2026-06-02/index.html").is_file()


def test_a_corrected_statement_makes_earlier_days_anew(
    airdate: Airdate, clock: Clock, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    entry = next(e for e in airdate.ledger.entries() if e.claim.value == "2027-04")
    clock.now = NOW + timedelta(hours=1)
    airdate.correct(entry.entry_id, {"value": "2027-05"}, by="editor", reason="misread")
    publish(airdate, folder, URL)
    assert "May 2027" in (folder / "tin-moon/2/as-of/2026-06-02/index.html").read_text()


def test_an_unconfirmed_day_is_told_as_one_everywhere(airdate: Airdate, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    page = (folder / "tin-moon/2/index.html").read_text()
    assert "Reported, not confirmed, for 9 April 2027" in page
    assert "startDate" not in page
    assert "a day, not confirmed" in (folder / "calendar/2027-04/index.html").read_text()
    assert "(unconfirmed)" in (folder / "tin-moon/2/calendar.ics").read_text()
    assert "unconfirmed" in (folder / "tin-moon/2/feed.atom").read_text()


def test_no_plot_stands_in_a_title_a_preview_a_calendar_or_a_feed(airdate: Airdate, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    for file in folder.rglob("*"):
        if file.suffix in (".ics", ".atom", ".json", ".xml"):
            assert "made of tin" not in file.read_text()
    for page in folder.rglob("*.html"):
        tree = LexborHTMLParser(page.read_text())
        for node in tree.css("details.spoiler"):
            node.decompose()
        assert "made of tin" not in (tree.html or ""), page


@pytest.mark.parametrize("place", ["calendar", "tin-moon", "tin-moon/2"])
def test_calendars_are_read_alike_by_two_parsers(airdate: Airdate, tmp_path: Path, place: str) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    data = (folder / place / "calendar.ics").read_bytes()
    one = {str(e["uid"]) for e in icalendar.Calendar.from_ical(data).walk("VEVENT")}
    two = {e.uid.value for e in vobject.readOne(data.decode()).vevent_list}
    assert one == two and one


def test_an_address_that_is_none_is_refused_before_anything_is_made(airdate: Airdate, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        publish(airdate, tmp_path / "site", "javascript:x")
    assert not (tmp_path / "site").exists()


def test_a_work_without_news_is_carried_over_unread(
    airdate: Airdate, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    news = said("daily.example", "2026-11-24", "release", "2027-04-09")
    record(airdate, news, at=clock.now - timedelta(days=9))  # by a clock that was behind
    asked: list[str | None] = []
    entries = type(airdate.ledger).entries

    def listening(self: SqliteLedger, **given: object) -> object:
        asked.append(given.get("work_id"))  # type: ignore[arg-type]
        return entries(self, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteLedger, "entries", listening)
    publish(airdate, folder, URL)
    assert "confirmed day" in (folder / "index.html").read_text()
    assert airdate.catalogue.resolve("Glass Harbour") not in asked
    assert airdate.catalogue.resolve("Tin Moon") in asked


def test_what_another_version_noted_is_made_anew(airdate: Airdate, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    with closing(sqlite3.connect(folder / MANIFEST)) as manifest, manifest:
        manifest.execute("UPDATE unit SET note = x'01', key = x'01'")
        manifest.execute("UPDATE shown SET body = x'01'")
    assert publish(airdate, folder, URL).written == 0
    assert publish(airdate, folder, "https://elsewhere.example").written > 0


def test_a_frozen_forecast_makes_its_own_work_anew(airdate: Airdate, clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    before = inodes(folder)
    clock.now += HOUR
    made = sample_site.forecast(at=clock.now.date(), title="Tin Moon")
    airdate.ledger.freeze(made, airdate.catalogue.resolve("Tin Moon"), clock.now)
    publish(airdate, folder, URL)
    assert "not announced" in (folder / paths.file(paths.FORECASTS_FEED)).read_text()
    assert not any(name.startswith("glass-harbour") for name in changed(folder, before))
    assert files_of(folder) == files_of_new(airdate, tmp_path)


def files_of_new(airdate: Airdate, folder: Path) -> dict[str, bytes]:
    """What a build into an empty folder makes."""
    publish(airdate, folder / "anew", URL)
    return files_of(folder / "anew")


def test_a_ledger_that_was_put_back_is_read_anew(airdate: Airdate, clock: Clock, tmp_path: Path) -> None:
    folder, backup = tmp_path / "site", tmp_path / "backup.db"
    airdate.ledger.backup(backup)
    record(airdate, said("daily.example", "2026-11-01", "release", "2027-04-09"), at=clock.now)
    publish(airdate, folder, URL)
    with SqliteLedger(backup) as ledger:
        older = Airdate(ledger, airdate.catalogue, clock=clock)
        record(older, said("daily.example", "2026-11-02", "release", "2027-06"), at=clock.now - HOUR)
        publish(older, folder, URL)
    assert "June 2027" in (folder / "tin-moon/2/index.html").read_text()


def test_a_title_that_takes_a_name_moves_the_other_with_its_pages(
    airdate: Airdate, clock: Clock, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    ledger = airdate.ledger
    ledger.record([("z:2", CLAIMS[4])], known_at=clock.now)
    publish(airdate, folder, URL)
    ledger.record(
        [("a:1", said("post.example", "2026-05-03", "release", "2027", "Glass Harbour"))], known_at=clock.now
    )
    publish(airdate, folder, URL)
    assert files_of(folder) == files_of_new(airdate, tmp_path)


def _feed_ids(folder: Path) -> dict[Path, set[str]]:
    feeds = folder.rglob("*.atom")
    return {path.relative_to(folder): set(re.findall(r"tag:[^<\s]+", path.read_text())) for path in feeds}


def test_ids_of_feeds_are_the_sites_and_stay_where_the_owner_says_so(
    airdate: Airdate, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    publish(airdate, folder, URL)
    first = _feed_ids(folder)
    assert first and all(id.startswith("tag:airdate.example,2026:") for ids in first.values() for id in ids)
    publish(airdate, folder, "https://elsewhere.example/airdate")
    moved = _feed_ids(folder)
    assert all(id.startswith("tag:elsewhere.example,2026:") for ids in moved.values() for id in ids)
    airdate.feed_authority = "airdate.example,2026"
    publish(airdate, folder, "https://elsewhere.example/airdate")
    assert _feed_ids(folder) == first
    assert "https://elsewhere.example/airdate/" in (folder / paths.file(paths.CHANGES_FEED)).read_text()


@pytest.mark.parametrize("setting", ["example.org", "Example.org,2026", "example.org,26", "a b,2026"])
def test_an_authority_that_is_none_is_refused(setting: str) -> None:
    with pytest.raises(SettingError, match="is none"):
        authority_of(setting)
