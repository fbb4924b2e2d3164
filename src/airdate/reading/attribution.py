"""Who said it, as the text names them; never the outlet itself.

A network that renews or cancels speaks by deciding. An outlet that another outlet names ("per Deadline")
is named too; a person's word passed on by an outlet has both (`said_via`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from airdate.reading.cues import load
from airdate.reading.scene import Scene
from airdate.reading.services import ServiceHit

_CUES = load("attribution")
_SUBJECT_SAYS = _CUES["subject_says"]
_LED_IN = _CUES["led_in"]
_DECIDER = re.compile(r"(?:\b(?:at|by|for|order from)|'s|-)\s*(?:the )?$")
_TOLD = _CUES["told"]


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
    return next((hit.name for hit in outlets if _speaks(scene, hit, len(scene.low))), None)


def decider(scene: Scene, at: int) -> str | None:
    """The service or studio that decides: "renewed at X", "cancelled by X", "X renews"."""
    for hit in scene.services:
        if hit.role == "outlet":
            continue
        if _SUBJECT_SAYS.match(scene.low[hit.end :]) or _DECIDER.search(scene.low, 0, hit.start):
            return _usual(hit, scene)
    return None
