"""Calendars and feeds by query: the filters, the validators, and the tokens of private ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import pytest

from airdate.watch.state import connect
from airdate.watch.tokens import add_token, revoke_token
from tests.web.conftest import Served

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def events(served: Served, **query: Any) -> list[Any]:
    answer = served.get("/feeds/calendar.ics", params=query)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "content-disposition" not in answer.headers
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_calendar_holds_what_its_query_asks_for(served: Served) -> None:
    all_of_them = {str(event["uid"]) for event in events(served)}
    one = events(served, titles="One Piece,kingdom")
    assert len(all_of_them) > 10 and 0 < len(one) < len(all_of_them)
    assert {str(event["uid"]) for event in one} <= all_of_them
    netflix = {str(event["uid"]) for event in events(served, services="netflix")}
    assert netflix and netflix < all_of_them
    assert events(served, tags="no such tag") == []


def test_the_filters_of_sonarr_and_radarr_are_known(served: Served) -> None:
    query = {
        "pastDays": 7,
        "futureDays": 28,
        "premieresOnly": "true",
        "unmonitored": "false",
        "asAllDay": "true",
        "releaseTypes": "cinemaRelease,streaming",
    }
    assert len(events(served, **query)) <= len(events(served))
    assert len(events(served, pastDays=0, futureDays=0)) < len(events(served))


@pytest.mark.parametrize(
    "query", ["pastDays=x", "pastDay=7", "releaseTypes=vhs", "premieresOnly=maybe", "tags=" + "a" * 3000]
)
def test_a_misspelt_filter_is_told(served: Served, query: str) -> None:
    answer = served.get(f"/feeds/calendar.ics?{query}")
    assert answer.status_code == 400 and answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", ["calendar.ics", "changes.atom", "changes.json"])
def test_head_etag_and_last_modified_are_answered(served: Served, name: str) -> None:
    first = served.get(f"/feeds/{name}")
    assert served.client.head(f"/feeds/{name}").headers["etag"] == first.headers["etag"]
    for header, value in (
        ("If-None-Match", first.headers["etag"]),
        ("If-Modified-Since", first.headers["last-modified"]),
    ):
        again = served.get(f"/feeds/{name}", headers={header: value})
        assert (again.status_code, again.content) == (304, b"")
    for nonsense in ("yesterday", "Thu, 99 Foo 2020 00:00:00", "Thu, 01 Jan 1970 00:00:00 GMT"):
        assert served.get(f"/feeds/{name}", headers={"If-Modified-Since": nonsense}).status_code == 200


def test_changes_are_a_feed_of_the_chosen_titles(served: Served) -> None:
    root = ET.fromstring(served.get("/feeds/changes.atom", params={"titles": "kingdom"}).content)
    assert all("Kingdom" in (entry.findtext(f"{ATOM}title") or "") for entry in root.iter(f"{ATOM}entry"))
    everything = served.get("/feeds/changes.json").json()
    assert len(everything["items"]) > len(list(root.iter(f"{ATOM}entry"))) > 0
    assert served.get("/changes/feed.atom").status_code == 200
    assert served.get("/calendar/calendar.ics").status_code == 200


def test_a_token_shows_its_own_query_until_it_is_revoked(serving: Callable[..., Served]) -> None:
    site = serving()
    state = connect(site.where.state())
    token, secret = add_token(state, "phone", "titles=one-piece", NOW)
    answer = site.get("/feeds/calendar.ics", params={"token": secret, "titles": "kingdom"})
    assert answer.status_code == 200 and answer.headers["cache-control"].startswith("private")
    assert answer.content == site.get("/feeds/calendar.ics", params={"titles": "one-piece"}).content
    revoke_token(state, token.token_id, NOW)
    gone = site.get("/feeds/calendar.ics", params={"token": secret})
    never = site.get("/feeds/calendar.ics", params={"token": "feed_never"})
    assert gone.status_code == never.status_code == 404 and gone.content == never.content
    state.close()
