"""When a work comes out: a date beside a word of release, or the statement that no date is known.

A date counts only with a cue in reach: before it ("premieres March 9"), after it ("June 5 premiere"),
or, in a headline, between bars ("Teaser Trailer | February 2, 2022"). What came out already is history.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from airdate.dates import Window, parse
from airdate.reading.context import Context
from airdate.reading.cues import load, pattern, read_table
from airdate.reading.draft import Draft, Subject
from airdate.reading.modality import is_counterfactual, is_question, is_superseded
from airdate.reading.phrases import DatePhrase, find
from airdate.reading.scene import Scene
from airdate.reading.statement import statement
from airdate.types import ReleaseType

_CUES = load("release")
_CUE = _CUES["cue"]
#: Strong words: a date in the same clause is a release date, wherever it stands.
_STRONG = _CUES["strong"]
_OTHER_EVENT = _CUES["other_event"]
#: A clause about making, news or trailers: its weak cues ("start", "set for") do not speak of release.
_OTHER_TOPIC = _CUES["other_topic"]
_STRONG_ONLY = _CUES["strong_only"]
_NOT_RELEASE_AFTER = _CUES["not_release_after"]
_SEASON_IN = _CUES["season_in"]
_SPECIAL = re.compile(r"\bspecials?\b[^.;,]{0,16}$")
_SLATE_AFTER = pattern(r"^(?:'s)? (?:slate|lineup|line-up|schedule|release slate|originals slate)\b")
_CHANCE = _CUES["chance"]
_PAST = _CUES["past"]
_AFTER_PAST = pattern(r"\b(?:after|since|following|from|until) (?:its|the|their|her|his)\s?$")
_PAST_NOUN = _CUES["past_noun"]
_LATER_TERRITORY = _CUES["later_territory"]
_REGION = _CUES["region"]
_REGIONS: dict[str, str] = read_table("regions")
_TYPES: tuple[tuple[str, ReleaseType], ...] = (
    (r"\b(?:limited (?:theatrical )?release|select (?:theaters|theatres|cinemas))\b", "limited"),
    (r"\b(?:theaters|theatres|cinemas?|theatrical\w*|big screen|box office)\b", "theatrical"),
    (r"\b(?:blu-ray|dvd|4k uhd|physical)\b", "physical"),
    (r"\b(?:digital release|on digital|vod|pvod|on demand)\b", "digital"),
)
_NO_DATE = _CUES["no_date"]
_NO_DATE_BAR = _CUES["no_date_bar"]
_SAID_NOTHING = _CUES["said_nothing"]


def find_releases(scene: Scene, context: Context) -> Iterator[Draft]:
    """Release dates and windows in a sentence, and the statement that none is known."""
    if is_question(scene):
        return
    dated = [d for d in (_release(scene, context, phrase) for phrase in scene.dates) if d is not None]
    first = dated[0].region if dated else None
    dated = [d for d in dated if d.region is None or d.region == first]  # only first availability
    yield from dated
    subjects = dated[0].subjects if dated else ()
    yield from _unannounced(scene, context, subjects)


def _unannounced(scene: Scene, context: Context, spoken: tuple[Subject, ...]) -> Iterator[Draft]:
    if not any(
        stem in scene.low
        for stem in (
            "date",
            "tba",
            "tbd",
            "tbc",
            "when",
            "timing",
            "time frame",
            "timeframe",
            "window",
            "timeline",
            "nothing",
            " day ",
        )
    ):
        return
    match = _NO_DATE.search(scene.masked) or (_SAID_NOTHING.search(scene.masked) if scene.dates else None)
    if match is None or _NO_DATE_BAR.search(scene.masked) or is_counterfactual(scene, match.start()):
        return
    after = scene.titles and scene.titles[0].start > match.end()
    subjects = spoken or context.subjects(scene, match.start() if after else match.end() - 1)
    if subjects:
        yield statement(
            scene,
            match.start(),
            kind="release",
            value="unannounced",
            rule="release.no-date",
            subjects=subjects,
            sure="confirmed",
        )


def _release(scene: Scene, context: Context, phrase: DatePhrase) -> Draft | None:
    rule = _cue_rule(scene, phrase)
    if rule is None or not _is_live(scene, phrase):
        return None
    subjects = context.subjects(scene, phrase.start)
    if _SPECIAL.search(scene.dated[max(0, phrase.start - 30) : phrase.start]):
        subjects = tuple(dict.fromkeys(replace(s, season=None) for s in subjects))
    if not subjects:
        return None
    window = _left_open(scene, phrase)
    if window is None or _OFF.search(scene.clause_text(phrase.start)) or _from_here(scene, phrase):
        return None
    window = _at_the_earliest(scene, window)
    return statement(
        scene,
        phrase.start,
        kind="release",
        value=window.edtf,
        rule=f"release.{rule}",
        subjects=subjects,
        region=_region(scene, phrase),
        release_type=_type(scene),
    )


_NOUN_AFTER = _CUES["noun_after"]
_RATINGS = _CUES["ratings"]
_HABIT = _CUES["habit"]
_DATE_NOUN = _CUES["date_noun"]
_OTHER_NOUN = re.compile(r"\b(?:film(?:ing)?|shoot(?:ing)?|production|trailer|teaser|finale)\b")
_OFF = _CUES["off"]
_FUTURE = _CUES["future"]
_TODAY = re.compile(r"\b(?:tonight|today|tomorrow|now|this weekend|yesterday|this week)\b")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_RELEASE_VERB = _CUES["release_verb"]
_DID = _CUES["did"]
_BOUND = re.compile(r"(?:not )?(?:until|before|till|by) ")
_NOT_BEYOND = re.compile(r"\b(?:not|\w+n't|never|won't) (?:\w+ ){0,2}$")


def _either(scene: Scene, phrase: DatePhrase) -> Window:
    """ "not until late 2023 or early 2024" leaves both ends open to neither side: the window of the two."""
    words = scene.low[phrase.start : phrase.end]
    if words.startswith("beyond ") and _NOT_BEYOND.search(scene.low, 0, phrase.start):
        inner = find(scene.flat[phrase.start + 7 : phrase.end], scene.published)
        return inner[0].window if len(inner) == 1 else phrase.window
    bound = _BOUND.match(words)
    if bound is None or " or " not in words or phrase.window.precision != "open":
        return phrase.window
    inner = find(scene.flat[phrase.start + bound.end() : phrase.end], scene.published)
    return inner[0].window if len(inner) == 1 else phrase.window


_RULED_OUT = _CUES["ruled_out"]


def _left_open(scene: Scene, phrase: DatePhrase) -> Window | None:
    """The window that the words leave: a year ruled out leaves the next on, a day ruled out nothing."""
    window = _either(scene, phrase)
    start, _ = scene.clause(phrase.start)
    if (
        window.precision == "open"
        or phrase.negated
        or _BOUND.match(scene.low, phrase.start)
        or not _RULED_OUT.search(scene.dated[start : phrase.start])
    ):
        return window
    if scene.low.startswith("beyond", phrase.start):
        return window
    if window.precision == "year" and window.latest is not None:
        return parse(f"{window.latest.year + 1}/..")
    return None


def _at_the_earliest(scene: Scene, window: Window) -> Window:
    """ "At the earliest, X comes in late 2016": the phrase stands apart from its date."""
    if "at the earliest" not in scene.low or window.precision == "open":
        return window
    return parse(window.edtf.partition("/")[0] + "/..")


def _from_here(scene: Scene, phrase: DatePhrase) -> bool:
    """ "moved from June to March": June is the date that was."""
    return (
        scene.low.endswith("from ", 0, phrase.start)
        and re.match(r" (?:back )?to ", scene.low[phrase.end :]) is not None
    )


_MOVES = pattern(r"\b(?:exits|leaves|leaving|departs|moves from|departing) {V}")


def _is_live(scene: Scene, phrase: DatePhrase) -> bool:
    """Not overtaken, not counterfactual, not a later home, and not over by the day of saying."""
    if (
        _MOVES.search(scene.masked)
        or is_superseded(scene, phrase.start)
        or is_counterfactual(scene, phrase.start)
    ):
        return False
    said = _said(scene)
    return said is None or phrase.window.latest is None or phrase.window.latest >= said


def _said(scene: Scene) -> date | None:
    return scene.published.earliest if scene.published is not None else None


def _cue_rule(scene: Scene, phrase: DatePhrase) -> str | None:
    """The name of the rule by which the date is one of release; `None` where it is of something else."""
    start, end = scene.clause(phrase.start)
    before, after = scene.dated[start : phrase.start], scene.dated[phrase.end : end]
    if _is_past_clause(scene, before) or _is_reported_day(scene, phrase, before):
        return None
    if (
        _NOT_RELEASE_AFTER.match(after)
        or before.endswith(("instead of ", "rather than "))
        or _AFTER_PAST.search(before)
    ):
        return None
    cue = _last(_CUE, before[-70:])
    other = _last(_OTHER_EVENT, before[-70:])
    past = _last(_PAST, before[-70:])
    if scene.low.startswith("wait ", phrase.start):
        return "wait"
    if _HABIT.search(scene.masked[start:end]) or (scene.sentence.headline and _RATINGS.search(scene.masked)):
        return None
    if (
        phrase.window.precision == "open"
        and _NOT_BEYOND.search(before)
        and scene.low.startswith("beyond", phrase.start)
    ):
        return "not-beyond"
    if _NOUN_AFTER.match(after):
        return None if _OFF.search(after) else "noun-after"
    if cue is not None and cue >= max(other or -1, past or -1):
        return None if _is_other_topic(before, headline=scene.sentence.headline) else "cue-before"
    if past is None and _DATE_NOUN.search(before) and not _OTHER_NOUN.search(before):
        return "date-noun"
    if other is not None or past is not None:
        return None
    return _loose_rule(scene, phrase, before, after)


def _is_past_clause(scene: Scene, before: str) -> bool:
    """A verb of the past, and nothing of the future after it: what came out already."""
    past = _last(_PAST, before)
    return past is not None and _FUTURE.search(before, past) is None


def _is_reported_day(scene: Scene, phrase: DatePhrase, before: str) -> bool:
    """ "… announced on Monday": a weekday beside a verb of the past is the past."""
    words = scene.low[phrase.start : phrase.end]
    if any(c.isdigit() for c in words):
        return False
    if _TODAY.search(words):
        return not scene.sentence.headline and (
            not scene.titles or _RELEASE_VERB.search(before[-24:]) is None
        )
    return (
        _WEEKDAY.search(words) is not None
        and _DID.search(before) is not None
        and _FUTURE.search(before) is None
    )


def _is_other_topic(before: str, *, headline: bool) -> bool:
    """Does the clause speak of making or of news, with nothing but weak cues after that?"""
    if headline and _CUE.search(before.rpartition(",")[2]):
        before = before.rpartition(",")[2]
    topic = _last(_OTHER_TOPIC, before)
    if topic is None or _STRONG_ONLY.search(before, topic):
        return False
    release = re.search(r"\b(?:release|premiere|season|show|series|film|it)\b", before[topic:])
    return release is None


def _loose_rule(scene: Scene, phrase: DatePhrase, before: str, after: str) -> str | None:
    if _SEASON_IN.search(before) or _SLATE_AFTER.match(after):
        return "season-in"
    ahead = _STRONG.search(after[:45])
    if (
        ahead is not None
        and not _OTHER_EVENT.search(after[: ahead.end()])
        and not _PAST.search(after[: ahead.end() + 4])
    ):
        return "cue-after"
    if (
        scene.sentence.headline
        and not before.strip(" -|:,(")
        and phrase.window.is_day
        and "trailer" in scene.low
    ):
        return "bar"
    sentence_before = scene.dated[max(0, phrase.start - 90) : phrase.start]
    cue, other = _last(_STRONG, sentence_before), _last(_OTHER_EVENT, sentence_before)
    past = _last(_PAST, scene.dated[: phrase.start])
    if (
        cue is not None
        and past is None
        and cue > (other or -1)
        and not _is_other_topic(before, headline=scene.sentence.headline)
    ):
        return "cue-in-sentence"
    return "chance" if not scene.sentence.headline and _CHANCE.search(before) else None


def _last(what: re.Pattern[str], text: str) -> int | None:
    last = None
    for match in what.finditer(text):
        last = match.start()
    return last


def _region(scene: Scene, phrase: DatePhrase) -> str | None:
    match = _REGION.search(scene.low, phrase.end, phrase.end + 60)
    return _REGIONS[match[1] or match[2]] if match else None


def _type(scene: Scene) -> ReleaseType | None:
    return next((kind for words, kind in _TYPES if re.search(words, scene.low)), None)
