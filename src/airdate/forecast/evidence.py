"""What is known on a question, reduced to clocks and windows: the case that a model sees.

Invariant: a case is made from a `Known` alone, so nothing that was said or shown after `at` is in it.
Days are counted from `at`: a milestone behind us has a positive `since`, one ahead a negative one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from statistics import median_low

from airdate.dates import Window, parse
from airdate.errors import AlreadyReleasedError, DateError, ForecastError, NoHistoryError
from airdate.forecast.curve import DAYS
from airdate.forecast.history import Premiere, Show, clean
from airdate.forecast.rows import ClaimRow, Request, SeasonRow
from airdate.forecast.visible import Known, visible_from
from airdate.types import Struct

#: Milestones in the order in which a season goes through them, by the claims that tell of them.
MILESTONES: dict[str, tuple[tuple[str, str], ...]] = {
    "renewed": (("status", "renewed"), ("status", "ordered")),
    "writing": (("production", "writing"),),
    "filming_scheduled": (("production", "filming_scheduled"),),
    "filming_started": (("production", "filming_started"),),
    "filming_wrapped": (("production", "filming_wrapped"), ("production", "post_production")),
    "trailer": (("trailer", "released"),),
}

TYPICAL_GAP = 450  # days between seasons, for those whose own days are not known
MOST_UNDATED = 20  # of such seasons in a row; beyond that the number is a slip
SOONEST_ASKED = 90  # days after a reckoned premiere before which nobody asks for the next

#: Outlets that publish a page per title and day whether or not there is news.
CONTENT_FARMS = frozenset(
    {"devdiscourse.com", "worldtoptrend.com", "somagnews.com", "newsbreak.com", "thecinemaholic.com"}
)


class Ahead(Struct, frozen=True, kw_only=True):
    """A stated stretch of days for the release, counted from `at`; what is past is cut off.

    `width` is the number of days that were stated, `lead` the days from the saying to the stated middle.
    """

    first: int
    last: int
    width: int
    lead: int
    weight: float = 1.0


class Case(Struct, frozen=True, kw_only=True):
    """One question with all that was known: clocks, windows and the state of the decision.

    `told` says that something was said; `asked` that somebody looked: without claims at all, silence
    means nothing. `reckoned` says that the season before has no known day and `elapsed` is a guess.
    `announced` names the milestones, and "release", that somebody is named for; the others are reports.
    """

    at: date
    elapsed: int
    previous_gap: int | None
    since: dict[str, int]
    confirmed: Ahead | None = None
    expected: tuple[Ahead, ...] = ()
    cancelled: bool = False
    paused: bool = False
    missed: int = 0
    reckoned: bool = False
    told: bool = False
    asked: bool = True
    announced: frozenset[str] = frozenset()

    @property
    def stage(self) -> str:
        """The last milestone reached; `news` where only other things were said, `none` where nothing was."""
        for name in reversed(MILESTONES):
            if self.since.get(name, -1) >= 0 or (name == "filming_scheduled" and name in self.since):
                return name
        return "news" if self.told else "none"


def case_of(request: Request, known: Known, asked: bool = True) -> Case:
    """Reduce what was visible to a case; `asked` says whether claims were looked for at all.

    Raises:
        NoHistoryError: no earlier season to count from, or none near.
        AlreadyReleasedError: the season is out.
        ForecastError: nothing was said, and it is out of reach of every season that ever came.
    """
    show = _show(known.premieres)
    anchor = _anchor(request, show)
    claims = [claim for claim in known.claims if claim.season == request.season]
    undated = request.season - 1 - anchor.through
    if undated > MOST_UNDATED:
        raise NoHistoryError(f"no season near {request.season} has come", id=request.title)
    elapsed = _elapsed(request.at, anchor, undated)
    if elapsed > DAYS and not claims:
        raise ForecastError("awaited for over five years, and nothing was said", id=request.title)
    return Case(
        at=request.at,
        elapsed=min(elapsed, DAYS),
        previous_gap=None if undated else _previous_gap(show, anchor),
        reckoned=undated > 0,
        since=_clocks(claims, request.at),
        confirmed=_confirmed(claims, request.at),
        expected=_expected(claims, request.at),
        cancelled=_is_cancelled(claims),
        paused=_is_paused(claims),
        missed=len(_missed(claims, request.at)),
        told=bool(claims),
        asked=asked,
        announced=_announced(claims),
    )


@lru_cache(maxsize=1 << 12)
def _show(premieres: tuple[SeasonRow, ...]) -> Show:
    """One title is asked about on many days, and between two premieres it is the same show."""
    return clean(premieres)


def _anchor(request: Request, show: Show) -> Premiere:
    if any(p.season <= request.season <= p.through and p.has_level for p in show.premieres):
        raise AlreadyReleasedError("the season is out by that day", id=request.title)
    anchor = show.before(request.season)
    if anchor is None:
        raise NoHistoryError("no earlier season to count from", id=request.title)
    return anchor


def _elapsed(at: date, anchor: Premiere, undated: int) -> int:
    """Days since the season before; where its day is not known, reckoned from the last one that is."""
    days = (at - anchor.on).days
    return max(days - undated * TYPICAL_GAP, SOONEST_ASKED) if undated else days


def _previous_gap(show: Show, anchor: Premiere) -> int | None:
    return next((gap for _, later, gap in show.gaps() if later.season == anchor.season), None)


def _clocks(claims: Sequence[ClaimRow], at: date) -> dict[str, int]:
    """Days since each milestone, where it was stated as fact."""
    since = {}
    for name, kinds in MILESTONES.items():
        told = [c for c in claims if (c.kind, c.value) in kinds and c.modality == "confirmed"]
        if name == "filming_started":
            told = _after_the_last_pause(told, claims)
        if told:
            since[name] = (at - _day_of(told)).days
    return since


def _announced(claims: Sequence[ClaimRow]) -> frozenset[str]:
    """What a named party told, and not outlets alone."""
    named = [c for c in claims if c.who and c.modality == "confirmed"]
    steps = {name for name, kinds in MILESTONES.items() if any((c.kind, c.value) in kinds for c in named)}
    stated = [window for _, _, window in release_windows(claims, "confirmed")]
    told = {window for _, _, window in release_windows(named, "confirmed")}
    return frozenset(steps | ({"release"} if stated and stated[-1] in told else set()))


def _after_the_last_pause(told: Sequence[ClaimRow], claims: Iterable[ClaimRow]) -> list[ClaimRow]:
    """A shoot that was taken up again counts from there; where none was, from its start."""
    pauses = [day for c in claims if c.value == "paused" and (day := event_day(c))]
    again = [c for c in told if pauses and (event_day(c) or date.min) > max(pauses)]
    return again or list(told)


def _day_of(told: Sequence[ClaimRow]) -> date:
    """The milestone's likeliest day: the middle one of those stated (one that somebody named).

    Content farms only count where nobody else spoke.
    """
    trusted = [c for c in told if c.outlet not in CONTENT_FARMS] or list(told)
    first_told = min(day for c in trusted if (day := visible_from(c)))
    stated = [day.toordinal() for c in trusted if c.when is not None and (day := event_day(c))]
    if not stated:
        return first_told
    return date.fromordinal(median_low(stated))


def event_day(claim: ClaimRow) -> date | None:
    """The middle of the stated `when`, or else the day on which it was told."""
    when = claim.when
    if when is None or when.earliest is None or when.latest is None:
        return visible_from(claim)
    return when.earliest + timedelta(days=(when.latest - when.earliest).days // 2)


def release_windows(claims: Iterable[ClaimRow], modality: str) -> list[tuple[ClaimRow, date, Window]]:
    """The windows that claims of one modality state for the release, with the day of the saying."""
    windows = []
    for claim in claims:
        said = visible_from(claim)
        if claim.kind == "release" and claim.modality == modality and said is not None:
            window = _window(claim.value)
            if window is not None:
                windows.append((claim, said, window))
    return windows


@lru_cache(maxsize=1 << 12)
def _window(value: str) -> Window | None:
    """The window of a release claim; an open bound ends with its known bound's year, or starts so."""
    try:
        window = parse(value)
    except DateError:
        return None  # "unannounced", or words
    if window.earliest is not None and window.latest is not None:
        return window
    year = (window.earliest or window.latest or date.max).year
    low, high = window.earliest or date(year, 1, 1), window.latest or date(year, 12, 31)
    return parse(f"{low.isoformat()}/{high.isoformat()}")


def stated_ahead(said: date, window: Window, at: date, weight: float = 1.0) -> Ahead | None:
    """A window that was stated on `said`, as it lies ahead of `at`; `None` where it has passed."""
    low, high = window.earliest, window.latest
    if low is None or high is None or high <= at:
        return None
    middle = low + (high - low) / 2
    return Ahead(
        first=max((low - at).days, 1),
        last=(high - at).days,
        width=(high - low).days + 1,
        lead=max((middle - said).days, 0),
        weight=weight,
    )


def _confirmed(claims: Sequence[ClaimRow], at: date) -> Ahead | None:
    """What stands as stated: narrowed by each closer statement, replaced by one that contradicts it."""
    standing: tuple[date, Window] | None = None
    for _, said, window in release_windows(claims, "confirmed"):
        if standing is None or not window.contains(standing[1]):
            standing = (said, window)
        else:
            standing = (said, standing[1])
    return stated_ahead(*standing, at) if standing else None


def _expected(claims: Sequence[ClaimRow], at: date) -> tuple[Ahead, ...]:
    """The latest expectation of each outlet that is not past; farms count a third."""
    latest: dict[str, tuple[date, Window, float]] = {}
    for claim, said, window in release_windows(claims, "expected"):
        latest[claim.outlet] = (said, window, 1 / 3 if claim.outlet in CONTENT_FARMS else 1.0)
    found = (stated_ahead(said, window, at, weight) for said, window, weight in latest.values())
    return tuple(ahead for ahead in found if ahead is not None)


def _missed(claims: Sequence[ClaimRow], at: date) -> set[str]:
    windows = release_windows(claims, "confirmed") + release_windows(claims, "expected")
    return {window.edtf for _, _, window in windows if window.is_past(at)}


def _is_cancelled(claims: Sequence[ClaimRow]) -> bool:
    """The last word on the decision; a season that was rescued afterwards is not cancelled."""
    words = [c.value for c in claims if c.kind == "status" and c.modality == "confirmed"]
    words = [word for word in words if word in ("cancelled", "renewed", "ordered")]
    return bool(words) and words[-1] == "cancelled"


def _is_paused(claims: Sequence[ClaimRow]) -> bool:
    words = [c for c in claims if c.kind == "production" and c.modality == "confirmed"]
    moving = [(event_day(c) or date.min, c.value) for c in words]
    moving = [m for m in moving if m[1] in ("paused", "filming_started", "filming_wrapped")]
    return bool(moving) and max(moving)[1] == "paused"
