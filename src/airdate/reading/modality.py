"""How sure a statement is, and whether it is one at all.

A hedge reaches as far as its clause; one that governs the sentence ("If … is to be believed") reaches on
to its end. Plans that have been overtaken and things that would have been are no statements.
"""

from __future__ import annotations

import re

from airdate.reading.scene import Scene
from airdate.types import Modality

_HEDGE = re.compile(
    r"\b(?:could|might|(?<!in )(?<!of )(?<!by )(?<!early )(?<!late )(?<!mid-)(?<!since )(?<!until )(?<!this )(?<!last )(?<!next )(?<!on )(?<!or )(?<!from )(?<!\d )may(?! (?:\d|of\b|and june|or june))|likely|unlikely|probable|probably|perhaps|possible|possibly|potential|potentially|presumably|maybe|"
    r"reportedly|allegedly|supposedly|apparently|rumou?r\w*|speculat\w+|(?<!than )expected|expects?|expecting|expectation|anticipat\w+|"
    r"estimat\w+|predict\w+|projected|tentatively|provisional\w*|hopefully|hoped|hopes|hoping|guess\w*|assum\w+|"
    r"should|would|"
    r"suggest\w*|hints?|hinted|hinting|implies|imply|implied|indicat\w+|points? (?:to|towards?)|pointing (?:to|towards?)|"
    r"looks? (?:like|set|likely|as (?:if|though))|looking (?:like|at)|seems?|appears? (?:to|set|likely|that)|appeared|"
    r"believe[sd]?|thinks?|reckons?|suspects?|understand[s]?|understood|realistic\w*|plausible|chances?|odds|"
    r"aim(?:s|ed|ing)?|eye(?:s|d|ing)|target(?:s|ed|ing)|tipped|touted|"
    r"best[- ]case|worst[- ]case|window of|potential|unconfirmed|if all goes|leak(?:s|ed)?|insiders?|whispers|"
    r"a safe bet|good bet|safe to (?:say|assume)|wouldn't be surpris\w+|don't be surprised|shouldn't|won't be long|in talks|"
    r"plan(?:ned|ning) to|plans? to|considering|mull(?:s|ing)|good (?:chance|guess)|seem set)\b"
)
#: These govern the rest of the sentence from where they stand.
_GOVERNOR = re.compile(
    r"\bif [^,;]{2,60}(?:(?:to be|are|is) believed|is right|is correct|are correct|are right|proves? true|hold true)\b|"
    r"\b(?:sources? (?:say|claim|tell|suggest|told)|rumou?rs? (?:say|suggest|claim|has it|have it|put|point)\w*|reports? (?:citing|suggest|claim|indicate|put|hint)\w*|"
    r"(?:estimates?|estimations?|speculation) (?:say|says|puts?|suggests?|is|points?)|word is|it is (?:believed|thought|understood|rumou?red)|"
    r"(?:understands?|reckons?|believes?|guesses|speculates?|predicts?|estimates?|expects?|suspects?) (?:that |it |the |to )|claims? that|according to (?:a )?rumou?rs?|"
    r"(?:expected|likely|tipped|rumou?red|set|said) (?:back|returnees|to return|to be back|to star)[^.;]{0,30}:)"
)
_FIRM = re.compile(
    r"\b(?:(?:is|are|has been|have been|was) (?:officially )?(?:confirmed|set|slated|scheduled)|officially (?:set|slated|confirmed|announced|scheduled)|"
    r"confirmed (?:to|for|that)|will definitely|definitely)\b"
)
#: What was planned once and no longer holds, or never came about.
_SUPERSEDED = re.compile(
    r"\b(?:was|were) (?:\w+ly )?(?:due|to|set|supposed|meant|scheduled|slated|expected|planned|originally|initially|previously|first|going to|aiming|eyeing|hoping|believed)\b|"
    r"\bhad (?:\w+ ){0,2}(?:been (?:expected|due|set|scheduled|slated|planned|hoped|promised|rumou?red|aiming|hopes?|plans?|talks?|rumours?|rumors?)|expected|hoped|planned|promised|said|claimed|aimed|suggested)\b|"
    r"\b(?:originally|initially|previously|earlier|formerly) (?:\w+ )?(?:due|set|scheduled|slated|planned|expected|intended|announced|eyed|aimed|pencilled|targeted|said|reports?|claim\w*|rumou?r\w*|report\w*|premiere|plan|date)\b|"
    r"\bearlier (?:\w+ )?(?:date|premiere|window|plan|release|reports?|target|estimate)\b|"
    r"\b(?:no longer|as said before|not as|once (?:planned|expected|due))\b|"
    r"\bprevious(?:ly)? (?:date|plan|window|release|target|planned|expected|announced)\b|\bold (?:date|plan|release)\b|\boriginal (?:\w+ )?(?:date|plan|release date|window|premiere date|target)\b"
)
_COUNTERFACTUAL = re.compile(
    r"\bwould(?:'ve| have| likely have| probably have| perhaps have)\b|\bcould(?:'ve| have)\b|\bhad (?:it|they|he|she|filming|production|the \w+) (?:been|started|begun|gone|not)\b|"
    r"\bif [^,;]{0,60}\bhad\b|\bshould have (?:been|come|arrived|premiered)\b|\bmight have been\b|\bnearly\b|\balmost (?:got|became|cast|was)\b"
)
_WITHDRAWN = re.compile(
    r"\b(?:those|these|the|both|all|this|that|such)(?: \w+){0,2} (?:dates?|months?|windows?|timeframes?|figures?)\b[^.;]{0,40}\b(?:merely|only|just|purely|suggest\w*|speculat\w*|guess\w*|"
    r"unofficial|unconfirmed|estimat\w*|predict\w*|not (?:been )?(?:official|confirmed|announced|set in stone|final)|based on|assum\w*)\b|"
    r"\b(?:this|that|it|which)(?:'s| is| are|, however, is) (?:only|just|merely|purely|all|pure) (?:a |our |an |my |pure )?(?:speculation|guess\w*|estimat\w*|predict\w*|assumption|rumou?r|conjecture)\b|"
    r"\btake (?:this|that|it|these|those|all of this) with a (?:\w+ )?(?:grain|pinch)\b|"
    r"\bnothing (?:is|has been) (?:official|confirmed|set in stone)\b|\bnot (?:been )?(?:officially )?confirmed (?:that|this|it|these)\b"
)
_QUESTION = re.compile(r"\?\s*['\")]*$")
_ASKS = re.compile(r"(?:here's|here is|how|what|when|where|why|who|will|does|did|can|should|could|everything|all the)\b(?! we do| if)")
_WISH = re.compile(
    r"\b(?:wants?|wanted|wanting|wishes|would (?:love|like|relish|be (?:happy|open|down|up|willing|interested|game))|'d (?:love|like|be)|(?:is|are) (?:down|open|up|game) (?:for|to)|hopes? (?:for|to|that)|"
    r"hoping (?:for|to)|begs?|begged|pitch(?:es|ed|ing)?|asks?|asked|demand\w*|petition\w*|deserves?|needs?|should (?:get|give|bring|be resurrected|be renewed|be cancelled)|"
    r"interested in|considers?|contemplat\w+|dreams?|let's hope|fingers crossed|please)\b"
)


#: Verbs of expecting speak of what follows them; behind a comma they speak of something else.
_FORWARD = re.compile(r"(?:could|might|may|expected|expects?|should \w+|would|set|aim\w*|plan\w* to|plans? to|seem\w*|appears?\b.*|(?:suggest|hint|indicat|imply|point)ing.*)$")


def modality(scene: Scene, at: int) -> Modality:
    """Is the statement at offset `at` stated as fact, or hedged?"""
    start, end = scene.clause(at)
    clause = scene.masked[start:end]
    if _hedged(clause, at - start):
        firm = _FIRM.search(clause)
        if firm is None or not _nearer(clause, firm, at - start):
            return "expected"
    governor = _GOVERNOR.search(scene.masked)
    if governor is not None and governor.start() <= at and not _cut(scene.masked, governor.end(), at):
        return "expected"
    return "confirmed"


def _hedged(clause: str, at: int) -> bool:
    for hedge in _HEDGE.finditer(clause):
        if hedge.start() > at and "," in clause[at : hedge.start()] and _FORWARD.match(hedge[0]):
            continue
        return True
    return False


def _nearer(clause: str, firm: re.Match[str], at: int) -> bool:
    """Does the firm word stand closer to `at` than any hedge?"""
    distance = abs(firm.start() - at)
    return all(abs(h.start() - at) > distance for h in _HEDGE.finditer(clause) if not firm.start() <= h.start() < firm.end())


def _cut(masked: str, start: int, at: int) -> bool:
    """Does a new sentence part with its own voice begin between the governor and `at`?"""
    between = masked[start:at]
    return ";" in between or re.search(r",? but\b", between) is not None


def is_superseded(scene: Scene, at: int) -> bool:
    """Is the clause at `at` about a plan that has been overtaken?"""
    return _SUPERSEDED.search(scene.clause_text(at)) is not None


def is_counterfactual(scene: Scene, at: int) -> bool:
    """Does the clause at `at` tell what would have been?"""
    return _COUNTERFACTUAL.search(scene.clause_text(at)) is not None


def is_question(scene: Scene) -> bool:
    """Is the sentence a question?"""
    return _QUESTION.search(scene.low) is not None or (scene.sentence.headline and _ASKS.match(scene.low) is not None)


def is_wish(scene: Scene, at: int, *, before: bool = False) -> bool:
    """Does the clause at `at` wish rather than tell? `before`: look no further than `at`."""
    start, end = scene.clause(at)
    return _WISH.search(scene.masked, start, at if before else end) is not None


def withdraws(scene: Scene) -> bool:
    """Does the sentence take back the dates that were stated before it?"""
    return _WITHDRAWN.search(scene.masked) is not None
