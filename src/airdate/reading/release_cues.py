"""Which dates of a sentence are dates of release: those with a cue in reach and no other event nearer.

The rules are asked in order; each has a name, which the claim carries.
"""

from __future__ import annotations

import re

from airdate.reading.cues import load
from airdate.reading.phrases import DatePhrase
from airdate.reading.scene import Scene
from airdate.reading.windows import is_not_beyond

_CUES = load("release")
_CUE, _STRONG, _STRONG_ONLY = _CUES["cue"], _CUES["strong"], _CUES["strong_only"]
_BESIDE_POINT = _CUES["beside_point"]
_OTHER_EVENT, _OTHER_TOPIC, _PAST = _CUES["other_event"], _CUES["other_topic"], _CUES["past"]
_NOT_RELEASE_AFTER, _NOUN_AFTER = _CUES["not_release_after"], _CUES["noun_after"]
_DATE_NOUN, _CHANCE = _CUES["date_noun"], _CUES["chance"]
_HABIT, _RATINGS, _OFF = _CUES["habit"], _CUES["ratings"], _CUES["off"]
_FUTURE, _DID, _RELEASE_VERB = _CUES["future"], _CUES["did"], _CUES["release_verb"]
_SEASON_IN, _SLATE_AFTER, _AFTER_PAST = _CUES["season_in"], _CUES["slate_after"], _CUES["after_past"]
_SUBJECT_VERB, _WILL_VERB = _CUES["subject_verb"], _CUES["will_verb"]
_ON_SERVICE, _SLOTTED = _CUES["on_service"], _CUES["slotted"]
_HEADS_TO = _CUES["heads_to"]
_THEN_ONLINE, _CINEMA = _CUES["then_online"], re.compile(r"\b(?:theat(?:er|re|ric)|cinema)")
_AFTER_CINEMA, _ON_DISC = _CUES["after_cinema"], _CUES["on_disc"]
_OF_MATERIAL, _THEN_MATERIAL, _OF_EPISODE, _OF_DECISION = (
    _CUES[name] for name in ("of_material", "then_material", "of_episode", "of_decision")
)
_FESTIVAL, _NO_SCREEN = _CUES["festival"], _CUES["no_screen"]
_OTHER_NOUN = re.compile(r"\b(?:film(?:ing)?|shoot(?:ing)?|production|trailer|teaser|finale)\b")
_ITS_RELEASE = re.compile(r"\b(?:release|premiere|season|show|series|film|it)\b")
_TODAY = re.compile(r"\b(?:tonight|today|tomorrow|now|this weekend|yesterday|this week)\b")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_TRAILER_FIRST = re.compile(r"\W*(?:\w+ ){0,3}(?:trailer|teaser|promo)\b")
_RELEASE_LABEL = re.compile(r"\b(?:release|premiere|air|return|launch)(?: date| window)?: $")
_OF_IT = re.compile(r"\b(?:it|they|(?:the|this) (?:show|series|season|film|drama|sequel|adaptation))\b")
_NO_YEAR = re.compile(r",? ?\d{5}")  # "January 5, 99999"
_REACH = 70  # code points before a date in which its cue stands


def release_rule(scene: Scene, phrase: DatePhrase) -> str | None:
    """The name of the rule by which the date is one of release; `None` where it is of something else."""
    start, end = scene.clause(phrase.start)
    before, after = scene.dated[start : phrase.start], scene.dated[phrase.end : end]
    if _is_barred(scene, phrase, before, after):
        return None
    if scene.low.startswith("wait ", phrase.start):
        return "wait"
    if is_not_beyond(scene, phrase):
        return "not-beyond"
    if phrase.negated and _STRONG.search(scene.low[phrase.start : phrase.end]):
        return None if _OTHER_TOPIC.search(scene.low, start, end) else "ruled-out"
    if _NOUN_AFTER.match(after):
        return None if _OFF.search(after) else "noun-after"
    return _by_nearest(scene, phrase, before, after)


def _is_barred(scene: Scene, phrase: DatePhrase, before: str, after: str) -> bool:
    """Told of the past, of habit, of ratings, or of what the date is not."""
    start, end = scene.clause(phrase.start)
    if _is_past(before) or _is_reported_day(scene, phrase, before):
        return True
    if not scene.sentence.headline and _TRAILER_FIRST.match(before):
        return True
    if _NOT_RELEASE_AFTER.match(after) or before.endswith(("instead of ", "rather than ")):
        return True
    if _OF_MATERIAL.search(before) or _THEN_MATERIAL.match(after) or _OF_EPISODE.search(before):
        return True
    if (
        _BESIDE_POINT.search(before)
        or _OF_DECISION.search(before)
        or before.endswith(("effectively, ", "effectively "))
    ):
        return True
    if _NO_YEAR.match(scene.low, phrase.end):
        return True
    if _THEN_ONLINE.search(before) and _CINEMA.search(scene.masked):
        return True
    if _AFTER_PAST.search(before) or _HABIT.search(scene.masked[start:end]):
        return True
    return scene.sentence.headline and _RATINGS.search(scene.masked) is not None


def _by_nearest(scene: Scene, phrase: DatePhrase, before: str, after: str) -> str | None:
    """Is the nearest cue before the date one of release, or of another event?"""
    near = before[-_REACH:]
    cue, other, past = _last(_CUE, near), _last(_OTHER_EVENT, near), _last(_PAST, near)
    if cue >= max(other, past, 0):
        return None if _is_other_topic(scene, before) else "cue-before"
    if past < 0 and _DATE_NOUN.search(before) and not _OTHER_NOUN.search(before):
        return "date-noun"
    return _by_reach(scene, phrase, before, after) if other < 0 and past < 0 else None


def _by_reach(scene: Scene, phrase: DatePhrase, before: str, after: str) -> str | None:
    """Cues that stand after the date, or farther before it in the sentence."""
    if _SEASON_IN.search(before) or _SLATE_AFTER.match(after):
        return "season-in"
    if _is_cue_ahead(after):
        return "cue-after"
    if scene.sentence.headline and _is_said_of_work(before, after):
        return "said-of-work"
    if (
        scene.sentence.headline
        and phrase.window.is_day
        and "trailer" in scene.low
        and not before.strip(" -|:,(")
    ):
        return "bar"
    if _RELEASE_LABEL.search(scene.low, max(0, phrase.start - _REACH), phrase.start):
        return "label"
    if _is_cue_far(scene, phrase) and not _is_other_topic(scene, before):
        return "cue-in-sentence"
    return "chance" if not scene.sentence.headline and _CHANCE.search(before) else None


def _is_cue_far(scene: Scene, phrase: DatePhrase) -> bool:
    """A cue in another clause, where the sentence says what it is about."""
    if not (scene.sentence.headline or scene.titles or scene.seasons or _OF_IT.search(scene.low)):
        return False
    earlier = scene.dated[max(0, phrase.start - 90) : phrase.start]
    told = _last(_PAST, scene.dated[: phrase.start]) >= 0
    return not told and _last(_STRONG, earlier) > _last(_OTHER_EVENT, earlier)


def is_later(scene: Scene) -> bool:
    """Is it a film's later home: online or on disc once cinemas have had it?"""
    if _AFTER_CINEMA.search(scene.masked):
        return True
    found = _ON_DISC.search(scene.masked) or _HEADS_TO.search(scene.masked)
    return not scene.seasons and found is not None


def is_elsewhere(scene: Scene) -> bool:
    """Does a headline speak of a festival, a stage, a record or a game, and of no screen?"""
    if not scene.sentence.headline:
        return False
    if _FESTIVAL.search(scene.masked):
        return True
    return not scene.seasons and _NO_SCREEN.search(scene.masked) is not None


def _is_said_of_work(before: str, after: str) -> bool:
    """Any verb will do between a work and a date on a service: "'X' Rides In November 9 on Paramount+"."""
    if _WILL_VERB.search(before) or _SLOTTED.search(before):
        return True
    return _ON_SERVICE.match(after) is not None and _SUBJECT_VERB.search(before) is not None


def _is_cue_ahead(after: str) -> bool:
    ahead = _STRONG.search(after[:45])
    if ahead is None or _OTHER_EVENT.search(after[: ahead.end()]):
        return False
    return _PAST.search(after[: ahead.end() + 4]) is None


def _is_past(before: str) -> bool:
    """A verb of the past, and nothing of the future after it: what came out already."""
    past = _last(_PAST, before)
    return past >= 0 and _FUTURE.search(before, past) is None


def _is_reported_day(scene: Scene, phrase: DatePhrase, before: str) -> bool:
    """ "… announced on Monday": a weekday beside a verb of the past is the past."""
    words = scene.low[phrase.start : phrase.end]
    if any(c.isdigit() for c in words):
        return False
    if _TODAY.search(words):
        named = bool(scene.titles) and _RELEASE_VERB.search(before[-24:]) is not None
        return not scene.sentence.headline and not named
    return bool(_WEEKDAY.search(words) and _DID.search(before)) and _FUTURE.search(before) is None


def _is_other_topic(scene: Scene, before: str) -> bool:
    """Does the clause speak of making or of news, with nothing but weak cues after that?"""
    last = before.rpartition(",")[2]
    if scene.sentence.headline and _CUE.search(last):
        before = last
    topic = _last(_OTHER_TOPIC, before)
    if topic < 0 or _STRONG_ONLY.search(before, topic):
        return False
    return _ITS_RELEASE.search(before, topic) is None


def _last(what: re.Pattern[str], text: str) -> int:
    """Where the last match begins; -1 where there is none."""
    return max((match.start() for match in what.finditer(text)), default=-1)
