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
    DAYS,
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
_UNNAMED, _ABOUT, _EXCLAIMED, _OWNED = (_CUES[name] for name in ("unnamed", "about", "exclaimed", "owned"))
_MAX_EXCLAIMED = 50  # code points
_IS_BACK = re.compile(r" (?:is|are) (?:back|here|coming|returning|ending|happening)\b.*$", re.IGNORECASE)
_MONEY = re.compile(r"[$€£]\d")
_YEAR = re.compile(r" ?\((?:19|20)\d\d\)$| 20[12]\d$")
#: What a work or season does: no name begins with it there.
_VERBS = words("verbs")
_WEAK = ("cue", "object", "maybe")
_HOLD = frozenset(["the", "a", "an", "my", "our"])
_LOWERED = re.compile(r"(?<=[\w!?] )(?:Of|The|And|In|A|An|To|For|At|With|Or|From|On)(?= )")
#: A figure at a name's end that may be a season: "Stranger Things 5", "Lupin: Part 3".
_NUMBERED = re.compile(r"(?: -|:)?(?: part| volume| vol\.?)? ([2-9])$", re.IGNORECASE)
#: Works in the plural: "7 TV Shows", "Cancelled Series 2025" name none.
_KINDS = words("kinds")
_OPEN_ENDS = frozenset(["of", "for", "from", "at", "the"])
_EVENTS = words("events")
_LISTING = words("listing") | _KINDS
_PARTING, _OVER_COMMA = re.compile(r"[,;]"), 40
_ARTICLES = words("articles")
_PREFACE = words("preface")
_OLD_YEAR = re.compile(r"1[0-8]\d\d|19[0-8]\d")


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
    last = next((at - 1 for at in range(first + 1, last) if tokens[at].low in _VERBS), last)
    while last >= first and _trails(tokens[last], alone=first == last):
        last -= 1
    if first < last and tokens[last].low in _EVENTS and tokens[last - 1].low.endswith("'s"):
        last -= 1  # "Night Ferry's Return"
    while first <= last and (tokens[first].low in _LEADERS or not is_name_word(tokens[first])):
        first += 1
    if first + 1 < last and tokens[first].low in _EVENTS and tokens[first + 1].low == "of":
        first += 2  # "announces Return of X"
    first = _past_preface(tokens, first, last)
    first = _past_exclamation(flat, tokens, first, last)
    first = _with_question(flat, tokens, first, last)
    if first <= last and not _is_no_name(flat, tokens, first, last, how):
        yield from mention(flat, tokens[first].start, tokens[last].end, how)


def _trails(token: Token, *, alone: bool) -> bool:
    """Is this last word none of the name's: its kind ("X TV Anime's third season"), or what it does?"""
    low = token.low.removesuffix("'s")
    return low in TRAILERS or not is_name_word(token) or (not alone and low in _VERBS)


def _past_preface(tokens: Sequence[Token], first: int, last: int) -> int:
    """ "Everything We Know About X": the name begins after "about"."""
    for at in range(first + 1, last):
        if tokens[at].low == "about" and tokens[at - 1].low in _PREFACE:
            return at + 1
    return first


def _past_exclamation(flat: str, tokens: Sequence[Token], first: int, last: int) -> int:
    """ "It's Over: X Cancelled": what stands before the colon is no name."""
    said = _EXCLAIMED.match(flat[:_MAX_EXCLAIMED].lower())
    while said is not None and first <= last and tokens[first].start < said.end():
        first += 1
    return first


def _with_question(flat: str, tokens: Sequence[Token], first: int, last: int) -> int:
    """A name that asks holds commas: "Is It Cake, Really?"."""
    asks = flat[tokens[last].end : tokens[last].end + 1] == "?" if first <= last else False
    if not asks or first < 3 or tokens[first - 1].word != "," or tokens[0].low not in OPENERS:
        return first
    held = all(t.low in CONNECTORS or is_name_word(t) for t in tokens[: first - 1])
    return 0 if held else first


#: "The Real Reason X cancelled Y", "8 shows that were cancelled": a headline's own words, not a name's.
_NO_LAST = frozenset({"that", "reason", "reasons"})


def _is_no_name(flat: str, tokens: Sequence[Token], first: int, last: int, how: str) -> bool:
    names = [t.low for t in tokens[first : last + 1]]
    if names[0] in _VERBS and first and tokens[first - 1].word == "\0":
        return True  # "… Season 3 Gets 2025 Release Window"
    if _ABOUT.search(flat, 0, tokens[first].start) or _UNNAMED.match(flat, tokens[last].end):
        return True
    if names[-1].endswith("'s") and _OWNED.match(flat, tokens[last].end):
        return True  # "A B's New Drama"
    if names[0] == "set" and names[1:2] in (["at"], ["in"], ["on"]):
        return True
    if names[-1] in _NO_LAST or names[0] in _KINDS or is_listing(names):
        return True
    if len([n for n in names if not n.isdigit()]) == 1 and (
        (how in _WEAK and _is_common(tokens, first)) or names[0] in OPENERS | BREAKS
    ):
        return True
    return _is_figure(flat, tokens, first, names, how)


def _is_figure(flat: str, tokens: Sequence[Token], first: int, names: Sequence[str], how: str) -> bool:
    """Is it a date, or a number that names nothing?"""
    if names[0] in MONTHS and len(names) > 1 and names[1][0].isdigit():
        return True
    if names[0].isdigit() and first and tokens[first - 1].low in MONTHS:
        return True  # "sets May 2026 theatrical release"
    if how == "cue" and not first and len(names) == 1 < len(tokens) and names[0] in DAYS:
        return tokens[1].low not in ("was", "has", "gets")  # "Wednesday was renewed for season 3"
    if len(names) == 1 and not first and _OLD_YEAR.fullmatch(names[0]):
        return False  # "1899 Cancelled After One Season"
    if all(n.isdigit() for n in names) and flat[: tokens[first].start].endswith(("of ", "for ", "with ")):
        return True
    return how in _WEAK and all(
        number(n) or n in CALENDAR | CONNECTORS or _DAY_NUMBER.match(n) for n in names
    )


def _is_common(tokens: Sequence[Token], at: int) -> bool:
    """A lone capital that is a verb, or a noun behind a small article ("the Wait Ends")."""
    return tokens[at].low in _VERBS | _EVENTS or (at > 0 and tokens[at - 1].word in _ARTICLES)


def is_listing(names: Sequence[str]) -> bool:
    """ "7 TV Shows", "Cancelled Series 2025": what lists are headed with."""
    return any(n in _LISTING for n in names) and all(n in _LISTING or number(n) for n in names)


def _past_possessive(tokens: Sequence[Token], first: int, last: int) -> int:
    """Skip an owner before the name: "Mike Flanagan's X", "Marvel's X"; "Grey's Anatomy" stays whole."""
    for at in range(last - 1, first - 1, -1):
        low = tokens[at].low
        if all(t.low in TRAILERS | _EVENTS for t in tokens[at + 1 : last + 1]):
            continue  # "X's Final Season", "X's Return"
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
    if raw.rpartition(" ")[2].lower() in _OPEN_ENDS and how != "quoted":
        return  # "Delayed Out of 2025"
    if _MONEY.search(raw) or not re.search(r"\w", raw) or "·" in raw or (len(raw) < 2 and how != "quoted"):
        return
    numbered = _NUMBERED.search(raw, 2)
    yield Mention(start, start + len(raw), display(raw), how, int(numbered[1]) if numbered else None)


def stem(title: str) -> str:
    """The name without the figure at its end ("Stranger Things 5" → "Stranger Things")."""
    numbered = _NUMBERED.search(title, 2)
    return title[: numbered.start()] if numbered else title


def display(raw: str) -> str:
    """The name as it is written when it is not shouted: small words small ("All of Us Are Dead")."""
    name = " ".join(raw.strip("'\" ,").split())
    if name.isupper() and " " in name and len(name) > 6:
        name = name.title().replace("'S ", "'s ")
    return _LOWERED.sub(lambda m: m[0].lower(), name)


def same_name(a: str, b: str) -> bool:
    """Are two names alike but for case, accents, punctuation and a leading article?"""
    return fold_name(a) == fold_name(b)


def gap_to(ref: SeasonRef, mention: Mention, low: str) -> int:
    """How far a season stands from a name in a sentence; over a comma ("X for season 3, Y …") is far."""
    if mention.end <= ref.start:
        gap, between = ref.start - mention.end, low[mention.end : ref.start]
    else:
        gap, between = mention.start - ref.end + 2, low[ref.end : mention.start]
    return gap + _OVER_COMMA * (_PARTING.search(between) is not None)
