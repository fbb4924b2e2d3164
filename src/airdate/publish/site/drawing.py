"""A chart's geometry as SVG: built by hand, for a page has two of them and a site thousands.

Invariant: numbers are our own; every word passes through `escape`.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from airdate.forecast.words import say_share
from airdate.publish.site.chart import Bar, Chart, Lane, Slice, Tick
from airdate.types import Struct

_ROOM_INSIDE = 26  # height of a bar that holds its own label
_ROOM_ACROSS = 34  # width of a bar that has room for one


class Told(Struct, frozen=True, kw_only=True):
    """What a drawing is told with: the forecast's three figures in words, and the key of its ids."""

    middle: str
    band: str
    never: float
    key: str


def drawing(name: str, chart: Chart, told: Told) -> Markup:
    """The chart as one `<svg>` of the class `name`."""
    key = f"{told.key}-{name}"
    pieces = [
        f'<svg class="chart {name}" viewBox="0 0 {chart.width} {chart.height}" role="img" '
        f'aria-labelledby="{key}-t {key}-d">\n'
        f'<title id="{key}-t">Forecast by month: around {escape(told.middle)}</title>\n'
        f'<desc id="{key}-d">Four chances in five between the ends of {escape(told.band)}; '
        f"{say_share(told.never)} not within five years. The table below holds the same figures.</desc>\n",
        _band(chart),
        *(_bar(bar) for bar in chart.bars),
        f'<path class="axis" d="M0 {chart.base}h{chart.width}"/>\n',
        *(_tick(tick, chart.base) for tick in chart.ticks),
        f'<path class="median" d="M{chart.median_x} 24V{chart.base}"/>'
        f'<text class="label" x="{chart.median_x}" y="15" text-anchor="{chart.median_anchor}">'
        f"{escape(told.middle)}, the middle</text>\n",
        *(_lane(lane) for lane in chart.lanes),
        "</svg>",
    ]
    return Markup("".join(pieces))  # safe: numbers, and words that were escaped


def table_rows(parts: tuple[Slice, ...]) -> Markup:
    """The drawing's figures as the rows of a table: first day, last day, share."""
    rows = (
        f"<tr><td>{part.first:%Y-%m-%d}</td><td>{part.last:%Y-%m-%d}</td>"
        f'<td class="n">{say_share(part.share)}</td></tr>\n'
        for part in parts
    )
    return Markup("".join(rows))  # safe: numbers alone


def _band(chart: Chart) -> str:
    """The 80 % band as a wash behind the bars, closed by a bracket below the top."""
    left, width = chart.low_x, round(max(chart.high_x - chart.low_x, 2), 1)
    top = chart.base - chart.plot
    return (
        f'<rect class="band" x="{left}" y="{top}" width="{width}" height="{chart.plot}"/>'
        f'<path class="band-edge" d="M{left} {top}V{chart.base}m{width} 0V{top}"/>\n'
    )


def _bar(bar: Bar) -> str:
    kind = "bar in" if bar.inside else "bar"
    rect = (
        f'<rect class="{kind}" x="{bar.x}" y="{bar.y}" width="{bar.width}" height="{bar.height}" rx="1.5"/>'
    )
    if bar.width < _ROOM_ACROSS or bar.height <= 0:
        return rect + "\n"
    inside = bar.height >= _ROOM_INSIDE
    y = round(bar.y + 17 if inside else bar.y - 5, 1)
    where = "share within" if inside and bar.inside else "share"
    return (
        f'{rect}<text class="{where}" x="{round(bar.x + bar.width / 2, 1)}" y="{y}" text-anchor="middle">'
        f"{say_share(bar.share)}</text>\n"
    )


def _tick(tick: Tick, base: float) -> str:
    kind = "tick year" if tick.strong else "tick"
    return f'<text class="{kind}" x="{tick.x}" y="{base + 19}" text-anchor="middle">{tick.text}</text>\n'


def _lane(lane: Lane) -> str:
    kind = "lane announced" if lane.announced else "lane"
    return (
        f'<g class="{kind}"><text x="{lane.text_x}" y="{lane.y}" text-anchor="{lane.anchor}">'
        f'{escape(lane.text)}</text><path d="{lane.path}"/></g>\n'
    )


def futures(never: float) -> Markup:
    """All outcomes on one strip of a hundred: before the band, in it, after it, not within five years."""
    comes = 1 - never
    shares = (("early", 0.1 * comes), ("mid", 0.8 * comes), ("late", 0.1 * comes), ("never", never))
    pieces, x = [], 0.0
    for name, share in shares:
        width = round(share * 100, 2)
        pieces.append(f'<rect class="{name}" x="{round(x, 2)}" width="{width}" height="6"/>')
        x += width
    strip = "".join(pieces)
    frame = 'class="futures" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"'
    return Markup(f"<svg {frame}>{strip}</svg>")  # safe: numbers alone
