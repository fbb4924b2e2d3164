"""Statements and beliefs in words, by tables: one line a value, confirmed and expected.

Invariant: what is expected is never worded as a fact, and what was expected for a time that has gone by
is worded as past. `{when}` takes a window with its preposition and a space before it, or nothing;
`{be}` takes "is", or "was" once the window has passed.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from airdate import dates
from airdate.dates import Window
from airdate.guide.words import say, say_offset, say_when
from airdate.types import Claim, Modality, SourceStanding

Wording = dict[str, dict[str, str]]

WORDING: Wording = {
    "decision": {
        "renewed": "Renewed{when}",
        "ordered": "Ordered{when}",
        "cancelled": "Cancelled{when}",
        "ending": "Announced as the end",
        "undecided": "Neither renewed nor cancelled",
        "renewed?": "Renewal {be} expected",
        "ordered?": "An order {be} expected",
        "cancelled?": "Cancellation {be} expected",
        "ending?": "Expected to be the end",
        "undecided?": "Thought to be undecided",
    },
    "production": {
        "writing": "Being written",
        "filming_not_started": "Filming has not started",
        "filming_scheduled": "Filming {be} planned{when}",
        "filming_started": "Filming started{when}",
        "filming_wrapped": "Filming wrapped{when}",
        "post_production": "In post-production",
        "paused": "Production is on hold",
        "delayed": "Delayed{when}",
        "writing?": "Thought to be in writing",
        "filming_not_started?": "Filming is thought not to have started",
        "filming_scheduled?": "Filming {be} expected{when}",
        "filming_started?": "Filming {be} expected to start{when}",
        "filming_wrapped?": "Filming {be} expected to wrap{when}",
        "post_production?": "Thought to be in post-production",
        "paused?": "Production is thought to be on hold",
        "delayed?": "A delay {be} expected{when}",
    },
    "trailer": {
        "released": "Trailer out{when}",
        "not_released": "No trailer yet",
        "expected": "A trailer is to come{when}",
        "released?": "A trailer may be out{when}",
        "not_released?": "Probably no trailer yet",
        "expected?": "A trailer {be} expected{when}",
    },
    "cast": {
        "returning": "Confirmed to return",
        "joining": "Joining",
        "leaving": "Leaving",
        "not_confirmed": "Not confirmed",
        "returning?": "Expected to return",
        "joining?": "Expected to join",
        "leaving?": "Expected to leave",
        "not_confirmed?": "Not confirmed",
    },
}

Label = Literal["Announced", "Reported", "Claimed", "Guess"]

#: A date that is stated as a fact, by whose word it is.
_LABELS: dict[SourceStanding, Label] = {
    "editor": "Announced",
    "rights_holder": "Announced",
    "named_person": "Announced",
    "trade": "Reported",
    "press": "Reported",
    "aggregator": "Claimed",
    "farm": "Claimed",
}

#: The question that a kind of claim speaks to.
QUESTIONS = {"status": "decision"}

UNANNOUNCED = "unannounced"

#: What follows a day for which nobody's word is enough (`ledger.settle_confirmed`).
UNCONFIRMED = ", unconfirmed"


def word(question: str, answer: str, modality: Modality, when: Window | None, as_of: date) -> str:
    """An answer to one of the questions in `WORDING`, for example `Filming wrapped in February 2026`."""
    template = WORDING[question][f"{answer}?" if modality == "expected" else answer]
    past = when is not None and when.is_past(as_of)
    return template.format(be="was" if past else "is", when="" if when is None else f" {say_when(when)}")


def describe(claim: Claim, as_of: date) -> str:
    """One statement in words, without its source."""
    question = QUESTIONS.get(claim.kind, claim.kind)
    if question == "cast":
        return f"{word(question, claim.value, claim.modality, None, as_of)}: {person_of(claim)}"
    if question in WORDING:
        return word(question, claim.value, claim.modality, claim.when, as_of) + rule_of(claim)
    if claim.kind == "release":
        return _release(claim, as_of)
    return _DESCRIBED[claim.kind](claim)


def say_person(person: str | None, role: str | None) -> str:
    """`Park Ji-hoo as On-jo`, or whichever of the two is named."""
    return " as ".join(name for name in (person, role) if name) or "the cast in general"


def person_of(claim: Claim) -> str:
    """Who a statement on the cast is about."""
    return say_person(claim.person, claim.character)


def place_of(claim: Claim) -> str:
    """Kind and region of a release, where they are named: `, streaming, US`."""
    return "".join(f", {part}" for part in (claim.release_type, claim.region) if part)


def rule_of(claim: Claim) -> str:
    """A rule relative to the release, after a comma: `, about a month before release`."""
    rule = say_offset(claim.offset)
    return f", {rule}" if rule else ""


def label_of(claim: Claim) -> Label:
    """How a statement about the date counts: by its hedge, else by whose word it is."""
    return "Guess" if claim.modality == "expected" else _LABELS[claim.standing_of_source]


def _release(claim: Claim, as_of: date) -> str:
    if claim.value == UNANNOUNCED:
        return f"No date announced{place_of(claim)}"
    window = dates.parse(claim.value)
    past = ", by now past" if window.is_past(as_of) else ""
    return f"{label_of(claim)}: {say(window)}{place_of(claim)}{past}"


def _provider(claim: Claim) -> str:
    hedge = "Expected on" if claim.modality == "expected" else "On"
    return f"{hedge} {claim.value}{place_of(claim)}"


def _episodes(claim: Claim) -> str:
    hedge = "Expected: " if claim.modality == "expected" else ""
    return f"{hedge}{claim.value} episode{'' if claim.value == '1' else 's'}"


def _plot(claim: Claim) -> str:
    told = _own_words(claim)
    return f"{claim.person or claim.who or 'The page'} on the plot{f': {told}' if told else ''}"


def _own_words(claim: Claim) -> str | None:
    """A plot line put down by hand; one that a reader found is the page's wording, which is not repeated."""
    quote = claim.span.quote if claim.span else ""
    return None if claim.reader or not claim.value or claim.value in quote else claim.value


_DESCRIBED = {"provider": _provider, "episodes": _episodes, "plot": _plot}
