"""What the entries come to: one belief per question and subject, with what speaks for and against it.

Pure. Statements are weighed by the tables in `policy`; what answers mean to each other is in
`relations`; release and production have a module each. A statement counts from the day of its saying
(a month from its last day). One of an undated page counts only where the ledger already held it by
then; it may support what dated ones settle, and settles alone only what no dated one speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from airdate.ledger import people, relations
from airdate.ledger.case import Case
from airdate.ledger.contest import Telling, tell
from airdate.ledger.policy import Rank
from airdate.ledger.settle_production import production_beliefs
from airdate.ledger.settle_release import BAD_NEWS, release_beliefs
from airdate.ledger.statement import fold, fold_name
from airdate.types import Belief, BeliefStanding, Claim, Entry, Kind, Question


def settle(entries: Sequence[Entry], *, as_of: date) -> list[Belief]:
    """Weigh all that had been said by a day.

    Args:
        entries: standing entries of any works and seasons, in any order; entries on a whole series
            (season `None`) come to beliefs of their own.
        as_of: what was said later does not count; windows that ended earlier have passed.

    Returns:
        Beliefs by work, season, question and subject; of one subject the leading answer comes first.
    """
    groups: dict[tuple[str, int | None], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.work_id, entry.claim.season), []).append(entry)
    beliefs: list[Belief] = []
    for work_id, season in sorted(groups, key=lambda key: (key[0], key[1] is not None, key[1] or 0)):
        case = Case.of(groups[work_id, season], work_id, season, as_of)
        for question in QUESTIONS:
            beliefs += question.settle(case)
    return beliefs


def _decision(case: Case) -> list[Belief]:
    tellings = case.tell("decision", case.of_kind("status"), _of_decision)
    outcome = case.weigh(tellings, relations.decision, "decision")
    if outcome is None:
        return []
    belief = case.settled("decision", "", outcome)
    if not outcome.is_firm:
        return [belief]
    lead = outcome.lead.voices
    rumours = [
        t
        for t in tellings
        if t.rank == Rank.GUESSED
        and not t.undated
        and t.said >= lead.first
        and relations.decision(t, lead) in ("next_step", "contradicts", "narrower")
    ]
    return [belief, *case.guesses("decision", "", rumours)]


def _of_decision(entry: Entry) -> Telling:
    claim = entry.claim
    return tell(entry, claim.value, claim.when, bad_news=claim.value == "cancelled")


def _trailer(case: Case) -> list[Belief]:
    tellings = case.tell("trailer", case.of_kind("trailer"), lambda e: tell(e, e.claim.value, e.claim.when))
    outcome = case.weigh(tellings, relations.plain, "trailer")
    return [case.settled("trailer", "", outcome)] if outcome is not None else []


def _cast(case: Case) -> list[Belief]:
    def settle_one(name: str, entries: list[Entry]) -> Belief | None:
        outcome = case.weigh(case.tell("cast", entries, _of_value), relations.cast, "cast", name)
        return case.settled("cast", name, outcome) if outcome is not None else None

    groups = people.group(case.of_kind("cast"))
    beliefs = (case.once(("cast", name), entries, partial(settle_one, name)) for name, entries in groups)
    return [belief for belief in beliefs if belief is not None]


def _provider(case: Case) -> list[Belief]:
    """Each service is a question of its own: a season can be on several."""

    def settle_one(entries: list[Entry]) -> Belief | None:
        service = min(e.claim.value for e in entries)
        tellings = case.tell(f"provider {service}", entries, lambda e: tell(e, service))
        outcome = case.weigh(tellings, relations.plain, "provider", service)
        return case.settled("provider", service, outcome) if outcome is not None else None

    groups = _grouped(case.of_kind("provider"), lambda e: fold_name(e.claim.value))
    beliefs = (case.once(("provider", name), groups[name], settle_one) for name in sorted(groups))
    return [belief for belief in beliefs if belief is not None]


def _episodes(case: Case) -> list[Belief]:
    episodes = case.of_kind("episodes")
    tellings = case.tell("episodes", episodes, lambda e: tell(e, str(int(e.claim.value))))
    outcome = case.weigh(tellings, relations.plain, "episodes")
    return [case.settled("episodes", "", outcome)] if outcome is not None else []


def _plot(case: Case) -> list[Belief]:
    """Who said what; no one is right about a plot before it is out."""
    beliefs = []
    groups = _grouped(case.of_kind("plot"), lambda e: f"{_speaker(e)}\x1f{fold(e.claim.value)}")
    for _, entries in sorted(groups.items()):
        tellings = case.tell("plot", entries, _of_value)
        standing: BeliefStanding = "confirmed" if any(t.firm for t in tellings) else "expected"
        speaker = _speaker(entries[0])
        beliefs.append(
            case.belief("plot", speaker, tellings[0].answer, standing, "said", support=case.ids(tellings))
        )
    return beliefs


def _of_value(entry: Entry) -> Telling:
    return tell(entry, entry.claim.value)


def _speaker(entry: Entry) -> str:
    return entry.claim.who or entry.claim.said_via or ""


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], str]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: e.entry_id):
        groups.setdefault(key(entry), []).append(entry)
    return groups


class Settler(NamedTuple):
    """A question: how it is settled, and the statements that it hangs on, by kind or by kind and value."""

    name: Question
    settle: Callable[[Case], list[Belief]]
    kind: Kind
    besides: tuple[tuple[str, str], ...] = ()

    def hangs_on(self, claim: Claim) -> bool:
        """Does the answer hang on this statement?"""
        return claim.kind == self.kind or bool(self.besides and (claim.kind, claim.value) in self.besides)


#: In the order of `types.Question`.
QUESTIONS: tuple[Settler, ...] = (
    Settler("decision", _decision, "status"),
    Settler("production", production_beliefs, "production"),
    Settler("release", release_beliefs, "release", BAD_NEWS),
    Settler("trailer", _trailer, "trailer"),
    Settler("cast", _cast, "cast"),
    Settler("provider", _provider, "provider"),
    Settler("episodes", _episodes, "episodes"),
    Settler("plot", _plot, "plot"),
)
