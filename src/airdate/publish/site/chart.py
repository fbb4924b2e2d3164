"""A forecast's shape: shares by month from its quantiles, and where they stand on a drawing.

Invariant: nothing is drawn that the quantiles do not say. Between two levels the share is spread evenly
(the least that can be assumed); what lies after the last level is told in words, never drawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from airdate import dates
from airdate.dates import Window
from airdate.guide.words import MONTHS
from airdate.types import Forecast, Struct

_QUARTERS_FROM = 40  # months; more bars than this would be hairs
_LANE = 38  # height of a named window's row
_WHO = 24  # characters of an outlet's name; the table has all of it
_PLOT = 190  # height of the bars' field
_TOP = 34  # room for the median's label


class Slice(Struct, frozen=True, kw_only=True):
    """A month or quarter and the share (0 to 1) that falls in it, given that the season comes."""

    first: date
    last: date
    share: float


class Named(Struct, frozen=True, kw_only=True):
    """A window that outlets named: `who` in short, `announced` or guessed, and its words."""

    window: Window
    who: str
    announced: bool
    words: str


class Bar(Struct, frozen=True, kw_only=True):
    x: float
    y: float
    width: float
    height: float
    inside: bool  # does any of it lie in the 80 % band?
    share: float


class Tick(Struct, frozen=True, kw_only=True):
    x: float
    text: str
    strong: bool


class Lane(Struct, frozen=True, kw_only=True):
    y: float
    path: str
    announced: bool
    text: str
    text_x: float
    anchor: str


class Chart(Struct, frozen=True, kw_only=True):
    """Coordinates in a `width` × `height` field, y downwards."""

    width: float
    height: float
    base: float
    plot: float  # height of the bars' field, which ends at `base`
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    median_x: float
    median_anchor: str
    low_x: float
    high_x: float


def slices(forecast: Forecast) -> tuple[Slice, ...]:
    """Shares by month from the day of the forecast to its highest quantile; by quarter where it is far."""
    levels = sorted((float(level), day) for level, day in forecast.quantiles.items())
    if not levels:
        return ()
    months = _months(forecast.at, levels[-1][1])
    step = 3 if len(months) > _QUARTERS_FROM else 1
    curve = [(forecast.at.toordinal(), 0.0), *((day.toordinal(), level) for level, day in levels)]
    groups = [months[i : i + step] for i in range(0, len(months), step)]
    return tuple(_slice(group, curve) for group in groups)


def draw(
    forecast: Forecast, named: Sequence[Named], width: int, parts: Sequence[Slice] | None = None
) -> Chart | None:
    """The drawing, `width` units wide; `None` where the forecast has no quantiles.

    `parts` are its slices, where they are at hand.
    """
    parts = slices(forecast) if parts is None else parts
    if not parts:
        return None
    scale = _Scale(parts[0].first, parts[-1].last, width)
    base = float(_TOP + _PLOT)
    peak = max(part.share for part in parts) or 1.0
    shown = [each for each in named if each.window.overlaps(dates.between(scale.first, scale.last))]
    low, median, high = (forecast.quantiles[level] for level in ("0.10", "0.50", "0.90"))
    lanes = tuple(_lane(each, scale, base + 56 + row * _LANE) for row, each in enumerate(shown))
    return Chart(
        width=width,
        height=base + 34 + _LANE * len(lanes),
        base=base,
        plot=float(_PLOT),
        bars=tuple(_bar(part, scale, peak, base, low, high) for part in parts),
        ticks=_ticks(parts, scale, width),
        lanes=lanes,
        median_x=scale.x(median),
        median_anchor=_anchor(scale.x(median), width),
        low_x=scale.x(low),
        high_x=scale.x(high),
    )


class _Scale:
    """Days to x, with the whole of the last day on the drawing."""

    def __init__(self, first: date, last: date, width: int) -> None:
        self.first, self.last, self.width = first, last, width
        self.days = (last - first).days + 1

    def x(self, day: date) -> float:
        part = (day - self.first).days / self.days
        return round(min(max(part, 0.0), 1.0) * self.width, 1)


def _months(first: date, last: date) -> list[tuple[date, date]]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [
        (date(i // 12, i % 12 + 1, 1), dates.month_end(i // 12, i % 12 + 1)) for i in range(start, end + 1)
    ]


def _slice(months: Sequence[tuple[date, date]], curve: Sequence[tuple[int, float]]) -> Slice:
    first, last = months[0][0], months[-1][1]
    share = _by(last.toordinal(), curve) - _by(first.toordinal() - 1, curve)
    return Slice(first=first, last=last, share=round(share, 6))


def _by(day: int, curve: Sequence[tuple[int, float]]) -> float:
    """The share by the end of a day: a straight line between quantiles, level after the last."""
    i = bisect_right(curve, (day, 2.0)) - 1
    if i < 0:
        return 0.0
    (left, low), (right, high) = curve[i], curve[min(i + 1, len(curve) - 1)]
    return low if right == left else low + (high - low) * (day - left) / (right - left)


def _bar(part: Slice, scale: _Scale, peak: float, base: float, low: date, high: date) -> Bar:
    left, right = scale.x(part.first), scale.x(part.last + timedelta(days=1))
    gap = min(4.0, (right - left) * 0.12)
    height = round(part.share / peak * _PLOT, 1)
    return Bar(
        x=round(left + gap / 2, 1),
        y=round(base - height, 1),
        width=round(right - left - gap, 1),
        height=height,
        inside=part.first <= high and part.last >= low,
        share=part.share,
    )


def _ticks(parts: Sequence[Slice], scale: _Scale, width: int) -> tuple[Tick, ...]:
    """A label for as many slices as there is room for; the first of each year has its number."""
    every = -(-len(parts) * 44 // width)
    shown = parts[::every]
    ticks, year = [], 0
    for part in shown:
        middle = scale.x(part.first + (part.last - part.first) / 2)
        new = part.first.year != year
        name = MONTHS[part.first.month - 1][:3]
        ticks.append(Tick(x=middle, text=f"{name} {part.first.year}" if new else name, strong=new))
        year = part.first.year
    return tuple(ticks)


def _lane(named: Named, scale: _Scale, y: float) -> Lane:
    """A line from day to day, its words above it, on the side that has room for them.

    An end that lies outside of the drawing gets no cap: the window goes on.
    """
    first, last = named.window.earliest, named.window.latest
    left = scale.x(first or scale.first)
    right = float(scale.width) if last is None else scale.x(last + timedelta(days=1))
    starts = "v9m0-4.5" if first is not None and first >= scale.first else "m0 4.5"
    ends = "m0-4.5v9" if last is not None and last <= scale.last else ""
    on_left = left < scale.width / 2
    return Lane(
        y=y,
        path=f"M{left} {y + 6}{starts}h{round(max(right - left, 4.0), 1)}{ends}",
        announced=named.announced,
        text=f"{named.who[:_WHO]}: {named.words}",
        text_x=left if on_left else right,
        anchor="start" if on_left else "end",
    )


def _anchor(x: float, width: int) -> str:
    return "start" if x < width * 0.25 else "end" if x > width * 0.75 else "middle"
