"""English date phrases: from the words and the day of saying to an EDTF window with its place in the text.

The flow, for each place where a phrase can begin:

    Tokens ─ expressions ─▶ Term ─ bounds ─▶ DatePhrase
    words    "late 2025 or early 2026"     "by", "not before", "won't be in"

Invariants: nothing relative is resolved without a day of saying, nothing is read inside a mask, and a
phrase that could mean two things gives nothing. Time is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

import msgspec

from airdate.dates import Window
from airdate.reading.cues import one_of
from airdate.reading.phrases import almanac, vocabulary
from airdate.reading.phrases.bounds import bounded
from airdate.reading.phrases.expressions import expression, joined, may_begin
from airdate.reading.phrases.grammar import Hit, Scan
from airdate.reading.phrases.terms import Clock
from airdate.reading.phrases.tokens import Tokens

__all__ = ["CONVENTIONS", "DatePhrase", "find", "may_name_date"]

CONVENTIONS = vocabulary.CONVENTIONS


class DatePhrase(msgspec.Struct, frozen=True, kw_only=True):
    """A date in a text: `text[start:end]` is its wording, with "by", "not before", "at the earliest".

    `window` has these bounds folded in. `relative`: it was resolved against the day of saying.
    `negated`: the text rules a stretch out, and the window is what is left ("won't be in 2025": 2026/..).
    """

    start: int
    end: int
    window: Window
    relative: bool
    negated: bool = False


#: Every date phrase holds one of these: a year, a numeric day, an ordinal, or a word of `TRIGGERS`.
_TRIGGER = re.compile(
    r"\b(?:(?:19|20)\d\d\b|\d\d?[/.-]\d\d?[/.-]\d\d|\d\d?(?:st|nd|rd|th)\b"
    rf"|(?:{one_of(sorted(vocabulary.TRIGGERS, reverse=True))})\b)"
)


def find(
    text: str, published: Window | None, *, masks: Sequence[tuple[int, int]] = (), past: bool = False
) -> list[DatePhrase]:
    """All dates that a text names, in order and without overlap.

    Args:
        text: English text, any length.
        published: the day of saying. Where it is a month, a date without a year is the next from the
            month's first day, and other relative phrases count only if every day of the month gives the
            same window. `None`: relative phrases and dates without a year give nothing.
        masks: (start, end) spans, such as titles, in which no word belongs to a date.
        past: a missing year is the last that fits, not the next ("renewed in June", told in March 2023,
            is 2022-06), and what can only lie in the past is told too.
    """
    if not may_name_date(text):
        return []
    tokens = Tokens(text)
    _mask(tokens, masks)
    first, last = _clocks(published)
    found = _scan(tokens, first, past)
    if first is None or first == last:
        return found
    other = set(_scan(tokens, last, past))
    return [phrase for phrase in found if phrase in other]


def may_name_date(text: str) -> bool:
    """A quick no for the texts, most of all, that hold nothing a date could be made of."""
    return _TRIGGER.search(text.lower()) is not None


def _clocks(published: Window | None) -> tuple[Clock | None, Clock | None]:
    if published is None or published.earliest is None or published.latest is None:
        return None, None
    days: list[date] = [published.earliest, published.latest]
    if not all(vocabulary.FIRST_YEAR < day.year < vocabulary.LAST_YEAR for day in days):
        return None, None
    first, last = (Clock(day, published.edtf, *days) for day in days)
    return first, last


def _mask(tokens: Tokens, masks: Sequence[tuple[int, int]]) -> None:
    """Blank the words that touch a mask; a blank word is in no table."""
    ordered = sorted(masks)
    starts = [start for start, _ in ordered]
    if not starts:
        return
    for i, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
        k = bisect_right(starts, end - 1) - 1
        if k >= 0 and any(mask_end > start for _, mask_end in ordered[max(0, k - 3) : k + 1]):
            tokens.words[i] = vocabulary.MASKED


def _scan(tokens: Tokens, clock: Clock | None, past: bool) -> list[DatePhrase]:
    s = Scan(tokens, clock, past)
    found: list[DatePhrase] = []
    words, i = tokens.words, 0
    while i < len(words):
        hit = expression(s, i) if may_begin(words[i]) else None
        i, phrase = _phrase(s, i, hit) if hit else (i + 1, None)
        if phrase is None:
            continue
        if found and (both := _between(tokens, found[-1], phrase)):
            found[-1] = both
        else:
            found.append(phrase)
    return found


def _between(tokens: Tokens, left: DatePhrase, right: DatePhrase) -> DatePhrase | None:
    """ "no earlier than March and no later than May" is one stretch."""
    if left.window.latest is not None or right.window.earliest is not None:
        return None
    gap = tokens.text[left.end : right.start].strip(" ,\n").lower()
    both = almanac.window(f"{left.window.edtf.split('/')[0]}/{right.window.edtf.split('/')[1]}")
    if gap not in ("", "and", "but", "or", "and probably", "and perhaps") or both is None:
        return None
    relative = left.relative or right.relative
    return DatePhrase(start=left.start, end=right.end, window=both, relative=relative)


def _phrase(s: Scan, i: int, hit: Hit) -> tuple[int, DatePhrase | None]:
    term, end = joined(s, i, hit)
    bound = bounded(s, term, i, end)
    if bound is None:
        return (i + 1 if term.bare else end), None
    if not term.relative and term.year is not None:
        s.named_year = term.year
    return bound.end, DatePhrase(
        start=s.tokens.starts[bound.first],
        end=s.tokens.ends[bound.end - 1],
        window=bound.window,
        relative=term.relative or (term.fixed is None and term.year is None),
        negated=bound.negated,
    )
