"""What the words around a date make of it: a bound, a denial, a thing of the past, or no date at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from airdate.dates import Window
from airdate.reading.phrases import vocabulary as v
from airdate.reading.phrases.grammar import Scan
from airdate.reading.phrases.terms import (
    Term,
    after,
    is_settled,
    onwards,
    resolve,
    rest_of,
    until,
    up_to,
    week_of,
)

_REACH = 12  # words that a negation may lie before "until" or "before"
_NEAR = 8  # words between a negation and "in 2025"
_FILLER_STEPS = 6


class Bounded(NamedTuple):
    """A window with its bounds folded in, and the words that it takes up."""

    window: Window
    negated: bool
    first: int
    end: int


_EFFECTS: dict[str, Callable[[Window], Window | None]] = {
    "at": lambda w: w,
    "from": onwards,
    "till": onwards,
    "by": until,
    "latest": until,
    "after": after,
    "week": week_of,
}


def bounded(s: Scan, term: Term, i: int, j: int) -> Bounded | None:
    """The window of the term at words i to j as its neighbours leave it; None where it is no date."""
    effect, first = _effect_before(s, i)
    if effect in ("at", "unsaid") and (suffix := _effect_after(s, j)):
        effect, j = suffix
    if effect in ("none", "unsaid") or (term.bare and effect == "at" and not _is_led(s, i, j)):
        return None
    if (effect == "past" or _follows_past_verb(s, first, term)) and not s.past:
        return None
    plain = None if _is_attribute(s, term, i, j) else resolve(term, s.clock, s.past)
    if plain is None:
        return None
    if effect in ("at", "by") and (denied := _denied(s, first, j)):
        left = None if effect == "at" and plain.is_day else after(plain)  # a day may be moved forward too
        return Bounded(left, True, *denied) if left is not None else None
    found = _apply(s, term, plain, effect)
    return Bounded(found, False, first, j) if found is not None else None


def _apply(s: Scan, term: Term, plain: Window, effect: str) -> Window | None:
    if effect == "by" and term.closes is not None and s.clock is not None:
        return rest_of(term.closes, s.clock)
    if effect == "rest":
        return up_to(plain, s.clock) if s.clock is not None else None
    if effect == "till" and term.joined:
        return plain  # "not until late 2025 or early 2026" names the end of the wait twice, and no bound
    return _EFFECTS.get(effect, _EFFECTS["at"])(plain)


def _effect_before(s: Scan, i: int) -> tuple[str, int]:
    """The effect of the words before i and the index of their first; "at" and i where they say nothing."""
    k = i
    for _ in range(_FILLER_STEPS):
        if found := v.BEFORE.before(s.tokens, k):
            return _settle(s, found[0], found[1]), found[1]
        if s.tokens.word(k - 1) not in v.FILLERS:
            break
        k -= 1
    return _superlative(s, i)


def _superlative(s: Scan, i: int) -> tuple[str, int]:
    """ "the earliest we will see it is" before a date."""
    if s.tokens.word(i - 1) in v.COPULAS:
        for n in range(i - 2, max(i - 2 - _NEAR, -1), -1):
            word = s.tokens.words[n]
            if word in v.SUPERLATIVES and s.tokens.word(n + 1) != "window":
                return v.SUPERLATIVES[word], n
            if word in v.CLAUSE_BREAKS:
                break
    return "at", i


def _settle(s: Scan, effect: str, k: int) -> str:
    if effect == "before":
        return "from" if _negated(s, k) else "by"
    if effect == "later":
        return "latest" if _negated(s, k) else "after"
    if effect == "until":
        if _negated(s, k):
            return "till"
        return "at" if any(s.tokens.word(n) in v.MOVED for n in range(k - 6, k)) else "unsaid"
    return effect


def _effect_after(s: Scan, j: int) -> tuple[str, int] | None:
    k = j + 1 if s.tokens.word(j) == "," else j
    return v.AFTER.at(s.tokens, k)


def _negated(s: Scan, k: int) -> bool:
    for n in range(k - 1, max(k - 1 - _REACH, -1), -1):
        word = s.tokens.words[n]
        if word in v.NEGATIONS:
            return True
        if word in v.CLAUSE_BREAKS:
            return False
    return False


def _denied(s: Scan, i: int, j: int) -> tuple[int, int] | None:
    """First and last word of a denial of the date at i to j: "won't be in", "is not happening"."""
    if found := v.RULED_OUT.at(s.tokens, j):
        return i, found[1]
    if s.tokens.word(i - 1) in v.RULES_OUT:
        return i - 1, j
    for n in range(i - 1, max(i - 1 - _NEAR, -1), -1):
        word = s.tokens.words[n]
        if word in v.NEGATIONS:
            return n, j
        if word not in v.NEGATED_VERBS and not word.isdigit():
            return None
    return None


def _is_attribute(s: Scan, term: Term, i: int, j: int) -> bool:
    """ "the 2030 World Cup", "the 2019 film": the year tells which, not when."""
    if not term.bare or term.year is None or s.tokens.word(i - 1) not in ("the", "a", "an", "its", "their"):
        return False
    return s.tokens.word(j)[:1].isalpha() and s.tokens.word(j) not in v.FOLLOWERS


def _is_led(s: Scan, i: int, j: int) -> bool:
    """Does a neighbour show that a bare word or number is a date?"""
    before, following = s.tokens.word(i - 1), s.tokens.word(j)
    if before == "the":
        before = s.tokens.word(i - 2)
    if before in ("(", "[") and following in (")", "]"):
        return False
    if s.tokens.hyphened[j : j + 1] == [True]:
        return False
    is_whole_text = i == 0 and j == len(s.tokens)
    return is_whole_text or before in v.LEADERS or following in v.FOLLOWERS


def _follows_past_verb(s: Scan, i: int, term: Term) -> bool:
    """ "premiered in June": a date without a year lies in the past."""
    if is_settled(term) and not term.bare:
        return False
    k = i
    while s.tokens.word(k - 1) in v.FILLERS:
        k -= 1
    return s.tokens.word(k - 1) in v.PAST_VERBS and s.tokens.word(k - 2) not in ("be", "to", "being", "get")
