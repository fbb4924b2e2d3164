"""The JSON's form: documented, complete, and without a word of an article."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from airdate.publish.guide_json import FIELDS, FORM, render_json
from tests.publish import sample_guide

GUIDE = sample_guide.GUIDE


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The paths of all leaves, as the reference writes them."""
    if isinstance(value, dict):
        for key, item in value.items():
            name = "*" if path == "forecast.quantiles" else key
            yield from paths(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for item in value:
            yield from paths(item, f"{path}[]")
    else:
        yield path


def test_every_field_is_documented_and_every_documented_field_is_written() -> None:
    nullable = {field.path for field in FIELDS if field.type.endswith("or null")}
    windows = {field.path for field in FIELDS if field.type.startswith("window")}
    documented = {field.path for field in FIELDS} - windows - {"forecast"}
    written = set(paths(json.loads(render_json(GUIDE))))
    assert written - documented <= nullable
    assert documented <= written


def test_a_window_is_an_object_with_its_bounds() -> None:
    belief = json.loads(render_json(GUIDE))["beliefs"][1]
    assert belief["window"] == {
        "edtf": "2027-01/2027-04",
        "earliest": "2027-01-01",
        "latest": "2027-04-30",
        "precision": "interval",
    }


def test_what_is_unknown_is_null() -> None:
    data = json.loads(render_json(replace(GUIDE, forecast=None, season=None, known_at=None)))
    assert data["form"] == FORM
    assert data["forecast"] is data["season"] is data["known_at"] is None
    assert data["sources"][1]["said_on"] is None


def test_the_same_guide_gives_the_same_bytes() -> None:
    assert render_json(GUIDE) == render_json(replace(GUIDE))


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_title_gives_json(text: str) -> None:
    data = json.loads(render_json(replace(GUIDE, title=text, answer=text)))
    assert len(data["title"]) <= 200
