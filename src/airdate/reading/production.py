"""How far the making of a work is: writing, filming, finished, in post-production, stopped, moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from airdate.reading.attribution import voice
from airdate.reading.context import Context
from airdate.reading.draft import Draft
from airdate.reading.modality import is_counterfactual, is_question, is_superseded, is_wish, modality
from airdate.reading.phrases import DatePhrase, find
from airdate.reading.scene import Scene, pattern

_FILM = r"(?:(?<!post-)(?<!post )(?:film(?:ing)?|production|(?:principal )?photography|the shoot|shoot|shooting|cameras|the cameras))"
_BEGIN = r"(?:begin|start|kick off|commence|get under ?way|get going|get rolling|roll|get started)"
_BEGINS = r"(?:begins|starts|kicks off|commences|gets under ?way|gets rolling|is starting|is beginning|are starting|is kicking off)"
_BEGAN = r"(?:began|started|kicked off|commenced|got under ?way|begun)"
_VERBING = r"(?:filming|production|shooting|principal photography|photography|work|rolling cameras)"


@dataclass(frozen=True)
class Rule:
    """A value, the stems of which one must occur, the pattern, and whether a future date makes it "scheduled"."""

    value: str
    stems: tuple[str, ...]
    pattern: re.Pattern[str]


def _rule(value: str, stems: str, notation: str) -> Rule:
    for key, text in (("{FILM}", _FILM), ("{BEGIN}", _BEGIN), ("{BEGINS}", _BEGINS), ("{BEGAN}", _BEGAN), ("{ING}", _VERBING)):
        notation = notation.replace(key, text)
    return Rule(value, tuple(stems.split("|")), pattern(notation))


RULES: tuple[Rule, ...] = (
    _rule("", "film|shoot|product|camera|photograph",  # denials: consumed, no claim
          r"\b(?:yet to|hasn't|has not|had not|hadn't|have not|haven't|not yet|isn't|is not|wasn't|never|no (?:word|news|sign|update) (?:on|of|about)|(?<!will )not|(?:has|had|have|is|was|are|were|did|does|do)n't)\b(?: \w+){0,3}? (?:{BEGIN}|{BEGAN}|{ING}|in production|finished|wrapped|completed)\b(?: {ING})?|\b(?:when|if|once|until|before|unless|should) (?:\w+ ){0,3}{FILM} (?:{BEGINS}|{BEGAN}|{BEGIN}|wraps?|wrapped|ends?|is|was|has|would|will)|\bafter (?:\w+ ){0,3}{FILM} (?:{BEGINS}|wraps|ends|is|would|will)\b"),
    _rule("delayed", "delay|postpon|push|slip|moved|hold|later",
          r"\b(?:delay(?:s|ed|ing)?|postpone[sd]?|postponing|pushed back|pushed to|push(?:es|ing)? back|pushes|pushed|slips|slipped|bumped|put back|moved (?:back )?(?:to|from)|a year later than|later than (?:planned|expected)|(?:moved|moves|shifted|shifts|bumped|rescheduled)(?: [^.;,]{1,30}?)? (?:from {D} )?(?:back )?to {D})\b(?! (?:the )?(?:start of the season|vote|election|hearing))"),
    _rule("paused", "hold|suspend|halt|pause|stopped|shut|stall|hiatus",
          r"\b(?:{FILM}|{T}|{N}|show|series|work)\b'?[^.;]{0,40}?\b(?:on hold|suspend(?:s|ed)?|halt(?:s|ed)?|paused?|pauses|stopped|shut(?:s|ting)? down|stalled|on (?:an )?(?:indefinite )?hiatus|interrupted|brought to a halt)\b|\b(?:halts?|suspends?|pauses?|shuts? down|halted|suspended|paused|shut down|puts?|stopped) {FILM}\b"),
    _rule("post_production", "post-prod|post prod|edit",
          r"\b(?:in|into|enter(?:s|ed)?|begun|begins|started|moved (?:in)?to|currently in|now in|still in|through) post[- ]production\b|\bpost[- ]production (?:is (?:under ?way|in progress|ongoing)|has (?:begun|started)|continues)\b|\b(?:being edited|is editing|in the editing|in the edit)\b"),
    _rule("writing", "writ|script",
          r"\b(?:being written|being planned and written|writers'? ?room(?: (?:for|of|on) [^.;,]{1,40}?)? (?:\w+ )?(?:is |has |opens?|opened|started|convened|back|open|up and running|at work|reconvened|returned|already|under ?way)\w*|in the writers'? ?room|(?:writing|scripts?|screenplay)(?: (?:on|of|for) [^.;,]{1,40}?)? (?:\w+ )?(?:has|have|is|are) (?:\w+ )?(?:begun|started|under ?way|being|in progress|in the works|ongoing|complete[d]?|finished|done|written|well)|(?:is|are|currently|now|started|begun|began|still|busy|already|begin|finished) (?:\w+ )?writing(?! partner)|(?:is|are) (?:still |currently |now )?(?:being )?(?:written|scripted|penned)|pilots? written|working on (?:the )?scripts?|in the writing (?:stage|phase)|wrote (?:the )?(?:scripts?|episodes?|season))\b"),
    _rule("filming_wrapped", "wrap|finish|complet|end|done|conclud|can|stop|cease",
          r"\b(?:wrap(?:s|ped)?(?: up)?(?: on)? (?:\w+ )?{ING}|{FILM}'?(?: [^.;,]{0,40}?)? (?:has |have |is |was |were |are |had |officially |now |finally |already |reportedly |will |to )*(?:wrap(?:s|ped)?(?: up)?|finished|finish(?:es)?|completed?|completes|ended|ends|(?<!the )end|concluded|concludes|come to an end|done|in the can)\b|(?:finish(?:es|ed)?|complet(?:es|ed)?|conclud(?:es|ed)|(?<!nears )(?<!near )(?<!nearing )(?<!the )end(?:s|ed)?|stop(?:s|ped)?|done(?: with)?|cease[sd]?|be done(?: with)?) (?:\w+ )?(?:{ING}|the shoot|principal photography)|{N}'?(?: of {T})? (?:has |have |had |is |officially |now |reportedly |just |both )*wrapped(?! up (?:its run|with|the story|its story|on {D}))|{T}'? (?:has |have |had |officially |just )*(?:wrapped|wraps)(?! up\b)(?: {N}| filming| production|$|,|;| in | on )|(?:both|it|they|show|series|seasons?) (?:has |have |had )(?:officially |now |just |already )?wrapped\b|that's a wrap|wrapped (?:on|for) (?:{N}|{T})|in the can)"),
    _rule("filming_scheduled", "film|shoot|shot|product|camera|photograph|work",
          r"\b(?:to|will|would|could|may|might|should|set to|due to|slated to|scheduled to|expected to|ready to|prepar\w+ to|plans? to|planning to|about to|going to|gears? up to|gearing up to|aim\w* to|hop\w+ to)(?: not| n't)? (?:reportedly |officially |be |likely |probably )?(?:{BEGIN}|resume|start|go before|be|return to)(?: on| its| the| in front of| for)? ?(?:{ING}|the shoot|cameras|the cameras|front of (?:the )?cameras|in production|production)\b|{FILM}(?:[^.;,]{0,40}?)? (?:is |are |will |to |would |could |may |might |should |was |set |due |slated |scheduled |expected |reportedly |likely |planned |now |being )*(?:to |be |for |from )*(?:{BEGIN}|take place|scheduled|slated|set|planned|start|begin|resume|happen|get under ?way|due to (?:begin|start|resume)|due in|pencilled in)\b|\b(?:won't|will not|not) {BEGIN} (?:{ING})|(?:put(?:s)?|set|sets|list(?:s|ed)?) (?:the )?(?:start (?:of (?:the )?(?:{T} )?(?:{N} )?)?)?{FILM}[^.;]{0,30}|(?:{N}|{T}) to film\b|\b(?:will|set to|is to|are to|due to|slated to|scheduled to|expected to|going to) (?:\w+ )?(?:film|shoot)\b(?! (?:to|star|itself|up))|\bgo(?:es)? into production\b|\bgo(?:es|ing)? before (?:the )?cameras\b"),
    _rule("filming_started", "film|shoot|shot|product|camera|photograph|roll",
          r"\b(?:{BEGINS}|{BEGAN}|begin|start|starting|resumes?|resumed|kick(?:s|ed)? off|been|now|currently|already|back|still|is|are|busy|under ?way|started) (?:\w+ )?(?:{ING})\b(?! (?:company|designer|companies|house|crew|team|design|wrapped|begins|has|location))|{FILM}(?: [^.;,]{0,45}?)? (?:has |have |is |are |was |officially |now |currently |already |finally |just |had |reportedly |only )*(?:{BEGINS}|{BEGAN}|begin|start|under ?way|in progress|ongoing|in full swing|rolling|continues|continuing|resumed|resumes|taking place|kick(?:s|ed) off|up and running)\b|\b(?:is|are|currently|now|still|back|already|officially|goes|gone|went|enters|entered|well) (?:\w+ )?(?:in|into|before|in front of) (?:production|the cameras?|cameras?|front of (?:the )?cameras?)\b|\bin front of the cameras?\b|\bcameras? (?:are|have|is)? ?(?:now |started |begun |been )?roll(?:ing|ed)?\b|\brolls? cameras\b|^(?:filming|production|shooting) (?:of|on|for) '?{T}|\bduring (?:filming|production|the shoot)\b|\bmid-?way (?:point )?(?:through|of) (?:filming|production|principal photography|shooting)\b|\bback on set\b|\bfirst day (?:of|on) (?:filming|set|shooting)\b|\bin production on {T}"),
)

_TOLD_PAST = re.compile(r"\b(?:began|started|kicked off|commenced|begun|resumed|went|was|had|entered|under ?way|in progress|now|currently)\b")
_PRESENT = re.compile(r"\b(?:begins|starts|start|begin|kicks off|commences|gets under ?way)\b")
_PAUSED = next(rule.pattern for rule in RULES if rule.value == "paused")
_PREVIOUS = re.compile(r"\b(?:first season|season one|season 1|previous season|last season|pilot)\b")
_OTHER_SENSE = re.compile(r"\bproduction (?:company|designer|house|studio|deal|banner|workers?|costs?|banner)\b|\bfilm (?:festival|industry|studio|critic)\b")


def find_production(scene: Scene, context: Context) -> Iterator[Draft]:
    """Stages of making that a sentence states."""
    if is_question(scene):
        return
    spoken_for: list[tuple[int, int]] = []
    for rule in RULES:
        if not any(stem in scene.low for stem in rule.stems):
            continue
        views = (scene.masked, scene.dated) if rule.value == "delayed" else (scene.masked,)
        for match in (m for view in views for m in rule.pattern.finditer(view)):
            if any(a < match.end() and match.start() < b for a, b in spoken_for):
                continue
            spoken_for.append(match.span())
            if rule.value and _stands(scene, match):
                yield from _drafts(scene, context, rule, match)


def _stands(scene: Scene, match: re.Match[str]) -> bool:
    at = match.start()
    if is_counterfactual(scene, at) or is_wish(scene, at) or _OTHER_SENSE.search(match[0]):
        return False
    if match.re is _PAUSED and re.match(r"\W*(?:after|since|when|following)\b", scene.clause_text(at)):
        return False
    return not (is_superseded(scene, at) and not re.search(r"\b(?:but|delay|push|postpon|slip)", scene.clause_text(at)))


def _drafts(scene: Scene, context: Context, rule: Rule, match: re.Match[str]) -> Iterator[Draft]:
    subjects = context.subjects(scene, match.end() - 1)
    if not subjects:
        return
    value, phrase = rule.value, _date_of(scene, match)
    if value == "filming_started" and phrase is not None and not _TOLD_PAST.search(match[0]) and _is_ahead(scene, phrase, match):
        value = "filming_scheduled"
    who = voice(scene, match.start())
    yield Draft(
        scene=scene, at=match.start(), kind="production", value=value, rule=f"production.{rule.value}", subjects=subjects,
        modality=modality(scene, match.start()), who=who.who, said_via=who.said_via,
        when=phrase.window.edtf.removeprefix("../") if phrase is not None else None,  # "by mid-February": then
    )  # fmt: skip


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
