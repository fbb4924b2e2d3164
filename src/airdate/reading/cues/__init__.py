"""The tables of cues: how English says it, kind by kind, apart from what the reader does about it.

A table is a TOML file of named patterns, of rules in their order of precedence, and of parts that both
may quote as `{part}`. A line break in a pattern and the spaces after it are not part of it. Patterns see
folded text in which known things are blanked: `{T}` is a work, `{V}` a service, `{N}` a season, `{D}` a
date, `{P}` a person. Every repetition is bounded, so that a pattern's time is linear in the sentence.
Under `[stems]` stand, for the patterns and rules that cost the most, words of which each match holds one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from airdate.reading.cues.stems import know, stems_in

#: Runes: word characters that no text we read holds, so that `\b` works beside them.
TITLE, SERVICE, SEASON, DATE, PERSON = "\u16a0", "\u16a1", "\u16a2", "\u16a3", "\u16a4"
_MARKS = {"{T}": TITLE, "{V}": SERVICE, "{N}": SEASON, "{D}": DATE, "{P}": PERSON}
_BREAK = re.compile(r"\n *")


@dataclass(frozen=True)
class Rule:
    """One row: what its pattern means. `stems`: one of them must occur in the text, which is cheap to ask."""

    name: str
    value: str
    stems: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Cues:
    """One table. `stems`: of some patterns and rules, by name, the words of which each match holds one."""

    patterns: Mapping[str, re.Pattern[str]]
    rules: tuple[Rule, ...]
    stems: Mapping[str, frozenset[str]]

    def rules_for(self, low: str) -> tuple[Rule, ...]:
        """The rules of which a stem occurs in the folded text, in their order."""
        present = stems_in(low)
        return tuple(
            rule
            for rule in self.rules
            if not present.isdisjoint(rule.stems) and self.may_match(rule.name, low)
        )

    def may_match(self, name: str, low: str) -> bool:
        """Can the pattern of that name match anywhere in the folded text? A quick no for most texts."""
        stems = self.stems.get(name)
        return stems is None or not stems_in(low).isdisjoint(stems)

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]


def load(name: str) -> Cues:
    """The table `name`.toml, compiled."""
    table = read_table(name)
    parts: dict[str, str] = {}
    for part, text in table.get("parts", {}).items():
        parts[part] = _expand(text, parts)
    rules = tuple(
        Rule(r["name"], r["value"], frozenset(r["stems"]), re.compile(_expand(r["pattern"], parts)))
        for r in table.get("rules", ())
    )
    patterns = {key: re.compile(_expand(text, parts)) for key, text in table.get("patterns", {}).items()}
    stems = {key: frozenset(words) for key, words in table.get("stems", {}).items()}
    know(stem for group in (*stems.values(), *(rule.stems for rule in rules)) for stem in group)
    return Cues(patterns, rules, stems)


def read_table(name: str) -> dict[str, Any]:
    """The file `name`.toml as it is."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in read_table("words").items()}


def words(name: str) -> frozenset[str]:
    """A word list of `words.toml`."""
    return _word_lists()[name]


def one_of(names: Iterable[str]) -> str:
    """A pattern that matches any of some names, the first that fits.

    Parted by first letter, so that at each place of a text only the few names of its letter are tried.
    """
    by_letter: dict[str, list[str]] = {}
    for name in names:
        by_letter.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())


def pattern(notation: str) -> re.Pattern[str]:
    """A pattern of the same notation, for code."""
    return re.compile(_expand(notation, {}))


def _expand(text: str, parts: Mapping[str, str]) -> str:
    text = _BREAK.sub("", text)
    for part, words in parts.items():
        text = text.replace("{" + part + "}", words)
    for mark, rune in _MARKS.items():
        text = text.replace(mark, f"(?:{rune}++)")
    return text
