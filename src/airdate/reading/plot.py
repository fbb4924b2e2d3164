"""What a coming season may be about: told by a maker, or guessed by the page. Never scored, always marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from airdate.reading.attribution import Voice
from airdate.reading.context import Context
from airdate.reading.cues import load
from airdate.reading.draft import Draft
from airdate.reading.modality import is_counterfactual, is_question
from airdate.reading.scene import Scene
from airdate.reading.statement import statement

_CUES = load("plot")
_STORY = _CUES["story"]
_MAX_VALUE = 200  # code points


def find_plot(scene: Scene, context: Context) -> Iterator[Draft]:
    """A statement about the story to come, with the maker's name where a quotation gives it."""
    if scene.sentence.headline or not _CUES.may_match("story", scene.low) or is_question(scene):
        return
    match = _STORY.search(scene.masked)
    if match is None or is_counterfactual(scene, match.start()) or not context.topic.seasons:
        return
    subjects = tuple(s for s in context.subjects(scene, match.end() - 1) if s.season is not None)
    main = {s.title: context.topic.seasons.get(s.title) for s in subjects}
    subjects = tuple(dict.fromkeys(type(s)(s.title, main[s.title] or s.season, s.raw) for s in subjects))
    if not subjects:
        return
    voice = context.quoted if _is_quoted(scene, match) else Voice()
    yield statement(
        scene,
        match.start(),
        kind="plot",
        value=" ".join(scene.flat.split())[:_MAX_VALUE],
        rule="plot.story",
        subjects=subjects,
        sure="expected",
        who=voice.who,
        said_via=voice.said_via,
        said_on=context.before_page if voice.said_via else None,
    )


def _is_quoted(scene: Scene, match: re.Match[str]) -> bool:
    """Does the match stand inside quotation marks?"""
    return scene.flat[: match.start()].count('"') % 2 == 1
