"""How many episodes a coming season has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from airdate.reading.context import Context
from airdate.reading.cues import DATE, load
from airdate.reading.draft import Draft
from airdate.reading.modality import is_counterfactual, is_question, is_superseded
from airdate.reading.scene import Scene
from airdate.reading.seasons import number
from airdate.reading.statement import statement

_CUES = load("episodes")
_COUNT = _CUES["count"]
_NEW = _CUES["new"]
_OLD = _CUES["old"]
_STEMS = ("episode", " eps", "in all", "parter", " parts", "half-hour", "instal")
#: A lone headline may count the episodes of a work that is new, or of its last season.
_OF_NEW = _CUES["of_new"]
_FEW = 4  # episodes; so many come out on the first day
_AT_FIRST, _APPEARS = _CUES["at_first"], _CUES["appears"]
_ORDINAL = re.compile(r"\b(?:episode|after|last|first|watched) $")
_APART = re.compile(
    r"^ (?:each|to (?:begin|start)|at (?:once|launch)|apiece|per|in (?:the )?(?:first|part)|open|begin"
    r"|start|end|a (?:season|week|year))\b"
)


def find_episodes(scene: Scene, context: Context) -> Iterator[Draft]:
    """The episode count of a season still to come, where one is named."""
    named = any(stem in scene.low for stem in _STEMS) or (scene.sentence.headline and "-part" in scene.low)
    if not named or is_question(scene):
        return
    found = [m for m in _COUNT.finditer(scene.masked) if not _is_part_of(scene, m)]
    if not found or not _is_to_come(scene, found[-1]):
        return
    match = found[-1]
    count = number(match[match.lastindex or 0])
    known = context.topic.seasons
    of_new = _OF_NEW.search(scene.masked) is not None if scene.sentence.headline else not known
    subjects = tuple(
        s
        for s in context.subjects(scene, match.end() - 1)
        if (of_new if s.season is None else s.season >= known.get(s.title, 1))
    )
    if count > 1 and subjects:
        at = match.end() - 1
        yield statement(
            scene, at, kind="episodes", value=str(count), rule="episodes.count", subjects=subjects
        )


def _is_part_of(scene: Scene, match: re.Match[str]) -> bool:
    """So many at once, or so many with a person in them: not the season's count."""
    if DATE in scene.dated[match.start() : match.end()]:
        return True  # "the June 29 episode"
    if _APART.match(scene.masked[match.end() :]) or _APPEARS.search(scene.masked, 0, match.start()):
        return True
    few = number(match[match.lastindex or 0]) <= _FEW
    return few and _AT_FIRST.search(scene.masked, 0, match.start()) is not None


def _is_to_come(scene: Scene, match: re.Match[str]) -> bool:
    """Told of a season ahead ("will have", "12-episode season"), and not of one that has run."""
    at, of_season = match.end() - 1, scene.low.startswith(" season", match.end())
    if _OLD.search(scene.clause_text(match.start())) or is_counterfactual(scene, at):
        return False
    if is_superseded(scene, at) and not (scene.seasons or of_season):
        return False
    if _ORDINAL.search(scene.masked, 0, match.start()) and not scene.seasons:
        return False
    return of_season or _NEW.search(scene.masked) is not None
