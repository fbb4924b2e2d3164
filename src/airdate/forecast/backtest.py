"""What the forecasts would have been worth: models of earlier days, asked about what came later.

    out of time   trained on what was known by a cut-off, asked about every origin of seasons that came later
    rolling       the same, but only at origins of the year after the cut-off, as if it had been in use

Invariant: each model, its calibration and its baseline have seen nothing after their cut-off, and each
case nothing after its origin. Every origin weighs the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import msgspec
import numpy as np
import numpy.typing as npt

from airdate.errors import ForecastError, InputError
from airdate.forecast.baseline import Baseline, fit_baseline, predict_baseline
from airdate.forecast.curve import LEVELS, Array, Curves
from airdate.forecast.evidence import Case
from airdate.forecast.examples import Example, unasked
from airdate.forecast.history import Show, clean
from airdate.forecast.metrics import (
    brier,
    covered,
    crps,
    interval_score,
    later_than_median,
    ratio_with_interval,
    width,
)
from airdate.forecast.model import Model, predict
from airdate.forecast.press_rival import PressLine, compare, guesses
from airdate.forecast.reliability import ReliabilityLine, reliability
from airdate.forecast.rows import ActualRow, ClaimRow, SeasonRow
from airdate.forecast.training import YEARS_BACK, Corpus, corpus_of, later_examples, train
from airdate.types import Struct

#: Days of "within 6, 12, 24 months".
WITHIN = {6: 183, 12: 365, 24: 730}

#: The strata of the report, by what was known at the origin.
STRATA: dict[str, Callable[[Case], bool]] = {
    "all origins": lambda case: True,
    "any news": lambda case: case.told,
    "wrapped known": lambda case: case.since.get("filming_wrapped", -1) >= 0,
    "window or day announced": lambda case: case.confirmed is not None,
}


class Line(Struct, frozen=True, kw_only=True):
    """Scores of one stratum: CRPS in days beside the baseline's, and the 95 % interval of their ratio."""

    stratum: str
    origins: int
    titles: int
    crps: float
    baseline: float
    ratio: float
    ratio_low: float
    ratio_high: float
    coverage: float
    width: float
    interval_ratio: float
    later: float


class BrierLine(Struct, frozen=True, kw_only=True):
    """Brier score of "out within so many months", over all seasons, beside the baseline's."""

    months: int
    origins: int
    brier: float
    baseline: float
    ratio: float


class Section(Struct, frozen=True, kw_only=True):
    """One way of asking: its lines, and how many origins the baseline refused."""

    name: str
    lines: tuple[Line, ...]
    briers: tuple[BrierLine, ...]
    refused: int
    reliability: tuple[ReliabilityLine, ...] = ()


class Report(Struct, frozen=True, kw_only=True):
    """The whole backtest, for what was known by `until`; `press` is `None` where no window was hedged."""

    until: date
    cutoffs: tuple[date, ...]
    sections: tuple[Section, ...]
    press: PressLine | None = None


class Asked(Struct, frozen=True, kw_only=True):
    """Examples with the answers of the model and of the baseline, row by row."""

    examples: tuple[Example, ...]
    quantiles: npt.NDArray[np.int64]
    out_within: dict[int, Array]
    baseline_quantiles: npt.NDArray[np.int64]
    baseline_within: dict[int, Array]
    refused: int


def backtest(
    history: Sequence[SeasonRow], claims: Sequence[ClaimRow], actual: Sequence[ActualRow], until: date
) -> Report:
    """Run the protocol: yearly cut-offs before `until`, with claims, without, and rolling.

    Raises:
        InputError: at no cut-off enough outcomes were known.
    """
    corpus = corpus_of(history, claims, actual)
    answers: dict[str, list[Asked]] = {"out of time": [], "history alone": [], "rolling": []}
    cutoffs = []
    hedged = []
    for back in YEARS_BACK:
        cutoff = until.replace(year=until.year - back)
        try:
            model = train(history, claims, actual, cutoff)
        except InputError:
            continue
        cutoffs.append(cutoff)
        later = later_examples(corpus, cutoff, until)
        year = [e for e in later if cutoff < e.case.at <= cutoff + timedelta(days=365)]
        baseline = baseline_of(corpus, cutoff)
        for name, asked in (("out of time", later), ("history alone", unasked(later)), ("rolling", year)):
            answer = ask(model, baseline, asked)
            if answer.examples:
                answers[name].append(answer)
        hedged.append((model, guesses(corpus, cutoff, until)))
    if not answers["out of time"]:
        raise InputError("too few outcomes for a backtest", hint="give more rows of claims and outcomes")
    sections = tuple(section(name, join(parts)) for name, parts in answers.items() if parts)
    return Report(until=until, cutoffs=tuple(cutoffs), sections=sections, press=compare(hedged))


def baseline_of(corpus: Corpus, cutoff: date) -> Baseline:
    """The baseline of what was out by the cut-off."""
    shows: list[Show] = []
    for rows in corpus.titles.by_key.values():
        netflix = [r for r in rows if r.source.startswith("netflix") and r.premiere <= cutoff]
        if netflix:
            shows.append(clean(netflix))
    return fit_baseline(shows, cutoff)


def ask(model: Model, baseline: Baseline, examples: Sequence[Example]) -> Asked:
    """Answers of both; origins that the baseline refuses are left out and counted."""
    kept, theirs = [], []
    for example in examples:
        try:
            theirs.append(predict_baseline(baseline, example.case.elapsed, example.case.previous_gap))
        except ForecastError:
            continue
        kept.append(example)
    if not kept:
        return _nothing(len(examples))
    ours, other = predict(model, [e.case for e in kept]), _stack(theirs)
    return Asked(
        examples=tuple(kept),
        quantiles=ours.quantiles(),
        out_within={months: ours.out_within(days) for months, days in WITHIN.items()},
        baseline_quantiles=other.quantiles(),
        baseline_within={months: other.out_within(days) for months, days in WITHIN.items()},
        refused=len(examples) - len(kept),
    )


def _nothing(refused: int) -> Asked:
    none: npt.NDArray[np.int64] = np.zeros((0, len(LEVELS)), dtype=np.int64)
    within = {months: np.zeros(0) for months in WITHIN}
    return Asked(
        examples=(),
        quantiles=none,
        out_within=within,
        baseline_quantiles=none,
        baseline_within=within,
        refused=refused,
    )


def join(parts: Sequence[Asked]) -> Asked:
    """The answers of several cut-offs as one."""
    return Asked(
        examples=tuple(e for part in parts for e in part.examples),
        quantiles=np.concatenate([part.quantiles for part in parts]),
        out_within={m: np.concatenate([part.out_within[m] for part in parts]) for m in WITHIN},
        baseline_quantiles=np.concatenate([part.baseline_quantiles for part in parts]),
        baseline_within={m: np.concatenate([part.baseline_within[m] for part in parts]) for m in WITHIN},
        refused=sum(part.refused for part in parts),
    )


def section(name: str, asked: Asked) -> Section:
    """Score the answers by stratum."""
    lines = (_line(stratum, asked) for stratum in STRATA)
    return Section(
        name=name,
        lines=tuple(line for line in lines if line is not None),
        briers=tuple(_brier_line(months, asked) for months in WITHIN),
        refused=asked.refused,
        reliability=_reliability(asked),
    )


def with_scores(model: Model, report: Report) -> Model:
    """The model with the report's ratios to the baseline, for its file and card."""
    scores = {
        f"{part.name}: {line.stratum}": round(line.ratio, 3)
        for part in report.sections
        for line in part.lines
    }
    return msgspec.structs.replace(model, scores=scores)


def _line(stratum: str, asked: Asked) -> Line | None:
    rows = [i for i, e in enumerate(asked.examples) if e.came and STRATA[stratum](e.case)]
    if not rows:
        return None
    days = np.array([float(asked.examples[i].days or 0) for i in rows])
    ours, theirs = asked.quantiles[rows], asked.baseline_quantiles[rows]
    titles = [asked.examples[i].title for i in rows]
    ratio, low, high = ratio_with_interval(crps(ours, days), crps(theirs, days), titles)
    return Line(
        stratum=stratum,
        origins=len(rows),
        titles=len(set(titles)),
        crps=float(crps(ours, days).mean()),
        baseline=float(crps(theirs, days).mean()),
        ratio=ratio,
        ratio_low=low,
        ratio_high=high,
        coverage=float(covered(ours, days).mean()),
        width=float(width(ours).mean()),
        interval_ratio=float(interval_score(ours, days).mean() / interval_score(theirs, days).mean()),
        later=float(later_than_median(ours, days).mean()),
    )


def _reliability(asked: Asked) -> tuple[ReliabilityLine, ...]:
    rows = [i for i, e in enumerate(asked.examples) if e.came]
    days = np.array([float(asked.examples[i].days or 0) for i in rows])
    return reliability(asked.quantiles[rows], days, [asked.examples[i].title for i in rows])


def _brier_line(months: int, asked: Asked) -> BrierLine:
    out = np.array([e.days is not None and e.days <= WITHIN[months] for e in asked.examples])
    ours = float(brier(asked.out_within[months], out).mean())
    theirs = float(brier(asked.baseline_within[months], out).mean())
    return BrierLine(months=months, origins=len(out), brier=ours, baseline=theirs, ratio=ours / theirs)


def _stack(curves: Sequence[Curves]) -> Curves:
    return Curves(
        **{
            name: np.concatenate([getattr(c, name) for c in curves])
            for name in ("mass", "never", "first", "last")
        }
    )
