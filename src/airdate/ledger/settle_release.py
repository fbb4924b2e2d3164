"""When it comes out: per region and type one leading answer, and the guesses side by side.

A window that has passed without the event never stands; it is kept in `missed`. Without an announced
window the answer is "unannounced", whatever is guessed. A day stands as confirmed only by the rule in
`settle_confirmed`.
"""

from __future__ import annotations

import msgspec

from airdate import dates
from airdate.dates import Window
from airdate.ledger import relations
from airdate.ledger.case import Case, Outcome, entry_ids, passed
from airdate.ledger.contest import Telling, in_order, tell
from airdate.ledger.settle_confirmed import is_confirmed_day
from airdate.types import Belief, Claim, Entry

UNANNOUNCED = "unannounced"
#: What unsettles a date, besides what is said of the release itself.
BAD_NEWS = (("status", "cancelled"), ("production", "delayed"))


def release_beliefs(case: Case) -> list[Belief]:
    """The beliefs on the release, per region and type."""
    places: dict[str, list[Telling]] = {}
    for telling in case.tell("release", case.of_kind("release"), _telling):
        places.setdefault(_place(telling.entry.claim), []).append(telling)
    bad_news = _bad_news(case)
    return [b for place in sorted(places) for b in _of_place(case, place, places[place], bad_news)]


def _place(claim: Claim) -> str:
    region, release_type = claim.region, claim.release_type
    return f"{region} {release_type}" if region and release_type else region or release_type or ""


def _telling(entry: Entry) -> Telling:
    value = entry.claim.value
    window = None if value == UNANNOUNCED else dates.parse(value)
    return tell(entry, value, window, due=window)


def _bad_news(case: Case) -> list[Telling]:
    """What unsettles an older date: no region or type is safe from it."""
    bad = [e for e in case.entries if (e.claim.kind, e.claim.value) in BAD_NEWS]
    tellings = case.tell("bad news", bad, lambda entry: tell(entry, UNANNOUNCED, bad_news=True))
    return [t for t in tellings if t.is_bearer and t.firm]


def _of_place(case: Case, place: str, tellings: list[Telling], bad_news: list[Telling]) -> list[Belief]:
    said = in_order([*tellings, *bad_news]) if bad_news else tellings
    has_firm = any(t.firm for t in tellings)
    outcome = case.weigh(said, relations.release, "release", place) if has_firm else None
    came = _day_out(case, outcome)
    gone = [] if case.heads_only else passed(tellings, case.as_of)
    missed = entry_ids(t for t in gone if not _kept(t, came))
    main = _unless_confirmed(case, _main(case, place, outcome, missed))
    if outcome is None:
        return [main, *case.guesses("release", place, _guesses(case, tellings, None))]
    if came is not None:
        return [main]
    guesses = case.guesses("release", place, _guesses(case, tellings, outcome if main.window else None))
    return [main, *_beside(case, main, tellings, outcome), *guesses]


def _day_out(case: Case, outcome: Outcome | None) -> Window | None:
    """The window in which it came out, by word or by presumption; `None` where it is still to come."""
    window = outcome.lead.voices.window if outcome is not None else None
    if outcome is None or window is None:
        return None
    return window if outcome.lead.voices.came or (window.is_day and window.is_past(case.as_of)) else None


def _kept(promise: Telling, came: Window | None) -> bool:
    due = promise.due
    if came is None or due is None or due.latest is None or came.earliest is None:
        return False
    return came.earliest <= due.latest


def _main(case: Case, place: str, outcome: Outcome | None, missed: tuple[str, ...]) -> Belief:
    rule = "nothing_stands"
    if outcome is not None:
        belief = case.settled("release", place, outcome, missed=missed)
        if outcome.lead.voices.came:
            return msgspec.structs.replace(belief, rule="released")
        if belief.window is None or not belief.window.is_past(case.as_of):
            return belief
        if belief.window.is_day:
            return msgspec.structs.replace(belief, rule="day_passed", standing="expected")
        rule = "window_passed"
    return case.belief("release", place, UNANNOUNCED, "expected", rule, missed=missed)


def _unless_confirmed(case: Case, belief: Belief) -> Belief:
    """The belief, hedged where it is a day of which nobody's word is enough."""
    day = belief.window
    if day is None or not day.is_day or belief.standing != "confirmed":
        return belief
    support = set(belief.support)
    claims = [entry.claim for entry in case.of_kind("release") if entry.entry_id in support]
    if is_confirmed_day(day, claims):
        return belief
    rule = belief.rule if belief.rule == "released" else "unconfirmed"
    return msgspec.structs.replace(belief, standing="expected", rule=rule)


def _beside(case: Case, main: Belief, tellings: list[Telling], outcome: Outcome) -> list[Belief]:
    """The word that there is no exact day yet, where the main answer is a window."""
    if main.window is None or main.window.is_day:
        return []
    later = [
        t for t in tellings if t.firm and t.answer == UNANNOUNCED and t.said >= outcome.lead.voices.first
    ]
    if not later:
        return []
    subject = f"{main.subject} {UNANNOUNCED}".strip()
    return [
        case.belief("release", subject, UNANNOUNCED, "confirmed", "beside_window", support=case.ids(later))
    ]


def _guesses(case: Case, tellings: list[Telling], stands: Outcome | None) -> list[Telling]:
    """Windows that still say something: guesses, undated words, and firm ones that no longer lead.

    Args:
        stands: the outcome whose window leads, if one does. Guesses older than it are superseded, and
            windows that hold it say nothing more.
    """
    open_ones = [t for t in tellings if t.window is not None and _tells_something(t.window, case)]
    if stands is None:
        return open_ones
    lead = stands.lead.voices
    return [
        t
        for t in open_ones
        if not t.firm
        and not t.undated
        and t.said >= lead.first
        and relations.release(t, lead) in ("narrower", "contradicts")
    ]


def _tells_something(window: Window, case: Case) -> bool:
    if window.latest is None:  # "2024 at the earliest" is used up once 2024 has begun
        return window.earliest is not None and window.earliest > case.as_of
    return not window.is_past(case.as_of)
