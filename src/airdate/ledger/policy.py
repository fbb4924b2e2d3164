"""The policy by which entries become beliefs, as tables: ranks, ages and the rules of a contest.

`docs/explanation/beliefs.md` shows these tables to people, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from enum import IntEnum
from typing import Literal, NamedTuple

from airdate.types import Claim, SourceStanding


class Rank(IntEnum):
    """How much a statement weighs, from a guess to what an editor has pinned."""

    GUESSED = 0
    REPORTED = 1
    QUOTED = 2
    ANNOUNCED = 3
    PINNED = 4


RANKS: dict[SourceStanding, Rank] = {
    "editor": Rank.PINNED,
    "rights_holder": Rank.ANNOUNCED,
    "named_person": Rank.QUOTED,
    "trade": Rank.REPORTED,
    "press": Rank.REPORTED,
    "aggregator": Rank.GUESSED,
    "farm": Rank.GUESSED,
}

#: Two statements are of like age if they were said at most this many days apart: within a month or so
#: outlets write from the same news, and neither knows more for being later.
LIKE_AGE = timedelta(days=31)

#: The same speaker with the same answer again within this many days is a copy of one story.
COPY_AGE = timedelta(days=14)

#: Days of one event that lie this close are one event told loosely ("wrapped on the 18th", "the 19th").
NEAR = timedelta(days=3)

#: Sources that do not draw on each other, as many as confirm a day that no rights holder has named.
INDEPENDENT = 2

#: Answers that say "not yet". They give way to any later answer, and are as good as their last telling.
NOT_YET = ("undecided", "unannounced", "not_released", "expected", "not_confirmed")

#: Whose bad news is believed against an older announcement.
BEARERS: tuple[SourceStanding, ...] = ("editor", "rights_holder", "named_person", "trade")


def rank(claim: Claim) -> Rank:
    """How much a claim weighs: whose word it is, or a guess where it is hedged."""
    return Rank.GUESSED if claim.modality == "expected" else RANKS[claim.standing_of_source]


def like_age(a: date, b: date) -> bool:
    """Were the two said at about the same time?"""
    return abs(a - b) <= LIKE_AGE


#: How a statement's answer stands to the leading one; each question says so in `relations`.
Relation = Literal["same", "wider", "narrower", "next_step", "background", "contradicts"]

#: What becomes of the newcomer: it leads and the old lead is left behind or opposed, it supports the
#: lead, it is noted against it, or it tells nothing new.
Verdict = Literal["leads", "leads_against", "narrows", "supports", "noted", "ignored"]


#: The verdicts in words.
VERDICTS: dict[Verdict, str] = {
    "leads": "it leads; the old answer is left behind",
    "leads_against": "it leads; the old answer is kept against it",
    "narrows": "it leads; the old answer supports it",
    "supports": "it supports the lead",
    "noted": "it is kept against the lead",
    "ignored": "nothing changes",
}


class Meeting(NamedTuple):
    """A newcomer before the leading answer, with all that the rules look at.

    `opposed` is the best rank among what it contradicts, told first on `first` and last (at that
    rank) on `last`. `lapsed`: the leading window had passed when the newcomer was said.
    """

    relation: Relation
    rank: Rank
    said: date
    bad_news: bool
    same_speaker: bool
    is_echo: bool
    opposed: Rank
    first: date
    last: date
    lapsed: bool


class Rule(NamedTuple):
    """A row of the decision table."""

    name: str
    words: str
    applies: Callable[[Meeting], bool]
    verdict: Verdict


#: Statements are met in the order in which they were said; for each, the first rule that applies decides.
RULES: tuple[Rule, ...] = (
    Rule(
        "same_answer",
        "It says what the leading answer says.",
        lambda m: m.relation == "same",
        "supports",
    ),
    Rule(
        "next_step",
        "It is what follows: a decision after none, a day after none, the next stage.",
        lambda m: m.relation == "next_step",
        "leads",
    ),
    Rule(
        "lapsed",
        "The leading window passed without the event before this was said.",
        lambda m: m.lapsed,
        "leads",
    ),
    Rule(
        "wider",
        "It is a window that holds the leading one.",
        lambda m: m.relation == "wider",
        "supports",
    ),
    Rule(
        "narrower",
        "It is a day or window inside the leading window.",
        lambda m: m.relation == "narrower",
        "narrows",
    ),
    Rule(
        "background",
        "It recalls a step that the leading answer has left behind, or can stand beside it.",
        lambda m: m.relation == "background",
        "ignored",
    ),
    Rule(
        "pinned",
        "An editor has pinned it.",
        lambda m: m.rank == Rank.PINNED,
        "leads_against",
    ),
    Rule(
        "held",
        "An editor has pinned what it contradicts.",
        lambda m: m.opposed == Rank.PINNED,
        "noted",
    ),
    Rule(
        "own_word",
        "The same speaker, or the rights holder again, says otherwise more than two weeks later.",
        lambda m: m.same_speaker and m.said - m.last > COPY_AGE,
        "leads",
    ),
    Rule(
        "bad_news",
        "A trade outlet or better tells of an end, delay or later date, and the lead is over a month old.",
        lambda m: m.bad_news and not like_age(m.said, m.first),
        "leads_against",
    ),
    Rule(
        "echo",
        "Within a month of being overturned, an answer is told again by the same speaker.",
        lambda m: m.is_echo,
        "noted",
    ),
    Rule(
        "stronger",
        "Of like age, and of higher rank.",
        lambda m: like_age(m.said, m.last) and m.rank > m.opposed,
        "leads_against",
    ),
    Rule(
        "weaker",
        "Of like age, and of lower rank.",
        lambda m: like_age(m.said, m.last) and m.rank < m.opposed,
        "noted",
    ),
    Rule(
        "level",
        "Of like age and like rank: the newer leads, and the answer is disputed.",
        lambda m: like_age(m.said, m.last),
        "leads_against",
    ),
    Rule(
        "fresher",
        "More than a month newer, and at most one rank lower.",
        lambda m: m.rank >= m.opposed - 1,
        "leads_against",
    ),
    Rule(
        "outranked",
        "More than a month newer, but two ranks lower or more.",
        lambda m: True,
        "noted",
    ),
)

#: Rules that name how a belief came about where no contest decided it.
CLOSING_RULES: dict[str, str] = {
    "first_word": "Nobody has said otherwise.",
    "guess": "Nobody says it as a fact; guesses of the same question stand side by side.",
    "undated": "Only pages without a date say so.",
    "released": "The day was named as the release by someone who spoke on that day or later.",
    "day_passed": "The announced day has passed, and nobody has said that it was not kept.",
    "unconfirmed": "A day that neither a rights holder nor two independent sources name.",
    "window_passed": "The leading window has passed without the event; nothing stands in its place.",
    "nothing_stands": "Nobody has announced a date, nor said that there is none; guesses count as neither.",
    "beside_window": "No exact day is given yet, beside an announced month, season or year.",
    "interrupted": "A pause or delay, and no later word that the shoot began or went on.",
    "said": "A statement that is shown with its speaker and not weighed against others.",
}
