"""Why a forecast is what it is: the evidence taken in one piece after another, and how far each moved it.

Invariant: the days of a forecast's reasons add up to its median, counted from `at`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from airdate.forecast.curve import DAYS, day_of
from airdate.forecast.evidence import Ahead, Case
from airdate.types import Moved, Struct

#: Milestones in the order in which they are taken in, and their words: behind us, ahead of us.
_WORDS = {
    "renewed": ("renewed", "renewal expected"),
    "writing": ("writing told of", "writing to begin"),
    "filming_scheduled": ("filming was due to start", "filming is due to start"),
    "filming_started": ("filming started", "filming is to start"),
    "filming_wrapped": ("filming wrapped", "filming is to wrap"),
    "trailer": ("a trailer came out", "a trailer is due"),
}


class Step(Struct, frozen=True, kw_only=True):
    """One piece of evidence in words, and the case as it stands with it."""

    what: str
    case: Case | None = None


def steps(case: Case) -> list[Step]:
    """The case built up piece by piece; the last step is the whole."""
    bare = msgspec.structs.replace(
        case, previous_gap=None, since={}, confirmed=None, expected=(), paused=False, missed=0, told=False
    )
    waited = "over five years" if case.elapsed >= DAYS else _days(case.elapsed)  # longer waits count as that
    came = f"the season before came {waited} ago"
    built = [Step(what=f"{came} by reckoning, its day is not known" if case.reckoned else came, case=bare)]
    standing = bare
    for what, change in _pieces(case):
        standing = msgspec.structs.replace(standing, **change)
        built.append(Step(what=what, case=standing))
    if case.cancelled:
        built.append(Step(what="cancelled, as last told (it weighs on whether, not on when)", case=case))
    return built


def reasons(built: Sequence[Step], medians: Sequence[int]) -> tuple[Moved, ...]:
    """The moves between the medians of the steps; the first counts from `at`."""
    before = [0, *medians[:-1]]
    return tuple(
        Moved(what=step.what, days=float(now - then))
        for step, then, now in zip(built, before, medians, strict=True)
    )


def _pieces(case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
    if case.previous_gap is not None:
        yield f"the gap before was {_days(case.previous_gap)}", {"previous_gap": case.previous_gap}
    since: dict[str, int] = {}
    for name, (behind, ahead) in _WORDS.items():
        if name in case.since:
            since = {**since, name: case.since[name]}
            words = _when(case.since[name], behind, ahead)
            yield words if name in case.announced else f"by reports, {words}", {"since": since, "told": True}
    if case.told and not since:
        yield "spoken of, without a milestone", {"told": True}
    if case.paused:
        yield "filming paused", {"paused": True}
    if case.missed:
        yield (
            f"{case.missed} stated {'window has' if case.missed == 1 else 'windows have'} passed",
            {"missed": case.missed},
        )
    if case.expected:
        yield f"the press expects {_span(case, case.expected)}", {"expected": case.expected}
    if case.confirmed is not None:
        verb = "announced" if "release" in case.announced else "reported"
        yield f"{verb} for {_span(case, [case.confirmed])}", {"confirmed": case.confirmed}


def _when(since: int, behind: str, ahead: str) -> str:
    return f"{ahead} in {_days(-since)}" if since < 0 else f"{behind} {_days(since)} ago"


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def _span(case: Case, windows: Sequence[Ahead]) -> str:
    """From the first day to the last one stated, as EDTF; what is past by `at` is left out."""
    first = day_of(case.at, min(w.first for w in windows)).isoformat()
    last = day_of(case.at, max(w.last for w in windows)).isoformat()
    return first if first == last else f"{first}/{last}"
