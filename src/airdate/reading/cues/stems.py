"""Which stems a text holds: asked once a sentence, for all tables together.

Most sentences hold no stem of most patterns, and a pattern costs a hundred times what a stem does. A stem
without a space lies within one word of the text, and few words are new, so what a word holds is remembered.

Invariant: `stems_in(text)` are exactly the known stems `s` with `s in text`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

#: Each known stem, and the longest of its words: only where that stands can the stem stand.
_KNOWN: dict[str, str] = {}
_MEMORY = 16_384  # words, of the texts read last


def know(stems: Iterable[str]) -> None:
    """Take in the stems of a table; done as tables are loaded, before there is a text."""
    _KNOWN.update((stem, max(stem.split(), key=len)) for stem in stems)
    _of_word.cache_clear()
    stems_in.cache_clear()


@lru_cache(maxsize=512)  # each kind of claim asks of the same sentence
def stems_in(text: str) -> frozenset[str]:
    """The known stems that occur in a folded text."""
    found: set[str] = set()
    for word in text.split():
        found.update(_of_word(word))
    return frozenset(stem for stem in found if " " not in stem or stem in text)


@lru_cache(maxsize=_MEMORY)
def _of_word(word: str) -> tuple[str, ...]:
    return tuple(stem for stem, part in _KNOWN.items() if part in word)
