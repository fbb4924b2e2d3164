"""How far the making of a work is: writing, filming, finished, in post-production, stopped, moved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from airdate.reading.context import Context
from airdate.reading.cues import Rule, load, pattern
from airdate.reading.draft import Draft
from airdate.reading.modality import is_counterfactual, is_question, is_superseded, is_wish
from airdate.reading.phrases import DatePhrase, find
from airdate.reading.scene import Scene
from airdate.reading.statement import statement

_CUES = load("production")

_TOLD_PAST = _CUES["told_past"]
_NEGATED = re.compile(r"\bnot\b|n't\b")
_LONG = 200  # days
_PRESENT = re.compile(r"\b(?:begins|starts|start|begin|kicks off|commences|gets under ?way)\b")
_OF_WORK = pattern(
    r"{T}|{N}|\b(?:it|its|show|series|season|film|movie|drama|production|release|premiere|filming|shoot|sequel|debut"
    r"|return|launch)\b"
)
#: "filming gets under way on new drama X": the work that follows; "pushes X to 2026": the work moved.
_ON_WORK = pattern(r" (?:on|for|of)(?: (?:[\w-]+|{V}(?:'s)?)){0,4} '?{T}")
_MOVED_WORK = pattern(r" '?{T}'? (?:back |out )?(?:from {D} )?to\b")
_DELAYED = next(rule.pattern for rule in _CUES.rules if rule.value == "delayed")
_PAUSED = next(rule.pattern for rule in _CUES.rules if rule.value == "paused")
_OTHER_SENSE, _IF_ASKED = _CUES["other_sense"], _CUES["if_asked"]


def find_production(scene: Scene, context: Context) -> Iterator[Draft]:
    """Stages of making that a sentence states."""
    if is_question(scene):
        return
    spoken_for: list[tuple[int, int]] = []
    for rule in _CUES.rules_for(scene.low):
        views = (
            (scene.masked, scene.dated) if rule.value in ("delayed", "filming_wrapped") else (scene.masked,)
        )
        for match in (m for view in views for m in rule.pattern.finditer(view)):
            if any(a < match.end() and match.start() < b for a, b in spoken_for):
                continue
            spoken_for.append(match.span())
            if rule.value and _stands(scene, match):
                yield from _drafts(scene, context, rule, match)


def _stands(scene: Scene, match: re.Match[str]) -> bool:
    at = match.start()
    if (
        _IF_ASKED.search(scene.masked)
        or is_counterfactual(scene, at)
        or is_wish(scene, at)
        or _OTHER_SENSE.search(match[0])
    ):
        return False
    if match.re is _PAUSED and re.match(r"\W*(?:after|since|when|following)\b", scene.clause_text(at)):
        return False
    if match.re is _DELAYED and not _OF_WORK.search(scene.masked, 0, scene.clause(at)[1]):
        return False
    return not (
        is_superseded(scene, at)
        and not re.search(r"\b(?:but|delay|push|postpon|slip)", scene.clause_text(at))
    )


def _drafts(scene: Scene, context: Context, rule: Rule, match: re.Match[str]) -> Iterator[Draft]:
    of_work = _ON_WORK.match(scene.masked, match.end()) or _MOVED_WORK.match(scene.dated, match.end())
    known = context.topic.seasons if not scene.sentence.headline else {}
    subjects = tuple(
        s
        for s in context.subjects(scene, (of_work or match).end() - 1)
        if s.season is None or s.season >= known.get(s.title, 1)
    )
    if not subjects:
        return
    value, phrase = rule.value, _date_of(scene, match)
    if value == "filming_scheduled" and phrase is None and _NEGATED.search(match[0]):
        return  # "cameras will not roll until the strikes end"
    if value == "paused" and phrase is not None and _is_long_ago(scene, phrase):
        return
    if (
        value == "filming_started"
        and phrase is not None
        and not _TOLD_PAST.search(match[0])
        and _is_ahead(scene, phrase, match)
    ):
        value = "filming_scheduled"
    yield statement(
        scene,
        match.start(),
        kind="production",
        value=value,
        rule=f"production.{rule.value}",
        subjects=subjects,
        when=phrase.window.edtf.removeprefix("../") if phrase is not None else None,  # "by May": then
    )


def _is_long_ago(scene: Scene, phrase: DatePhrase) -> bool:
    """A stop of another year is history."""
    said = scene.published.earliest if scene.published is not None else None
    latest = phrase.window.latest
    return said is not None and latest is not None and (said - latest).days > _LONG


def _date_of(scene: Scene, match: re.Match[str]) -> DatePhrase | None:
    """The date in the clause, nearest after the words of making; else nearest before."""
    start, end = scene.clause(match.start())
    end = max(end, match.end())
    phrases = scene.dates
    if not phrases:
        phrases = tuple(find(scene.flat, scene.published, masks=scene.masks, past=True))
    inside = [p for p in phrases if start <= p.start < min(end + 30, len(scene.low))]
    after = [p for p in inside if p.start >= match.start()]
    if after and "from " in scene.low[max(0, after[0].start - 5) : after[0].start] and len(after) > 1:
        after = after[1:]  # "moved from June to March": the second
    return min(after, key=lambda p: p.start) if after else max(inside, key=lambda p: p.start, default=None)


def _is_ahead(scene: Scene, phrase: DatePhrase, match: re.Match[str]) -> bool:
    published = scene.published
    if published is None:
        return True  # "filming begins in spring 2026", told we do not know when: a plan, as the tense says
    if published.latest is None or phrase.window.earliest is None:
        return False
    if _PRESENT.search(match[0]) and phrase.window.latest is not None and not phrase.window.is_day:
        return phrase.window.latest > published.latest
    return phrase.window.earliest > published.latest
