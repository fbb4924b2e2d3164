"""The backtest as a table for people."""

from __future__ import annotations

from airdate.forecast.backtest import BrierLine, Line, Report, Section
from airdate.forecast.press_rival import AHEAD_DAYS, PressLine
from airdate.forecast.reliability import ReliabilityLine

_HEAD = (
    f"{'':26}{'origins':>8}{'titles':>7}{'CRPS':>7}{'base':>7}{'ratio':>7}{'95 % of titles':>16}"
    f"{'in 80 %':>9}{'width':>7}{'interval':>9}{'later':>7}"
)


def render_backtest(report: Report) -> str:
    """The report as text: a table a section, days and ratios to the baseline of the same run."""
    cutoffs = ", ".join(day.isoformat() for day in report.cutoffs)
    head = (
        f"Known by {report.until.isoformat()}; models of {cutoffs}.\n"
        "CRPS and widths in days; ratios to the baseline of the same run."
    )
    press = [_press(report.press)] if report.press else []
    return "\n\n".join([head, *map(_section, report.sections), *press]) + "\n"


def _section(section: Section) -> str:
    rows = [section.name, _HEAD, *map(_row, section.lines), *map(_brier_row, section.briers)]
    if section.refused:
        rows.append(f"  left out: {section.refused} origins that the baseline refuses")
    return "\n".join([*rows, *map(_reliability_row, section.reliability)])


def _reliability_row(line: ReliabilityLine) -> str:
    return (
        f"  {f'median {line.horizon}':24}{line.origins:8}{line.titles:7}"
        f"   in 80 %: {line.covered:.2f} (0.80 ± {line.covered_band:.2f})"
        f"   before the median: {line.earlier:.2f} (0.50 ± {line.earlier_band:.2f})"
    )


def _press(line: PressLine) -> str:
    return (
        f"against the press: {line.windows} hedged windows of {line.titles} shows, stated {AHEAD_DAYS} days"
        f" ahead or more\n  CRPS {line.crps:.1f} days, of the windows {line.window_crps:.1f}; ratio"
        f" {line.ratio:.3f} (95 % over shows {line.ratio_low:.2f} to {line.ratio_high:.2f})"
    )


def _row(line: Line) -> str:
    span = f"{line.ratio_low:.2f} to {line.ratio_high:.2f}"
    return (
        f"  {line.stratum:24}{line.origins:8}{line.titles:7}{line.crps:7.1f}{line.baseline:7.1f}"
        f"{line.ratio:7.3f}{span:>16}{line.coverage:9.3f}{line.width:7.0f}{line.interval_ratio:9.3f}"
        f"{line.later:7.3f}"
    )


def _brier_row(line: BrierLine) -> str:
    return (
        f"  {f'Brier, out in {line.months} months':24}{line.origins:8}{'':7}{line.brier:7.3f}"
        f"{line.baseline:7.3f}{line.ratio:7.3f}"
    )
