"""How a newcomer's answer stands to the leading one, question by question.

Each function here is a `contest.Relate`: it looks at the two answers alone and leaves the weighing to
the decision table.
"""

from __future__ import annotations

from airdate.dates import Window
from airdate.ledger.contest import Telling, Voices
from airdate.ledger.policy import LIKE_AGE, NEAR, NOT_YET, Rank, Relation, like_age

#: Stages of a production, which move forward; "paused" and "delayed" are events on top of them.
STAGES = (
    "writing",
    "filming_not_started",
    "filming_scheduled",
    "filming_started",
    "filming_wrapped",
    "post_production",
)
NOT_BEGUN = ("writing", "filming_not_started", "filming_scheduled")

#: Answers to the decision that mean "it goes on"; the later in the row, the more it says.
_GOING_ON = ("ordered", "renewed", "ending")
_IN_IT = ("returning", "joining")


def plain(new: Telling, lead: Voices) -> Relation:
    """Answers that exclude each other, and "not yet" before all of them."""
    if new.answer == lead.answer:
        return "same"
    return _not_yet(new, lead) or "contradicts"


def cast(new: Telling, lead: Voices) -> Relation:
    """In it is in it: outlets call the same person "returning" and "joining"."""
    return "same" if new.answer in _IN_IT and lead.answer in _IN_IT else plain(new, lead)


def newest(new: Telling, lead: Voices) -> Relation:
    """Answers that follow one another, as a delay follows a pause."""
    return "same" if new.answer == lead.answer else "next_step"


def decision(new: Telling, lead: Voices) -> Relation:
    """Ordered, renewed and ending are one decision told ever more fully; cancelled is another."""
    if new.answer in _GOING_ON and lead.answer in _GOING_ON and new.answer != lead.answer:
        fuller = _GOING_ON.index(new.answer) > _GOING_ON.index(lead.answer)
        return "narrower" if fuller else "wider"
    return plain(new, lead)


def release(new: Telling, lead: Voices) -> Relation:
    """Windows of release, "unannounced", and bad news, which unsettles an older date."""
    if lead.came and new.answer != lead.answer:
        return "background"
    if new.bad_news:
        old = new.said - lead.first > LIKE_AGE
        return "contradicts" if lead.window is not None and old else "background"
    if new.window is None and lead.window is not None:
        return _no_day_yet(new, lead)
    if new.window is None or lead.window is None:
        return plain(new, lead)
    return _windows(new.window, lead.window)


def event(new: Telling, lead: Voices) -> Relation:
    """Days of one event, told loosely: days that lie near each other are the same."""
    if new.window is None or lead.window is None:
        return "same"
    return "same" if _near(new.window, lead.window) else _windows(new.window, lead.window)


def stage(new: Telling, lead: Voices) -> Relation:
    """Stages of a production: forward is news, back is either a memory or a contradiction."""
    if new.answer == lead.answer:
        return "same"
    if STAGES.index(new.answer) > STAGES.index(lead.answer):
        return "contradicts" if _before(new.window, lead) else "next_step"
    if new.answer in NOT_BEGUN and lead.answer not in NOT_BEGUN:
        return "background" if _before(new.window, lead) else "contradicts"
    return "contradicts" if _after(new.window, lead.window) else "background"


def _not_yet(new: Telling, lead: Voices) -> Relation | None:
    if lead.answer in NOT_YET and new.answer in NOT_YET:
        return "next_step"
    if lead.answer in NOT_YET and new.answer not in NOT_YET:
        overruled = like_age(new.said, lead.last) and new.rank < lead.rank
        return "contradicts" if overruled else "next_step"
    if new.answer in NOT_YET and lead.answer not in NOT_YET:
        return "contradicts" if new.rank > lead.rank else "background"
    return None


def _no_day_yet(new: Telling, lead: Voices) -> Relation:
    """An "unannounced" before a window: it can stand beside one that is announced, but not a day."""
    if lead.rank >= Rank.ANNOUNCED and lead.window is not None and not lead.window.is_day:
        return "background"
    fresher = new.rank == lead.rank and not like_age(new.said, lead.last)
    return "contradicts" if new.rank > lead.rank or fresher else "background"


def _windows(new: Window, lead: Window) -> Relation:
    if (new.earliest, new.latest) == (lead.earliest, lead.latest):
        return "same"
    if lead.contains(new):
        return "narrower"
    return "wider" if new.contains(lead) else "contradicts"


def _near(a: Window, b: Window) -> bool:
    if not (a.is_day and b.is_day) or a.earliest is None or b.earliest is None:
        return False
    return abs(a.earliest - b.earliest) <= NEAR


def _before(window: Window | None, lead: Voices) -> bool:
    """Does it lie wholly before the lead was first told?"""
    return window is not None and window.latest is not None and window.latest < lead.first


def _after(new: Window | None, lead: Window | None) -> bool:
    if new is None or new.earliest is None or lead is None or lead.latest is None:
        return False
    return new.earliest > lead.latest
