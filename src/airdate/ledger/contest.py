"""One question, many statements: read them in the order of saying and see which answer leads.

Pure, and the same for any order of the input. What the answers mean is the caller's, who passes how a
newcomer stands to the lead (`relations`); what follows from it is the decision table (`policy.RULES`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Self

from airdate.dates import Window
from airdate.ledger.codec import said_latest
from airdate.ledger.policy import (
    BEARERS,
    COPY_AGE,
    NOT_YET,
    RULES,
    Meeting,
    Rank,
    Relation,
    Rule,
    like_age,
    rank,
)
from airdate.ledger.statement import fold_name
from airdate.types import BeliefStanding, Entry, Struct


class Telling(Struct, frozen=True, kw_only=True):
    """One entry as an answer to one question.

    `said` is the day from which it counts; of an `undated` page, the day on which we came to know it.
    `speaker` is the folded origin or named source; empty where the outlet speaks for itself. `due` is
    the window by which the answer promises something, and lapses when it has passed; `window` may also
    be a day in the past. `place` orders tellings by their saying. A `firm` one is a dated word that is more
    than a guess.
    """

    entry: Entry
    said: date
    place: tuple[date, bool, str]
    rank: Rank
    speaker: str
    answer: str
    firm: bool
    window: Window | None = None
    due: Window | None = None
    bad_news: bool = False
    is_bearer: bool = False
    undated: bool = False


def tell(
    entry: Entry,
    answer: str,
    window: Window | None = None,
    *,
    due: Window | None = None,
    bad_news: bool = False,
    guessed: bool = False,
) -> Telling:
    """An entry as an answer; `is_bearer` says whether its bad news is believed against an older word.

    With `guessed` it counts as a guess, however firmly it is put.
    """
    claim = entry.claim
    dated = said_latest(claim)
    said = dated or entry.known_from.date()
    weight = Rank.GUESSED if guessed else rank(claim)
    return Telling(
        entry=entry,
        said=said,
        # On one day bad news goes first: the new date that comes with a delay answers it.
        place=(said, not bad_news, entry.entry_id),
        undated=dated is None,
        rank=weight,
        firm=weight > Rank.GUESSED and dated is not None,
        speaker=fold_name(claim.origin or claim.who or ""),
        answer=answer,
        window=window,
        due=due,
        bad_news=bad_news,
        is_bearer=claim.standing_of_source in BEARERS,
    )


@dataclass
class Voices:
    """Those who give one answer, in the order of saying, and what they weigh together.

    `rank` is the best among them, `first` the day of the first telling and `last` that of the last one
    at that rank. `window` and `due` are the newest that were given. Summed as they come, so that a
    question with thousands of tellings stays cheap.
    """

    tellings: list[Telling]
    rank: Rank
    first: date
    last: date
    window: Window | None = None
    due: Window | None = None
    speakers: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, telling: Telling) -> Self:
        """One voice."""
        said = telling.said
        return cls([telling], telling.rank, said, said, telling.window, telling.due, {telling.speaker})

    def add(self, telling: Telling) -> None:
        """Hear one more, said no earlier than those before."""
        self.tellings.append(telling)
        self.speakers.add(telling.speaker)
        self.window = telling.window or self.window
        self.due = telling.due or self.due
        if telling.rank >= self.rank:
            self.rank, self.last = telling.rank, telling.said

    @property
    def answer(self) -> str:
        """The answer, in the words of its first telling."""
        return self.tellings[0].answer

    @property
    def came(self) -> bool:
        """Did someone name the promised window who spoke, for certain, on its last day or later?"""
        latest = self.due.latest if self.due is not None else None
        if latest is None:
            return False
        newest_first = (t.entry.claim.said_on for t in reversed(self.tellings))
        return any(said and said.earliest and said.earliest >= latest for said in newest_first)


@dataclass
class Lead:
    """The leading answer: who gives it, and who gives windows that hold it (`wider`, by answer).

    `rival_said` is when a word of like rank and age was last said against it, `overturned` what it took
    the lead from on `since`.
    """

    voices: Voices
    rule: str = "first_word"
    wider: dict[str, Voices] = field(default_factory=dict)
    against: list[Telling] = field(default_factory=list)
    since: date = date.min
    overturned: set[tuple[str, str]] = field(default_factory=set)
    rival_said: date | None = None

    def held_by(self, telling: Telling) -> None:
        """Hear a window that holds the answer."""
        if telling.answer in self.wider:
            self.wider[telling.answer].add(telling)
        else:
            self.wider[telling.answer] = Voices.of(telling)

    @property
    def standing(self) -> BeliefStanding:
        """Disputed where a word of its rank says otherwise that was told at about the same time."""
        if self.voices.rank == Rank.GUESSED:
            return "expected"
        is_level = self.rival_said is not None and like_age(self.rival_said, self.voices.last)
        return "disputed" if is_level else "confirmed"

    def support(self) -> tuple[str, ...]:
        """Entry ids, copies left out, strongest first: tellings of the answer, then wider ones."""
        if not self.against and not self.wider:
            return ids(self.voices.tellings)
        told = {t.answer for t in self.voices.tellings}
        again = [t for t in self.against if t.answer in told]
        wider = [t for voices in self.wider.values() for t in voices.tellings]
        return (*ids([*self.voices.tellings, *again]), *ids(wider))

    def opposition(self, bold: Iterable[Telling] = ()) -> tuple[str, ...]:
        """Ids of the entries that say otherwise, copies left out, strongest first; `bold` ones as well."""
        told = {t.answer for t in self.voices.tellings}
        return ids(t for t in (*self.against, *bold) if t.answer not in told)


_place = attrgetter("place")

#: How a newcomer's answer stands to that of others.
Relate = Callable[[Telling, Voices], Relation]


@dataclass
class Hearing:
    """How far a question was heard: the tellings as they were given, the last, and the lead they came to."""

    tellings: list[Telling] = field(default_factory=list)
    last: Telling | None = None
    lead: Lead | None = None

    def hear(self, tellings: list[Telling]) -> list[Telling]:
        """The tellings to be heard next, in order: new ones, or all again where they do not just go on."""
        known = len(self.tellings)
        new = in_order(tellings[known:])
        if self.tellings != tellings[:known] or (self.last and new and new[0].place < self.last.place):
            new, self.last, self.lead = in_order(tellings), None, None
        self.tellings, self.last = tellings, new[-1] if new else self.last
        return new


def in_order(tellings: Iterable[Telling]) -> list[Telling]:
    """Tellings in the order of their saying."""
    return sorted(tellings, key=_place)


def contest(tellings: list[Telling], relate: Relate, hearing: Hearing | None = None) -> Lead | None:
    """The answer that leads once all tellings are heard; `None` where there are none.

    Args:
        tellings: answers to one question, in any order; not to be changed later.
        relate: how a newcomer's answer stands to the lead's.
        hearing: an earlier one of the same question: where the tellings only go on, the new ones alone
            are heard. It is brought up to date, and so is the lead that it gave.
    """
    hearing = hearing or Hearing()
    new = hearing.hear(tellings)
    lead = hearing.lead
    for telling in new:
        lead = _hear(telling, lead, relate) if lead else Lead(Voices.of(telling), since=telling.said)
    hearing.lead = lead
    return lead


def ids(tellings: Iterable[Telling]) -> tuple[str, ...]:
    """Entry ids, strongest first, one of each story.

    A story is one speaker's (or outlet's) answer, told again within days. Equals go by age: the
    first telling of a fact comes first, but the last telling of a "not yet".
    """
    ordered = in_order(tellings)
    if len(ordered) < 2:
        return tuple(t.entry.entry_id for t in ordered)
    last_told: dict[tuple[str, str], date] = {}
    stories: list[Telling] = []
    for telling in ordered:
        claim = telling.entry.claim
        key = (telling.speaker or claim.said_via or claim.document_id, telling.answer)
        if key not in last_told or telling.said - last_told[key] > COPY_AGE:
            stories.append(telling)
        last_told[key] = telling.said
    return tuple(t.entry.entry_id for t in sorted(stories, key=_strength))


def _strength(telling: Telling) -> tuple[int, int, str]:
    day = telling.said.toordinal()
    return -telling.rank, -day if telling.answer in NOT_YET else day, telling.entry.entry_id


def _hear(telling: Telling, lead: Lead, relate: Relate) -> Lead:
    meeting = _meet(telling, lead, relate)
    rule = _rule_of(meeting)
    match rule.verdict:
        case "supports" if meeting.relation == "wider":
            lead.held_by(telling)
        case "supports":
            lead.voices.add(telling)
        case "noted":
            lead.against.append(telling)
            if meeting.is_echo and lead.rival_said is not None:
                lead.rival_said = telling.said
        case "narrows":
            for wider in lead.voices.tellings:
                lead.held_by(wider)
            lead.voices, lead.rule = Voices.of(telling), rule.name
        case "leads":
            return Lead(Voices.of(telling), rule.name, against=lead.against, since=telling.said)
        case "leads_against":
            return _overturned(lead, telling, rule.name, meeting.last if rule.name == "level" else None)
    return lead


def _rule_of(meeting: Meeting) -> Rule:
    for rule in RULES:
        if rule.applies(meeting):
            return rule
    raise AssertionError("the last rule applies to all")


def _overturned(lead: Lead, telling: Telling, rule: str, rival_said: date | None) -> Lead:
    beaten = [t for voices in (lead.voices, *lead.wider.values()) for t in voices.tellings]
    lead.against.extend(beaten)
    return Lead(
        Voices.of(telling),
        rule,
        against=lead.against,
        since=telling.said,
        overturned={(t.speaker, t.answer) for t in beaten},
        rival_said=rival_said,
    )


def _meet(telling: Telling, lead: Lead, relate: Relate) -> Meeting:
    own = lead.voices
    opposed = [own, *[w for w in lead.wider.values() if relate(telling, w) == "contradicts"]]
    best = max([voices.rank for voices in opposed])
    speaks_again = telling.speaker != "" and any([telling.speaker in voices.speakers for voices in opposed])
    return Meeting(
        relation=relate(telling, own),
        rank=telling.rank,
        said=telling.said,
        bad_news=telling.is_bearer and (telling.bad_news or _is_later(telling.due, own.due)),
        same_speaker=speaks_again or telling.rank == best == Rank.ANNOUNCED,
        is_echo=(telling.speaker, telling.answer) in lead.overturned and like_age(telling.said, lead.since),
        opposed=best,
        first=min([voices.first for voices in opposed]),
        last=max([voices.last for voices in opposed if voices.rank == best]),
        lapsed=own.due is not None and own.due.is_past(telling.said) and not own.came,
    )


def _is_later(new: Window | None, old: Window | None) -> bool:
    """Does the one promise begin after the other has ended?"""
    if new is None or new.earliest is None or old is None or old.latest is None:
        return False
    return new.earliest > old.latest
