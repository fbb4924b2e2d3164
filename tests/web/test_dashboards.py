"""Every address on the page about dashboards answers, with the fields that it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.web.conftest import Served

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "put-it-on-a-dashboard.md"
TEXT = PAGE.read_text(encoding="utf-8")
ADDRESSES = sorted(set(re.findall(r"http://airdate\.local:8000(/[^\s`]+)", TEXT)))


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_address_answers(served: Served, path: str) -> None:
    answer = served.get(path)
    assert answer.status_code == 200, answer.text[:300]
    if path.startswith("/api"):
        assert answer.json()


def test_the_next_releases_have_the_fields_that_widgets_ask_for(served: Served) -> None:
    items = served.get("/api/v1/calendar?future_days=180&limit=10").json()["items"]
    assert items
    for item in items:
        assert {"title", "season", "when", "certainty", "link"} <= set(item)
        assert item["certainty"] in ("confirmed", "window", "likely")
        assert {"edtf", "earliest", "latest", "precision"} <= set(item["when"])


def test_the_sensor_reads_what_the_guide_has(served: Served) -> None:
    guide = served.get("/api/v1/works/all-of-us-are-dead/guide?season=2").json()
    assert {"as_of", "answer", "changes"} <= set(guide)
