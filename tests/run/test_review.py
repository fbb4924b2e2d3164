"""What waits for a person's eye, and the commands that settle it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from airdate import dates
from airdate.catalogue import load_catalogue
from airdate.ledger import SqliteLedger
from airdate.run.review import render_review, review
from airdate.run.workspace import Airdate
from airdate.sqlite import transaction
from airdate.types import Claim, SourceStanding
from airdate.watch.polls import Doubt, write_doubt
from airdate.watch.state import connect

NOW = datetime(2027, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def airdate(tmp_path: Path) -> Iterator[Airdate]:
    with SqliteLedger(tmp_path / "ledger.db") as ledger:
        yield Airdate(ledger, load_catalogue(), clock=lambda: NOW)


def say(airdate: Airdate, title: str, value: str, standing: SourceStanding, via: str, day: int = 1) -> None:
    claim = Claim(
        title=title,
        season=5,
        kind="status" if value in ("renewed", "cancelled") else "release",
        value=value,
        modality="confirmed",
        said_on=dates.of_day(date(2027, 3, day)),
        said_via=via,
        document_id=f"{via}-{value}",
        standing_of_source=standing,
    )
    airdate.ledger.record([(f"work:{title}", claim)], known_at=airdate.now())


def test_each_reason_is_found_and_what_is_sure_is_not(airdate: Airdate, tmp_path: Path) -> None:
    say(airdate, "Contested", "2027-09-01", "press", "alphapaper.example", 1)
    say(airdate, "Contested", "2027-11-01", "press", "betajournal.example", 4)
    say(airdate, "Lone", "2027-09-01", "trade", "alphapaper.example")
    say(airdate, "Whispered", "renewed", "farm", "farm.example")
    say(airdate, "Sure", "2027-09-01", "rights_holder", "netflix.com")
    with closing(connect(tmp_path / "state.db")) as state:
        with transaction(state):
            doubt = Doubt(
                document="d",
                url="https://a.example/1",
                outlet="a.example",
                title="A headline",
                reasons="no work in reach",
            )
            write_doubt(state, doubt, NOW)
        items = review(airdate, state)
    assert [(item.reason, item.title) for item in items] == [
        ("contradiction", "Contested"),
        ("unconfirmed day", "Lone"),
        ("weak source", "Whispered"),
        ("left unread", "A headline"),
    ]
    text = render_review(items)
    assert text.count("airdate retract") == 4 and "airdate read https://a.example/1" in text
    assert "standing_of_source=rights_holder" in text and "Sure" not in text


def test_a_way_out_leads_out(airdate: Airdate, tmp_path: Path) -> None:
    say(airdate, "Lone", "2027-09-01", "trade", "alphapaper.example")
    with closing(connect(tmp_path / "state.db")) as state:
        (item,) = review(airdate, state)
        entry = item.entries[0].entry_id
        airdate._clock = lambda: NOW.replace(hour=13)
        airdate.correct(entry, {"standing_of_source": "rights_holder"}, by="me", reason="seen there")
        assert review(airdate, state) == [] and render_review([]) == "Nothing waits."


def test_hostile_headlines_come_out_clean(airdate: Airdate, tmp_path: Path) -> None:
    with closing(connect(tmp_path / "state.db")) as state:
        with transaction(state):
            title = "A\x1b[31m\r\nB\u202e"
            write_doubt(state, Doubt(document="d", url=None, outlet=None, title=title, reasons="r"), NOW)
        text = render_review(review(airdate, state))
    assert "\x1b" not in text and "\r" not in text and "\u202e" not in text and len(text.splitlines()) == 3
