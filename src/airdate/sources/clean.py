"""Text as everything downstream sees it: no invisible characters, one space, one line feed.

Invariant: cleaning happens here, once, before a `Document` is made; offsets count the cleaned text.
What is dropped: control characters, bidirectional marks, zero-width characters (the joiners that
scripts and emoji need stay), soft hyphens, lone surrogates and tag characters.
"""

from __future__ import annotations

import re

MAX_LINE = 1000  # code points of a headline, a name, an outlet

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]+"
)
_OTHER_BLANK = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_BLANKS = re.compile(f"[{_OTHER_BLANK}][ {_OTHER_BLANK}]*| [ {_OTHER_BLANK}]+")  # a lone space is no match
_BLANK_LINES = re.compile(" ?\n[ \n]*")


def clean_text(text: str) -> str:
    """Several lines: visible characters, single spaces, single line feeds between paragraphs."""
    text = _LINE_ENDS.sub("\n", text)
    text = _BLANKS.sub(" ", _DROPPED.sub("", text))
    return _BLANK_LINES.sub("\n", text).strip()


def clean_line(text: str | None) -> str | None:
    """One line of at most `MAX_LINE` code points; `None` where nothing visible is left."""
    if not text:
        return None
    text = text[: 10 * MAX_LINE]
    if not (text.isascii() and text.isprintable()):  # most lines are, and need no more than single spaces
        text = clean_text(text)
    return " ".join(text.split())[:MAX_LINE].strip() or None
