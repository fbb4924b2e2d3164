"""A work named in a text: its place, its name without trappings, and how sure the form is of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from airdate.reading.cues import load, words
from airdate.reading.seasons import SeasonRef, number
from airdate.reading.services import STUDIOS
from airdate.reading.text import fold_name
from airdate.reading.tokens import (
    BREAKS,
    CALENDAR,
    CONNECTORS,
    MONTHS,
    OPENERS,
    TRAILERS,
    Token,
    is_name_word,
)

_CUES = load("titles")
_DAY_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?$")
_MAKER_POSSESSIVES = frozenset(f"{s.lower()}'s" for s in STUDIOS) | {
    "dc's",
    "netflix's",
    "amazon's",
    "apple's",
    "hbo's",
}
_LEADERS = frozenset(["tv", "series", "show", "limited", "original"])
#: "the 'X' spin-off" is another work than X, and one without a name of its own.
_UNNAMED, _ABOUT = _CUES["unnamed"], _CUES["about"]
_IS_BACK = re.compile(r" (?:is|are) (?:back|here|coming|returning|ending|happening)\b.*$", re.IGNORECASE)
_MONEY = re.compile(r"[$€£]\d")
_YEAR = re.compile(r" ?\((?:19|20)\d\d\)$")
#: What a work or season does: no name begins with it there.
_VERBS = words("verbs")
_WEAK = ("cue", "object", "maybe")
_HOLD = frozenset(["the", "a", "an", "my", "our"])
_LOWERED = re.compile(r"(?<=[\w!?] )(?:Of|The|And|In|A|An|To|For|At|With|Or|From|On)(?= )")
_NUMBERED = re.compile(r"^(.*\D)[ ]([2-9])$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A work named at `start:end` of a sentence.

    `how`: "quoted", "season" or "cue" for certain forms; "object" and "maybe" for runs that could as well
    be a place or a person; "known" by the page or a catalogue. `number` is a figure that the name ends
    with ("Stranger Things 5") and that may be a season.
    """

    start: int
    end: int
    title: str
    how: str
    number: int | None = None


def settle(found: Iterable[Mention]) -> list[Mention]:
    """Drop mentions that overlap a stronger one; of equals the longer stays."""
    rank = {"quoted": 1, "season": 2, "known": 3, "cue": 4, "object": 5, "maybe": 6}
    kept: list[Mention] = []
    for m in sorted(found, key=lambda m: (rank[m.how], m.start - m.end)):
        if all(m.end <= k.start or k.end <= m.start for k in kept):
            kept.append(m)
    return sorted(kept, key=lambda m: m.start)


def run_mention(flat: str, tokens: Sequence[Token], run: tuple[int, int], how: str) -> Iterator[Mention]:
    """The mention that a run of capitals makes without owners and generic words; none if it is no name."""
    first, last = run
    first = _past_possessive(tokens, first, last)
    while last >= first and (tokens[last].low in TRAILERS or not is_name_word(tokens[last])):
        last -= 1
    while first <= last and (tokens[first].low in _LEADERS or not is_name_word(tokens[first])):
        first += 1
    if first <= last and not _is_no_name(flat, tokens, first, last, how):
        yield from mention(flat, tokens[first].start, tokens[last].end, how)


#: "The Real Reason X cancelled Y", "8 shows that were cancelled": a headline's own words, not a name's.
_NO_LAST = frozenset({"that", "reason", "reasons"})


def _is_no_name(flat: str, tokens: Sequence[Token], first: int, last: int, how: str) -> bool:
    names = [t.low for t in tokens[first : last + 1]]
    if names[0] in _VERBS and first and tokens[first - 1].word == "\0":
        return True  # "… Season 3 Gets 2025 Release Window"
    if _ABOUT.search(flat, 0, tokens[first].start):
        return True
    if _UNNAMED.match(flat, tokens[last].end) or (
        names[0] == "set" and names[1:2] in (["at"], ["in"], ["on"])
    ):
        return True
    if names[-1] in _NO_LAST or (len(names) == 1 and names[0] in OPENERS | BREAKS):
        return True
    if names[0] in MONTHS and len(names) > 1 and names[1][0].isdigit():
        return True
    if all(n.isdigit() for n in names) and flat[: tokens[first].start].endswith(("of ", "for ", "with ")):
        return True
    return how in _WEAK and all(
        number(n) or n in CALENDAR | CONNECTORS or _DAY_NUMBER.match(n) for n in names
    )


def _past_possessive(tokens: Sequence[Token], first: int, last: int) -> int:
    """Skip an owner before the name: "Mike Flanagan's X", "Marvel's X"; "Grey's Anatomy" stays whole."""
    for at in range(last - 1, first - 1, -1):
        low = tokens[at].low
        if low.endswith(("'s", "s'")) and (
            low in _MAKER_POSSESSIVES or (at - first in (1, 2) and tokens[first].low not in _HOLD)
        ):
            return at + 1
    return first


def mention(flat: str, start: int, end: int, how: str) -> Iterator[Mention]:
    """The mention at `start:end`, without what trails a name; none where no name is left."""
    raw = flat[start:end].strip()
    start += flat[start:end].index(raw) if raw else 0
    raw = _YEAR.sub("", _IS_BACK.sub("", raw.rstrip(",:;- ")))
    if raw.endswith("'s") and how != "quoted":
        raw = raw[:-2]
    if _MONEY.search(raw) or not re.search(r"\w", raw) or "·" in raw or (len(raw) < 2 and how != "quoted"):
        return
    numbered = _NUMBERED.match(raw)
    yield Mention(start, start + len(raw), display(raw), how, int(numbered[2]) if numbered else None)


def display(raw: str) -> str:
    """The name as it is written when it is not shouted: small words small ("All of Us Are Dead")."""
    name = " ".join(raw.strip("'\" ,").split())
    if name.isupper() and " " in name and len(name) > 6:
        name = name.title().replace("'S ", "'s ")
    return _LOWERED.sub(lambda m: m[0].lower(), name)


def same_name(a: str, b: str) -> bool:
    """Are two names alike but for case, accents, punctuation and a leading article?"""
    return fold_name(a) == fold_name(b)


def gap_to(ref: SeasonRef, mention: Mention) -> int:
    """How far a season stands from a name; one that follows it is nearer than one before it."""
    return ref.start - mention.end if mention.end <= ref.start else mention.start - ref.end + 2
