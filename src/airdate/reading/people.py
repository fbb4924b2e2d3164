"""Persons named in a sentence, by form: two to four capitalised words that no vocabulary claims.

Precision first: a single capitalised word is a person only where a list or a role says so (`cast`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from airdate.reading.cues import words
from airdate.reading.tokens import BREAKS, CALENDAR, CONNECTORS, OPENERS, TRAILERS, Token, blocked, tokenize

#: Capitalised words of headlines that are no part of a person's name.
NOT_PERSON = words("not_person")
_WORD = re.compile(
    r"(?:[A-ZÀ-Þ][\w']*(?:[-'][A-Za-zÀ-ÿ]\w*)*\.?|[A-Z]\.(?:[A-Z]\.)*|Mc[A-Z]\w+|D'[A-Z]\w+|O'[A-Z]\w+)$"
)
#: "Ada Finch-Led": the name ends before it.
_LED = re.compile(r"-(?:Led|Starring|Fronted|Directed|Starrer)$")
_PARTICLES = words("particles")
#: Everyday words that are family names too, after a first name.
_SURNAMES = words("surnames")
_FIRST_NAMES = words("first_names")
_SUFFIXES = words("suffixes")


@dataclass(frozen=True, slots=True)
class Person:
    """A person named at `start:end` of a sentence."""

    start: int
    end: int
    name: str


def free_tokens(flat: str, held: Sequence[tuple[int, int]]) -> Sequence[Token]:
    """A sentence's words, with those inside `held` spans (works, seasons, services) made into marks."""
    return blocked(tokenize(flat), held)


def is_person_word(token: Token) -> bool:
    """Can this word be part of a person's name?"""
    low = token.low.removesuffix("'s").removesuffix("'")
    if not token.capital or token.word.isdigit() or low in NOT_PERSON or low in BREAKS or low in CALENDAR:
        return False
    if low in TRAILERS or low in OPENERS or low in CONNECTORS:
        return False
    if len(token.word) > 3 and token.word.isupper() and "." not in token.word:
        return False
    return _WORD.match(token.word.removesuffix("'s").removesuffix("'")) is not None


def name_from(tokens: Sequence[Token], index: int, flat: str) -> tuple[Person, int] | None:
    """The person whose name begins at token `index`, and the index after it."""
    if index >= len(tokens) or not tokens[index].capital:
        return None
    if not (is_person_word(tokens[index]) or _is_first_name(tokens, index)):
        return None
    at, last = index + 1, index
    while at < len(tokens) and at - index < 5 and not tokens[last].low.endswith("'s"):
        token = tokens[at]
        if flat[tokens[at - 1].end : token.start].strip(" .") or token.start - tokens[at - 1].end > 2:
            break
        if (
            is_person_word(token)
            or token.low in _SUFFIXES
            or (token.low.removesuffix("'s") in _SURNAMES and token.capital)
        ):
            last = at
        elif token.low not in _PARTICLES or at + 1 >= len(tokens) or not is_person_word(tokens[at + 1]):
            break
        at += 1
    start, end = tokens[index].start, tokens[last].end
    if tokens[last].low.endswith("'s"):
        end -= 2
    if (led := _LED.search(flat, start, end)) is not None:
        end = led.start()
    return Person(start, end, " ".join(flat[start:end].split())), last + 1


def people_in(tokens: Sequence[Token], flat: str) -> tuple[Person, ...]:
    """All persons of two or more words named in a sentence, left to right."""
    found, index = [], 0
    while index < len(tokens):
        hit = name_from(tokens, index, flat) if tokens[index].capital else None
        if hit is None:
            index += 1
            continue
        person, index = hit
        if " " in person.name and not _opens_sentence_badly(person):
            found.append(person)
    return tuple(found)


def _is_first_name(tokens: Sequence[Token], index: int) -> bool:
    """ "Will Forte", "May Calamawy": a small word or month that a family name follows."""
    if tokens[index].word not in _FIRST_NAMES or index + 1 >= len(tokens):
        return False
    return is_person_word(tokens[index + 1]) and (index == 0 or not is_person_word(tokens[index - 1]))


def _opens_sentence_badly(person: Person) -> bool:
    first = person.name.split()[0].lower()
    return person.start == 0 and first in NOT_PERSON
