"""One season's entries as they count on a day, and beliefs made from what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Self

from airdate.dates import Window
from airdate.ledger.contest import Lead, Relate, Telling, contest, ids, tell
from airdate.ledger.policy import Rank
from airdate.types import Belief, BeliefStanding, Entry, Kind, Question, Struct


class Case(Struct, frozen=True, kw_only=True):
    """The entries on one season that count on `as_of`."""

    work_id: str
    season: int | None
    as_of: date
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, entries: Iterable[Entry], work_id: str, season: int | None, as_of: date) -> Self:
        """The case as it stood on a day, without what was said later, or undated and known later."""
        heard = tuple(entry for entry in entries if tell(entry, "").said <= as_of)
        return cls(work_id=work_id, season=season, as_of=as_of, entries=heard)

    def of_kind(self, kind: Kind) -> list[Entry]:
        """Its entries of one kind."""
        return [entry for entry in self.entries if entry.claim.kind == kind]

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
        lead = outcome.lead
        return self.belief(
            question,
            subject,
            lead.voices.answer,
            outcome.standing,
            outcome.rule,
            window=lead.voices.window,
            support=outcome.support,
            against=tuple(id for id in lead.opposition() if id not in missed),
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
                support=ids(group),
            )
            for _, group in sorted(groups.items())
        ]


class Outcome(Struct, frozen=True, kw_only=True):
    """What a weighing came to: the leading answer, how it stands and by which rule."""

    lead: Lead
    standing: BeliefStanding
    rule: str
    support: tuple[str, ...]

    @property
    def is_firm(self) -> bool:
        """Does it rest on dated words that are more than guesses?"""
        return self.rule not in ("guess", "undated")


def is_firm(telling: Telling) -> bool:
    """Is it a dated word that is more than a guess?"""
    return telling.rank > Rank.GUESSED and not telling.undated


def _is_bold(telling: Telling) -> bool:
    """Does an untrusted outlet state it as a fact?"""
    return (
        telling.rank == Rank.GUESSED and telling.entry.claim.modality == "confirmed" and not telling.undated
    )


def weigh(tellings: Sequence[Telling], relate: Relate) -> Outcome | None:
    """Settle one question: by firm words, else by guesses, else by undated pages; `None` where nobody speaks.

    Undated pages that say what firm words say are added behind them; what untrusted outlets state as a
    fact against firm words is noted, and changes nothing.
    """
    lead = contest((t for t in tellings if is_firm(t)), relate)
    if lead is not None:
        standing = lead.standing
        agreeing = [t for t in tellings if t.undated and t.rank and relate(t, lead.voices) == "same"]
        lead.against += [t for t in tellings if _is_bold(t) and relate(t, lead.voices) == "contradicts"]
        support = (*lead.support(), *ids(agreeing))
        return Outcome(lead=lead, standing=standing, rule=lead.rule, support=support)
    for rule, weak in (
        ("guess", [t for t in tellings if not t.undated]),
        ("undated", [t for t in tellings if t.undated]),
    ):
        lead = contest(weak, relate)
        if lead is not None:
            return Outcome(lead=lead, standing="expected", rule=rule, support=lead.support())
    return None


def passed(tellings: Iterable[Telling], as_of: date) -> list[Telling]:
    """Promises whose window has gone by, oldest first; a word said after its window promises nothing."""
    gone = [t for t in tellings if t.due is not None and t.due.is_past(as_of)]
    return sorted(
        (t for t in gone if t.undated or (t.due and t.due.latest and t.said <= t.due.latest)),
        key=lambda t: (t.said, t.entry.entry_id),
    )


def entry_ids(tellings: Iterable[Telling]) -> tuple[str, ...]:
    """Ids of all the entries, in order."""
    return tuple(t.entry.entry_id for t in tellings)
