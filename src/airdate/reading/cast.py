"""Who comes, stays and goes, before and behind the camera: named persons, one statement each.

A person stands in a slot of a cue ("X joins", "casts X"); the slot decides what the words say of the
person. Health, private life and conduct are nobody's season news and are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from airdate.reading.attribution import voice
from airdate.reading.context import Context
from airdate.reading.draft import Draft
from airdate.reading.modality import is_counterfactual, is_question, is_superseded, modality
from airdate.reading.people import Person, free_tokens, name_from, people_in
from airdate.reading.scene import Scene, blank, pattern
from airdate.reading.services import TRADES
from airdate.reading.tokens import Token

PERSON = "\u16a4"
_LIST = f"{PERSON}++(?:'s)?(?:(?: ?\\([^()]{{1,60}}\\))|(?:,? as [^,;:&]{{2,40}}?))?(?:(?:, | & | and |, and |, & | \\+ | plus |, plus | as well as )(?:[\\w'-]+ ){{0,2}}?{PERSON}++(?:(?: ?\\([^()]{{1,60}}\\))|(?:,? as [^,;:&]{{2,40}}?(?=, | & | and |$)))?){{0,14}}"
_BE = r"(?:(?:is|are|was|were|has|have|been|be|will|also|now|officially|reportedly|just|to|set|slated|confirmed|expected|likely|both|all|still|'s|being|seems?|definitely|could|may|might|would|recently|previously|again|certain|sure|due|in talks|rumou?red|tipped|both) ){0,6}"
_ROLE = r"(?:lead|leading|starring|series regular|regular|recurring|guest|key|main|secret|new|major|title|female lead|male lead|co-lead|supporting|small|big|mystery|undisclosed|voice|pivotal|top|villain|unnamed|leads?)"


@dataclass(frozen=True)
class Rule:
    """What a slot says: the value, the stems of which one must occur, the pattern with its persons in group `p`."""

    name: str
    value: str
    stems: tuple[str, ...]
    pattern: re.Pattern[str]


def _rule(name: str, value: str, stems: str, notation: str) -> Rule:
    for key, text in (("{PS}", f"({_LIST})"), ("{P}", f"{PERSON}++"), ("{BE}", _BE), ("{ROLE}", _ROLE)):
        notation = notation.replace(key, text)
    return Rule(name, value, tuple(stems.split("|")), pattern(notation))


_GAP = r"(?:,? [^,;:.|{P}]{0,30}?,?)?".replace("{P}", PERSON)
RULES: tuple[Rule, ...] = (
    _rule("not-confirmed", "not_confirmed", "offer|confirm|whether|for now|unclear|sign|decided",
          r"{PS}(?:'s (?:agency|reps?|team|return))?,? [^.;]{0,70}\b(?:no (?:official )?offer|not (?:yet |officially )?(?:been )?(?:confirmed|signed|offered|received)|hasn't (?:yet )?(?:been )?(?:confirmed|signed|offered|received)|won't [^.;]{2,40} for now|yet to (?:confirm|sign|be confirmed))\b|{PS}'?(?:s? [^.;]{0,30})? (?:has|have|had)(?:n't| not) (?:yet )?(?:decided|made up)\b|{PS} (?:said|says) (?:s?he|they) (?:has|have|had)(?:n't| not) (?:yet )?(?:decided|signed|been asked)|\b(?:unclear|unknown|not known|no word|unconfirmed|not (?:yet )?confirmed) (?:yet )?(?:whether|if|on whether|that|on) {PS}"),
    _rule("leaving", "leaving", "done|won't|will not|isn't|exit|leav|left|depart|fired|quit|step|return|back|out|sack|axed|dropp|replac|goodbye|farewell|not|no longer|written",
          r"{PS} {BE}(?:(?:exits?|exited|exiting|leaves|leave|leaving|has left|have left|departs?|departed|departing|quits?|quitting|steps? (?:down|away|back)|stepping (?:down|away|back)|stepped (?:down|away|back)|bows? out|bowing out|bowed out|fired|sacked|dismissed|axed|let go|written out|killed off|dropped|out (?:at|of|as|from|after)|no longer (?:in|on|part|with|involved|attached|returning|returns?)|(?:s?he's |is |are )?done with|says? (?:goodbye|farewell) to|won't (?:be )?(?:return|returning|back|reprise|appear|feature)|will not (?:be )?(?:return|returning|back|reprise|appear|feature|reprising)|not (?:be )?(?:returning|coming back|back|return)|isn't returning|aren't returning|does not(?: return)?(?=[.;,]|$)|does not return|doesn't return|do not return|don't return|(?:has )?decided not to (?:be|return|take|come)|opt(?:ed|s) (?:not to|out)|pulls? out|pulled out|drops? out|dropped out|declined to return)\b(?! (?:dead|shortly|hospital|rehab|court|note|jail|custody|prison|paper|of (?:rehab|hospital|jail|prison)|on |with|millions|behind|it all|fans|viewers|hint))|{BE}replaced by)"
          r"|{PS}[^.;]{0,90}\b(?:s?he's|s?he is|they're) (?:done with|leaving|out of|not returning|not coming back)\b|{PS}[^.;]{0,90}\b(?:s?he|they) (?:won't|will not|is not|isn't|would not|wouldn't) (?:be )?(?:part of|in|back|return\w*|reprise|appear\w*|involved|coming back)\b|\breplac(?:e|es|ing|ed) {PS}|\b(?:exit|departure) (?:of|by) {PS}|{PS}(?:'s)? (?:exit|departure)(?= from| explained| confirmed|$)|(?:fires|fired|sacks|drops|parts ways with|says goodbye to|loses|axes|writes out) {PS}"),
    _rule("returning", "returning", "return|repris|back|reunit|comeback|resum",
          r"{PS}" + _GAP + r" {BE}(?:return(?:s|ing|ed)?|reprise[sd]?|reprising|back|coming back|come back|comes back|make (?:a|their|his|her) (?:comeback|return)|makes (?:a|her|his) (?:comeback|return)|making (?:a|his|her|their) (?:return|comeback)|resum(?:es|e|ing) (?:his|her|their) role|step(?:s|ping)? back into)\b(?! (?:home to|to (?:work|court|hospital|theaters|school|politics|twitter|instagram|the stage|broadway|wwe|the ring)|in time|as (?:ceo|president|coach|mayor)))"
          r"|{PS}(?:'s)? (?:confirms?|reveals?|announces?|teases?|hints? at|confirmed|sets|hinting at)(?: [\w'-]+){0,3}? (?:return|comeback)\b(?! (?:date|for {N}))|\b(?:expected|likely|set|confirmed|due|returning|tipped|also|all)(?: [\w-]+){0,2} (?:back|to return|returnees|to be back|return)(?: (?:are|is|include|includes))?:? {PS}|\b(?:returning|return|back)(?: cast(?: members)?| stars| are| is| for [^.;:,]{2,30}| series regulars| include[sd]?| in the cast| alongside| will be| to the (?:cast|show)| from the (?:first|original)[^.;:,]{0,20})*:? (?:are |is |include |includes |including )?{PS}|\b(?:brings?|bringing|brought|welcomes?|get) back {PS}|\b(?:return|comeback) of {PS}|\bwith {PS} (?:{BE})(?:returning|back|to return|reprising)"),
    _rule("joining.casts", "joining", "promot|ups |add|cast|tap|enlist|recruit|welcom|hire|book|name|join|set|land|round|sign|snag",
          r"(?:{T}'?(?: {N})?|{V}|{N}|\b(?:series|show|drama|comedy|reboot|revival|spinoff|sequel|film|movie|season|pilot))(?:'s)?:? (?:[\w'-]+ ){0,3}?(?:adds?|added|casts?|taps?|tapped|enlists?|enlisted|recruits?|recruited|welcomes?|welcomed|promotes?|ups|hires?|hired|books?|booked|names|named|signs?|signed|snags?|lands|gets|finds|rounds? out (?:its |the )?cast with|sets)(?: [\w',&$-]+){0,5}?:? {PS}(?! (?:exit|return|reprise|premiere|release|date))"
          r"|\b(?:casts?|casting|adds?|taps?|hires?|enlists?|adding|added|recruits?|names?|welcomes?|signs?)(?: [\w'-]+){0,2} {PS}(?: (?:as|to|in|for|opposite)\b)"),
    _rule("joining.recast", "joining", "recast", r"\brecasts?\b[^.;|]{0,40}\bwith {PS}"),
    _rule("joining.joins", "joining", "join|board|aboard|over|sign|attach|tapp|cast|hired|named|land|added|replac|role|lead|appoint|set as|set to",
          r"{PS}" + _GAP + r"(?: {BE}| {BE}(?:rumou?red|tipped) to )(?:joins?|joined|joining|boards|boarded|boarding|comes? aboard|came aboard|coming aboard|signs? on|signed on|signed up|signs? up|attached|tapped|hired|named|appointed|added|lands?|landed|nabs?|nabbed|books?|booked|cast|casts|replaces?|replacing|takes over|rounds? out|wins|bags?|scores?|set as|upped|promoted to series regular|among (?:the )?(?:cast|new)|onboard|on board)\b(?! (?:on |in |for )?(?:the )?(?:picket|strike|protest|calls?|chorus|list|ceo|twitter|instagram|tiktok|forces|fight|hall of fame|nominee|performer|person|winner|best|deal|overall deal|honou?r|pilot order|series order|guilty|liable))(?!: )"),
    _rule("joining.to-star", "joining", "star|lead|headlin|toplin|play|voice|recur|appear|direct|writ|host|produc|showrun|helm|score|compos|narrat|pen|feature|run|ep ",
          r"{PS}" + _GAP + r" {BE}(?:(?<=to )|(?<=will )|(?<=set ))(?:guest[- ]star|co-?star|star|headline|lead|topline|play|portray|voice|recur|appear|cameo|direct|write|host|produce|executive produce|exec produce|ep|showrun|helm|score|compose|narrate|pen|feature|be (?:in|the)|run|take over|co-?host|co-?write|serve as|judge|anchor|reboot|develop and star)\b(?! (?:you|with|by|out|next|down|away|new deal))"
          r"|{PS} (?:co-)?(?:stars?|leads?|headlines?) (?:in|as|opposite)\b(?= [^.;|]{0,60}(?:order|series at|greenl|picked up))|\b(?:seems? set|set|rumou?red|tipped|confirmed|expected) to (?:join|star)[^.;]{0,20}?:? {PS}"),
    _rule("joining.as", "joining", " as ",
          r"(?:{T}'?(?: {N})? (?:sets?|casts?|adds?|reveals?|unveils?|names?)|new cast|newcomers?|joining)[^.;|]{0,40}?:? {PS} as\b"),
    _rule("joining.new-cast", "joining", "new|join|newcomer|addition",
          r"\b(?:new(?:comers?| additions?| cast members?| faces| to the cast| series regulars?)|joining (?:them|the cast|him|her|the show|the series|the ensemble|{N}|{T})|also joining|also starring|cast additions?|fresh faces|rounding out the cast)(?: (?:are|is|include|includes|including|will be|this season|for {N}|in {N}|this time))*:? {PS}"),
    _rule("joining.rumoured", "joining", "rumou?red|rumored|rumoured|talks",
          r"{PS} {BE}(?:rumou?red|in talks|in negotiations|circling|eyed)\b"),
)
_WITH_NEW = pattern(rf"\b(?:starring|with|featuring|led by|headlined by|toplined by|hosted by|fronted by|from star)(?: [\w'-]+){{0,3}}? ({_LIST})|({_LIST})-(?:starring|led|fronted)|({_LIST}) to star\b")
_NAMED_AS = re.compile(r"^,? (?:as|role of|\(as) (?:the |a |an )?((?:[A-Z][\w'.-]*)(?: (?:[A-Z][\w'.-]*|of|the|de|von|van|le|la))*)")
_IN_BRACKETS = re.compile(r"^'?s? ?\((?:as |who plays )?([^()]{2,40})\)")
_ROLE_OF = re.compile(r"\b(?:repris\w+|play(?:s|ing)?|portray(?:s|ing)?|voice|voicing)(?: (?:his|her|the|their|role of|as|role|a|character)){0,4} ((?:[A-Z][\w'.-]*)(?: [A-Z][\w'.-]*){0,3}?)(?= role| in\b| for\b| on\b| from\b|[,.;:|]|$| and\b| again\b)", re.IGNORECASE)
_PRIVATE = re.compile(
    r"\b(?:dies|died|dead|death|obituary|passed away|hospitali[sz]\w*|diagnos\w*|cancer|covid|rehab|illness|surgery|assault\w*|abus\w*|harass\w*|misconduct|allegation\w*|alleged|accus\w*|arrest\w*|"
    r"charged|lawsuit|sues|sued|court|convicted|sentenced|jail\w*|prison|racis\w*|divorc\w*|dating|married|marry|marrying|pregnan\w*|engaged to|wedding|sober|suicide|overdose|tribute\w*|heart attack|accident)\b"
)
_FIRED = re.compile(r"\b(?:fired|sacked|dismissed|axed|let go|ousted)\b")
_TALK = re.compile(
    r"\b(?:review|recap|explains?|explained|on (?:returning|leaving|joining|playing|working|the|how|that|why|what|being)|(?<!in )talks?|reacts?|reflects?|interview|opens up|looks back|discuss\w*|considers?|contemplat\w+|would (?:love|like|be)|wants?|"
    r"could have|turned down|almost|nearly|auditioned|recalls?|remembers?|years? ago|begged|supports?|deal with|overall deal|first-look deal|first look deal|nominat\w*|emmys?|awards?|wins?\b|honou?r\w*|snl|saturday night live|performer of the week|"
    r"asked\b|musical guest|hosting|to host (?:the |this |next |\u16a0)[^.;]{0,20}(?:oscars|emmys|globes|awards|\d|february|january|week|on |with )|hopes?\b|hoping|if (?:s?he|they)'d|in development|to develop|developing|develops?|pilot order|in the works)\b"
)
_PART_BEFORE = re.compile(r"(?:\bas|\bas the|\brole of|\breprise|\breprises|\breprising|\bplays|\bplaying|\bplay|\bportraying|\bcharacters?) $")
_IN_STORY = re.compile(r"\b(?:protagonist|lead the [^.;]{0,30}story|storyline|story ?line|arc)\b")
_CHARACTERS = re.compile(r"\b[Cc]haracters?,? (?:such as |like |including )?((?:[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){0,2})(?:(?:, and | and |, & |, )(?:[A-Z][\w'.-]*(?: [A-Z][\w'.-]*){0,2})){0,12})")
_COMES_BACK = re.compile(r"\b(?:to return|will return|return|returns|comeback|be back|is back|come back)\b")
_SPLIT = re.compile(r", and |, & | and | & |, ")


@dataclass(frozen=True)
class _Cast:
    """A sentence with its persons blanked as well."""

    scene: Scene
    people: tuple[Person, ...]
    masked: str


_PRONOUN = re.compile(r"\b(?:she|he|they)(?: (?:will|is|are|also|now|officially|set to|to|be))* (returns?|is back|reprises?|be back|return|joins?|exits?|leaves|won't return)\b")
_PRONOUN_VALUES = {"join": "joining", "exit": "leaving", "leav": "leaving", "won'": "leaving"}


def _pronoun(scene: Scene, context: Context) -> Iterator[Draft]:
    """ "She returns as …": the person named last."""
    match = _PRONOUN.search(scene.masked)
    if match is None or context.person is None or scene.sentence.headline:
        return
    subjects = context.subjects(scene, match.start())
    role = _NAMED_AS.match(scene.flat[match.end() :])
    if subjects:
        yield Draft(
            scene=scene, at=match.start(), kind="cast", value=_PRONOUN_VALUES.get(match[1][:4], "returning"), rule="cast.pronoun",
            subjects=subjects, modality=modality(scene, match.start()), person=context.person, character=role[1] if role else None,
        )  # fmt: skip


def _parts(scene: Scene, context: Context) -> Iterator[Draft]:
    """Characters who come back, with no word of who plays them."""
    back = _COMES_BACK.search(scene.masked)
    if scene.sentence.headline or back is None:
        return
    match = _CHARACTERS.search(scene.flat)
    names = [name.rstrip(".") for name in _SPLIT.split(match[1])] if match else []
    if not names and _IN_STORY.search(scene.masked):
        names = [p.name for p in people_in(scene) if p.end <= back.start()][-1:]
    subjects = context.subjects(scene, back.start())
    for name in names if subjects else ():
        yield Draft(
            scene=scene, at=0, kind="cast", value="returning", rule="cast.character", subjects=subjects,
            modality=modality(scene, back.start()), character=name,
        )  # fmt: skip


def find_cast(scene: Scene, context: Context, *, new_work: bool = False) -> Iterator[Draft]:
    """Who joins, returns, leaves or is not confirmed. `new_work`: the sentence orders a new work."""
    if is_question(scene) or (scene.sentence.headline and _TALK.search(scene.masked)):
        return
    yield from _pronoun(scene, context)
    yield from _parts(scene, context)
    people = _all_people(scene)
    if not people or _IN_STORY.search(scene.masked):
        return
    context.person = people[-1].name if not scene.sentence.headline else None
    view = _Cast(scene, people, blank(scene.masked, [(p.start, p.end, PERSON) for p in people]))
    taken: set[int] = set()
    for rule in RULES:
        if any(stem in scene.low for stem in rule.stems):
            for match in rule.pattern.finditer(view.masked):
                yield from _from_match(view, context, rule, match, taken)
    if new_work:
        for match in _WITH_NEW.finditer(view.masked):
            yield from _emit(view, context, "joining", "cast.with-new-work", match, _list_span(match), taken)


def _from_match(view: _Cast, context: Context, rule: Rule, match: re.Match[str], taken: set[int]) -> Iterator[Draft]:
    scene, at = view.scene, match.start()
    if is_counterfactual(scene, at) or (is_superseded(scene, at) and rule.value != "leaving"):
        return
    if _PRIVATE.search(scene.masked) and not (rule.value == "leaving" and _FIRED.search(scene.low)):
        return
    yield from _emit(view, context, rule.value, f"cast.{rule.name}", match, _list_span(match), taken)


def _list_span(match: re.Match[str]) -> tuple[int, int]:
    """The span of the persons: the one group that took part."""
    return match.span(match.lastindex or 0)


def _emit(
    view: _Cast, context: Context, value: str, rule: str, match: re.Match[str], span: tuple[int, int], taken: set[int]
) -> Iterator[Draft]:
    scene = view.scene
    named = [p for p in view.people if span[0] <= p.start < span[1] and p.start not in taken]
    subjects = context.subjects(scene, max(match.end() - 1, 0))
    if not named or not subjects:
        return
    at = match.end() - 1 if value != "leaving" else match.start()
    sure = modality(scene, at)
    who = voice(scene, at)
    if value == "leaving" and sure == "expected" and _FIRED.search(scene.low) and who.who not in TRADES:
        return
    roles = _characters(view, named, match, span)
    for person, character in zip(named, roles, strict=True):
        taken.add(person.start)
        yield Draft(
            scene=scene, at=person.start, kind="cast", value=value, rule=rule, subjects=subjects[:1] if len(subjects) > 3 else subjects,
            modality=sure, who=who.who, said_via=who.said_via, person=person.name, character=character,
        )  # fmt: skip


def _characters(view: _Cast, named: Sequence[Person], match: re.Match[str], span: tuple[int, int]) -> list[str | None]:
    flat = view.scene.flat
    roles: list[str | None] = []
    for person in named:
        found = _IN_BRACKETS.match(flat[person.end :]) or _NAMED_AS.match(flat[person.end :])
        roles.append(found[1] if found else None)
    if any(roles):
        return roles
    tail = flat[span[1] :]
    asked = re.search(r"\b(?:as|As) ((?:[A-Z][\w'.-]*)(?:(?: |, and |, | and | & )(?:[A-Z][\w'.-]*))*)", tail[:140])
    reprised = _ROLE_OF.search(tail[:80])
    if asked:
        names = _SPLIT.split(asked[1])
        return [names[i] if len(names) == len(named) else asked[1] if len(named) == 1 else None for i in range(len(named))]
    if reprised and len(named) == 1:
        return [reprised[1]]
    return roles


def _all_people(scene: Scene) -> tuple[Person, ...]:
    """Persons of several words, and single names that a list or brackets show to be persons."""
    people = list(people_in(scene))
    tokens = free_tokens(scene)
    for index, token in enumerate(tokens):
        if any(p.start <= token.start < p.end for p in people):
            continue
        if _listed(tokens, index, people, scene) and (hit := name_from(tokens, index, scene.flat)):
            people.append(hit[0])
    return tuple(sorted((p for p in people if not _is_part(scene, p)), key=lambda p: p.start))


def _is_part(scene: Scene, person: Person) -> bool:
    """Is the name that of a character: "as X", "(X)" after an actor, "X's role"?"""
    before, after = scene.low[max(0, person.start - 16) : person.start], scene.low[person.end : person.end + 6]
    if after.startswith(" role") or _PART_BEFORE.search(before):
        return True
    return before.endswith("(") and after.startswith(")")


def _listed(tokens: list[Token], index: int, people: Sequence[Person], scene: Scene) -> bool:
    """A single name right before brackets, or between names of a list."""
    if index + 1 < len(tokens) and tokens[index + 1].word == "(" and index > 0:
        return tokens[index - 1].low in (",", "and", "&", ":")
    if index == 0 or tokens[index - 1].low not in (",", "and", "&"):
        return False
    ends = tokens[index - 1].start
    return any(0 <= ends - p.end <= 4 for p in people) and len(tokens[index].word) > 2 and scene.sentence.headline
