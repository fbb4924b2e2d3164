"""How far the making of it is: the stage, the days of its milestones, a pause or delay, and guesses.

A scheduled shoot whose window has passed is spent, unless the shoot began by the window's end.
"""

from __future__ import annotations

import msgspec

from airdate import dates
from airdate.dates import Window
from airdate.ledger import relations
from airdate.ledger.case import Case, Outcome, entry_ids, passed
from airdate.ledger.contest import Telling, tell
from airdate.ledger.policy import Rank
from airdate.ledger.relations import NOT_BEGUN, STAGES
from airdate.types import Belief, Entry

_MILESTONES = ("filming_started", "filming_wrapped")


def production_beliefs(case: Case) -> list[Belief]:
    """The beliefs on the production: the stage first, under the subject "stage"."""
    entries = case.of_kind("production")
    stages = [entry for entry in entries if entry.claim.value in STAGES]
    tellings = case.tell("stage", stages, _telling)
    outcome = case.weigh(tellings, relations.stage, "stage")
    interruption = _interruption(case, [e for e in entries if e.claim.value not in STAGES], tellings)
    if outcome is None:
        return interruption
    days = _days(case, tellings)
    gone = [] if case.heads_only else passed(tellings, case.as_of)
    missed = entry_ids(t for t in gone if not _kept(t, outcome, days))
    main = _stage(case, outcome, days, missed)
    return [main, *_milestones(case, outcome, days), *interruption, *_guesses(case, outcome, tellings)]


def _telling(entry: Entry) -> Telling:
    """A statement on a stage; one on a day to come is a plan, however firmly it is put."""
    claim, when = entry.claim, entry.claim.when
    if claim.value == "filming_scheduled":
        return tell(entry, claim.value, when, due=when)
    telling = tell(entry, claim.value, when)
    is_plan = when is not None and when.earliest is not None and when.earliest > telling.said
    if is_plan or telling.rank == Rank.GUESSED:
        return tell(entry, claim.value, when, due=when, guessed=True)
    return telling


def _days(case: Case, tellings: list[Telling]) -> dict[str, Outcome]:
    """When each stage was reached, by those who say that it was: here the day is the answer."""
    told: dict[str, list[Entry]] = {}
    for telling in tellings:
        if telling.rank > Rank.GUESSED:
            told.setdefault(telling.answer, []).append(telling.entry)
    days = {
        stage: case.weigh(case.tell("day", entries, _of_day), relations.event, "day", stage)
        for stage, entries in told.items()
    }
    return {stage: outcome for stage, outcome in days.items() if outcome is not None}


def _of_day(entry: Entry) -> Telling:
    return msgspec.structs.replace(_telling(entry), answer=entry.claim.when.edtf if entry.claim.when else "")


def _window(outcome: Outcome | None) -> Window | None:
    """The window of an event: days told loosely are taken together."""
    if outcome is None:
        return None
    told = [t.window for t in outcome.lead.voices.tellings if t.window is not None and t.window.is_day]
    days = [window.earliest for window in told if window.earliest is not None]
    return dates.between(min(days), max(days)) if days else outcome.lead.voices.window


def _stage(case: Case, outcome: Outcome, days: dict[str, Outcome], missed: tuple[str, ...]) -> Belief:
    belief = case.settled("production", "stage", outcome, missed=missed)
    window = _window(days.get(belief.answer)) if outcome.is_firm else belief.window
    belief = msgspec.structs.replace(belief, window=window)
    if window is None or belief.answer != "filming_scheduled" or not window.is_past(case.as_of):
        return belief
    return msgspec.structs.replace(
        belief, window=None, standing="expected", rule="window_passed", support=(), against=()
    )


def _milestones(case: Case, outcome: Outcome, days: dict[str, Outcome]) -> list[Belief]:
    """Milestones that lie behind the stage, under their own names."""
    reached = STAGES.index(outcome.lead.voices.answer) if outcome.is_firm else 0
    behind = [stage for stage in _MILESTONES if stage in days and STAGES.index(stage) < reached]
    return [
        msgspec.structs.replace(
            case.settled("production", stage, days[stage]), answer=stage, window=_window(days[stage])
        )
        for stage in behind
    ]


def _kept(promise: Telling, outcome: Outcome, days: dict[str, Outcome]) -> bool:
    """Had the promised stage been reached by the end of its window, as far as anyone says?"""
    target = "filming_started" if promise.answer == "filming_scheduled" else promise.answer
    if not outcome.is_firm or STAGES.index(outcome.lead.voices.answer) < STAGES.index(target):
        return False
    came, due = _window(days.get(target)), promise.due
    if came is None or came.earliest is None or due is None or due.latest is None:
        return True
    return came.earliest <= due.latest


def _interruption(case: Case, entries: list[Entry], stages: list[Telling]) -> list[Belief]:
    """A pause or delay that no later word has ended."""
    tellings = case.tell("interruption", entries, lambda e: tell(e, e.claim.value, e.claim.when))
    if not tellings:
        return []
    went_on = max((t.said for t in stages if t.firm and t.answer not in NOT_BEGUN), default=None)
    if any(not t.undated for t in stages):
        tellings = [t for t in tellings if not t.undated]
    if went_on is not None:
        tellings = [t for t in tellings if t.said > went_on]
    outcome = case.weigh(tellings, relations.newest, "interruption")
    if outcome is None:
        return []
    belief = case.settled("production", "interruption", outcome)
    return [msgspec.structs.replace(belief, rule="interrupted") if outcome.is_firm else belief]


def _guesses(case: Case, outcome: Outcome, tellings: list[Telling]) -> list[Belief]:
    """Stages that are expected next, unless their window has passed."""
    if not outcome.is_firm:
        return []
    reached = STAGES.index(outcome.lead.voices.answer)
    ahead = [
        t
        for t in tellings
        if t.rank == Rank.GUESSED
        and not t.undated
        and STAGES.index(t.answer) > reached
        and not (t.window is not None and t.window.is_past(case.as_of))
    ]
    return case.guesses("production", "", ahead)
