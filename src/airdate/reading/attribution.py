"""Who said it, as the text names them; never the outlet itself.

A network that renews or cancels speaks by deciding. An outlet that another outlet names ("per Deadline")
is named too; a person's word passed on by an outlet has both (`said_via`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from airdate.reading.cues import load
from airdate.reading.people import NOT_PERSON
from airdate.reading.scene import Scene
from airdate.reading.services import ServiceHit
from airdate.reading.tokens import CALENDAR, Token, is_name_word

_CUES = load("attribution")
_SUBJECT_SAYS = _CUES["subject_says"]
_LED_IN = _CUES["led_in"]
_DECIDER = re.compile(r"(?:\b(?:at|by|for|order from)|'s|-)\s*(?:the )?$")
_TOLD = _CUES["told"]
_PASSED_ON, _REPORTS, _FIRST_BY = _CUES["passed_on"], _CUES["reports"], _CUES["first_by"]
_DOMAIN = re.compile(r"[\w-]{2,}(?:\.[\w-]{2,}){1,3}")
_NO_OUTLET = CALENDAR | NOT_PERSON
_MOST_WORDS, _NEAR = 4, 60  # of an outlet's name; code points before it that are looked at
_PRONOUN = 2  # letters: "He reported"


@dataclass(frozen=True)
class Voice:
    """The one that a statement comes from, and the outlet that it was said to."""

    who: str | None = None
    said_via: str | None = None


def voice(scene: Scene, at: int) -> Voice:
    """Whose word the statement at offset `at` is."""
    via = next(
        (s.name for s in scene.services if s.role == "outlet" and _TOLD.search(scene.low, 0, s.start)), None
    )
    person = _speaker(scene, at)
    if person is not None:
        return Voice(person, via)
    for hit in scene.services:
        if hit.name != via and _speaks(scene, hit, at):
            return Voice(
                scene.flat[hit.start : hit.end] if hit.role != "service" else _usual(hit, scene), via
            )
    return Voice(None, via)


def _usual(hit: ServiceHit, scene: Scene) -> str:
    return (
        hit.name
        if not scene.flat[hit.start : hit.end].startswith("Netflix ")
        else scene.flat[hit.start : hit.end]
    )


def _speaks(scene: Scene, hit: ServiceHit, at: int) -> bool:
    if _LED_IN.search(scene.low, 0, hit.start):
        return hit.role == "outlet" or not scene.low[: hit.start].rstrip().endswith(("from", "if"))
    return _SUBJECT_SAYS.match(scene.low[hit.end :]) is not None and hit.start <= at + 80


def _speaker(scene: Scene, at: int) -> str | None:
    """A person who says, tells or confirms in this sentence, before or after the statement."""
    for person in scene.people:
        if _SUBJECT_SAYS.match(scene.low[person.end :]) or _LED_IN.search(scene.low, 0, person.start):
            return person.name
    return None


def teller(scene: Scene) -> str | None:
    """The outlet that the sentence names as reporting it: where the story comes from."""
    outlets = (hit for hit in scene.services if hit.role == "outlet")
    known = next((hit.name for hit in outlets if _speaks(scene, hit, len(scene.low))), None)
    return known or _unknown_teller(scene)


def credited(scenes: Iterable[Scene]) -> str | None:
    """The outlet that a page says had the news first: "The news was first reported by Deadline."."""
    first = (s for s in scenes if _CUES.may_match("first_by", s.low) and _FIRST_BY.search(s.low))
    credits = map(teller, first)
    return next(filter(None, credits), None)


def _unknown_teller(scene: Scene) -> str | None:
    """An outlet of no vocabulary, by its place: "according to the Gazette", "the Gazette reports"."""
    tokens = scene.free_tokens
    for can_name, group in groupby(tokens, _can_name):
        run = list(group)
        if not can_name or len(run) > _MOST_WORDS:
            continue
        start, end = run[0].start, run[-1].end
        if _PASSED_ON.search(scene.low, max(0, start - _NEAR), start) or _REPORTS.match(scene.low, end):
            return scene.flat[start:end]
    return None


def _can_name(token: Token) -> bool:
    is_name = len(token.low) > _PRONOUN and is_name_word(token) and token.low not in _NO_OUTLET
    return is_name or _DOMAIN.fullmatch(token.low) is not None


def decider(scene: Scene, at: int) -> str | None:
    """The service or studio that decides: "renewed at X", "cancelled by X", "X renews"."""
    for hit in scene.services:
        if hit.role == "outlet":
            continue
        if _SUBJECT_SAYS.match(scene.low[hit.end :]) or _DECIDER.search(scene.low, 0, hit.start):
            return _usual(hit, scene)
    return None
