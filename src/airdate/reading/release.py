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

from airdate.reading.attribution import voice
from airdate.reading.context import Context
from airdate.reading.draft import Draft, Subject
from airdate.reading.modality import is_counterfactual, is_question, is_superseded, modality
from airdate.reading.phrases import DatePhrase, find
from airdate.reading.scene import Scene, pattern
from airdate.types import ReleaseType

_CUE = pattern(
    r"\b(?:postponed|delayed|rescheduled|bumped|moved|premieres?|premiering|premiere date|debuts?|debuting|releases?|releasing|be released|released|release date|release window|launch(?:es|ing)?|"
    r"returns?|returning|is back|be back|back|comes? back|coming back|comes? out|coming out|come to|comes to|be out|is out|out|airs?|airing|air date|airdate|"
    r"drops?|dropping|lands?|landing|arrives?|arriving|arrival|hits?|hitting|bows?|bowing|streams?|streaming|stream|available|opens?|opening|begins?|begin airing|"
    r"starts?|starting|kicks? off|kicking off|coming|comes?|due|slated|scheduled|dated|set|sets|rolls? out|rolling out|in (?:theaters|theatres|cinemas)|"
    r"on (?:{V}|screens|screen|air)|to {V}|reach(?:es)?|lands?|expect(?:ed)?|date|window|unveils?|shows? up|ready|slate|year|planned|moved to|pushed (?:back )?to|"
    r"shifts? to|moves? to|joins|makes? its|gets?|settles?|be shown|screen(?:s|ing)?|estimated|likely|points? to|return date|exclusive|finished|"
    r"won't be|isn't|not (?:be|going|air|come|see|return|premiere|release|happen)|wait|waiting|happen(?:s|ing)?|go beyond)\b"
)
#: Strong words: a date in the same clause is a release date, wherever it stands.
_STRONG = pattern(
    r"\b(?:premieres?|premiering|premiere|debuts?|debuting|releas(?:e|es|ing)|be released|launch(?:es)?|launching|air(?:s|ing)?|air date|drops?|dropping|lands?|landing|"
    r"arrives?|arriving|arrival|bows?|in (?:theaters|theatres|cinemas)|come(?:s)? out|coming out|be out|is out|returns?|returning|be back|back|streaming|stream|hits?|"
    r"available|opens in|opening|debut|released|return date|launch|scheduled|slated|dated|due|out|coming)\b"
)
_OTHER_EVENT = pattern(
    r"\b(?:film(?:ing|ed)|shoot(?:s|ing)?|shot|photography|production|cameras|table read|writers'? room|writing|wrap(?:s|ped|ping)?|trailer|teaser|interview|announc\w+|renew\w*|cancel\w*|"
    r"hosts?|hosting|to host|said|says|told|tweet\w*|post(?:ed|s)|reveal\w*|confirm(?:s|ed)|reported|report|geeked|tudum|comic-con|d23|upfronts?|presentation|event|panel|convention|con\b|born|died|birthday|"
    r"strike|started in|began|deal|contract|nominat\w*|emmys?|award\w*|eligib\w*|cut-?off|chart|rating|ended|ordered|leav(?:es|ing)|expires?|removed|episode \d|finale|hiatus|set in|takes place|anniversary|"
    r"news on|news about|update|as of|updated|first season|season one|preview|lineup|planning)\b"
)
#: A clause about making, news or trailers: its weak cues ("start", "set for") do not speak of release.
_OTHER_TOPIC = pattern(
    r"\b(?:film(?:ing|ed)|shoot(?:s|ing)?|shot|photography|production|cameras|table read|writers'? room|writing|script\w*|trailers?|teasers?|promo|news on|news about|word on|update[s]?|announcement|tour|"
    r"panel|casting|rehearsals|wrap(?:s|ped|ping)?)\b"
)
_STRONG_ONLY = pattern(
    r"\b(?:premieres?|premiering|air|airs|airing|on air|hits? (?:screens|theaters|theatres|cinemas|{V})|in (?:theaters|theatres|cinemas)|come out|comes out|be out|released|release date|stream(?:s|ing)?|return to (?:screens|{V})|debuts?)\b"
)
_NOT_RELEASE_AFTER = re.compile(
    r"^,?'?s? ?(?:(?:emmy|oscar|season|series|mid-season) )?(?:cut-?off|deadline|eligibility|finale|interview|renewal|update|preview|announcement|cancellation|report|issue|upfronts?|strike|event|panel|shoot|start of (?:filming|production)|filming|production)\b"
)
_SEASON_IN = pattern(r"(?:{N}|special|specials|premiere|finale season) (?:in|on|for|by|:|-|is|comes?)? ?(?:the )?$")
_SPECIAL = re.compile(r"\bspecials?\b[^.;,]{0,16}$")
_SLATE_AFTER = pattern(r"^(?:'s)? (?:slate|lineup|line-up|schedule|release slate|originals slate)\b")
_CHANCE = pattern(r"\b(?:chance|possibility|guess|estimates?|prediction|bet|speculation|rumou?rs?|suggests?|point(?:s|ing)?|best[- ]case|aim(?:s|ing)?|target(?:s|ing)?|eye(?:s|ing)?) [^.;]{0,40}$")
_PAST = pattern(
    r"\b(?:premiered|debuted|was released|were released|been released|came out|launched|dropped|landed|aired|arrived|hit (?:{V}|screens|theaters|theatres|cinemas)|(?<!be )(?<!been )released (?:in|on|back)|"
    r"has been (?:available|out|streaming)|was (?:available|out)|wrapped up|bowed|opened|kicked off|finished airing|ran from|wrapped up|had its|had their|drew to a close|ended its|finished its run|left our screens|went out|first aired|ended|concluded|made its debut|started airing|began airing|returned)\b"
)
_AFTER_PAST = pattern(r"\b(?:after|since|following|from|until) (?:its|the|their|her|his)\s?$")
_PAST_NOUN = pattern(r"^'?s? (?:premiere|release|debut|launch|renewal|finale|cancellation|interview|announcement)\b")
_LATER_TERRITORY = pattern(r"^[^.;]{0,20}\b(?:in|on|for) (?:the )?(?:uk|u\.k\.|united kingdom|canada|australia|international\w*|elsewhere|latin america|europe|asia)\b")
_REGION = pattern(
    r"\b(?:in|across|for) (?:the )?(us|u\.s\.|united states|uk|u\.k\.|united kingdom|canada|australia|japan|north america|india|ireland|germany|france|south korea|europe|latin america)\b|\b(worldwide|globally|internationally)\b"
)
_REGIONS = {
    "us": "US", "u.s.": "US", "united states": "US", "uk": "GB", "u.k.": "GB", "united kingdom": "GB", "canada": "CA", "australia": "AU",
    "japan": "JP", "north america": "019", "india": "IN", "ireland": "IE", "germany": "DE", "france": "FR", "south korea": "KR", "europe": "150",
    "latin america": "419", "worldwide": "001", "globally": "001", "internationally": "001",
}  # fmt: skip
_TYPES: tuple[tuple[str, ReleaseType], ...] = (
    (r"\b(?:limited (?:theatrical )?release|select (?:theaters|theatres|cinemas))\b", "limited"),
    (r"\b(?:theaters|theatres|cinemas?|theatrical\w*|big screen|box office)\b", "theatrical"),
    (r"\b(?:blu-ray|dvd|4k uhd|physical)\b", "physical"),
    (r"\b(?:digital release|on digital|vod|pvod|on demand)\b", "digital"),
)
_NO_DATE = pattern(
    r"\b(?:no|not|never|neither|nor|nothing|without|hasn't|haven't|hadn't|doesn't|don't|isn't|aren't|wasn't|\w+n't|yet to|still to|still no|lacks?|awaiting|unknown|unclear|unconfirmed|tba|tbd|tbc|refus\w+|declin\w+)\b"
    r"(?:(?!, (?:so|but|though|while)\b)[^.;]){0,70}\b(?:dates?|dated|time ?frame|timeline|timing|release window|window|when (?:it|the (?:show|series|season|film|new season)|season|{N}|{T}|we|viewers|fans|they)(?: {N})? (?:will|would|might|can|could|is|are|may|comes?|returns?|premieres?|airs?)|release details|day)\b"
    r"|\b(?:dates?|day|timing|time ?frame|release window|when {T}? ?(?:{N} )?(?:will )?(?:air|premiere|release|return|arrive|be released|come out|come back|drop|land|debut)\w*)\b[^.;]{0,50}\b(?:not (?:yet )?(?:been |be )?(?:\w+ )?(?:announced|confirmed|set|revealed|known|given|decided|official|locked|fixed|released|determined|shared|clear|disclosed|public)|"
    r"n't (?:yet )?(?:been |be )?(?:\w+ )?(?:announced|confirmed|set|revealed|known|given|decided|official|locked|fixed|shared|clear|disclosed)|unknown|unclear|unannounced|unconfirmed|tba|tbd|tbc|to be (?:announced|confirmed|determined|decided|revealed)|yet to be|remains? (?:a mystery|unknown|unclear|under wraps)|under wraps|undecided|up in the air)\b"
    r"|\bundated\b|\brelease date: ?(?:tba|tbd|tbc|unknown|not|to be)\b"
)
_NO_DATE_BAR = pattern(
    r"\b(?:date|window)s? (?:for|of) (?:the )?(?:filming|shoot|production|trailer|teaser)|\bno (?:exact )?(?:filming|production|trailer) (?:date|start)|\bwon't (?:have|be) (?:long|to wait)|\bfilming date|"
    r"\bnot [^.;]{0,40}\bdate (?:back|from)|\bto date\b|\bup to date\b|\bout of date\b|\btrailer\b[^.;]{0,20}\bdate|\bif [^.;]{0,30}\b(?:no|not)\b|\bsaves? the date\b|\bnews (?:on|about) (?:a |the )?(?:\w+ )?date|"
    r"\bdouble date|\bdating\b|\bblind date|\bfirst date\b"
)
_SAID_NOTHING = pattern(r"{V} (?:itself )?has (?:said|announced|revealed) nothing\b|\b(?:nothing|no details) (?:has|have) been (?:said|announced|confirmed) by {V}")


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
    if not any(stem in scene.low for stem in ("date", "tba", "tbd", "tbc", "when", "timing", "time frame", "timeframe", "window", "timeline", "nothing", " day ")):
        return
    match = _NO_DATE.search(scene.masked) or (_SAID_NOTHING.search(scene.masked) if scene.dates else None)
    if match is None or _NO_DATE_BAR.search(scene.masked) or is_counterfactual(scene, match.start()):
        return
    after = scene.titles and scene.titles[0].start > match.end()
    subjects = spoken or context.subjects(scene, match.start() if after else match.end() - 1)
    if subjects:
        who = voice(scene, match.start())
        yield Draft(
            scene=scene, at=match.start(), kind="release", value="unannounced", rule="release.no-date", subjects=subjects,
            who=who.who, said_via=who.said_via,
        )  # fmt: skip


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
    who = voice(scene, phrase.start)
    region = _region(scene, phrase)
    return Draft(
        scene=scene, at=phrase.start, kind="release", value=window.edtf, rule=f"release.{rule}", subjects=subjects,
        modality=modality(scene, phrase.start), who=who.who, said_via=who.said_via, region=region, release_type=_type(scene),
    )  # fmt: skip


_NOUN_AFTER = re.compile(r"^(?:,? \d{4})? (?:(?:series|season|theatrical|streaming|global|worldwide|world|us|uk|cinema|exclusive|full) )?(?:premiere|release|debut|launch|return|bow|arrival|release date|premiere date|launch date)\b(?! of (?:his|her|their)|'s)")
_RATINGS = re.compile(r"\b(?:ratings?|rankings?|nielsen|charts?|top 10|viewership|viewers|minutes (?:watched|viewed)|hours (?:watched|viewed)|records?|most[- ]watched|no\. ?1|#1)\b")
_HABIT = re.compile(r"\b(?:usually|normally|typically|always|traditionally|tends? to|every (?:year|spring|summer|autumn|fall|winter))\b")
_DATE_NOUN = re.compile(r"\b(?:release date|premiere date|air date|return date|premiere|debut|return|release)\b[^.;]{0,40} (?:for|to|as|of|is) (?:the )?$|\b(?:release|premiere|air|return) date\b[^.;]{0,40}: ?$")
_OTHER_NOUN = re.compile(r"\b(?:film(?:ing)?|shoot(?:ing)?|production|trailer|teaser|finale)\b")
_OFF = re.compile(r"\b(?:re)?(?:turn|launch)(?:s|ing)? as an? |\b(?:unlikely|in doubt|off the table|out of the question|ruled out|not (?:happening|possible|realistic)|no longer|impossible|missed)\b")
_FUTURE = re.compile(r"\b(?:will|to (?:premiere|debut|air|be|return|come|arrive|launch|start|begin|land|drop|release|open)|won't|set|expected|due|scheduled|slated|returns?|premieres?|debuts?|arrives?|lands?|drops?|starts?|begins?|opens?|airs?|comes?|hits?|could|may|might|should|can|expect|expected)\b")
_TODAY = re.compile(r"\b(?:tonight|today|tomorrow|now|this weekend|yesterday|this week)\b")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_RELEASE_VERB = re.compile(r"\b(?:starts?|premieres?|debuts?|returns?|begins?|arrives?|lands?|drops?|airs?|out|available|streaming|opens?|comes? out|is back|hits? \w+|launches|kicks off|continues)\b")
_DID = re.compile(r"\b(?:\w{2,}ed|said|told|took|got|gave|made|sent|went|came|wrote|put|met|let|spoke|broke|ran|held|was|were)\b")
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


_RULED_OUT = re.compile(
    r"\b(?:won't|will not|not|isn't|doesn't|does not|never|\w+n't|no longer)\b(?! (?:only|just))(?:(?!\b(?:may|might|could|will|should|it|but|instead|until|before|till|later)\b)[^,;]){0,60}$"
)


def _left_open(scene: Scene, phrase: DatePhrase) -> Window | None:
    """The window that the words leave: a year ruled out leaves the next on; a day ruled out leaves nothing."""
    window = _either(scene, phrase)
    start, _ = scene.clause(phrase.start)
    if window.precision == "open" or phrase.negated or _BOUND.match(scene.low, phrase.start) or not _RULED_OUT.search(scene.dated[start : phrase.start]):
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
    return scene.low.endswith("from ", 0, phrase.start) and re.match(r" (?:back )?to ", scene.low[phrase.end :]) is not None


_MOVES = pattern(r"\b(?:exits|leaves|leaving|departs|moves from|departing) {V}")


def _is_live(scene: Scene, phrase: DatePhrase) -> bool:
    """Not overtaken, not counterfactual, not a later home, and not over by the day of saying."""
    if _MOVES.search(scene.masked) or is_superseded(scene, phrase.start) or is_counterfactual(scene, phrase.start):
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
    if _NOT_RELEASE_AFTER.match(after) or before.endswith(("instead of ", "rather than ")) or _AFTER_PAST.search(before):
        return None
    cue = _last(_CUE, before[-70:])
    other = _last(_OTHER_EVENT, before[-70:])
    past = _last(_PAST, before[-70:])
    if scene.low.startswith("wait ", phrase.start):
        return "wait"
    if _HABIT.search(scene.masked[start:end]) or (scene.sentence.headline and _RATINGS.search(scene.masked)):
        return None
    if phrase.window.precision == "open" and _NOT_BEYOND.search(before) and scene.low.startswith("beyond", phrase.start):
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
    """A verb of the past, and nothing of the future after it: what came out already, or will not on that day."""
    past = _last(_PAST, before)
    return past is not None and _FUTURE.search(before, past) is None


def _is_reported_day(scene: Scene, phrase: DatePhrase, before: str) -> bool:
    """ "… announced on Monday", "… pinned late on Sunday": a weekday beside a verb of the past is the past."""
    words = scene.low[phrase.start : phrase.end]
    if any(c.isdigit() for c in words):
        return False
    if _TODAY.search(words):
        return not scene.sentence.headline and (not scene.titles or _RELEASE_VERB.search(before[-24:]) is None)
    return _WEEKDAY.search(words) is not None and _DID.search(before) is not None and _FUTURE.search(before) is None


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
    if ahead is not None and not _OTHER_EVENT.search(after[: ahead.end()]) and not _PAST.search(after[: ahead.end() + 4]):
        return "cue-after"
    if scene.sentence.headline and not before.strip(" -|:,(") and phrase.window.is_day and "trailer" in scene.low:
        return "bar"
    sentence_before = scene.dated[max(0, phrase.start - 90) : phrase.start]
    cue, other = _last(_STRONG, sentence_before), _last(_OTHER_EVENT, sentence_before)
    past = _last(_PAST, scene.dated[: phrase.start])
    if cue is not None and past is None and cue > (other or -1) and not _is_other_topic(before, headline=scene.sentence.headline):
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
