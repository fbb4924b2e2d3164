"""The tables are sound: they compile, their values exist, and no pattern explodes."""

import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airdate.reading.cues import load, words
from airdate.reading.cues.stems import stems_in
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


STEMMED = [(table, name) for table in TABLES for name in load(table).stems]


@pytest.mark.parametrize(("table", "name"), STEMMED)
@given(data=st.data())
def test_each_match_of_a_pattern_holds_one_of_its_stems(table: str, name: str, data: st.DataObject) -> None:
    cues = load(table)
    rules = {rule.name: rule.pattern for rule in cues.rules}
    pattern = cues.patterns.get(name) or rules[name]
    text = data.draw(st.from_regex(pattern))
    match = pattern.search(text)
    assert match is not None
    assert any(stem in match[0] for stem in cues.stems[name]), match[0]


@given(st.text(alphabet="abdeginorstwx '-\n"))
def test_the_stems_of_a_text_are_those_that_occur_in_it(text: str) -> None:
    known = {stem for table in TABLES for group in load(table).stems.values() for stem in group}
    assert known & stems_in(text) == {stem for stem in known if stem in text}
