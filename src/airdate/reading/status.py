"""Decisions about a work: renewed, cancelled, ending, ordered, undecided.

Each rule is a value, a plain stem that must occur (cheap), and a pattern over the masked sentence.
The first rule that matches in a clause speaks for it; denials and wishes are taken out before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from airdate.reading.attribution import decider, voice
from airdate.reading.context import Context
from airdate.reading.draft import Draft, Subject
from airdate.reading.modality import is_counterfactual, is_question, is_wish, modality
from airdate.reading.phrases import find
from airdate.reading.people import people_in
from airdate.reading.scene import Scene, pattern


@dataclass(frozen=True)
class Rule:
    """A value, the stems of which one must occur, the pattern, and what the page must show."""

    name: str
    value: str
    stems: tuple[str, ...]
    pattern: re.Pattern[str]


_HAVE = r"(?:(?:has|have|had|is|are|was|were|being|been|be|gets?|got|getting|will|to|officially|already|now|just|also|both|finally|quietly|not only) ){0,4}"
_MORE = r"(?:{N}|(?:another|a new|its next|the next|a further|one more|two more|three more|more|additional|extra|fresh|new) (?:seasons?|series|run|instal?lments?|episodes|outing))"
_NEXT = r"(?:a |an |its |the |their |for |for a )?(?:upcoming |new |full |whole |brand new |10-episode |hit |early |surprise )?"
_NET = r"(?:the )?(?:streamer|network|streaming giant|streaming service|broadcaster|channel|studio|platform|cabler|broadcast network|pay[- ]tv group|{V})"


def _rule(name: str, value: str, stems: str, notation: str) -> Rule:
    for key, text in (("{HAVE}", _HAVE), ("{MORE}", _MORE), ("{NEXT}", _NEXT), ("{NET}", _NET)):
        notation = notation.replace(key, text)
    return Rule(name, value, tuple(stems.split("|")), pattern(notation))


RULES: tuple[Rule, ...] = (
    # -- undecided: before the rules whose words it denies
    _rule("undecided.not-yet", "undecided", "renew|confirm|announc|greenlit|commission|picked|decid",
          r"\b(?:has(?:n't| not)|have(?:n't| not)|had(?:n't| not)|is(?:n't| not)|was(?:n't| not)|not|yet to|never|neither|nor)(?: yet| been| be| officially| formally| currently|\w+n't|{V}| to){0,4} (?:renew(?:ed)?|confirm(?:ed)?|announce[d]?|greenlit|greenlight|commission(?:ed)?|order(?:ed)?|pick(?:ed)? up|decided?)\b(?: \w+){0,3}? (?:{MORE}|the show|the series|it for|for {MORE}|on {MORE}|whether (?!to |she |he |they )[^.;]{0,60}(?:{MORE}|renew|return))(?!'? (?:of {T} )?(?:release|premiere|date|trailer|cast|air|debut|launch))"),
    _rule("undecided.not-renewed", "undecided", "renew",
          r"\b(?:has(?:n't| not)|have(?:n't| not)|is(?:n't| not)|was(?:n't| not)|yet to)(?: \w+){0,3} be(?:en)? (?:officially |formally )?(?:renewed|picked up)\b|\b(?:has(?:n't| not)|yet to)(?: yet| officially| formally)? renew(?:ed)?\b|\bnot (?:yet |officially |been ){0,2}renewed\b|\bno (?:official )?(?:renewal|decision|word) (?:has |yet|on|about|as)|\bunrenewed yet\b"),
    _rule("undecided.no-word", "undecided", "yet to|not yet|\w+n't|decision|no word|no news|nothing|unclear|unknown|uncertain|no idea|in limbo|up in the air|future of|fate|whether|remains to be seen|on the bubble|await|in doubt",
          r"\b(?:no (?:official )?(?:word|news|announcement|confirmation)|nothing(?: official)?|unclear|unknown|uncertain|no idea|remains to be seen|awaiting|not known|undecided|no plans yet)\b[^.;]{0,40}\b(?:{MORE}|renew\w*|returns?|whether)\b|\b(?:in limbo|up in the air|on the bubble|hangs in the balance|has yet to be decided|fate (?:is |remains )?(?:unknown|uncertain|undecided|unclear))\b|\bconfirmed nothing\b|\b(?:made|taken|reached|been) no (?:final |official |firm )?decision\b|\bno (?:final |official )?decision (?:has|had|was|is)\b|(?:{NET}|company|makers|officials|producers) (?:is |are |has |have )?(?:yet to|not yet|\w+n't) (?:decided?|commit|make (?:a|any|its) decision|said|announced?)\b(?! (?:on )?(?:a |the |when|any )(?:\w+ )?(?:date|trailer|cast|when))|\bwhether (?:or not )?(?:there (?:will|would) be |{NEXT}){MORE} (?:is|will|would|gets)\b"),
    _rule("undecided.either", "undecided", "renew",
          r"\b(?:neither|not|\w+n't|yet to|nor)\b(?: \w+){0,3}? (?:renew(?:ed)?|cancel|cancell?ed|axed) (?:n?or) (?:\w+ ){0,2}(?:renew(?:ed)?|cancel|cancell?ed|axed|scrapped)\b"),
    _rule("undecided.whether", "undecided", "whether| if ",
          r"\b(?:yet to|still to|not|\w+n't|refus\w+ to|declin\w+ to)(?: yet| to)? (?:say|said|decide[d]?|confirm(?:ed)?|announced?|reveal(?:ed)?|know|made clear|clear|known)\b[^.;]{0,30}\b(?:whether|if) (?!to |she |he )[^.;]{0,50}\b(?:{MORE}|renew\w*|return\w*|come back|continue|go on)"),
    _rule("undecided.talks", "undecided", "talked over|discuss|in mind|early talks|in talks",
          r"{N}[^.;]{0,60}\b(?:not been (?:talked over|discussed|decided)|hasn't been (?:talked|discussed|decided)|can be discussed|being discussed|under discussion)|\b(?:in (?:early )?talks|discussions|discussing)\b[^.;]{0,30}\b(?:for|about|over|on) (?:a )?{MORE}"),
    # -- cancelled
    _rule("cancelled.no-season", "cancelled", "no |not |n't",
          r"\bno {NEXT}{N}(?: of {T}| for| planned| coming| at| is coming| is happening| will happen|,|;|$| - )|{N} (?:is |are |will |has )?(?:not|won't|isn't|\w+n't)(?: be)? (?:go(?:ing)? (?:ahead|forward)|happen(?:ing)?|mov(?:e|ing) (?:ahead|forward)|be made|made|coming)\b(?! (?:un)?til| before| out| this| in | to )|\b(?:not|won't|will not|isn't|is not) (?:be )?(?:return(?:ing)?|com(?:e|ing) back|mov(?:e|ing) forward|go(?:ing)? (?:ahead|forward)|proceed(?:ing)?|continu(?:e|ing)|happening|happen)\b(?: with| for| on)?(?: a| its)? ?{N}"),
    _rule("cancelled.opted", "cancelled", "not|pass|declin|against|won't|no longer",
          r"\b(?:opt(?:s|ed)?|decid(?:es|ed)|chos(?:e|en)|elect(?:s|ed)) against {NEXT}{MORE}|\b(?:opt(?:s|ed)?|decid(?:es|ed)|chos(?:e|en)|elect(?:s|ed)) (?:not to|against) (?:\w+ ){0,3}?(?:renew\w*|continu\w*|go|mov\w*|pick\w*|order\w*|proceed\w*|mak\w*|produc\w*|bring\w*)\b|\b(?:not|won't|will not|isn't|is not) (?:be )?(?:renew(?:ed|ing)?|moving forward|move forward|go(?:ing)? forward|picking up|proceeding|picked up|get(?:ting)? (?:a |an |any )?{MORE})\b|\bpass(?:es|ed) on {NEXT}{MORE}|\bdeclined to (?:renew|pick up|order)\b"),
    _rule("cancelled.verb", "cancelled", "cancel|canned|axe|scrap|nix|ditch|shelv|unrenew|un-renew|reverses|revers",
          r"(?:(?<!get )(?<!not )(?<!for )\b(?:cancels|cancell?ing|axes|axing|scraps|nixes|ditches|shelves|un-?renews|(?:cancell?ed|canned|axed|scrapped|nixed|ditched|shelved|un-?renewed)(?! (?:(?!the|its|his|her|their|a )[\w'&-]+ ){0,3}(?:drama|series|show|comedy|sitcom|thriller|tv)\b(?! {T})))\b(?! to| in \d{4}| shows)|\b(?:about|set|going|plans?|planning|expected|likely|preparing|poised) to (?:cancel|axe|scrap|ax|ditch)\b|\bcancellation of\b|\breverses? (?:{N} )?renewal)"),
    _rule("cancelled.idiom", "cancelled", "plug|axe|chop|curtain|swung|no more|bites|done|dead|drop|dump|kill|end of the road|say|over at|swan",
          r"\bpull(?:s|ed|ing)? the plug\b|\b(?:gets?|got|given|giv(?:es|en)|gave|getting)(?: {T})? the (?:axe|ax|chop|boot|hook)\b|\b(?:(?:has|have|had|is|are|was|were|been|being|gets?|got) (?:been )?|{T} )(?:dropped|dumped|killed off|killed|let go) by\b|\b(?:{V}|streamer|network) (?:has )?(?:drops|dumps|kills|dropped|dumped|killed)\b(?! (?:trailer|teaser|first|new|official|the (?:trailer|teaser|first)|a ))|\bwon't be (?:back|returning|coming back|getting {MORE})\b(?! for a while| until)|\b(?:is|are) (?:over|done|dead) (?:at|after|following) "),
    _rule("cancelled.wont-return", "cancelled", "return|come back|happen",
          r"(?:{T}'?(?: \w+){0,2}|\bit|\b(?:show|series|drama|comedy|sitcom)) (?:won't|will not|isn't|is not) (?:be )?(?:return(?:ing)?|com(?:e|ing) back)\b(?! (?:un)?til| before| in \d| this| next| to (?!{V}))"),
    # -- ending
    _rule("ending.with-season", "ending", "end|conclu|wrap|final|last|bow|finish|say",
          r"\b(?:to|will|is|are|set to|going to|would|could|may|might|be|it) (?:officially )?(?:end(?:ing)?|conclud(?:e|ing)|wrap(?:ping)? up|finish(?:ing)?|bow(?:ing)? out|sign(?:ing)? off|clos(?:e|ing) out|com(?:e|ing) to (?:an end|a close|its conclusion)|tak(?:e|ing) its final bow|say(?:ing)? goodbye|call(?:ing)? it quits|call(?:ing)? time)\b(?! (?:up )?(?:filming|production|shooting|with a|on a cliff|in a|by|soon|its run on))|\b(?:ends|ending|concludes|concluding|wraps up|bows out|finishes) (?:its run )?(?:with|after|at|on) (?:its |the |a )?(?:upcoming |forthcoming |new )?(?:{N}|{V}|\w+ seasons|(?:final|last) season)|\bcoming to an end\b|\bending at {V}|{N} to end series|\bfinal curtain\b|{T}'? ending (?:with|after)\b"),
    _rule("ending.final-season", "ending", "final|last|fourth and|end",
          r"\b(?:renew\w*|return\w*|order\w*|picked up|confirm\w*|announc\w*|reveal\w*|set|premiere\w*|debut\w*|trailer|teaser|date|release\w*|film\w*|production|will|to|is|be|could|may|might|as|for|says|say|said|duffer brothers)\b[^.;|]{0,50}(?:\b(?:final|last|farewell|concluding) (?:\w+ ){0,1}?(?:seasons?|series|episodes|chapter|run|instal?lment|outing|bow)\b|(?:and|&) final\b)|(?:{N}|\bit|\binstal?lment|\bouting|\brun|\bseason)'? (?:\w+ ){0,2}?(?:will|to|could|may|might|would|is|as)(?: (?:also|likely|probably|definitely|indeed|officially|reportedly|well))?(?: be| mark| serve as)?(?: the show's| the series'?)? (?:its |the |their |\w+'s )?(?:very )?(?:final|last|end|farewell)(?: one| season| series| chapter| outing| run| ever| bow| hurrah)?(?=[.,;:!)]|$| for | of the (?:show|series|line|road)| on {V}| at {V}| and )|\b(?:final|last|farewell) (?:seasons?|series|chapter|episodes)\b[^.;]{0,40}\b(?:will|to|gets?|sets|trailer|teaser|premiere\w*|release\w*|date|confirmed|announced|ordered|renew\w*|film\w*|production|begins|wraps|shorter|debut\w*|return\w*|bow\w*)\b"),
    # -- renewed
    _rule("renewed.verb", "renewed", "renew|re-up|reup|uncancel|un-cancel|extend|re-order",
          r"(?<!not )(?<!un)(?<!n't )\b(?:renew(?:s|ed|ing)?|renewal|renewals|re-ups?|re-upped|reups|reupped|uncancell?ed|un-cancell?ed|un-cancels|uncancels)\b(?! (?:a |its |their |his |her |the )?(?:contract|deal|lease|license|licence|subscription|call|push|effort|vow|energy|interest|focus|talks|fight|pledge|attack|passport|bid|hope|debate|membership|chances|odds|hopes|prospects|scorecard|status|watch|agreement|pact|partnership|cost|attention|demand|concern|fear)|ables?)"),
    _rule("renewed.gets-season", "renewed", "season|series|order|pickup|pick-up|episodes|run|outing",
          r"\b(?:gets?|got|getting|given|gives|gave|giving|receiv(?:es|ed)|scor(?:es|ed)|land(?:s|ed)|nab(?:s|bed)|secur(?:es|ed)|earn(?:s|ed)|hand(?:s|ed)|grants?|granted|award(?:s|ed)|bag(?:s|ged)|lock(?:s|ed) in|snag(?:s|ged))(?: \w+)?(?: {T}(?:'s)?)?(?: an?| the| its| for)?(?: early| official| surprise| series| full| \d+-episode)?(?: order| pick-?up| green ?light| renewal| go-ahead| nod)?(?: for)?(?: a| its| an)? {MORE}"),
    _rule("renewed.episode-order", "renewed", "order",
          r"{N}(?: \w+){0,2} (?:gets?|got|scores?|lands?|receives?|given|has|nabs?)(?: an?)? (?:[\w-]+ ){0,2}(?:episode )?order\b"),
    _rule("renewed.orders-season", "renewed", "order|pick|reviv|saved|saves|rescue|resurrect|greenl|green-l|commission|confirm|announc|approv|bring|back for|reveal|secure",
          r"\b(?:(?:has |have |had |officially |just |also |already )*(?:orders|ordered|picks up|picked up|pick up|greenlights|greenlit|green-lights|greenlighted|green-lit|green lit|commissions|commissioned|recommissions|recommissioned|confirms|confirmed|announces|announced|approves|approved|revives|revived|saves|saved|rescues|rescued|resurrects|resurrected|brings back|bringing back|revealed|lock(?:s|ed) in))(?: that)?(?: {T}(?:'s)?,?)?(?: (?:the |its )?(?:\w+ )?(?:drama|comedy|series|show|sitcom|thriller|spinoff))?(?: for)? {NEXT}{MORE}(?!(?: of {T})?'? (?:date|release|premiere|cast|trailer|teaser|air|start|villain|finale|plot|detail|title|poster|star|will (?!return)|would|won't|has|have|had|is (?!coming back|happening|on the way|official)|was|are|debut|arriv|begin|wrap|film|to (?:premiere|debut|arrive|start|begin)))"),
    _rule("renewed.season-confirmed", "renewed", "season|series|order|greenl|confirm|announc|work|happen|way",
          r"{N}(?: of {T})?'? ?(?:(?:has|have|is|are|was|were|been|being|gets?|got|to|be|set|a|the|now|also|already|officially|has been|had been|series) ){0,4}(?:officially )?(?:confirmed|ordered|greenlit|green-lit|greenlighted|announced|happening|renewed|green ?light(?:ed)?|commissioned|pick(?:ed )?-?up|order|a go|go-ahead|officially on|given the|on the way|in the works at|coming to {V}|coming$)\b(?! (?:cast|date|to (?:star|join|play)|for (?:release|san diego|comic|d23)|as (?:the )?(?:final|last)))(?:(?! for {D}))"),
    _rule("renewed.return-for", "renewed", "return|back|coming|heads|moves|moving|heading",
          r"(?:\b(?:heads? to {V}|moves? to {V}|moving to {V}|heading to {V}|to return|returning|returns|return|will return|will be back|is back|are back|be back|coming back|comes back|come back|set to return|back)(?: to {V}| on {V}| at {V})? for (?:its |a |the |their )?(?:upcoming |new |final )?{MORE})|\bto get a(?:n?other)? (?:new )?{MORE}|\b(?:will|to) (?:be )?(?:have|see|run for) {MORE}"),
    _rule("renewed.return-at", "renewed", "return|rescu|saved|revive|find|move",
          r"{T}'? ?(?:tv series |series )?(?:is |are )?(?:returning (?:to|at|on) {V}|(?:has been |is |was |gets )?(?:rescued|saved|revived|resurrected)(?: by| at| from| for|,|$)|finds? (?:a )?new home)|{V} (?:rescues|saves|revives|resurrects) {T}"),
    # -- ordered
    _rule("ordered.series-order", "ordered", "order|greenl|green-l|green l|picked up|straight|lands|commission|go-ahead|pick",
          r"\b(?:gets?|got|given|gives|gave|giving|receiv(?:es|ed)|scor(?:es|ed)|land(?:s|ed)|nab(?:s|bed)|secur(?:es|ed)|earn(?:s|ed)|hand(?:s|ed)|wins)\b[^.;|]{0,30}?\b(?:series order|series pick-?up|green ?light|greenlit|go-ahead|straight-to-series|limited series order|series commitment|tv (?:show|series)|animated series|full series)\b|\b(?<!court )(?<!was )(?:series order|straight-to-series|picked up to series|ordered to series|ordered straight to series|goes to series|to series at {V}|series pick-?up)\b|{T}'?(?:[^.;|]{0,60}?)? (?:gets |is |was |has been |been |series |reboot |revival |spinoff |film |movie |officially )*(?:ordered|greenlit|greenlighted|green-lit|commissioned|picked up|green ?light)(?: (?:at|by|for|from|with|as) (?:a |the )?{NET}|$)"),
    _rule("ordered.service-orders", "ordered", "order|greenl|green l|green-l|picks up|commission|announc|set",
          r"{NET}(?:'s)? (?:has |have |just |also |officially )*(?:orders|ordered|greenlights|greenlit|green-lights|green-lit|greenlighted|picks up|picked up|commissions|commissioned|announces|announced|sets|unveils)(?! {N}| for| that)(?:(?!premiere|special|date|trailer|teaser|release|cast|return|final|renew)[^.;|\u16a2]){0,70}?{T}(?!'? (?:[\w-]+ )?specials?\b)(?!'? (?:trailer|teaser|premiere|release|date|cast|season|for {N}|{N}|return|final|finale))"),
    _rule("ordered.set-at", "ordered", "set|land|revival|reboot|announced|return|adaptation|series",
          r"\bset(?:s)?(?: [\w,&' -]{0,60})?{T}'?(?: ?(?:&|and|,) ?'?{T}'?)* at {V}|{T}'?(?:[^.;|\u16a2]{0,80}?)? (?:set (?:at|for|by)|lands? at|heads? to|headed to|in the works at(?!)|announced (?:at|by|for)|a go at) {V}(?! (?:premiere|release|launch|debut|special|channel|on {D}|{D}))|{T}'?(?: tv)? (?:revival|reboot|sequel series|prequel series|series adaptation|tv series|animated series|series) (?:is )?(?:officially )?(?:announced|ordered|set|confirmed|greenlit|a go|coming to {V}|gets [^.;|]{0,30}(?:greenlight|green light|order))"),
)

_A_WORK = re.compile(r"\b(?:a|an|another|one|whose|predecessor|earlier|previous) (?:\w+ ){0,3}(?:series|show|sitcom|drama|comedy|pilot|film|movie|satire|thriller),? (?:that |which )?(?:was |had been |got )?$")
_MORE_SEASONS = re.compile(r"\b(?:\w+ )?(?:more|additional|further|extra) seasons\b")
_DENIED = re.compile(
    r"\b(?:nothing|no (?:sign|indication|suggestion|evidence|reason)|not|never|denies|denied|deny|isn't|wasn't|hasn't|\w+n't|rather than|without|despite|neither|nor|reading that|rumou?rs? (?:that|of)|claims? that|avoid(?:s|ed)?|fear(?:s|ed)?|"
    r"if|would|unless|could have)\b[^.;]{0,40}$|\b(?:nearly|almost|before)(?: \w+)? $"
)
_BACKGROUND = re.compile(
    r"\b(?:review|recap|ranked|best|worst|explained|why|how|looks? back|on (?:the )?(?:ending|cancellation|renewal)|reacts?|responds?|interview|talks|opens up|discusses|petition|campaign|ratings|viewers|emmys?|nominat\w*|"
    r"years? ago|anniversary|remember(?:s|ed|ing)?|reflects?|blames?|slams?|admits?|due to|because)\b"
)


def find_status(scene: Scene, context: Context) -> Iterator[Draft]:
    """Decisions stated in a sentence, the first rule of each clause and value."""
    if is_question(scene):
        return
    yield from _final_seasons(scene, context)
    taken: set[tuple[int, str]] = set()
    for rule in RULES:
        if not any(stem in scene.low for stem in rule.stems):
            continue
        for match in rule.pattern.finditer(scene.masked):
            key = scene.clause(match.start())
            if (key[0], _family(rule.value)) in taken or not _stands(scene, rule, match):
                continue
            draft = _draft(scene, context, rule, match)
            if draft is not None:
                taken.add((key[0], _family(rule.value)))
                yield draft


def _final_seasons(scene: Scene, context: Context) -> Iterator[Draft]:
    """ "the fifth and final season": the words of the season itself say that it is the last."""
    if scene.sentence.headline and _BACKGROUND.search(scene.masked):
        return
    for ref in scene.seasons:
        words = scene.low[ref.start : ref.end]
        if not re.search(r"\b(?:final|last)\b", words) or is_counterfactual(scene, ref.start) or is_wish(scene, ref.start):
            continue
        subjects = tuple(s for s in context.subjects(scene, ref.start) if s.season in ref.numbers)
        if subjects:
            who = voice(scene, ref.start)
            yield Draft(
                scene=scene, at=ref.start, kind="status", value="ending", rule="status.ending.named-final", subjects=subjects,
                modality=modality(scene, ref.start), who=decider(scene, ref.start) or who.who, said_via=who.said_via,
            )  # fmt: skip


def _family(value: str) -> str:
    return "ending" if value == "ending" else "decision"


def _stands(scene: Scene, rule: Rule, match: re.Match[str]) -> bool:
    at = match.start()
    if is_counterfactual(scene, at) or (rule.value != "undecided" and is_wish(scene, at, before=True)):
        return False
    if rule.value in ("cancelled", "ordered", "renewed", "ending") and not scene.sentence.headline and _is_history(scene, match):
        return False
    start, _ = scene.clause(at)
    before = scene.masked[max(start, at - 60) : at]
    if rule.value not in ("undecided",) and rule.name not in ("cancelled.no-season", "cancelled.opted") and _DENIED.search(before):
        return False
    if rule.value == "undecided" and any(at < p.start < match.end() for p in people_in(scene)):
        return False
    if rule.name == "renewed.return-for" and any(0 <= at - p.end <= 2 for p in people_in(scene)):
        return False
    return not (scene.sentence.headline and _BACKGROUND.search(scene.masked))


def _is_history(scene: Scene, match: re.Match[str]) -> bool:
    """Told as the past of some other work: an earlier year, or "a series, cancelled after six weeks"."""
    years = [int(y) for y in re.findall(r"(?<![\d$£€])(?:19|20)\d\d\b", scene.clause_text(match.start()))]
    years += [1900 for _ in re.finditer(r"'\d\d\b", scene.clause_text(match.start()))]
    said = scene.published.latest.year if scene.published is not None and scene.published.latest is not None else None
    if years and said is not None and max(years) < said - 1:
        return True
    return _A_WORK.search(scene.masked, max(0, match.start() - 40), match.start()) is not None


def _draft(scene: Scene, context: Context, rule: Rule, match: re.Match[str]) -> Draft | None:
    subjects = _subjects(scene, context, rule, match)
    if not subjects:
        return None
    who = voice(scene, match.start())
    name = decider(scene, match.start()) or who.who
    return Draft(
        scene=scene, at=match.start(), kind="status", value=rule.value, rule=f"status.{rule.name}", subjects=subjects,
        modality=modality(scene, match.start()), who=name, said_via=who.said_via, when=_decided_on(scene, match),
    )  # fmt: skip


def _subjects(scene: Scene, context: Context, rule: Rule, match: re.Match[str]) -> tuple[Subject, ...]:
    count = _MORE_SEASONS.search(scene.clause_text(match.start()))
    if count and not any(r.start < match.end() for r in scene.seasons):
        named = context.subjects(scene, match.start())
        return tuple(dict.fromkeys(replace(s, season=None) for s in named))
    anchor = match.end() - 1 if rule.value in ("cancelled", "ending") else (match.start() + match.end()) // 2
    subjects = context.subjects(scene, min(anchor, len(scene.low) - 1))
    if rule.value != "cancelled":
        return subjects
    named = {n for ref in scene.seasons for n in ref.numbers} | {t.number for t in scene.titles}
    return tuple(dict.fromkeys(s if s.season in named else replace(s, season=None) for s in subjects))


def _decided_on(scene: Scene, match: re.Match[str]) -> str | None:
    """The day of the decision, where the clause gives one that has gone by ("renewed in June")."""
    start, end = scene.clause(match.start())
    published = scene.published
    for phrase in find(scene.flat[start:end], published, masks=_within(scene.masks, start, end), past=True):
        latest = phrase.window.latest
        if start + phrase.start >= match.start() and latest is not None:
            if published is None or published.latest is None or latest <= published.latest:
                return phrase.window.edtf if phrase.window.precision in ("day", "month", "year") else None
    return None


def _within(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
