"""The answer in one line: is it dated, how far along is it, and what do we expect."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from airdate.dates import Window
from airdate.guide.evidence import Evidence
from airdate.guide.outlook import say_forecast
from airdate.guide.parts import belief_note, other_side, say_belief
from airdate.guide.phrases import UNANNOUNCED, label_of, place_of
from airdate.guide.release import released_note
from airdate.guide.words import say, say_when, sentence, uncapital
from airdate.types import Belief, Failure, Forecast, Season

_MANY_DAYS = 100_000  # an open window is vaguer than any other


def answer(
    premiere: Season | None,
    beliefs: Sequence[Belief],
    forecast: Forecast | Failure | None,
    evidence: Evidence,
) -> str:
    """The answer, for example `Not dated. Filming wrapped in May 2026 (…); we expect it around …`."""
    if premiere is not None:
        return released_note(premiere).text
    decision = _decision(beliefs, evidence)
    if decision is not None and decision.answer == "cancelled":
        return belief_note(decision, evidence).text
    release = _release(beliefs)
    lead = _lead(release, evidence)
    if release is not None and release.window is not None and (_is_settled_day(release) or _came(release)):
        return lead
    rest = [_milestone(beliefs, evidence), say_forecast(forecast) if isinstance(forecast, Forecast) else ""]
    told = sentence("; ".join(part for part in rest if part))
    return f"{lead} {told}." if told else lead


def _is_settled_day(release: Belief) -> bool:
    """Is it a day that nothing need be added to? An unconfirmed one leaves our forecast of interest."""
    return release.window is not None and release.window.is_day and release.rule != "unconfirmed"


def _came(release: Belief) -> bool:
    return release.rule == "released"


def _release(beliefs: Sequence[Belief]) -> Belief | None:
    """The settled answer on the release that says most: a day, then a window; guesses settle nothing."""

    def vagueness(belief: Belief) -> tuple[bool, bool, int]:
        days = belief.window.days if belief.window else None
        return not _came(belief), belief.standing == "expected", _MANY_DAYS if days is None else days

    settled = [b for b in beliefs if b.question == "release" and b.rule != "guess"]
    return min(settled, key=vagueness, default=None)


def _lead(release: Belief | None, evidence: Evidence) -> str:
    if release is None:
        return "Not dated." if evidence.dated else "Nothing said about it yet."
    window = release.window
    if window is None or release.answer == UNANNOUNCED:
        return "Not dated."
    support = evidence.rests_on(release)
    place = place_of(support[0].claim) if support else ""
    return _LEADS[_state(release, window)].format(
        when=say_when(window) + place,
        what=say(window) + place,
        label=label_of(support[0].claim) if support else "",
        source=evidence.cited(support),
        other=other_side(release, evidence),
    )


def _state(release: Belief, window: Window) -> str:
    if release.rule == "released" and release.standing == "expected":
        return "released, unconfirmed"
    if release.rule in _LEADS:
        return release.rule
    return "confirmed day" if release.standing == "confirmed" and window.is_day else release.standing


#: The lead, by how the answer on the release stands; the first ones are names of the ledger's rules.
_LEADS = {
    "released": "Released {when} ({source}).",
    "released, unconfirmed": "Said to have come out {when} ({source}), unconfirmed.",
    "unconfirmed": "{label}, not confirmed, for {what} ({source}){other}.",
    "day_passed": "Was to come {when} ({source}), and nobody has said that it did not.",
    "expected": "Not dated.",
    "confirmed day": "{label} for {what} ({source}).",
    "confirmed": "{label} for {what}, no day yet ({source}).",
    "disputed": "Sources disagree: {what} ({source}){other}.",
}


def _decision(beliefs: Sequence[Belief], evidence: Evidence) -> Belief | None:
    """The settled decision; of one on the season and one on the series, that which was told last."""

    def last_told(belief: Belief) -> date:
        days = [entry.claim.said_on.latest for entry in evidence.rests_on(belief) if entry.claim.said_on]
        return max((day for day in days if day is not None), default=date.min)

    settled = [b for b in beliefs if b.question == "decision" and b.standing == "confirmed"]
    return max(settled, key=last_told, default=None)


def _milestone(beliefs: Sequence[Belief], evidence: Evidence) -> str:
    """The stage reached, with the day of the wrap once it lies behind."""
    firm = [belief for belief in beliefs if belief.standing == "confirmed"]
    reached = [b for question in ("production", "trailer") for b in firm if b.question == question]
    milestone = reached[0] if reached else _decision(beliefs, evidence)
    if milestone is None:
        return ""
    wrapped = [b for b in reached if b.subject == "filming_wrapped" and b.window is not None]
    behind = f", {uncapital(say_belief(wrapped[0], evidence))}" if wrapped else ""
    source = evidence.cited(evidence.rests_on(milestone)[:1])
    return f"{say_belief(milestone, evidence)}{behind} ({source})"
