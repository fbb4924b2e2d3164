"""The tables are sound: they compile, their values exist, and no pattern explodes."""

import time
from importlib.resources import files

import pytest

from airdate.reading.cues import load, words
from airdate.types import KIND_VALUES

TABLES = sorted(
    f.name.removesuffix(".toml")
    for f in files("airdate.reading.cues").iterdir()
    if f.name.endswith(".toml")
    and f.name not in ("words.toml", "names.toml", "regions.toml", "languages.toml")
)


@pytest.mark.parametrize("kind", ["status", "production", "cast"])
def test_rules_give_values_of_their_kind(kind: str) -> None:
    allowed = KIND_VALUES[kind]
    assert allowed is not None
    assert {rule.value for rule in load(kind).rules} <= {*allowed, ""}


@pytest.mark.parametrize("table", TABLES)
def test_no_pattern_takes_long_on_a_long_sentence(table: str) -> None:
    cues = load(table)
    for pattern in (*cues.patterns.values(), *(rule.pattern for rule in cues.rules)):
        for unit in (
            "a ",
            "is ",
            "not ",
            "a, ",
            "the season ",
            "\u16a0 ",
            "\u16a4, ",
            "will be ",
            "date ",
            "5 ",
        ):
            text = (unit * 1500)[:1500]
            start = time.process_time()
            pattern.findall(text)
            assert time.process_time() - start < 0.5, (table, unit, pattern.pattern[:60])


def test_word_lists_are_lower_case() -> None:
    assert all(
        word == word.lower() for name in ("breaks", "connectors", "not_person") for word in words(name)
    )
