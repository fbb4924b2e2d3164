"""Words of a text with their offsets, and phrase tables that are matched against them.

Invariant: `text[starts[i]:ends[i]]` is the i-th word as printed; `words[i]` is the same in lower case
with a straight apostrophe. A hyphen between two letters, or a letter and a digit, is no word of its
own: `hyphened[i]` says that one stood before word i ("mid-March" is "mid", "march").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[^\w\s]")
_HYPHENS = frozenset("-‐‑")

V = TypeVar("V")


class Tokens:
    """The words of a text as parallel lists (cheaper than one object a word)."""

    __slots__ = ("ends", "hyphened", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.hyphened: list[bool] = []
        hyphen = False
        for match in _WORD.finditer(text):
            word, (start, end) = match.group(), match.span()
            if word in _HYPHENS and _inside_word(text, start):
                hyphen = True
                continue
            self.words.append(word.lower().replace("’", "'"))
            self.starts.append(start)
            self.ends.append(end)
            self.hyphened.append(hyphen)
            hyphen = False

    def __len__(self) -> int:
        return len(self.words)

    def word(self, i: int) -> str:
        """The i-th word, or "" before the first and after the last."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def is_capital(self, i: int) -> bool:
        """Does the word begin with a capital letter?"""
        return self.text[self.starts[i]].isupper()

    def is_glued(self, i: int) -> bool:
        """Does the word touch the one before it, without a space?"""
        return 0 < i < len(self.words) and self.starts[i] == self.ends[i - 1]


def _inside_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isalnum() and after.isalnum() and not (before.isdigit() and after.isdigit())


class Phrasebook(Generic[V]):
    """Phrases of one or more words with a value each; the longest that fits is taken.

    `table` maps phrases, alternatives parted by "|", to values.
    """

    def __init__(self, table: Mapping[str, V]) -> None:
        pairs = [(tuple(p.split()), value) for phrases, value in table.items() for p in phrases.split("|")]
        self.phrases: dict[tuple[str, ...], V] = dict(pairs)
        self._lengths_by_first = _lengths(self.phrases, 0)
        self._lengths_by_last = _lengths(self.phrases, -1)

    def at(self, tokens: Tokens, i: int) -> tuple[V, int] | None:
        """The value of the phrase that begins at word i, and the index after it."""
        for n in self._lengths_by_first.get(tokens.word(i), ()):
            phrase = tuple(tokens.words[i : i + n])
            if phrase in self.phrases:
                return self.phrases[phrase], i + len(phrase)
        return None

    def before(self, tokens: Tokens, i: int) -> tuple[V, int] | None:
        """The value of the phrase that ends just before word i, and the index of its first word."""
        for n in self._lengths_by_last.get(tokens.word(i - 1), ()):
            phrase = tuple(tokens.words[max(i - n, 0) : i])
            if phrase in self.phrases:
                return self.phrases[phrase], i - len(phrase)
        return None

    def first_words(self) -> frozenset[str]:
        """The words that a phrase can begin with."""
        return frozenset(self._lengths_by_first)


def _lengths(phrases: Iterable[tuple[str, ...]], end: int) -> dict[str, list[int]]:
    """For each first or last word, how long its phrases are, the longest first."""
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(phrase[end], set()).add(len(phrase))
    return {word: sorted(found, reverse=True) for word, found in lengths.items()}
