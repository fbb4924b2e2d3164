"""The day that a page speaks on, where nothing but its own words gives it ("as of March 2023")."""

from __future__ import annotations

import re

from airdate.dates import Window
from airdate.reading.phrases import find
from airdate.reading.text import Page

_AS_OF = re.compile(
    r"\b(?:as of|last updated(?: on)?|updated(?: on)?:?|at the time of writing,?(?: in)?"
    r"|published(?: on)?:?) (?=\w)"
)
_AS_OF_STEMS = ("as of", "updated", "time of writing", "published")  # each match of it holds one
_FAR = 40  # code points after the words


def said_on(page: Page) -> Window | None:
    """The day or month named by "as of …" or "updated …"; a year alone is too loose."""
    if not any(word in page.low for word in _AS_OF_STEMS):
        return None
    for match in _AS_OF.finditer(page.low):
        for phrase in find(page.flat[match.end() : match.end() + _FAR], None, past=True):
            if phrase.start <= 4 and phrase.window.precision in ("day", "month"):
                return phrase.window
    return None
