"""What may not be passed on is in no guide, page, calendar, feed, shelf or export, whatever was read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from airdate import dates, publish
from airdate.catalogue import load_catalogue, load_claims
from airdate.catalogue.records import (
    Credit,
    Instalment,
    Licence,
    Name,
    Offer,
    Origin,
    Popularity,
    Record,
    Release,
    Tag,
    Title,
)
from airdate.ledger import SqliteLedger
from airdate.publish.ical import EventFilter
from airdate.run import Airdate, subscriptions, upkeep
from airdate.run.awaited import undated
from airdate.run.record import our_record, outcomes
from airdate.run.standing import stood
from airdate.run.static_site import publish as publish_site
from airdate.run.sync import open_store
from airdate.types import Claim, Forecast

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
WORK, TITLE = "kingdom", "Kingdom"
FORECAST = Forecast(
    title=TITLE,
    season=3,
    at=NOW.date(),
    quantiles={level: date(2028, 1, 1) for level in ("0.05", "0.10", "0.25", "0.50", "0.75", "0.90", "0.95")},
    never=0.5,
    model="sample",
)
#: Words that stand only in values under closed terms.
CLOSED = ("Veiled", "2031-03-04", "20310304", "4 March 2031", "4 Mar 2031", "1998", "734 episodes")


def closed_records(work: str, licence: Licence) -> list[Record]:
    origin = Origin(source="Veiled source", licence=licence, retrieved_on=NOW.date())
    day = dates.parse("1998-03-04")
    return [
        Title(work=work, title=f"Veiled {work}", form="series", country="FR", year=1998, origin=origin),
        Name(work=work, name="Veiled alias", origin=origin),
        Offer(work=work, service="Veiled+", region="FR", origin=origin),
        Credit(work=work, name="Veiled Player", character="Veiled Part", origin=origin),
        Instalment(work=work, season=1, episodes=734, finale=day, origin=origin),
        Release(work=work, season=1, window=day, region="FR", origin=origin),
        Release(work=work, season=3, window=day, region="FR", origin=origin),
        Tag(work=work, kind="theme", value="veiled theme", origin=origin),
        Popularity(work=work, measure="hours", value=19_980_000_000, period=day, season=1, origin=origin),
    ]


def closed_claims(title: str, licence: str) -> list[Claim]:
    said = {
        "title": title,
        "season": 3,
        "who": "Veiled Studio",
        "said_on": dates.parse("2026-11-01"),
        "said_via": "veiled.example",
        "url": "https://veiled.example/Veiled",
        "standing_of_source": "rights_holder",
        "licence": licence,
        "modality": "confirmed",
    }
    told = [("release", "2031-03-04"), ("status", "cancelled"), ("provider", "Veiled+")]
    return [Claim(kind=kind, value=value, document_id=f"veiled-{value}", **said) for kind, value in told]  # type: ignore[arg-type]


@pytest.fixture(params=["tmdb", "imdb-non-commercial", "nobody knows"])
def airdate(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Airdate]:
    """The shipped facts, with closed rows on a known work and on one that is known by them alone."""
    licence: str = request.param
    store = open_store(tmp_path / "catalogue.db")
    if licence != "nobody knows":  # the catalogue takes none of these
        store.put([*closed_records(WORK, licence), *closed_records("tt9999999", licence)])  # type: ignore[arg-type]
    store.close()
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        airdate = Airdate(ledger, load_catalogue(tmp_path / "catalogue.db"), clock=lambda: NOW)
        open_claims = [(work, claim) for work, claim in load_claims(airdate.catalogue) if work == WORK]
        ledger.record(open_claims, known_at=NOW)
        claims = closed_claims(TITLE, licence)
        ledger.record([(WORK, claim) for claim in claims], known_at=NOW)
        ledger.record([("tt9999999", claim) for claim in closed_claims("Veiled", licence)], known_at=NOW)
        for work_id, title in ((WORK, TITLE), ("tt9999999", "a work without a title to show")):
            ledger.freeze(msgspec.structs.replace(FORECAST, title=title), work_id, NOW)
        yield airdate


def assert_open(text: str, open_words: str = "") -> None:
    assert open_words in text
    assert [word for word in CLOSED if word in text] == []


def test_a_guide_in_no_form(airdate: Airdate) -> None:
    guide = airdate.guide(WORK, 3)
    assert_open(publish.render_json(guide).decode(), TITLE)
    assert_open(publish.render_text(guide, spoilers=True), TITLE)
    assert_open(publish.render_markdown(guide, spoilers=True), TITLE)


def test_no_calendar_and_no_feed(airdate: Airdate) -> None:
    assert_open(subscriptions.calendar(airdate, None, EventFilter(), forecasts=True).decode(), "VCALENDAR")
    assert_open(subscriptions.calendar(airdate, WORK, EventFilter()).decode(), TITLE)
    for form in ("atom", "json"):
        made = subscriptions.feed(airdate, WORK, 3, form, "https://example.org/feed")
        assert_open(made.decode(), TITLE)


def test_no_page_and_no_shelf(airdate: Airdate, tmp_path: Path) -> None:
    assert any(awaited.title == TITLE for awaited in undated(airdate))
    assert_open(str(undated(airdate)))
    publish_site(airdate, tmp_path / "site", "https://example.org")
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        assert_open(path.read_text(encoding="utf-8", errors="replace"))


@pytest.mark.parametrize("table", ["claims", "beliefs", "forecasts", "corrections"])
def test_no_export_whatever_is_asked_for(airdate: Airdate, tmp_path: Path, table: str) -> None:
    for asked in (None, ("facts", "tmdb", "imdb-non-commercial", "nobody knows")):
        path = tmp_path / f"{table}.csv"
        upkeep.export(airdate, table, path, "csv", licences=asked)
        assert_open(path.read_text(encoding="utf-8", errors="replace"))
    if table == "claims":
        assert WORK in path.read_text(encoding="utf-8")


def test_no_news_and_no_record(airdate: Airdate) -> None:
    scored = our_record(airdate)
    assert_open(str(scored) + str(outcomes(airdate)))
    before = datetime(2026, 1, 1, tzinfo=UTC)
    for work_id in airdate.ledger.works():
        assert_open(str(stood(airdate, [work_id], NOW)) + str(stood(airdate, [work_id], before)))
