"""Text with offsets that hold: folding keeps every code point's place.

`flat` straightens quotes, dashes and spaces; `low` also lowers case and drops accents. Both have the
length of the text they come from, so a match in either is a span of the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from airdate.reading.cues import load
from airdate.types import Document

MAX_BODY = 300_000  # code points; a longer text is read this far, and the rest is counted as unread
MAX_SENTENCE = 1_500  # a longer "sentence" is a table or a script; it is cut
MAX_UNBROKEN = 60_000  # code points; what goes on for longer without a sentence's end is read this far

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ`´′", "'"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("–—―‒−", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f\u2002\u2003\t\r", " "),
    }
)


class _Bare(dict[int, str]):
    """Code point → its lower-case base letter, always exactly one code point."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFKD", char)[:1].lower()
        if char.isalpha() and len(base) != 1:
            base = char
        self[code] = base if len(base) == 1 and not unicodedata.combining(base) else char
        return self[code]


_BARE = _Bare()


def flatten(text: str) -> str:
    """Straight quotes, plain dashes and spaces; same length."""
    return text if text.isascii() and "`" not in text and "\t" not in text else text.translate(_STRAIGHT)


def lower(flat: str) -> str:
    """Lower case without accents; same length."""
    return flat.lower() if flat.isascii() else flat.translate(_BARE)


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """A name as it is compared: no case, accents, punctuation or leading article; `&` is `and`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = plain.translate(_STRAIGHT).lower().replace("&", " and ").replace("'", "")
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain)
    words = re.sub(r"[\W_]+", " ", plain).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)


def body(document: Document) -> str:
    """The text that `Span` offsets count in: the headline, a line feed and the text."""
    return f"{document.title}\n{document.text}" if document.title else document.text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the body that is read as one statement; `paragraph` counts lines.

    `heading`: a short line in the text without the end of a sentence, or one that points elsewhere.
    """

    start: int
    end: int
    paragraph: int
    headline: bool
    heading: bool = False


_CUES = load("text")
_ABBREVIATION = _CUES["abbreviation"]
_MAX_HEADING = 16  # words
_ENDED = re.compile(r"[.!;:,…\"')\]]\s*$")
_POINTER = _CUES["pointer"]
_LABEL = _CUES["label"]
_STOP = re.compile(r"""[.!?]{1,4}["')\]]{0,3}\s{1,4}(?=["'(\[]?[A-Z0-9À-Þ])|[。!?]""")


def sentences(flat: str, headline_end: int) -> Iterator[Sentence]:
    """Cut a flattened body into sentences; the headline (up to `headline_end`) stays whole."""
    start, lines = 0, flat.split("\n")
    several = sum(1 for line in lines if line.strip()) > (2 if headline_end else 1)
    for paragraph, line in enumerate(lines):
        end = start + len(line)
        if line.strip():
            headline = end <= headline_end
            if not headline and several and _is_heading(line):
                yield from _pieces(flat, start, end, paragraph, heading=True)
            else:
                yield from _of_line(flat, start, end, paragraph, headline)
        start = end + 1


def _is_heading(line: str) -> bool:
    """No sentence, or a line that points to another page."""
    if _POINTER.match(line):
        return True
    return (
        len(line) < 140
        and len(line.split()) <= _MAX_HEADING
        and not _ENDED.search(line)
        and not _LABEL.match(line)
    )


def _of_line(flat: str, start: int, end: int, paragraph: int, headline: bool) -> Iterator[Sentence]:
    if not headline:
        for stop in _STOP.finditer(flat, start, end):
            mark = stop.start() + 1
            if stop.start() - start < 2 or _ABBREVIATION.search(flat[max(start, mark - 8) : mark].lower()):
                continue
            yield from _pieces(flat, start, stop.end(), paragraph)
            start = stop.end()
    yield from _pieces(flat, start, end, paragraph, headline=headline)


def _pieces(
    flat: str, start: int, end: int, paragraph: int, *, headline: bool = False, heading: bool = False
) -> Iterator[Sentence]:
    end = min(end, start + MAX_UNBROKEN)
    for cut in range(start, end, MAX_SENTENCE):
        stop = min(end, cut + MAX_SENTENCE)
        piece = flat[cut:stop]
        left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if left < right:
            yield Sentence(cut + left, cut + right, paragraph, headline, heading)


_CLAUSE = _CUES["clause"]


@dataclass(frozen=True)
class Page:
    """A body and its two folded forms, with the sentences that they fall into."""

    text: str
    headline_end: int

    @cached_property
    def flat(self) -> str:
        return flatten(self.text)

    @cached_property
    def low(self) -> str:
        return lower(self.flat)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(sentences(self.flat, self.headline_end))

    @cached_property
    def left_out(self) -> tuple[tuple[int, int], ...]:
        """The stretches of text that no sentence holds, for they go on for longer than `MAX_UNBROKEN`."""
        ends = [0, *(s.end for s in self.sentences)]
        starts = [*(s.start for s in self.sentences), len(self.text)]
        return tuple((a, b) for a, b in zip(ends, starts, strict=True) if self.text[a:b].strip())


def clauses(low: str) -> tuple[tuple[int, int], ...]:
    """The clauses of a sentence, as spans of it: the reach of a hedge or a negation."""
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(low)), len(low)]
    return tuple((a, b) for a, b in pairwise(cuts) if a < b)
