"""One question, many statements: read them in the order of saying and see which answer leads.

Pure, and the same for any order of the input. What the answers mean is the caller's, who passes how a
newcomer stands to the lead (`relations`); what follows from it is the decision table (`policy.RULES`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from airdate.dates import Window
from airdate.ledger.codec import said_latest
from airdate.ledger.policy import BEARERS, COPY_AGE, NOT_YET, RULES, Meeting, Rank, Relation, like_age, rank
from airdate.ledger.statement import fold
from airdate.types import BeliefStanding, Entry, Struct


class Telling(Struct, frozen=True, kw_only=True):
    """One entry as an answer to one question.

    `said` is the day from which it counts; of an `undated` page, the day on which we came to know it.
    `speaker` is the folded origin or named source; empty where the outlet speaks for itself. `due` is
    the window by which the answer promises something, and lapses when it has passed; `window` may also
    be a day in the past.
    """

    entry: Entry
    said: date
    rank: Rank
    speaker: str
    answer: str
    window: Window | None = None
    due: Window | None = None
    bad_news: bool = False
    undated: bool = False


def tell(
    entry: Entry,
    answer: str,
    window: Window | None = None,
    *,
    due: Window | None = None,
    bad_news: bool = False,
) -> Telling:
    """An entry as an answer; bad news counts as such only from those whose word suffices for it."""
    claim = entry.claim
    said = said_latest(claim)
    return Telling(
        entry=entry,
        said=said or entry.known_from.date(),
        undated=said is None,
        rank=rank(claim),
        speaker=fold(claim.origin or claim.who or ""),
        answer=answer,
        window=window,
        due=due,
        bad_news=bad_news and claim.standing_of_source in BEARERS,
    )


@dataclass
class Lead:
    """The leading answer and what it rests on: tellings of it, and of windows that hold it (`wider`).

    `rival_said` is when a word of like rank and age was last said against it, `overturned` what it took
    the lead from on `since`.
    """

    tellings: list[Telling]
    rule: str = "first_word"
    wider: list[Telling] = field(default_factory=list)
    against: list[Telling] = field(default_factory=list)
    since: date = date.min
    overturned: set[tuple[str, str]] = field(default_factory=set)
    rival_said: date | None = None

    @property
    def answer(self) -> str:
        """The answer, in the words of its first telling."""
        return self.tellings[0].answer

    @property
    def window(self) -> Window | None:
        """The newest window that was told with the answer."""
        return next((t.window for t in reversed(self.tellings) if t.window is not None), None)

    @property
    def due(self) -> Window | None:
        """The newest window by which the answer promises something."""
        return next((t.due for t in reversed(self.tellings) if t.due is not None), None)

    @property
    def came(self) -> bool:
        """Did someone name the promised window who spoke, for certain, on its last day or later?"""
        due = self.due
        if due is None or due.latest is None:
            return False
        spoke = (t.entry.claim.said_on for t in self.tellings)
        return any(said and said.earliest and said.earliest >= due.latest for said in spoke)

    @property
    def rank(self) -> Rank:
        """The best rank among those that tell it."""
        return max(t.rank for t in self.tellings)

    @property
    def first(self) -> date:
        """The day on which it was told first."""
        return self.tellings[0].said

    @property
    def last(self) -> date:
        """The day on which it was last told by a speaker of its best rank."""
        return _last_at_best(self.tellings)

    @property
    def standing(self) -> BeliefStanding:
        """Disputed where a word of its rank says otherwise that was told at about the same time."""
        if self.rank == Rank.GUESSED:
            return "expected"
        is_level = self.rival_said is not None and like_age(self.rival_said, self.last)
        return "disputed" if is_level else "confirmed"

    def support(self) -> tuple[str, ...]:
        """Entry ids, copies left out, strongest first: tellings of the answer, then wider ones."""
        told = {t.answer for t in self.tellings}
        return (*ids([*self.tellings, *(t for t in self.against if t.answer in told)]), *ids(self.wider))

    def opposition(self) -> tuple[str, ...]:
        """Ids of the entries that say otherwise, copies left out, strongest first."""
        told = {t.answer for t in self.tellings}
        return ids(t for t in self.against if t.answer not in told)


Relate = Callable[[Telling, Lead], Relation]


def contest(tellings: Iterable[Telling], relate: Relate) -> Lead | None:
    """The answer that leads once all tellings are heard; `None` where there are none.

    Args:
        tellings: answers to one question, in any order.
        relate: how a newcomer's answer stands to the lead's.
    """
    lead: Lead | None = None
    for telling in sorted(tellings, key=_order):
        lead = _hear(telling, lead, relate) if lead is not None else Lead([telling], since=telling.said)
    return lead


def ids(tellings: Iterable[Telling]) -> tuple[str, ...]:
    """Entry ids, strongest first, one of each story.

    A story is one speaker's (or outlet's) answer, told again within days. Equals go by age: the
    first telling of a fact comes first, but the last telling of a "not yet".
    """
    last_told: dict[tuple[str, str], date] = {}
    stories: list[Telling] = []
    for telling in sorted(tellings, key=_order):
        claim = telling.entry.claim
        key = (telling.speaker or claim.said_via or claim.document_id, telling.answer)
        if key not in last_told or telling.said - last_told[key] > COPY_AGE:
            stories.append(telling)
        last_told[key] = telling.said
    return tuple(t.entry.entry_id for t in sorted(stories, key=_strength))


def _order(telling: Telling) -> tuple[date, bool, str]:
    # On one day bad news goes first: the new date that comes with a delay answers it.
    return telling.said, not telling.bad_news, telling.entry.entry_id


def _strength(telling: Telling) -> tuple[int, int, str]:
    day = telling.said.toordinal()
    return -telling.rank, -day if telling.answer in NOT_YET else day, telling.entry.entry_id


def _hear(telling: Telling, lead: Lead, relate: Relate) -> Lead:
    meeting = _meet(telling, lead, relate)
    rule = next(rule for rule in RULES if rule.applies(meeting))
    match rule.verdict:
        case "supports" if meeting.relation == "wider":
            lead.wider.append(telling)
        case "supports":
            lead.tellings.append(telling)
        case "noted":
            lead.against.append(telling)
            if meeting.is_echo and lead.rival_said is not None:
                lead.rival_said = telling.said
        case "narrows":
            return replace(lead, tellings=[telling], rule=rule.name, wider=[*lead.wider, *lead.tellings])
        case "leads":
            return Lead([telling], rule.name, against=lead.against, since=telling.said)
        case "leads_against":
            return _overturned(lead, telling, rule.name, meeting.last if rule.name == "level" else None)
    return lead


def _overturned(lead: Lead, telling: Telling, rule: str, rival_said: date | None) -> Lead:
    beaten = [*lead.tellings, *lead.wider]
    return Lead(
        [telling],
        rule,
        against=[*lead.against, *beaten],
        since=telling.said,
        overturned={(t.speaker, t.answer) for t in beaten},
        rival_said=rival_said,
    )


def _meet(telling: Telling, lead: Lead, relate: Relate) -> Meeting:
    holds = [w for w in lead.wider if relate(telling, Lead([w])) == "contradicts"]
    opposed = [*lead.tellings, *holds]
    best = max(t.rank for t in opposed)
    speakers = {t.speaker for t in opposed if t.speaker}
    return Meeting(
        relation=relate(telling, lead),
        rank=telling.rank,
        said=telling.said,
        bad_news=telling.bad_news,
        same_speaker=telling.speaker in speakers or telling.rank == best == Rank.ANNOUNCED,
        is_echo=(telling.speaker, telling.answer) in lead.overturned and like_age(telling.said, lead.since),
        opposed=best,
        first=min(t.said for t in opposed),
        last=_last_at_best(opposed),
        lapsed=lead.due is not None and lead.due.is_past(telling.said) and not lead.came,
    )


def _last_at_best(tellings: list[Telling]) -> date:
    best = max(t.rank for t in tellings)
    return max(t.said for t in tellings if t.rank == best)
