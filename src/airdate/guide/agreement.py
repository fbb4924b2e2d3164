"""How a claim stands to what the ledger believes on its question; one small decision a kind.

Invariant: pure, and of time it looks at `as_of` alone. Whether a disagreement makes a claim outdated or wrong
is for `check` to say, which knows who spoke when.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Literal

from airdate import dates
from airdate.dates import Window
from airdate.ledger.policy import NOT_YET
from airdate.ledger.relations import NOT_BEGUN, STAGES
from airdate.types import Belief, Claim

#: *same*: it says the same. *past*: it tells of a step that lies behind, as one. *understated*: it hedges
#: what is known by now. *open*: it guesses at what is not settled. *beyond*: it says more than anyone else,
#: and nothing speaks against it. *ahead*: it says that something has come of which others say "not yet".
#: *aside*: it tells of a halt that others do not speak of. *missed*: its time has passed without the event.
#: *overtaken*: it speaks of a step as present that lies behind. *excluded*: the belief rules it out.
Agreement = Literal[
    "same", "past", "understated", "open", "beyond", "ahead", "aside", "missed", "overtaken", "excluded"
]

_GOING_ON = ("ordered", "renewed", "ending")
_IN_IT = ("returning", "joining")
_EVENTS = ("filming_started", "filming_wrapped")  # days in the past, once they have come
_HAPPENED = (*_EVENTS, "delayed")  # the other values of a production are states, which end
#: The sentence tells of the shoot as going on: "is filming", "production is under way".
_PRESENT = re.compile(
    r"(?i)\b(?:is|are|['’]s|['’]re|currently|now|still|continues?)\b(?: \w+){0,2}"
    r" (?:film(?:ing)?|shoot(?:ing)?|production|under ?way|in progress|the cameras)\b"
)


def agree(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    """How the claim stands to the belief on its question, or to the release that came, as seen on a day."""
    if belief.question == "release" and claim.kind != "release":
        return _after_release(claim)
    return _BY_KIND[claim.kind](claim, belief, as_of)


def window_of(claim: Claim) -> Window | None:
    """The time that a claim names for the release."""
    if claim.kind != "release" or claim.value == "unannounced":
        return None
    return dates.parse(claim.value)


def _after_release(claim: Claim) -> Agreement:
    """What a release tells of the steps before it: that they were taken, and that no state lasts."""
    if claim.value in (*_EVENTS, "renewed", "ordered") and not tells_of_present(claim):
        return "past" if claim.when is None else "beyond"
    return "overtaken" if is_waiting(claim) else "beyond"


def is_waiting(claim: Claim) -> bool:
    """Does it tell of a state that ends with the release at the latest?"""
    return claim.value in NOT_YET or (claim.kind == "production" and claim.value not in _HAPPENED)


def _degree(claim: Claim, belief: Belief) -> Agreement:
    """The same answer, perhaps surer or less sure than it is believed."""
    if claim.modality == belief.standing:
        return "same"
    return "understated" if claim.modality == "expected" else "open"


def _more(claim: Claim, firm: Agreement = "ahead") -> Agreement:
    """The claim goes further than what is believed: a guess where it is hedged."""
    return "open" if claim.modality == "expected" else firm


def _status(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    if claim.value == "ending" and belief.answer in ("ordered", "renewed"):
        return _more(claim, "beyond")
    if claim.value == belief.answer or (claim.value in _GOING_ON and belief.answer in _GOING_ON):
        return _degree(claim, belief)
    if belief.answer == "undecided":
        return _more(claim)
    return "overtaken" if claim.value == "undecided" else "excluded"


def _release(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    window, known = window_of(claim), belief.window if belief.rule != "guess" else None
    if window is None:
        return "overtaken" if known is not None and known.is_day else "same"
    if known is None:
        return _undated_release(claim, window, as_of)
    if window.contains(known):
        return _degree(claim, belief) if belief.rule == "unconfirmed" else "same"
    if window.is_past(as_of) and belief.rule != "released":
        return "missed"
    return _more(claim, "beyond") if window.overlaps(known) else "excluded"


def _undated_release(claim: Claim, window: Window, as_of: date) -> Agreement:
    """A time that is named, where nobody has announced one: a day goes further than a season or year."""
    if window.is_past(as_of):
        return "missed"
    if window.latest is None and window.earliest is not None and window.earliest <= as_of:
        return "past"  # "2024 at the earliest" was not wrong, and tells nothing any more
    return _more(claim, "ahead" if window.is_day else "beyond")


def _production(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    if claim.value == belief.answer:
        apart = claim.when and belief.window and not claim.when.overlaps(belief.window)
        return "excluded" if apart else _degree(claim, belief)
    if claim.value not in STAGES:
        return "aside" if claim.value == "paused" else _more(claim, "beyond")
    if _lies_behind(claim, belief):
        return "past"
    if belief.answer not in STAGES:
        return "excluded"
    if claim.value == "filming_not_started" and belief.answer in NOT_BEGUN:
        return "same"
    if STAGES.index(claim.value) < STAGES.index(belief.answer):
        return "overtaken"
    passed = claim.when is not None and claim.when.is_past(as_of)
    return "missed" if passed and _is_plan(claim) else _more(claim)


def _is_plan(claim: Claim) -> bool:
    return claim.modality == "expected" or claim.value == "filming_scheduled"


def _lies_behind(claim: Claim, belief: Belief) -> bool:
    """Is it an event that was told as done, and that what is believed by now implies?"""
    if claim.value not in _EVENTS or claim.modality == "expected" or tells_of_present(claim):
        return False
    return belief.answer not in STAGES or STAGES.index(claim.value) < STAGES.index(belief.answer)


def tells_of_present(claim: Claim) -> bool:
    """Does the claim's sentence tell of the shoot as going on?"""
    return claim.span is not None and _PRESENT.search(claim.span.quote) is not None


def _trailer(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    if claim.value == belief.answer:
        return _degree(claim, belief)
    if belief.answer == "released":
        return "overtaken"
    if claim.value == "not_released":
        return "same"
    return _more(claim, "open" if claim.value == "expected" else "ahead")


def _cast(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    if claim.value == "not_confirmed":
        return "overtaken" if belief.standing == "confirmed" and belief.answer in _IN_IT else "same"
    if claim.value == belief.answer or (claim.value in _IN_IT and belief.answer in _IN_IT):
        return _degree(claim, belief)
    return _more(claim) if belief.answer in NOT_YET else "excluded"


def _value(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    if claim.value.casefold() == belief.answer.casefold():
        return _degree(claim, belief)
    elsewhere = claim.region is not None and claim.region not in belief.subject
    return "beyond" if elsewhere or belief.standing != "confirmed" else "excluded"


def _plot(claim: Claim, belief: Belief, as_of: date) -> Agreement:
    return "same" if claim.who is not None and claim.who == belief.subject else "open"


_BY_KIND: dict[str, Callable[[Claim, Belief, date], Agreement]] = {
    "status": _status,
    "release": _release,
    "production": _production,
    "trailer": _trailer,
    "cast": _cast,
    "provider": _value,
    "episodes": _value,
    "plot": _plot,
}
