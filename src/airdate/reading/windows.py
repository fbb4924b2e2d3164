"""What window a date's words leave once negations around it are heard.

A year that is ruled out leaves the next one on; a day that is ruled out leaves nothing.
"""

from __future__ import annotations

import re

from airdate.dates import Window, parse
from airdate.reading.cues import load
from airdate.reading.phrases import DatePhrase, find
from airdate.reading.scene import Scene

_RULED_OUT = load("release")["ruled_out"]
_NOUN_AFTER = load("release")["event_after"]
_AHEAD_OF = re.compile(r"(?:just )?(?:ahead of|before) (?:its |the |their )?")
_BOUND = re.compile(r"(?:not )?(?:until|before|till|by) ")
_NOT_BEYOND = re.compile(r"\b(?:not|\w+n't|never|won't) (?:\w+ ){0,2}$")
_BEYOND = "beyond "


def window_left(scene: Scene, phrase: DatePhrase) -> Window | None:
    """The window that the sentence leaves open; `None` where it rules out just that date."""
    window = _read_again(scene, phrase)
    start, _ = scene.clause(phrase.start)
    settled = window.precision == "open" or phrase.negated or _BOUND.match(scene.low, phrase.start)
    if settled or scene.low.startswith(_BEYOND, phrase.start):
        return _at_the_earliest(scene, window)
    if not _RULED_OUT.search(scene.dated[start : phrase.start]):
        return _at_the_earliest(scene, window)
    latest = window.latest if window.precision in ("year", "interval") else None
    if latest is not None and (latest.month, latest.day) == (12, 31):
        return parse(f"{latest.year + 1}/..")
    return None


def is_not_beyond(scene: Scene, phrase: DatePhrase) -> bool:
    """ "does not go beyond this year": by the end of it."""
    return scene.low.startswith(_BEYOND, phrase.start) and bool(
        _NOT_BEYOND.search(scene.low, 0, phrase.start)
    )


def is_left_behind(scene: Scene, phrase: DatePhrase) -> bool:
    """ "moved from June to March": June is the date that was."""
    return scene.low.endswith("from ", 0, phrase.start) and bool(
        re.match(r" (?:back )?to ", scene.low[phrase.end :])
    )


def _read_again(scene: Scene, phrase: DatePhrase) -> Window:
    """ "not until late 2023 or early 2024" names both ends: the window of the two, without the bound."""
    words = scene.low[phrase.start : phrase.end]
    if is_not_beyond(scene, phrase):
        skip = len(_BEYOND)
    elif (ahead := _AHEAD_OF.match(words)) and _NOUN_AFTER.match(scene.dated, phrase.end):
        skip = ahead.end()  # "ahead of December 15 premiere" dates the premiere
    elif (bound := _BOUND.match(words)) and " or " in words and phrase.window.precision == "open":
        skip = bound.end()
    else:
        return phrase.window
    inner = find(scene.flat[phrase.start + skip : phrase.end], scene.published)
    return inner[0].window if len(inner) == 1 else phrase.window


def _at_the_earliest(scene: Scene, window: Window) -> Window:
    """ "At the earliest, X comes in late 2016": the phrase stands apart from its date."""
    if "at the earliest" not in scene.low or window.precision == "open":
        return window
    return parse(window.edtf.partition("/")[0] + "/..")
