"""Which season a text names: "season 3", "third season", "series seven", "S2", "seasons 2 and 3", "Part 3".

A count ("after two seasons", "five more seasons") is no name of a season.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from airdate.reading.cues import load

_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
NUMBERS: dict[str, int] = {
    **{word: n for n, word in enumerate(_CARDINALS.split(), 1)},
    **{word: n for n, word in enumerate(_ORDINALS.split(), 1)},
    "sophomore": 2,
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}

_CUES = load("seasons")
_NAMED, _ORDERED, _PART, _WORD = (_CUES[name] for name in ("named", "ordered", "part", "word"))


@dataclass(frozen=True, slots=True)
class SeasonRef:
    """Season numbers named at `start:end` of a sentence; `form` is "season", "ordinal" or "part"."""

    start: int
    end: int
    numbers: tuple[int, ...]
    form: str


def number(word: str) -> int:
    """A number word or numeral, cardinal or ordinal; 0 where it is neither.

    >>> number("third"), number("21st"), number("twenty-two")
    (3, 21, 22)
    """
    digits = re.match(r"\d+", word)
    if digits:
        return int(digits[0])
    head, _, tail = word.replace(" ", "-").partition("-")
    if tail:
        return _TENS.get(head, 0) + NUMBERS.get(tail, 0)
    return NUMBERS.get(word, 0)


def find_seasons(low: str) -> tuple[SeasonRef, ...]:
    """All seasons named in a folded sentence, left to right; "Part N" counts only where no season is."""
    found = [ref for m in _NAMED.finditer(low) if _is_name(m, low) for ref in _named(m)]
    if _CUES.may_match("ordered", low):
        found += [_ordered(m) for m in _ORDERED.finditer(low)]
    if not found and _CUES.may_match("part", low):
        found = [
            SeasonRef(m.start(), m.end(), (number(m["n"]),), "part")
            for m in _PART.finditer(low)
            if number(m["n"]) > 1
        ]
    return tuple(sorted((f for f in found if f.numbers), key=lambda f: f.start))


def _is_name(match: re.Match[str], low: str) -> bool:
    """Not "s2" inside a sum or after an apostrophe, nor "series 2-1"."""
    if match["noun"] == "s":
        return match["gap"] == "" and match["n"].isdigit() and not low.startswith("'", match.start() - 1)
    return match["noun"] != "series" or match["gap"] == " "


def _named(match: re.Match[str]) -> tuple[SeasonRef, ...]:
    more = [(number(m[0]), match.start("more") + m.start()) for m in _WORD.finditer(match["more"] or "")]
    numbers = [number(match["n"]), *(n for n, _ in more)]
    if len(more) == 1 and 0 < numbers[1] < numbers[0]:  # "renewed for series 7, series 6 to air": no list
        cut = match.start("more")
        return (
            SeasonRef(match.start(), cut, (numbers[0],), "season"),
            SeasonRef(more[0][1], match.end(), (numbers[1],), "season"),
        )
    if match["to"]:
        last = number(match["to"])
        if numbers[-1] < last <= numbers[-1] + 5 and match["noun"].endswith("s"):
            numbers += range(numbers[-1] + 1, last + 1)
    return (SeasonRef(match.start(), match.end(), tuple(n for n in numbers if 0 < n < 100), "season"),)


def _ordered(match: re.Match[str]) -> SeasonRef:
    groups = ("n", "n2", "n3", "n4")
    group = next(name for name in groups if match[name])
    numbers = [number(match[group]), *map(number, _WORD.findall(match["more"] or ""))]
    start = match.start(group) if group == "n4" else match.start()
    return SeasonRef(start, match.end(), tuple(n for n in numbers if 0 < n < 100), "ordinal")
