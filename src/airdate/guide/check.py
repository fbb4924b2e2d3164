"""Is an article still true? Each of its claims held against what the ledger has come to believe.

Invariant: pure; nothing said after `as_of` counts. A verdict other than *not known* names the entries
that it rests on, and one that asks for a change names the facts to put in place.

    claim ─ the belief on its question ─▶ agreement ─ who spoke last ─▶ verdict
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec.structs import replace

from airdate import dates
from airdate.dates import Window
from airdate.guide.evidence import Evidence
from airdate.guide.parts import say_belief
from airdate.guide.words import say, sentence
from airdate.ledger import people
from airdate.ledger.relations import STAGES
from airdate.types import Belief, Claim, Entry, Struct

#: *holds*: it is what the ledger believes. *outdated*: it was, and has been overtaken. *contradicted*: the
#: ledger believed otherwise when it was written. *guess*: it may come true. *not_known*: nobody else
#: speaks of it.
Verdict = Literal["holds", "outdated", "contradicted", "guess", "not_known"]

#: How a claim stands to a belief: it says the same; it hedges what is known by now; it says more than is
#: known; it tells of a step that lies behind; or it says something that the belief excludes.
Agreement = Literal["same", "understated", "open", "overtaken", "excluded"]

_GOING_ON = ("ordered", "renewed", "ending")
_IN_IT = ("returning", "joining")


class Checked(Struct, frozen=True, kw_only=True):
    """One claim's verdict, the entries behind it, and the facts to put in its place."""

    claim: Claim
    verdict: Verdict
    entries: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Check(Struct, frozen=True, kw_only=True):
    """A whole article, checked: `body` is its headline and text, to which the claims' spans point."""

    document_id: str
    body: str
    as_of: date
    checked: tuple[Checked, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """How many claims got a verdict."""
        return sum(checked.verdict == verdict for checked in self.checked)


def check(
    claims: Iterable[Claim], beliefs: Sequence[Belief], evidence: Evidence, written_on: Window | None
) -> list[Checked]:
    """A verdict for each claim of an article on one season.

    Args:
        claims: what the article says of that season.
        beliefs: what `ledger.settle` made of the entries for `evidence.as_of`.
        evidence: the entries that count on that day.
        written_on: the article's day or month; `None` where it has none, which counts as old.
    """
    return [_checked(claim, beliefs, evidence, written_on) for claim in claims]


def _checked(
    claim: Claim, beliefs: Sequence[Belief], evidence: Evidence, written_on: Window | None
) -> Checked:
    belief = _belief_on(claim, beliefs, evidence)
    if belief is None:
        return Checked(claim=claim, verdict=_alone(claim, evidence.as_of))
    agreement = _AGREEMENTS[claim.kind](claim, belief, evidence.as_of)
    overtaken_since = _said_after(evidence.rests_on(belief), written_on)
    verdict = _verdict(agreement, overtaken_since)
    facts = () if agreement == "same" else (*_missed(claim, evidence.as_of), _fact(belief, evidence))
    return Checked(claim=claim, verdict=verdict, entries=(*belief.support, *belief.against), facts=facts)


def _missed(claim: Claim, as_of: date) -> tuple[str, ...]:
    window = _window(claim)
    passed = window is not None and window.is_past(as_of)
    return (f"{sentence(say(window))} has passed.",) if window is not None and passed else ()


def _verdict(agreement: Agreement, overtaken_since: bool) -> Verdict:
    if agreement == "open":
        return "guess"
    if agreement == "same" or (agreement == "understated" and not overtaken_since):
        return "holds"
    return "outdated" if overtaken_since or agreement == "overtaken" else "contradicted"


def _alone(claim: Claim, as_of: date) -> Verdict:
    """The verdict on what nobody else speaks of: time alone can tell."""
    window = _window(claim)
    if window is not None and window.is_past(as_of) and claim.modality == "expected":
        return "outdated"
    return "guess" if claim.modality == "expected" else "not_known"


def _fact(belief: Belief, evidence: Evidence) -> str:
    support = evidence.rests_on(belief)
    return sentence(f"{say_belief(belief, evidence)} ({evidence.cited(support)}).")


def _said_after(entries: Sequence[Entry], written_on: Window | None) -> bool:
    """Was any of it said after the article was written? An undated article counts as older than all."""
    if written_on is None or written_on.latest is None:
        return True
    days = [entry.claim.said_on.latest for entry in entries if entry.claim.said_on is not None]
    return any(day is not None and day > written_on.latest for day in days)


def _belief_on(claim: Claim, beliefs: Sequence[Belief], evidence: Evidence) -> Belief | None:
    question = "decision" if claim.kind == "status" else claim.kind
    candidates = [belief for belief in beliefs if belief.question == question]
    if claim.kind == "cast":
        return _belief_on_person(claim, candidates, evidence)
    if claim.kind == "provider":
        same = [belief for belief in candidates if belief.answer.casefold() == claim.value.casefold()]
        return next(iter(same or candidates), None)
    if claim.kind == "production":
        return _belief_on_stage(claim, candidates)
    return next(iter(candidates), None)


def _belief_on_stage(claim: Claim, candidates: Sequence[Belief]) -> Belief | None:
    """The milestone that the claim speaks of, where its day is known; else the stage reached."""
    by_subject = {belief.subject: belief for belief in candidates}
    stage = by_subject.get("stage") or (candidates[0] if candidates else None)
    return by_subject.get(claim.value, stage) if claim.when is not None else stage


def _belief_on_person(claim: Claim, candidates: Sequence[Belief], evidence: Evidence) -> Belief | None:
    """The belief on the same person, by any spelling or by the role."""
    if claim.person is None and claim.character is None:
        return _most_told([belief for belief in candidates if belief.standing == "confirmed"])
    cast = [entry for entry in (*evidence.dated, *evidence.undated) if entry.claim.kind == "cast"]
    if not cast:
        return None
    said = replace(cast[0], entry_id="", claim=claim)
    fellows = next(members for _, members in people.group([*cast, said]) if said in members)
    ids = {entry.entry_id for entry in fellows}
    return next((belief for belief in candidates if ids & {*belief.support, *belief.against}), None)


def _most_told(beliefs: Sequence[Belief]) -> Belief | None:
    return max(beliefs, key=lambda belief: len(belief.support), default=None)


def _agree_status(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    if claim.value == belief.answer or (claim.value in _GOING_ON and belief.answer in _GOING_ON):
        return "same"
    return "overtaken" if claim.value == "undecided" else "excluded"


def _agree_release(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    window, known = _window(claim), belief.window if belief.rule != "guess" else None
    if window is None:
        return "same" if known is None or not known.is_day else "overtaken"
    if known is not None:
        return "same" if window.contains(known) else "open" if known.contains(window) else "excluded"
    if window.is_past(as_of):
        return "overtaken"
    return "open" if claim.modality == "expected" else "excluded"


def _agree_production(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    if claim.value == belief.answer:
        apart = claim.when and belief.window and not claim.when.overlaps(belief.window)
        return "excluded" if apart else "same"
    if claim.value not in STAGES or belief.answer not in STAGES:
        return "overtaken" if belief.answer in STAGES else "excluded"
    if STAGES.index(claim.value) < STAGES.index(belief.answer):
        return "overtaken"
    return "open" if claim.modality == "expected" else "excluded"


def _agree_trailer(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    if claim.value == belief.answer:
        return "same"
    if belief.answer != "released":
        return "open" if claim.modality == "expected" or claim.value == "expected" else "excluded"
    return "overtaken" if claim.value == "expected" and not claim.offset else "excluded"


def _agree_cast(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    if claim.value == "not_confirmed":
        return "excluded" if belief.standing == "confirmed" else "same"
    if claim.value != belief.answer and not (claim.value in _IN_IT and belief.answer in _IN_IT):
        return "excluded"
    if claim.modality == "expected":
        return "understated" if belief.standing == "confirmed" else "same"
    return "same" if belief.standing == "confirmed" else "open"


def _agree_value(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    return "same" if claim.value.casefold() == belief.answer.casefold() else "excluded"


def _agree_plot(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    return "same" if claim.who is not None and claim.who == belief.subject else "open"


_AGREEMENTS: dict[str, Callable[[Claim, Belief, date], Agreement]] = {
    "status": _agree_status,
    "release": _agree_release,
    "production": _agree_production,
    "trailer": _agree_trailer,
    "cast": _agree_cast,
    "provider": _agree_value,
    "episodes": _agree_value,
    "plot": _agree_plot,
}


def _window(claim: Claim) -> Window | None:
    """The time that a claim names for the release."""
    if claim.kind != "release" or claim.value == "unannounced":
        return None
    return dates.parse(claim.value)
