"""How sure a statement is, and whether it is one at all.

A hedge reaches as far as its clause; one that governs the sentence ("If … is to be believed") reaches on
to its end. Plans that have been overtaken and things that would have been are no statements.
"""

from __future__ import annotations

import re

from airdate.reading.cues import load
from airdate.reading.scene import Scene
from airdate.types import Modality

_CUES = load("modality")
_HEDGE = _CUES["hedge"]
#: These govern the rest of the sentence from where they stand.
_GOVERNOR = _CUES["governor"]
_FIRM = _CUES["firm"]
#: What was planned once and no longer holds, or never came about.
_ANEW = _CUES["anew"]
_SUPERSEDED = _CUES["superseded"]
_COUNTERFACTUAL = _CUES["counterfactual"]
_WITHDRAWN, _DENIAL, _REFUTED = _CUES["withdrawn"], _CUES["denial"], _CUES["refuted"]
_QUESTION = re.compile(r"\?\s*['\")]*$")
_ASKS = _CUES["asks"]
_WISH, _IS_IT, _TALKS_OF = _CUES["wish"], _CUES["is_it"], _CUES["talks_of"]


#: Verbs of expecting speak of what follows them; behind a comma they speak of something else.
_FORWARD = _CUES["forward"]


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
    return all(
        abs(h.start() - at) > distance
        for h in _HEDGE.finditer(clause)
        if not firm.start() <= h.start() < firm.end()
    )


def _cut(masked: str, start: int, at: int) -> bool:
    """Does a new sentence part with its own voice begin between the governor and `at`?"""
    between = masked[start:at]
    return ";" in between or re.search(r",? but\b", between) is not None


def is_superseded(scene: Scene, at: int) -> bool:
    """Is the clause at `at` about a plan that has been overtaken, and not yet about what overtook it?"""
    clause, here = scene.clause_text(at), at - scene.clause(at)[0]
    overtaken = _SUPERSEDED.search(clause)
    return overtaken is not None and _ANEW.search(clause, overtaken.end(), max(here, overtaken.end())) is None


def is_counterfactual(scene: Scene, at: int) -> bool:
    """Does the clause at `at` tell what would have been?"""
    return _COUNTERFACTUAL.search(scene.clause_text(at)) is not None


def is_question(scene: Scene) -> bool:
    """Is the sentence a question?"""
    return ("?" in scene.low and _QUESTION.search(scene.low) is not None) or (
        scene.sentence.headline
        and (_ASKS.match(scene.low) or _IS_IT.match(scene.masked) or _TALKS_OF.search(scene.masked))
        is not None
    )


def is_wish(scene: Scene, at: int, *, before: bool = False) -> bool:
    """Does the clause at `at` wish rather than tell? `before`: look no further than `at`."""
    start, end = scene.clause(at)
    return _WISH.search(scene.masked, start, at if before else end) is not None


def is_denial(scene: Scene) -> bool:
    """Does the sentence call a report false? What it repeats of it is no statement."""
    return _CUES.may_match("denial", scene.low) and _DENIAL.search(scene.masked) is not None


def refutes(scene: Scene) -> bool:
    """Does the sentence call what was said right before it false?"""
    return _REFUTED.match(scene.masked) is not None


def withdraws(scene: Scene) -> bool:
    """Does the sentence take back the dates that were stated before it?"""
    return _CUES.may_match("withdrawn", scene.low) and _WITHDRAWN.search(scene.masked) is not None
