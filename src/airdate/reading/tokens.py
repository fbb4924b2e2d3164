"""Words of a sentence, and the runs of capitals that may be names.

In a headline where every word has a capital, only the vocabulary tells where a name ends; so words that
headlines use to speak *about* works (`BREAKS`) end a run there, and everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from airdate.reading.cues import words

_TOKEN = re.compile(r"[^\W_](?:[\w'.&!?+*/-]*[\w+*])?|[&:,;|()\"]|(?<=\s)-(?=\s)|'(?=\s|$)")

#: Lower-case words that names hold in their middle.
CONNECTORS = words("connectors")

#: Words of the trade: no name goes on across them.
BREAKS = words("breaks")
#: Words that open a question or a clause rather than a name, unless a small word follows ("What We Do …").
OPENERS = words("openers")
#: "Hopes for X", "Rumours about X": what is hoped or rumoured is not part of the name.
_LEAD_NOUNS = words("lead_nouns")
_SMALL, _ASKING = words("small"), words("asking")

#: What trails a name and is no part of it.
TRAILERS = words("trailers")
MONTHS = words("months")
DAYS = words("days")
_MONTH_NAMES = MONTHS - {"may", "march", "april", "june", "august"}
CALENDAR = MONTHS | DAYS | words("times_of_year")


class Token(NamedTuple):
    """One word or mark of a sentence."""

    start: int
    end: int
    word: str
    low: str
    capital: bool

    @property
    def is_mark(self) -> bool:
        return not self.word[0].isalnum()


@lru_cache(maxsize=512)
def tokenize(flat: str) -> tuple[Token, ...]:
    """Words and marks of a flattened sentence; a word's final punctuation is not part of it."""
    return tuple([_token(m[0], *m.span()) for m in _TOKEN.finditer(flat)])


def _token(word: str, start: int, end: int) -> Token:
    first = word[0]
    return Token(start, end, word, word.lower(), first.isupper() or first.isdigit())


def blocked(tokens: Sequence[Token], held: Iterable[tuple[int, int]]) -> Sequence[Token]:
    """The tokens, with those that touch a `held` span made into marks that no name crosses."""
    spans = sorted(held)
    if not spans:
        return tokens
    out, at = [], 0
    reach = spans[0][1]
    for token in tokens:
        while at + 1 < len(spans) and spans[at + 1][0] < token.end:
            at += 1
            reach = max(reach, spans[at][1])
        touches = spans[at][0] < token.end and token.start < reach
        out.append(Token(token.start, token.end, "\0", "\0", False) if touches else token)
    return out


#: "Marvel-like", "Traitors-style": compared with a work, no work.
_LIKENESS = ("-like", "-style", "-inspired", "-esque", "-themed")
_NTH = re.compile(r"\d{1,2}(?:st|nd|rd|th)")
_MAX_ACRONYM = 5
_LABELS = words("no_name") | TRAILERS
_COUNTS, _WHEN = words("counts"), frozenset(["after", "alongside", "before", "following", "ahead", "from"])
_MAKERS = words("makers")
_WEAK_ENDS = words("weak_ends")


def is_name_word(token: Token) -> bool:
    """May this word be the first, last or weighty word of a name?"""
    if not token.capital or token.low in BREAKS or token.low in _MONTH_NAMES:  # a mark has no capital
        return False
    return not token.low.endswith(_LIKENESS)


def run_before(tokens: Sequence[Token], stop: int, floor: int = 0) -> tuple[int, int] | None:
    """The run of capitals that ends right before index `stop`, as token indexes `[first, last]`."""
    last = stop - 1
    if last < floor or not is_name_word(tokens[last]) or tokens[last].low in _WEAK_ENDS:
        return None
    first, at = last, last - 1
    while at >= floor and last - at < 14:
        token = tokens[at]
        if is_name_word(token):
            first = at
        elif not (token.low in CONNECTORS or _glues(tokens, at)) or first - at > 3:
            break
        at -= 1
    return _without_opener(tokens, first, last), last


def run_after(tokens: Sequence[Token], start: int, ceiling: int | None = None) -> tuple[int, int] | None:
    """The run of capitals that begins at index `start`, as token indexes `[first, last]`."""
    ceiling = len(tokens) if ceiling is None else ceiling
    if start >= ceiling or not is_name_word(tokens[start]) or _counts(tokens, start):
        return None
    last, at = start, start + 1
    while at < ceiling and at - start < 14:
        token = tokens[at]
        if is_name_word(token) and not _is_day(tokens, at):
            last = at
        elif not (token.low in CONNECTORS or _glues(tokens, at)) or at - last > 3:
            break
        at += 1
    return start, last


def _counts(tokens: Sequence[Token], at: int) -> bool:
    """ "cancelled After One Season", "drops trailer Ahead of April 24 Return": no name."""
    if at + 1 >= len(tokens) or tokens[at].low not in _WHEN:
        return False
    if tokens[at].low == "alongside":
        return True
    if (tokens[at].low, tokens[at + 1].low) == ("ahead", "of") or tokens[at + 1].low in _MAKERS:
        return True  # also "orders new anime From Studio Behind X"
    return tokens[at + 1].low in _COUNTS or tokens[at + 1].word.isdigit()


def _glues(tokens: Sequence[Token], at: int) -> bool:
    """May a name go on over this mark: its colon, or the apostrophe of "The Keepers' Daughter"?"""
    if tokens[at].word == ":":
        return _glued(tokens, at)
    owner = tokens[at - 1] if at else None
    return (
        tokens[at].word == "'"
        and owner is not None
        and owner.end == tokens[at].start
        and owner.capital
        and owner.low.endswith("s")
    )


def _glued(tokens: Sequence[Token], at: int) -> bool:
    """A colon inside a name: right after a word, with a capital following ("Star Trek: Picard")."""
    if (
        not 0 < at < len(tokens) - 1
        or tokens[at].start != tokens[at - 1].end
        or not is_name_word(tokens[at + 1])
    ):
        return False
    label = tokens[at - 1]
    shouted = label.word.isupper() and not tokens[at + 1].word.isupper()
    return not shouted or (len(label.word) <= _MAX_ACRONYM and label.low not in _LABELS)  # "NCIS: Sydney"


def _is_day(tokens: Sequence[Token], at: int) -> bool:
    """ "… on Tuesday", "… 9 October": a day in running text, not part of a name."""
    if _NTH.fullmatch(tokens[at].low):
        return True  # "the return of X on the 8th"
    if tokens[at].word.isdigit() and at + 1 < len(tokens) and tokens[at + 1].low in MONTHS:
        return True
    return (
        tokens[at].low in CALENDAR and at > 0 and tokens[at - 1].low in ("on", "in", "this", "next", "last")
    )


def _holds_on(tokens: Sequence[Token], at: int) -> bool:
    """Does an opener belong to the name ("What We Do …", "Are You …")? "Is The X" asks about X."""
    after = tokens[at + 1]
    return after.low in _SMALL and not (tokens[at].low in _ASKING and after.word == "The")


def _without_opener(tokens: Sequence[Token], first: int, last: int) -> int:
    while first < last and tokens[first].low in OPENERS and not _holds_on(tokens, first):
        first += 1
    if (
        first + 1 < last
        and tokens[first].low in _LEAD_NOUNS
        and tokens[first + 1].low
        in (
            "for",
            "of",
            "on",
            "about",
            "around",
            "from",
            "in",
            "to",
        )
    ):
        first += 2
    while first < last and not is_name_word(tokens[first]):
        first += 1
    return first
