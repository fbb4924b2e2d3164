"""One season's entries as they count on a day, and beliefs made from what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Self

import msgspec

from airdate.dates import Window
from airdate.ledger.contest import Hearing, Lead, Relate, Telling, contest, ids, tell
from airdate.ledger.policy import Rank
from airdate.types import Belief, BeliefStanding, Entry, Kind, Question, Struct


class Memory:
    """What is kept of one question from day to day, where it is settled for many: see `settle_daily`.

    Tellings are of no day, so that two memories may share them; a hearing goes on in time.
    """

    def __init__(self, tellings: dict[str, dict[str, Telling]] | None = None) -> None:
        self.tellings: dict[str, dict[str, Telling]] = {} if tellings is None else tellings
        self.hearings: dict[tuple[str, ...], Hearing] = {}
        self.outcomes: dict[tuple[str, ...], tuple[Sequence[Telling], Outcome | None]] = {}
        self.beliefs: dict[tuple[str, ...], tuple[list[Entry], Belief | None]] = {}


class Case(Struct, frozen=True, kw_only=True):
    """The entries on one season that count on `as_of`.

    With `one_sided` beliefs come without what speaks against them; with `heads_only` also without what speaks
    for them, which takes the most time.
    """

    work_id: str
    season: int | None
    as_of: date
    entries: Sequence[Entry]
    memory: Memory = msgspec.field(default_factory=Memory)
    one_sided: bool = False
    heads_only: bool = False

    @classmethod
    def of(cls, entries: Iterable[Entry], work_id: str, season: int | None, as_of: date) -> Self:
        """The case as it stood on a day, without what was said later, or undated and known later."""
        heard = tuple(entry for entry in entries if tell(entry, "").said <= as_of)
        return cls(work_id=work_id, season=season, as_of=as_of, entries=heard)

    def of_kind(self, kind: Kind) -> list[Entry]:
        """Its entries of one kind."""
        return [entry for entry in self.entries if entry.claim.kind == kind]

    def tell(self, name: str, entries: Iterable[Entry], make: Callable[[Entry], Telling]) -> list[Telling]:
        """The telling of each entry, made the first time that it is asked for under this name."""
        held = self.memory.tellings.setdefault(name, {})
        return [held.get(e.entry_id) or held.setdefault(e.entry_id, make(e)) for e in entries]

    def once(
        self, name: tuple[str, ...], entries: list[Entry], settle: Callable[[list[Entry]], Belief | None]
    ) -> Belief | None:
        """The belief that rests on some entries alone, on whatever day; made anew where they have changed."""
        held = self.memory.beliefs.get(name)
        if held is None or held[0] != entries:
            held = self.memory.beliefs[name] = entries, settle(entries)
        return held[1]

    def weigh(self, tellings: list[Telling], relate: Relate, *name: str) -> Outcome | None:
        """Settle one question: by firm words, else guesses, else undated pages; `None` where nobody speaks.

        Undated pages that say what firm words say are added behind them; what untrusted outlets state as
        a fact against firm words is noted, and changes nothing. `name` tells the questions of a case apart.
        """
        if not tellings:
            return None
        heard, outcome = self.memory.outcomes.get(name, ((), None))
        if heard != tellings:
            outcome = self._weigh(tellings, relate, name)
            self.memory.outcomes[name] = tellings, outcome
        return outcome

    def _weigh(self, tellings: list[Telling], relate: Relate, name: tuple[str, ...]) -> Outcome | None:
        firm = [t for t in tellings if t.firm]
        lead = self._contest(firm, relate, *name, "firm") if firm else None
        if lead is not None:
            rest = [] if self.heads_only or len(firm) == len(tellings) else tellings
            undated = [t for t in rest if t.undated and t.rank]
            bold = [] if self.one_sided else [t for t in rest if _is_bold(t)]
            return Outcome(
                lead=lead,
                standing=lead.standing,
                rule=lead.rule,
                agreeing=[t for t in undated if relate(t, lead.voices) == "same"],
                bold=[t for t in bold if relate(t, lead.voices) == "contradicts"],
            )
        for rule, is_undated in (("guess", False), ("undated", True)):
            weak = [t for t in tellings if t.undated is is_undated]
            lead = self._contest(weak, relate, *name, rule)
            if lead is not None:
                return Outcome(lead=lead, standing="expected", rule=rule)
        return None

    def _contest(self, tellings: list[Telling], relate: Relate, *name: str) -> Lead | None:
        return contest(tellings, relate, self.memory.hearings.setdefault(name, Hearing()))

    def ids(self, tellings: Iterable[Telling]) -> tuple[str, ...]:
        """The ids of entries that speak for a belief, strongest first."""
        return () if self.heads_only else ids(tellings)

    def belief(
        self,
        question: Question,
        subject: str,
        answer: str,
        standing: BeliefStanding,
        rule: str,
        *,
        window: Window | None = None,
        support: tuple[str, ...] = (),
        against: tuple[str, ...] = (),
        missed: tuple[str, ...] = (),
    ) -> Belief:
        """A belief about this season."""
        return Belief(
            work_id=self.work_id,
            season=self.season,
            question=question,
            subject=subject,
            answer=answer,
            standing=standing,
            rule=rule,
            window=window,
            support=support,
            against=against,
            missed=missed,
        )

    def settled(
        self, question: Question, subject: str, outcome: Outcome, *, missed: tuple[str, ...] = ()
    ) -> Belief:
        """The belief that an outcome amounts to; what was missed does not speak against it as well."""
        voices = outcome.lead.voices
        is_day = question == "release" and voices.window is not None and voices.window.is_day
        sides = not self.heads_only, not (self.heads_only or self.one_sided)
        return self.belief(
            question,
            subject,
            voices.answer,
            outcome.standing,
            outcome.rule,
            window=voices.window,
            support=outcome.support() if sides[0] or is_day else (),
            against=tuple(id for id in outcome.opposition() if id not in missed) if sides[1] else (),
            missed=missed,
        )

    def guesses(self, question: Question, subject: str, tellings: Iterable[Telling]) -> list[Belief]:
        """Guesses side by side, one belief for each answer and window, in the order of time.

        Their subject is `subject` and the answer, so that each belief of a question has its own.
        """
        groups: dict[tuple[date, str, str], list[Telling]] = {}
        for telling in tellings:
            window = telling.window
            start = (window and window.earliest) or date.min
            groups.setdefault((start, window.edtf if window else "", telling.answer), []).append(telling)
        return [
            self.belief(
                question,
                f"{subject} {group[0].answer}".strip(),
                group[0].answer,
                "expected",
                "guess",
                window=group[0].window,
                support=self.ids(group),
            )
            for _, group in sorted(groups.items())
        ]


class Outcome(Struct, frozen=True, kw_only=True):
    """What a weighing came to: the leading answer, how it stands and by which rule.

    `agreeing` are undated pages that say the same, `bold` untrusted outlets that state otherwise as a fact.
    It holds until the question is heard again.
    """

    lead: Lead
    standing: BeliefStanding
    rule: str
    agreeing: Sequence[Telling] = ()
    bold: Sequence[Telling] = ()

    @property
    def is_firm(self) -> bool:
        """Does it rest on dated words that are more than guesses?"""
        return self.rule not in ("guess", "undated")

    def support(self) -> tuple[str, ...]:
        """Ids of the entries that speak for it, strongest first."""
        own = self.lead.support()
        return (*own, *ids(self.agreeing)) if self.agreeing else own

    def opposition(self) -> tuple[str, ...]:
        """Ids of the entries that speak against it, strongest first."""
        return self.lead.opposition(self.bold)


def _is_bold(telling: Telling) -> bool:
    """Does an untrusted outlet state it as a fact?"""
    return (
        telling.rank == Rank.GUESSED and telling.entry.claim.modality == "confirmed" and not telling.undated
    )


def passed(tellings: Iterable[Telling], as_of: date) -> list[Telling]:
    """Promises whose window has gone by, oldest first; a word said after its window promises nothing."""
    gone = [t for t in tellings if t.due is not None and t.due.is_past(as_of)]
    kept = [t for t in gone if t.undated or (t.due and t.due.latest and t.said <= t.due.latest)]
    return sorted(kept, key=lambda t: (t.said, t.entry.entry_id)) if kept else kept


def entry_ids(tellings: Iterable[Telling]) -> tuple[str, ...]:
    """Ids of all the entries, in order."""
    return tuple(t.entry.entry_id for t in tellings)
