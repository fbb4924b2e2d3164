"""When a work comes out: a date beside a word of release, or the statement that no date is known.

What came out already is history, and a later home or a later territory is no news of the release.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from airdate.reading.context import Context
from airdate.reading.cues import DATE, load, pattern, read_table
from airdate.reading.draft import Draft, Subject
from airdate.reading.modality import is_counterfactual, is_question, is_superseded
from airdate.reading.phrases import DatePhrase
from airdate.reading.release_cues import is_elsewhere, is_later, release_rule
from airdate.reading.scene import Scene
from airdate.reading.statement import statement
from airdate.reading.windows import is_left_behind, window_left
from airdate.types import ReleaseType

_CUES = load("release")
_NO_DATE, _NO_DATE_BAR, _SAID_NOTHING = _CUES["no_date"], _CUES["no_date_bar"], _CUES["said_nothing"]
_REGION, _TERRITORY, _OFF = _CUES["region"], _CUES["territory"], _CUES["off"]
_REGIONS: dict[str, str] = read_table("regions")
_NEAR = 6  # code points
_NEXT_YEAR = 330  # days; a day so far ahead is named with its year
_HAS_YEAR = re.compile(r"\d{4}|\b(?:next|same|following) year\b")
_FAR = 10  # years; what is set so far ahead is part of a story
_NO_DATE_STEMS = ("date", "tba", "tbd", "tbc", "when", "timing", "time", "window", "nothing", " day ")
_OF_WORK, _OF_OTHER = _CUES["of_work"], _CUES["of_other"]
_IS_OUT = _CUES["is_out"]
_BESIDE = re.compile(r"\b(?:following|after|ahead of|before|replacing|in place of)\b")
_FOR_WORK = pattern(r"(?: (?:return|premiere|debut|launch|bow))? for (?:[\w'-]+ ){0,6}?'?{T}")
_FOR_NAME = re.compile(
    r" [Ff]or (?:[Tt]he )?(?!Final|Its|Last|New|Season|Series|Second|Third|Fourth|Fifth|U)[A-Z]"
)
_MOVES = pattern(r"\b(?:exits|leaves|leaving|departs|moves from|departing) {V}")
_THEN_ON = _CUES["then_on"]
_TYPES: tuple[tuple[str, ReleaseType], ...] = (
    (r"\b(?:limited (?:theatrical )?release|select (?:theaters|theatres|cinemas))\b", "limited"),
    (r"\b(?:theaters|theatres|cinemas?|theatrical\w*|big screen|box office)\b", "theatrical"),
    (r"\b(?:blu-ray|dvd|4k uhd|physical)\b", "physical"),
    (r"\b(?:digital release|on digital|vod|pvod|on demand)\b", "digital"),
)
_SPECIAL = re.compile(r"\bspecials?\b[^.;,]{0,16}$")


def find_releases(scene: Scene, context: Context) -> Iterator[Draft]:
    """Release dates and windows in a sentence, and the statement that none is known."""
    if is_question(scene):
        return
    dated = [d for d in (_release(scene, context, phrase) for phrase in scene.dates) if d is not None]
    if context.topic.film and not scene.sentence.headline:
        dated = [d for d in dated if context.out.isdisjoint(d.subjects)]  # where it is shown later
        if _IS_OUT.search(scene.masked):
            context.out.update(context.subjects(scene, len(scene.low) - 1))
    first = dated[0].region if dated else None
    dated = [d for d in dated if d.region is None or d.region == first]  # only first availability
    dated = [d for i, d in enumerate(dated) if not any(_is_second_home(scene, e, d) for e in dated[:i])]
    yield from dated
    yield from _unannounced(scene, context, dated[0].subjects if dated else ())


def _is_second_home(scene: Scene, first: Draft, then: Draft) -> bool:
    """ "… January 9 on X, and on Y on January 10": the later day is no first availability."""
    if first.subjects != then.subjects or not first.value < then.value:
        return False
    between = scene.dated[first.at : then.at].lstrip(DATE)
    return _THEN_ON.fullmatch(between) is not None


def _unannounced(scene: Scene, context: Context, spoken: tuple[Subject, ...]) -> Iterator[Draft]:
    if not any(stem in scene.low for stem in _NO_DATE_STEMS):
        return
    match = _NO_DATE.search(scene.masked) or (_SAID_NOTHING.search(scene.masked) if scene.dates else None)
    if match is None or _NO_DATE_BAR.search(scene.masked) or is_counterfactual(scene, match.start()):
        return
    after = scene.titles and scene.titles[0].start > match.end()
    at = match.start() if after else match.end() - 1
    subjects = spoken or context.subjects(scene, at)
    if subjects and not _opens_with_stranger(scene, match.start()):
        found = statement(
            scene,
            match.start(),
            kind="release",
            value="unannounced",
            rule="release.no-date",
            subjects=subjects,
        )
        yield replace(found, modality="confirmed")


def _opens_with_stranger(scene: Scene, at: int) -> bool:
    """Does the clause open with a name that is no known work ("…; Two Left Feet has no date")?"""
    start = scene.low.rfind("; ", 0, at) + 2
    return start > 1 and any(0 <= person.start - start <= _NEAR for person in scene.people)


def _release(scene: Scene, context: Context, phrase: DatePhrase) -> Draft | None:
    rule = release_rule(scene, phrase)
    window = window_left(scene, phrase) if rule is not None and _is_live(scene, phrase) else None
    if window is None:
        return None
    if _is_of_other(scene, phrase) or is_elsewhere(scene) or _is_for_stranger(scene, phrase):
        return None
    of_next = _FOR_WORK.match(scene.dated, phrase.end)  # "sets Feb. 15 for X, Feb. 18 for Y"
    subjects = context.subjects(scene, of_next.end() - 1 if of_next else phrase.start)
    if _SPECIAL.search(scene.dated[max(0, phrase.start - 30) : phrase.start]):
        subjects = tuple(dict.fromkeys(replace(s, season=None) for s in subjects))
    if not scene.sentence.headline:
        known = context.topic.seasons
        named = (
            {n for ref in scene.seasons for n in ref.numbers}
            if window.is_day and scene.published
            else frozenset()
        )
        subjects = tuple(
            s for s in subjects if s.season is None or s.season in named or s.season >= known.get(s.title, 1)
        )
    if not subjects:
        return None
    found = statement(
        scene, phrase.start, kind="release", value=window.edtf, rule=f"release.{rule}", subjects=subjects
    )
    return replace(found, region=_region(scene, phrase), release_type=_type(scene))


def _is_of_other(scene: Scene, phrase: DatePhrase) -> bool:
    """In running text, words of no work, or of a book, a tour, a person and the like."""
    start, end = scene.clause(phrase.start)
    if scene.sentence.headline:
        return False
    told = _BESIDE.search(scene.masked, phrase.end, end)
    if _OF_OTHER.search(scene.masked, start, told.start() if told else end):
        return True
    if _OF_WORK.search(scene.masked, start, end):
        return False
    of_person = any(start <= person.start < phrase.start for person in scene.people)
    return of_person or _OF_WORK.search(scene.masked, 0, end) is None


def _is_for_stranger(scene: Scene, phrase: DatePhrase) -> bool:
    """ "…, Feb. 18 for Some Show": a date for a name that is no known work."""
    if not scene.sentence.headline:
        return False
    found = _FOR_NAME.match(scene.flat, phrase.end)
    return found is not None and scene.masked[found.end() - 1].isascii()


def _is_live(scene: Scene, phrase: DatePhrase) -> bool:
    """Not overtaken, not counterfactual, not off, not a later home, and not over by the day of saying."""
    at, latest = phrase.start, phrase.window.latest
    if _corrects(scene, phrase):
        return False
    if is_superseded(scene, at) or is_counterfactual(scene, at) or is_left_behind(scene, phrase):
        return False
    off = phrase.window.precision != "open" and _OFF.search(scene.clause_text(at)) is not None
    if off or _MOVES.search(scene.masked) or is_later(scene):
        return False
    said = scene.published.earliest if scene.published is not None else None
    if said is None or latest is None:
        return True
    if (
        phrase.window.is_day
        and (latest - said).days > _NEXT_YEAR
        and not _HAS_YEAR.search(scene.low, at, phrase.end + 24)
    ):
        return False  # "on Sunday (July 13)", said on the 14th: the day that was
    return said <= latest and latest.year - said.year < _FAR


def _corrects(scene: Scene, phrase: DatePhrase) -> bool:
    """ "… on November 21, not in January": the second date is what had been thought."""
    if not phrase.negated:
        return False
    gaps = (scene.dated[d.end : phrase.start].strip(" ,") for d in scene.dates if d.end <= phrase.start)
    return any(gap in ("", "and", "and not", "not") for gap in gaps)


def _region(scene: Scene, phrase: DatePhrase) -> str | None:
    match = _REGION.search(scene.low, phrase.end, phrase.end + 60)
    if match is not None:
        return _REGIONS[match[1] or match[2]]
    start, _ = scene.clause(phrase.start)
    before = _REGION.search(scene.low, start, phrase.start) or _TERRITORY.search(
        scene.low, start, phrase.start
    )
    return next((_REGIONS[word] for word in before.groups() if word), None) if before else None


def _type(scene: Scene) -> ReleaseType | None:
    return next((kind for words, kind in _TYPES if re.search(words, scene.low)), None)
