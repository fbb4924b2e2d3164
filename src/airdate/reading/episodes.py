"""How many episodes a coming season has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from airdate.reading.context import Context
from airdate.reading.cues import load
from airdate.reading.draft import Draft
from airdate.reading.modality import is_counterfactual, is_question, is_superseded
from airdate.reading.scene import Scene
from airdate.reading.seasons import number
from airdate.reading.statement import statement

_CUES = load("episodes")
_COUNT = _CUES["count"]
_NEW = _CUES["new"]
_OLD = _CUES["old"]
_APART = re.compile(r"^ (?:each|apiece|per|in (?:the )?(?:first|part)|a (?:season|week|year))\b")


def find_episodes(scene: Scene, context: Context) -> Iterator[Draft]:
    """The episode count of a season still to come, where one is named."""
    if is_question(scene) or not any(word in scene.low for word in ("episode", " eps", "in all", "parter")):
        return
    found = [m for m in _COUNT.finditer(scene.masked) if not _APART.match(scene.masked[m.end() :])]
    if (
        not found
        or (not scene.seasons and not context.multi)
        or _OLD.search(scene.clause_text(found[-1].start()))
    ):
        return
    match = found[-1]
    at = match.end() - 1
    if (
        is_counterfactual(scene, at)
        or (
            is_superseded(scene, at)
            and not scene.seasons
            and " season" not in scene.low[match.end() : match.end() + 8]
        )
        or not (_NEW.search(scene.masked) or " season" in scene.low[match.end() : match.end() + 8])
    ):
        return
    count = number(match[match.lastindex or 0])
    known = context.topic.seasons
    subjects = tuple(
        s for s in context.subjects(scene, at) if s.season is not None and s.season >= known.get(s.title, 1)
    )
    if count < 2 or not subjects or _is_ordinal(scene, match):
        return
    yield statement(scene, at, kind="episodes", value=str(count), rule="episodes.count", subjects=subjects)


def _is_ordinal(scene: Scene, match: re.Match[str]) -> bool:
    return (
        re.search(r"\b(?:episode|after|last|first|watched) $", scene.masked[: match.start()]) is not None
        and not scene.seasons
    )
